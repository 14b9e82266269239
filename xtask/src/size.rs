//! `cargo xtask size`: what a first visit loads, compressed, and whether the
//! wasm of a bundle has grown past its recorded size.

use std::fs;

use crate::{
    Outcome,
    compress::with_suffix,
    project::{Bundle, Project},
};

/// Growth that needs no explanation, in percent.
const TOLERANCE: u64 = 5;

/// Prints raw and Brotli size of each bundle file.
pub fn print(project: &Project) -> Outcome {
    println!("{:<15} {:>9} {:>9}", "bytes", "raw", "brotli");
    for bundle in project.bundles() {
        let (mut all_raw, mut all_packed) = (0, 0);
        for extension in ["wasm", "js", "css"] {
            let (raw, packed) = sizes(project, &bundle, extension)?;
            let name = format!("{}.{extension}", bundle.name);
            println!("{name:<15} {raw:>9} {packed:>9}");
            all_raw += raw;
            all_packed += packed;
        }
        println!("{:<15} {all_raw:>9} {all_packed:>9}", "together");
    }
    Ok(())
}

/// Prints the sizes, then records the wasm's or holds it against the record.
pub fn check(project: &Project, record: bool) -> Outcome {
    print(project)?;
    project.bundles().iter().try_for_each(|bundle| check_one(project, bundle, record))
}

fn check_one(project: &Project, bundle: &Bundle, record: bool) -> Outcome {
    let (_, now) = sizes(project, bundle, "wasm")?;
    let path = project.root.join(bundle.record);
    if record {
        fs::write(&path, format!("{now}\n"))?;
        println!("recorded: {now} bytes in {}", path.display());
        return Ok(());
    }
    let recorded = fs::read_to_string(&path)
        .map_err(|_| format!("no recorded size: `cargo xtask size --record` writes {}", path.display()))?;
    let recorded = recorded.trim().parse().map_err(|error| format!("{}: {error}", path.display()))?;
    compare(&bundle.name, now, recorded)
}

fn compare(name: &str, now: u64, recorded: u64) -> Outcome {
    let limit = recorded + recorded * TOLERANCE / 100;
    if now > limit {
        return Err(format!(
            "{name}.wasm is {now} bytes in Brotli, {recorded} were recorded and {limit} are the limit; \
             make it smaller, or record the new size with `cargo xtask size --record` and say why"
        )
        .into());
    }
    println!("{name}.wasm: {now} bytes in Brotli, recorded {recorded}, limit {limit}");
    Ok(())
}

fn sizes(project: &Project, bundle: &Bundle, extension: &str) -> Outcome<(u64, u64)> {
    let path = project.bundle_file(bundle, extension);
    let packed = with_suffix(&path, "br");
    match (fs::metadata(&path), fs::metadata(packed)) {
        (Ok(raw), Ok(packed)) => Ok((raw.len(), packed.len())),
        _ => {
            Err(format!("{} is not there with its .br: run `cargo xtask build --release` first", path.display()).into())
        }
    }
}

#[cfg(test)]
mod tests {
    use super::compare;

    #[test]
    fn five_percent_more_passes_and_a_byte_above_fails() {
        assert!(compare("a", 105_000, 100_000).is_ok());
        assert!(compare("a", 105_001, 100_000).is_err());
    }

    #[test]
    fn smaller_passes() {
        assert!(compare("a", 90_000, 100_000).is_ok());
    }
}
