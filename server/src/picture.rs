//! Pictures that people upload. What is stored and shown is never what was sent: the bytes are decoded within limits,
//! made small, and encoded anew, which also drops everything else that was in the file.

use image::{
    DynamicImage, ExtendedColorType, ImageDecoder, ImageEncoder, ImageError, ImageFormat, ImageReader, Limits,
    codecs::{jpeg::JpegEncoder, png::PngEncoder},
};
use std::io::Cursor;

/// As large as a file may be.
pub const MAX_BYTES: usize = 10 * 1024 * 1024;
/// Larger pictures aren't read: a small file can claim any size.
const MAX_SIDE: u32 = 8_192;
/// The decoded pixels take no more.
const MAX_DECODED: u64 = 64 * 1024 * 1024;
/// Longer sides are made this long.
const SIDE: u32 = 512;
const JPEG_QUALITY: u8 = 85;

/// A picture as it is stored.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Picture {
    /// What it is.
    pub media_type: &'static str,
    /// Its bytes.
    pub content: Vec<u8>,
}

/// Why a file makes no picture.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Refused {
    /// More bytes, or more pixels, than are read.
    TooLarge,
    /// Not PNG, JPEG, WebP or GIF, or damaged.
    Unreadable,
}

/// Reads a file: PNG, JPEG, WebP or the first frame of a GIF, by its content, whatever it is called. Takes a while: not
/// for a thread that serves requests.
pub fn read(bytes: &[u8]) -> Result<Picture, Refused> {
    if bytes.len() > MAX_BYTES {
        return Err(Refused::TooLarge);
    }
    let decoded = decode(bytes)?;
    let small = match decoded.width().max(decoded.height()) > SIDE {
        true => decoded.thumbnail(SIDE, SIDE),
        false => decoded,
    };
    encode(small).map_err(refused)
}

fn decode(bytes: &[u8]) -> Result<DynamicImage, Refused> {
    let format = image::guess_format(bytes).map_err(|_| Refused::Unreadable)?;
    if !matches!(format, ImageFormat::Png | ImageFormat::Jpeg | ImageFormat::WebP | ImageFormat::Gif) {
        return Err(Refused::Unreadable);
    }
    let mut limits = Limits::default();
    limits.max_image_width = Some(MAX_SIDE);
    limits.max_image_height = Some(MAX_SIDE);
    limits.max_alloc = Some(MAX_DECODED);
    let mut reader = ImageReader::with_format(Cursor::new(bytes), format);
    reader.limits(limits);
    let mut decoder = reader.into_decoder().map_err(refused)?;
    // Not every decoder heeds all limits by itself.
    let (width, height) = decoder.dimensions();
    if width > MAX_SIDE || height > MAX_SIDE || decoder.total_bytes() > MAX_DECODED {
        return Err(Refused::TooLarge);
    }
    let orientation = decoder.orientation().map_err(refused)?;
    let mut decoded = DynamicImage::from_decoder(decoder).map_err(refused)?;
    decoded.apply_orientation(orientation);
    Ok(decoded)
}

/// JPEG, or PNG where something shines through.
fn encode(picture: DynamicImage) -> Result<Picture, ImageError> {
    let mut content = Vec::new();
    let is_opaque = !picture.color().has_alpha() || picture.to_rgba8().pixels().all(|pixel| pixel.0[3] == u8::MAX);
    let (width, height) = (picture.width(), picture.height());
    if is_opaque {
        let encoder = JpegEncoder::new_with_quality(&mut content, JPEG_QUALITY);
        encoder.write_image(&picture.into_rgb8(), width, height, ExtendedColorType::Rgb8)?;
        return Ok(Picture { media_type: "image/jpeg", content });
    }
    let encoder = PngEncoder::new(&mut content);
    encoder.write_image(&picture.into_rgba8(), width, height, ExtendedColorType::Rgba8)?;
    Ok(Picture { media_type: "image/png", content })
}

fn refused(error: ImageError) -> Refused {
    if matches!(error, ImageError::Limits(_)) { Refused::TooLarge } else { Refused::Unreadable }
}

#[cfg(test)]
mod tests;
