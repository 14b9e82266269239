//! The texts of `<Waitlist/>`.

use crate::text::WaitlistText;

pub(super) const WAITLIST: WaitlistText = WaitlistText {
    title: "الانضمام إلى قائمة الانتظار",
    subtitle: "اترك بريدك الإلكتروني، وسنراسلك عندما يحين دورك.",
    email: "البريد الإلكتروني",
    join: "انضم إلى قائمة الانتظار",
    have_access: "لديك وصول بالفعل؟",
    sign_in: "تسجيل الدخول",
    joined_title: "أنت على قائمة الانتظار",
    joined_subtitle: "سنراسلك عندما يحين دورك. لا يلزمك فعل شيء آخر.",
    leaving: "ننقلك إليه",
    next: "متابعة",
    closed_title: "لا توجد قائمة انتظار",
    open: "يمكن للجميع إنشاء حساب: لا حاجة إلى الانتظار.",
    restricted: "تُنشأ الحسابات الجديدة بدعوة فقط. اطلب الوصول ممن يدير هذا الموقع.",
    sign_up: "إنشاء حساب",
};
