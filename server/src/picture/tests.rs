use super::*;
use image::{GenericImageView, Rgba, RgbaImage};

fn file(width: u32, height: u32, pixel: [u8; 4], format: ImageFormat) -> Vec<u8> {
    let picture = DynamicImage::from(RgbaImage::from_pixel(width, height, Rgba(pixel)));
    let picture = if format == ImageFormat::Jpeg { DynamicImage::from(picture.into_rgb8()) } else { picture };
    let mut bytes = Cursor::new(Vec::new());
    picture.write_to(&mut bytes, format).expect("encoded");
    bytes.into_inner()
}

fn size(picture: &Picture) -> (u32, u32) {
    image::load_from_memory(&picture.content).expect("our own picture can be read").dimensions()
}

const RED: [u8; 4] = [200, 30, 30, 255];

#[test]
fn all_four_formats_are_read_and_encoded_anew() {
    for format in [ImageFormat::Png, ImageFormat::Jpeg, ImageFormat::WebP, ImageFormat::Gif] {
        let sent = file(40, 20, RED, format);
        let picture = read(&sent).expect("a picture");
        assert_eq!((picture.media_type, size(&picture)), ("image/jpeg", (40, 20)), "{format:?}");
        assert_ne!(picture.content, sent, "{format:?}: our own encoding");
    }
}

#[test]
fn large_pictures_are_made_small_and_keep_their_form() {
    let picture = read(&file(2_000, 1_000, RED, ImageFormat::Png)).expect("a picture");
    assert_eq!(size(&picture), (512, 256));
}

#[test]
fn what_shines_through_stays_so() {
    let picture = read(&file(8, 8, [200, 30, 30, 90], ImageFormat::Png)).expect("a picture");
    assert_eq!(picture.media_type, "image/png");
    let pixel = image::load_from_memory(&picture.content).expect("a picture").get_pixel(4, 4);
    assert_eq!(pixel.0, [200, 30, 30, 90]);
}

#[test]
fn nothing_else_from_the_file_is_kept() {
    let mut sent = file(8, 8, RED, ImageFormat::Png);
    sent.extend_from_slice(b"<script>alert(1)</script>");
    let picture = read(&sent).expect("a picture with something behind it");
    assert!(!picture.content.windows(8).any(|part| part == b"<script>"));
}

/// An orientation of 6 says: turn right before showing.
#[test]
fn pictures_stand_upright() {
    let sent = file(40, 20, RED, ImageFormat::Jpeg);
    let exif = b"\xff\xe1\x00\x22Exif\0\0MM\0\x2a\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01\0\x06\0\0\0\0\0\0";
    let turned = [&sent[..2], exif, &sent[2..]].concat();
    assert_eq!(size(&read(&turned).expect("a picture")), (20, 40));
}

#[test]
fn other_files_are_refused() {
    let svg = br#"<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>"#;
    let cut = file(40, 20, RED, ImageFormat::Png);
    let others: [&[u8]; 7] =
        [b"", b"GIF89a", svg, b"<html></html>", b"%PDF-1.7", b"BM\0\0\0\0\0\0\0\0\0\0", &cut[..40]];
    for bytes in others {
        assert_eq!(read(bytes), Err(Refused::Unreadable), "{}", String::from_utf8_lossy(bytes));
    }
}

#[test]
fn bombs_are_refused_before_they_unfold() {
    // A PNG of one pixel that claims 65,535 by 65,535.
    let mut bomb = file(1, 1, RED, ImageFormat::Png);
    bomb[16..24].copy_from_slice(&[0, 0, 255, 255, 0, 0, 255, 255]);
    assert!(read(&bomb).is_err());
    // The same in a GIF, whose header isn't protected by a checksum.
    let mut bomb = file(1, 1, RED, ImageFormat::Gif);
    bomb[6..10].copy_from_slice(&[255, 255, 255, 255]);
    assert_eq!(read(&bomb), Err(Refused::TooLarge));
    assert_eq!(read(&file(8_000, 2_200, RED, ImageFormat::Png)), Err(Refused::TooLarge), "70 MB of pixels");
    assert_eq!(read(&vec![0; MAX_BYTES + 1]), Err(Refused::TooLarge));
}

#[test]
fn damaged_files_break_nothing() {
    for format in [ImageFormat::Png, ImageFormat::Jpeg, ImageFormat::WebP, ImageFormat::Gif] {
        let sent = file(24, 24, RED, format);
        for place in 0..sent.len() {
            let mut damaged = sent.clone();
            damaged[place] ^= 0x55;
            // Read or refused: both will do, as long as what comes out is ours.
            if let Ok(picture) = read(&damaged) {
                size(&picture);
            }
        }
    }
}
