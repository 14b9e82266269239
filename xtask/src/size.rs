//! `cargo xtask size`: what a first visit loads, compressed, and whether the
//! wasm has grown past the recorded size.

use std::{fs, path::PathBuf};

use crate::{Outcome, compress::with_suffix, project::Project};

/// Growth that needs no explanation, in percent.
const TOLERANCE: u64 = 5;

/// Prints raw and Brotli size of each bundle file.
pub fn print(project: &Project) -> Outcome {
    let (mut all_raw, mut all_packed) = (0, 0);
    println!("{:<12} {:>9} {:>9}", "bytes", "raw", "brotli");
    for extension in ["wasm", "js", "css"] {
        let (raw, packed) = sizes(project, extension)?;
        let name = format!("{}.{extension}", project.output_name);
        println!("{name:<12} {raw:>9} {packed:>9}");
        all_raw += raw;
        all_packed += packed;
    }
    println!("{:<12} {all_raw:>9} {all_packed:>9}", "together");
    Ok(())
}

/// Prints the sizes, then records the wasm's or holds it against the record.
pub fn check(project: &Project, record: bool) -> Outcome {
    print(project)?;
    let (_, now) = sizes(project, "wasm")?;
    let path = record_path(project);
    if record {
        fs::write(&path, format!("{now}\n"))?;
        println!("recorded: {now} bytes in {}", path.display());
        return Ok(());
    }
    let recorded = fs::read_to_string(&path)
        .map_err(|_| format!("no recorded size: `cargo xtask size --record` writes {}", path.display()))?;
    let recorded = recorded.trim().parse().map_err(|error| format!("{}: {error}", path.display()))?;
    compare(now, recorded)
}

fn compare(now: u64, recorded: u64) -> Outcome {
    let limit = recorded + recorded * TOLERANCE / 100;
    if now > limit {
        return Err(format!(
            "the wasm is {now} bytes in Brotli, {recorded} were recorded and {limit} are the limit; \
             make it smaller, or record the new size with `cargo xtask size --record` and say why"
        )
        .into());
    }
    println!("wasm: {now} bytes in Brotli, recorded {recorded}, limit {limit}");
    Ok(())
}

fn sizes(project: &Project, extension: &str) -> Outcome<(u64, u64)> {
    let path = project.bundle_file(extension);
    let packed = with_suffix(&path, "br");
    match (fs::metadata(&path), fs::metadata(packed)) {
        (Ok(raw), Ok(packed)) => Ok((raw.len(), packed.len())),
        _ => {
            Err(format!("{} is not there with its .br: run `cargo xtask build --release` first", path.display()).into())
        }
    }
}

fn record_path(project: &Project) -> PathBuf {
    project.root.join("xtask/wasm-size.txt")
}

#[cfg(test)]
mod tests {
    use super::compare;

    #[test]
    fn five_percent_more_passes_and_a_byte_above_fails() {
        assert!(compare(105_000, 100_000).is_ok());
        assert!(compare(105_001, 100_000).is_err());
    }

    #[test]
    fn smaller_passes() {
        assert!(compare(90_000, 100_000).is_ok());
    }
}
