//! The corpus of the fuzz targets, read again: what once found something stays found. `make test-long` makes up more.

use crate::{
    domain::{identifiers, redirects::address},
    frontend_api::{body, cookies::read as cookie},
    picture,
};
use std::{fs, path::Path};

#[path = "../../fuzz/src/properties.rs"]
mod properties;

fn replay(target: &str, check: fn(&[u8])) {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../fuzz/corpus").join(target);
    let mut inputs = 0;
    for entry in fs::read_dir(&folder).expect("a corpus") {
        let path = entry.expect("a file").path();
        println!("{}", path.display());
        check(&fs::read(&path).expect("an input"));
        inputs += 1;
    }
    assert!(inputs > 10, "{target}: {inputs} inputs");
}

#[test]
fn tokens() {
    replay("token", properties::token);
}

#[test]
fn cookies() {
    replay("cookie", properties::cookie);
}

#[test]
fn redirects() {
    replay("redirect", properties::redirect);
}

#[test]
fn emails() {
    replay("email", properties::email);
}

#[test]
fn forms() {
    replay("form", properties::form);
}

#[test]
fn images() {
    replay("image", properties::image);
}
