//! The texts of the profile picture, in Arabic.

use crate::text::PictureText;

pub(super) const PICTURE: PictureText = PictureText {
    choose: "اختيار صورة",
    upload: "رفع",
    remove: "إزالة الصورة",
    hint: "PNG أو JPEG أو WebP أو GIF، حتى 10 ميغابايت",
    saved: "تم حفظ الصورة",
    removed: "تمت إزالة الصورة",
    wrong_type: "اختر صورة: PNG أو JPEG أو WebP أو GIF.",
    too_large: "حجم هذه الصورة أكبر من 10 ميغابايت. اختر صورة أصغر.",
    unreadable: "تعذّرت قراءة هذا الملف. اختر ملفًا آخر.",
};
