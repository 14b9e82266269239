//! QR codes.

use crate::error::{Error, Result};
use onehop::wire::QrPicture;
use qrcode::{Color, EcLevel, QrCode};

/// Light modules around a code (ISO/IEC 18004).
const QUIET_ZONE: usize = 4;

/// The QR code of a text: each run of dark modules in a row is a rectangle.
pub fn draw(text: &str) -> Result<QrPicture> {
    picture(text).ok_or_else(|| Error::internal("a QR code that can't be drawn"))
}

fn picture(text: &str) -> Option<QrPicture> {
    let code = QrCode::with_error_correction_level(text, EcLevel::M).ok()?;
    let width = code.width();
    let colors = code.to_colors();
    let mut path = String::new();
    for (y, row) in colors.chunks(width).enumerate() {
        let mut x = 0;
        while x < width {
            let run = row[x..].iter().take_while(|color| **color == Color::Dark).count();
            if run > 0 {
                path.push_str(&format!("M{} {}h{run}v1h-{run}z", x + QUIET_ZONE, y + QUIET_ZONE));
            }
            x += run.max(1);
        }
    }
    Some(QrPicture { size: u32::try_from(width + 2 * QUIET_ZONE).ok()?, path })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_picture_has_the_dark_modules_of_the_code_and_a_quiet_zone() {
        let picture = picture("otpauth://totp/a:b?secret=JBSWY3DPEHPK3PXP").unwrap();
        let code =
            QrCode::with_error_correction_level("otpauth://totp/a:b?secret=JBSWY3DPEHPK3PXP", EcLevel::M).unwrap();
        assert_eq!(picture.size as usize, code.width() + 8);
        // The finder pattern's first row: seven dark modules in the corner inside the quiet zone.
        assert!(picture.path.starts_with("M4 4h7v1h-7z"));
        let lengths = picture.path.split('h').skip(1).step_by(2);
        let dark: usize = lengths.map(|run| run.split('v').next().unwrap().parse::<usize>().unwrap()).sum();
        assert_eq!(dark, code.to_colors().iter().filter(|color| **color == Color::Dark).count());
    }
}
