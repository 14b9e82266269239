//! Brotli and gzip files beside the originals, made once at build time: the
//! best level costs too much per request.

use std::{
    fs,
    io::Write,
    path::{Path, PathBuf},
};

use flate2::{Compression, write::GzEncoder};

use crate::Outcome;

const BROTLI_BUFFER: usize = 64 * 1024;
const BROTLI_QUALITY: u32 = 11;
const BROTLI_WINDOW: u32 = 22;

/// Whether a file of this kind shrinks.
pub fn is_worthwhile(path: &Path) -> bool {
    let extension = path.extension().and_then(|extension| extension.to_str());
    matches!(extension, Some("js" | "wasm" | "css" | "svg"))
}

/// Writes `<file>.br` and `<file>.gz` and returns their paths. They are left as
/// they are when the original has not `changed` and both exist.
pub fn write_variants(path: &Path, bytes: &[u8], changed: bool) -> Outcome<[PathBuf; 2]> {
    let variants = ["br", "gz"].map(|suffix| with_suffix(path, suffix));
    if changed || variants.iter().any(|variant| !variant.exists()) {
        fs::write(&variants[0], brotli(bytes)?)?;
        fs::write(&variants[1], gzip(bytes)?)?;
    }
    Ok(variants)
}

/// `a/b.js` and `br` make `a/b.js.br`.
pub fn with_suffix(path: &Path, suffix: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(".");
    name.push(suffix);
    name.into()
}

fn brotli(bytes: &[u8]) -> Outcome<Vec<u8>> {
    let mut packed = Vec::new();
    let mut writer = brotli::CompressorWriter::new(&mut packed, BROTLI_BUFFER, BROTLI_QUALITY, BROTLI_WINDOW);
    writer.write_all(bytes)?;
    writer.flush()?;
    drop(writer);
    Ok(packed)
}

fn gzip(bytes: &[u8]) -> Outcome<Vec<u8>> {
    let mut writer = GzEncoder::new(Vec::new(), Compression::best());
    writer.write_all(bytes)?;
    Ok(writer.finish()?)
}

#[cfg(test)]
mod tests {
    use std::io::Read;

    use super::*;

    const TEXT: &[u8] = b"the same words, the same words, the same words, the same words";

    #[test]
    fn brotli_gives_the_bytes_back_and_is_smaller() {
        let packed = brotli(TEXT).expect("compress");
        let mut unpacked = Vec::new();
        brotli::Decompressor::new(packed.as_slice(), BROTLI_BUFFER).read_to_end(&mut unpacked).expect("decompress");
        assert_eq!(unpacked, TEXT);
        assert!(packed.len() < TEXT.len());
    }

    #[test]
    fn gzip_gives_the_bytes_back_and_is_smaller() {
        let packed = gzip(TEXT).expect("compress");
        let mut unpacked = Vec::new();
        flate2::read::GzDecoder::new(packed.as_slice()).read_to_end(&mut unpacked).expect("decompress");
        assert_eq!(unpacked, TEXT);
        assert!(packed.len() < TEXT.len());
    }

    #[test]
    fn variants_stand_beside_the_original() {
        let path = with_suffix(Path::new("pkg/onehop.js"), "br");
        assert_eq!(path, Path::new("pkg/onehop.js.br"));
    }

    #[test]
    fn packed_formats_are_left_alone() {
        assert!(is_worthwhile(Path::new("a.wasm")));
        assert!(!is_worthwhile(Path::new("a.png")));
        assert!(!is_worthwhile(Path::new("a.js.br")));
    }
}
