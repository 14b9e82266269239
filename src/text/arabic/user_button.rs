//! The texts of `<UserButton/>`.

use crate::text::UserButtonText;

pub(super) const USER_BUTTON: UserButtonText = UserButtonText {
    popover: "الحساب",
    actions: "حسابك",
    manage: "إدارة الحساب",
    sign_out: "تسجيل الخروج",
    others: "حسابات أخرى",
    add: "إضافة حساب",
    sign_out_all: "تسجيل الخروج من جميع الحسابات",
    menu: "، قائمة الحساب",
    switch_to: "التبديل إلى",
};
