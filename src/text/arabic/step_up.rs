//! The texts of step-up, in Arabic.

use crate::text::{StepUpText, Template};

pub(super) const STEP_UP: StepUpText = StepUpText {
    title: "تأكيد هويتك",
    loading: "لحظة من فضلك",
    retry: "إعادة المحاولة",
    verify: "تأكيد",
    password: "كلمة المرور",
    password_text: "أدخل كلمة المرور للمتابعة.",
    code: "رمز التحقق",
    code_text: Template("أدخل الرمز المكوّن من {length} أرقام المرسل إلى {address}"),
    send_code: "إرسال رمز",
    totp_text: "أدخل الرمز المكوّن من 6 أرقام الظاهر في تطبيق المصادقة.",
    backup_code: "رمز احتياطي",
    backup_code_text: "أدخل أحد رموزك الاحتياطية. يعمل كل رمز مرة واحدة.",
    use_password: "استخدام كلمة المرور",
    use_email_code: "إرسال رمز بالبريد الإلكتروني",
    use_totp: "استخدام تطبيق المصادقة",
    use_backup_code: "استخدام رمز احتياطي",
    no_method: "لا توجد طريقة لتأكيد ذلك هنا. سجّل الخروج ثم الدخول من جديد وحاول مرة أخرى.",
    then_again: "يتطلب هذا التغيير ذلك. بعده أرسل النموذج مرة أخرى.",
    verified: "تم تأكيد هويتك. أرسل النموذج الآن مرة أخرى.",
};
