//! The texts of the profile picture, in German.

use crate::text::PictureText;

pub(super) const PICTURE: PictureText = PictureText {
    choose: "Bild auswählen",
    upload: "Hochladen",
    remove: "Bild entfernen",
    hint: "PNG, JPEG, WebP oder GIF, bis 10 MB",
    saved: "Bild gespeichert",
    removed: "Bild entfernt",
    wrong_type: "Wählen Sie ein Bild aus: PNG, JPEG, WebP oder GIF.",
    too_large: "Dieses Bild ist größer als 10 MB. Wählen Sie ein kleineres aus.",
    unreadable: "Diese Datei ließ sich nicht lesen. Wählen Sie eine andere aus.",
};
