//! The texts of the profile picture.

crate::texts! {
    /// The texts of the profile picture.
    PictureText, PICTURE {
        choose = "Choose picture",
        upload = "Upload",
        remove = "Remove picture",
        hint = "PNG, JPEG, WebP or GIF, up to 10 MB",
        saved = "Picture saved",
        removed = "Picture removed",
        wrong_type = "Choose a picture: PNG, JPEG, WebP or GIF.",
        too_large = "This picture is larger than 10 MB. Choose a smaller one.",
        unreadable = "This file could not be read. Choose another one.",
    }
}
