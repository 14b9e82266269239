//! The texts of the parts and the small components.

use crate::text::{PartsText, Plural, Template};

pub(super) const PARTS: PartsText = PartsText {
    close: "إغلاق",
    wait: "لحظة…",
    show_password: "إظهار كلمة المرور",
    password_length: Plural {
        zero: "",
        one: "حرف واحد على الأقل",
        two: "حرفان على الأقل",
        few: "{count} أحرف على الأقل",
        many: "{count} حرفًا على الأقل",
        other: "{count} حرف على الأقل",
    },
    password_lowercase: "حرف لاتيني صغير",
    password_uppercase: "حرف لاتيني كبير",
    password_number: "رقم",
    password_special: "رمز خاص",
    code: "رمز التأكيد",
    resend: "إرسال رمز جديد",
    resend_in: Plural {
        zero: "",
        one: "إرسال رمز جديد بعد ثانية واحدة",
        two: "إرسال رمز جديد بعد ثانيتين",
        few: "إرسال رمز جديد بعد {count} ثوانٍ",
        many: "إرسال رمز جديد بعد {count} ثانية",
        other: "إرسال رمز جديد بعد {count} ثانية",
    },
    resent: "رمز جديد في الطريق إليك.",
    sign_in: "تسجيل الدخول",
    acting: "التصرف باسم مستخدم آخر",
    acting_as: Template("سجّلت الدخول باسم {name}"),
    stop_acting: "تسجيل الخروج من هذا الحساب",
};
