//! Files that are no pictures, or worse than none: what is stored is always our own encoder's output, and nothing takes
//! long.

use super::times;
use crate::support::{Engine, TestApp};
use http::Method;
use image::{DynamicImage, ImageFormat, Rgba, RgbaImage};
use server::picture::{self, Refused};
use std::{io::Cursor, time::Instant};

const FORMATS: [ImageFormat; 4] = [ImageFormat::Png, ImageFormat::Jpeg, ImageFormat::WebP, ImageFormat::Gif];

fn encoded(format: ImageFormat, side: u32) -> Vec<u8> {
    let mut bytes = Cursor::new(Vec::new());
    let pixels =
        RgbaImage::from_fn(side, side, |x, y| Rgba([x as u8, y as u8, (x * y) as u8, if x > y { 200 } else { 255 }]));
    let picture = DynamicImage::from(pixels);
    let picture = if format == ImageFormat::Jpeg { DynamicImage::from(picture.into_rgb8()) } else { picture };
    picture.write_to(&mut bytes, format).expect("encoded");
    bytes.into_inner()
}

/// Numbers that look random and are the same each time.
struct Numbers(u64);

impl Numbers {
    fn next(&mut self, below: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 % below.max(1) as u64) as usize
    }
}

fn mutated(seed: &[u8], numbers: &mut Numbers) -> Vec<u8> {
    let mut bytes = seed.to_vec();
    for _ in 0..=numbers.next(8) {
        let at = numbers.next(bytes.len());
        match numbers.next(7) {
            0 => bytes.truncate(at.max(4)),
            1 => bytes[at] ^= 1 << numbers.next(8),
            2 => bytes[at] = [0, 255, 127, 128][numbers.next(4)],
            3 => bytes.splice(at..at, seed[..at.min(64)].iter().copied()).for_each(drop),
            4 => bytes.drain(at..(at + numbers.next(32)).min(bytes.len())).for_each(drop),
            // Sizes stand near the start.
            5 => {
                let head = numbers.next(bytes.len().min(40));
                bytes[head] = 255;
            }
            _ => bytes.extend_from_slice(b"<svg onload=alert(1)><script>alert(1)</script>"),
        }
        if bytes.len() < 5 {
            break;
        }
    }
    bytes
}

/// What was made of a file, which must be clean.
fn check(name: &str, bytes: &[u8]) -> bool {
    let Ok(picture) = picture::read(bytes) else { return false };
    let format = image::guess_format(&picture.content).expect("a picture");
    assert!(
        matches!((format, picture.media_type), (ImageFormat::Png, "image/png") | (ImageFormat::Jpeg, "image/jpeg")),
        "{name}"
    );
    let again = image::load_from_memory(&picture.content).expect("our own output is read");
    assert!(again.width() <= 512 && again.height() <= 512 && picture.content.len() < 2 << 20, "{name}");
    for active in ["<script", "<svg", "onload", "%PDF", "<html", "<?xml", "javascript:", "PK\u{3}\u{4}"] {
        assert!(
            !picture.content.windows(active.len()).any(|window| window.eq_ignore_ascii_case(active.as_bytes())),
            "{name} keeps {active}"
        );
    }
    true
}

#[test]
fn mutated_pictures_are_refused_or_made_anew() {
    let mut numbers = Numbers(0x9e37_79b9_7f4a_7c15);
    let seeds: Vec<_> = FORMATS.into_iter().map(|format| encoded(format, 48)).collect();
    let (mut read, mut longest) = (0, 0);
    let many = times(200, 5_000);
    for number in 0..many {
        let bytes = mutated(&seeds[number % seeds.len()], &mut numbers);
        let begun = Instant::now();
        read += usize::from(check(&format!("mutation {number}"), &bytes));
        longest = longest.max(begun.elapsed().as_millis());
    }
    assert!(read > 0 && read < many, "{read} of {many} were read");
    // Judged where the machine is idle.
    assert!(times(0, 1) == 0 || longest < 1_000, "{longest} ms");
}

/// A PNG's head that claims this size.
fn claiming(width: u32, height: u32) -> Vec<u8> {
    let mut bytes = encoded(ImageFormat::Png, 1);
    bytes[16..20].copy_from_slice(&width.to_be_bytes());
    bytes[20..24].copy_from_slice(&height.to_be_bytes());
    let crc = bytes[12..29].iter().fold(u32::MAX, |crc, byte| {
        (0..8).fold(crc ^ u32::from(*byte), |crc, _| if crc & 1 == 1 { (crc >> 1) ^ 0xedb8_8320 } else { crc >> 1 })
    });
    bytes[29..33].copy_from_slice(&(!crc).to_be_bytes());
    bytes
}

fn gif_of(frames: usize, side: u16) -> Vec<u8> {
    let mut bytes = b"GIF89a".to_vec();
    bytes.extend(side.to_le_bytes());
    bytes.extend(side.to_le_bytes());
    bytes.extend([0x80, 0, 0, 0, 0, 0, 255, 255, 255]);
    for _ in 0..frames {
        bytes.extend([0x2c, 0, 0, 0, 0, 1, 0, 1, 0, 0, 2, 2, 0x44, 1, 0]);
    }
    bytes.push(0x3b);
    bytes
}

#[test]
fn small_files_that_claim_to_be_huge_are_not_unpacked() {
    for (width, height) in [
        (65_535, 65_535),
        (8_193, 1),
        (1, 8_193),
        (u32::MAX, 1),
        (1, u32::MAX),
        (i32::MAX as u32, i32::MAX as u32),
        (8_192, 8_192),
        (0, 0),
        (0, 1),
    ] {
        let begun = Instant::now();
        assert!(picture::read(&claiming(width, height)).is_err(), "{width}x{height}");
        assert!(begun.elapsed().as_secs() < 5, "{width}x{height}");
    }
    let begun = Instant::now();
    check("50,000 frames", &gif_of(50_000, 1));
    assert!(picture::read(&gif_of(1, 65_535)).is_err(), "a GIF with a vast screen");
    assert!(begun.elapsed().as_secs() < 5, "the first frame is enough");
    assert_eq!(picture::read(&vec![0; picture::MAX_BYTES + 1]), Err(Refused::TooLarge));
}

/// Files of other kinds, and pictures that are something else as well.
fn disguised() -> Vec<(&'static str, Vec<u8>)> {
    let script = b"<script>alert(document.domain)</script>".to_vec();
    let png = encoded(ImageFormat::Png, 8);
    let jpeg = encoded(ImageFormat::Jpeg, 8);
    let gif = encoded(ImageFormat::Gif, 8);
    let comment = [&jpeg[..2], &[0xff, 0xfe, 0, (script.len() + 2) as u8], &script, &jpeg[2..]].concat();
    vec![
        ("SVG", b"<svg xmlns=\"http://www.w3.org/2000/svg\" onload=\"alert(1)\"/>".to_vec()),
        (
            "SVG with a head",
            b"<?xml version=\"1.0\"?><!DOCTYPE svg [<!ENTITY x SYSTEM \"file:///etc/passwd\">]><svg>&x;</svg>".to_vec(),
        ),
        ("HTML", b"<!doctype html><script>alert(1)</script>".to_vec()),
        ("PDF", b"%PDF-1.7\n1 0 obj<</OpenAction<</S/JavaScript/JS(app.alert(1))>>>>".to_vec()),
        ("ZIP", b"PK\x03\x04aaaaaaaaaaaaaaaaaaaaaaaaaaaa".to_vec()),
        ("script", b"#!/bin/sh\nid".to_vec()),
        ("BMP", [b"BM".to_vec(), vec![0; 100]].concat()),
        ("TIFF", [b"II*\0".to_vec(), vec![0; 100]].concat()),
        ("ICO", [vec![0, 0, 1, 0, 1, 0], vec![0; 100]].concat()),
        ("AVIF", [b"\0\0\0\x20ftypavif".to_vec(), vec![0; 100]].concat()),
        ("nothing", Vec::new()),
        ("PNG and HTML", [png.clone(), script.clone()].concat()),
        ("HTML and PNG", [script.clone(), png.clone()].concat()),
        ("GIF and script", [b"GIF89a/*".to_vec(), vec![0; 20], b"*/=1;alert(1)".to_vec()].concat()),
        ("GIF and HTML behind", [gif, script.clone()].concat()),
        ("JPEG with a script for a comment", comment),
        ("JPEG and ZIP", [jpeg.clone(), b"PK\x03\x04".to_vec()].concat()),
        ("PNG cut off", png[..png.len() / 2].to_vec()),
        ("PNG's head alone", png[..8].to_vec()),
    ]
}

#[tokio::test]
async fn what_is_no_picture_is_never_shown_whatever_it_is_called() {
    for (name, bytes) in disguised() {
        check(name, &bytes);
    }
    let app = TestApp::start(Engine::Sqlite).await;
    let browser = app.signed_up("ada@example.com").await;
    let mut shown = 0;
    for (name, bytes) in disguised() {
        for (file, kind) in [
            ("a.png", "image/png"),
            ("a.svg", "image/svg+xml"),
            ("a.html", "text/html"),
            ("../../a.png\\\"", "application/pdf"),
        ] {
            let head = format!(
                "--x\r\nContent-Disposition: form-data; name=\"file\"; filename=\"{file}\"\r\nContent-Type: {kind}\r\n\r\n"
            );
            let body = [head.as_bytes(), &bytes, b"\r\n--x--\r\n"].concat();
            let headers = [("content-type", "multipart/form-data; boundary=x"), super::ORIGIN];
            let reply = browser.raw(Method::POST, "/v1/me/profile_image", &headers, body).await;
            assert!(reply.status == 200 || reply.status.is_client_error(), "{name}: {} {}", reply.status, reply.text);
            if reply.status != 200 {
                continue;
            }
            let me = browser.get("/v1/me").await.ok();
            let path = me.response()["image_url"]
                .as_str()
                .expect("an address")
                .strip_prefix(super::OWN)
                .expect("ours")
                .to_owned();
            let picture = app.client().get(&path).await.ok();
            assert!(
                ["image/png", "image/jpeg"].contains(&picture.header("content-type").unwrap_or_default()),
                "{name}"
            );
            assert_eq!(picture.header("x-content-type-options"), Some("nosniff"));
            let policy = picture.header("content-security-policy").unwrap_or_default();
            assert!(policy.contains("default-src 'none'") && policy.contains("sandbox"), "{name}: {policy}");
            assert!(!picture.text.contains("<script") && !picture.text.contains("<svg"), "{name}");
            shown += 1;
        }
    }
    assert!(shown >= 4, "what is also a picture is shown as one");
}
