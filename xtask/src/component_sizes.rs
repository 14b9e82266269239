//! How much of a bundle's code is whose: the functions of the linked wasm by the first component that their names tell
//! of, generic code of leptos that was made for a component with it. Held against recorded sizes.
//!
//! What is counted are bytes of code before wasm-opt and Brotli: both work on the whole bundle, whose own size
//! [`crate::size`] watches. Names are there because the profile keeps them; wasm-bindgen removes them.

use std::{collections::BTreeMap, fs};

use wasmparser::{KnownCustom, Name, Parser, Payload, TypeRef};

use crate::{
    Outcome,
    project::{Bundle, Project},
};

/// Growth that needs no explanation, in percent, and for the smallest in bytes: inlining moves as much about. What is
/// smaller than that has no record.
const TOLERANCE: u64 = 5;
const TOLERATED_BYTES: u64 = 512;
/// Where the sizes are recorded, below the root.
const RECORD: &str = "xtask/wasm-components.txt";
/// What belongs to no component: leptos, serde, the standard library.
const SHARED: &str = "shared";
/// Paths whose next segment names a component, and how it is then called.
const OWNERS: [(&str, &str); 3] =
    [("onehop::components::", ""), ("app::dashboard::", "dashboard/"), ("app::hosted::", "pages/")];
/// Other code of ours.
const OURS: [(&str, &str); 2] = [("onehop::", "onehop/"), ("app::", "app/")];

/// Bytes by `bundle/component`.
type Sizes = BTreeMap<String, u64>;

/// Prints the sizes, then records them or holds them against the record.
pub fn check(project: &Project, record: bool) -> Outcome {
    let mut sizes = Sizes::new();
    for bundle in project.bundles() {
        sizes.extend(of_bundle(project, &bundle)?);
    }
    let path = project.root.join(RECORD);
    if record {
        sizes.retain(|_, bytes| *bytes > TOLERATED_BYTES);
        let lines = sizes.iter().map(|(name, bytes)| format!("{name} {bytes}\n"));
        fs::write(&path, lines.collect::<String>())?;
        println!("recorded: {} components in {}", sizes.len(), path.display());
        return Ok(());
    }
    let recorded = fs::read_to_string(&path)
        .map_err(|_| format!("no recorded sizes: `cargo xtask size --record` writes {}", path.display()))?;
    compare(&sizes, &parse(&recorded)?)
}

fn parse(text: &str) -> Outcome<Sizes> {
    let line = |line: &str| -> Outcome<(String, u64)> {
        let (name, bytes) = line.split_once(' ').ok_or_else(|| format!("{RECORD}: no size in {line:?}"))?;
        Ok((name.to_owned(), bytes.parse().map_err(|error| format!("{RECORD}: {line:?}: {error}"))?))
    };
    text.lines().map(line).collect()
}

fn compare(sizes: &Sizes, recorded: &Sizes) -> Outcome {
    let mut problems = Vec::new();
    println!("{:<36} {:>9} {:>9} {:>9}", "bytes of code", "now", "recorded", "limit");
    for (name, &now) in sizes {
        // What is smaller than the tolerance isn't recorded.
        let recorded = recorded.get(name).copied().unwrap_or(0);
        let limit = recorded + (recorded * TOLERANCE / 100).max(TOLERATED_BYTES);
        println!("{name:<36} {now:>9} {recorded:>9} {limit:>9}");
        if now > limit {
            problems
                .push(format!("{name} has {now} bytes of code, {recorded} were recorded and {limit} are the limit"));
        }
    }
    if problems.is_empty() {
        return Ok(());
    }
    Err(format!(
        "{}\nmake them smaller, or record the new sizes with `cargo xtask size --record` and say why in the commit",
        problems.join("\n")
    )
    .into())
}

fn of_bundle(project: &Project, bundle: &Bundle) -> Outcome<Sizes> {
    let path = project.linked_wasm(bundle, true);
    let wasm = fs::read(&path)
        .map_err(|error| format!("{} ({error}): run `cargo xtask build --release` first", path.display()))?;
    let sizes = of_functions(&wasm)?;
    if sizes.keys().all(|owner| owner == SHARED) {
        return Err(format!("{} has no names: run `cargo xtask build --release`", path.display()).into());
    }
    Ok(sizes.into_iter().map(|(owner, bytes)| (format!("{}/{owner}", bundle.name), bytes)).collect())
}

fn of_functions(wasm: &[u8]) -> Outcome<Sizes> {
    let mut imported = 0_u32;
    let mut lengths = Vec::new();
    let mut owners = BTreeMap::new();
    for payload in Parser::new(0).parse_all(wasm) {
        match payload? {
            Payload::ImportSection(imports) => {
                for import in imports.into_imports() {
                    imported += u32::from(matches!(import?.ty, TypeRef::Func(_)));
                }
            }
            Payload::CodeSectionEntry(body) => lengths.push(u64::try_from(body.range().len())?),
            Payload::CustomSection(section) => {
                if let KnownCustom::Name(names) = section.as_known() {
                    for part in names {
                        let Name::Function(functions) = part? else { continue };
                        for function in functions {
                            let function = function?;
                            owners.insert(function.index, owner(function.name));
                        }
                    }
                }
            }
            _ => {}
        }
    }
    let mut sizes = Sizes::new();
    for (index, length) in (imported..).zip(lengths) {
        let owner = owners.remove(&index).unwrap_or_else(|| SHARED.to_owned());
        *sizes.entry(owner).or_default() += length;
    }
    Ok(sizes)
}

/// Whose function this is, by its mangled name.
fn owner(name: &str) -> String {
    let name = format!("{:#}", rustc_demangle::demangle(name));
    let first = |paths: &[(&str, &str)]| {
        paths
            .iter()
            .filter_map(|(path, prefix)| {
                let at = find_path(&name, path)?;
                let rest = &name[at + path.len()..];
                let end = rest.find(|c: char| !(c.is_alphanumeric() || c == '_')).unwrap_or(rest.len());
                Some((at, format!("{prefix}{}", module(&rest[..end]))))
            })
            .min_by_key(|(at, _)| *at)
    };
    first(&OWNERS).or_else(|| first(&OURS)).map_or_else(|| SHARED.to_owned(), |(_, owner)| owner)
}

/// Where a path begins that is not the end of a longer one.
fn find_path(name: &str, path: &str) -> Option<usize> {
    name.match_indices(path)
        .map(|(at, _)| at)
        .find(|&at| !name[..at].ends_with(|c: char| c.is_alphanumeric() || c == '_' || c == ':'))
}

/// A module is named after what it has; functions and types beside the modules are not told apart.
fn module(segment: &str) -> &str {
    match segment.starts_with(|c: char| c.is_lowercase()) {
        true => segment,
        false => "mod",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sizes(list: &[(&str, u64)]) -> Sizes {
        list.iter().map(|(name, bytes)| ((*name).to_owned(), *bytes)).collect()
    }

    #[test]
    fn code_belongs_to_the_first_component_that_its_name_tells_of() {
        for (name, expected) in [
            ("onehop::components::sign_in::start::view", "sign_in"),
            ("<tachys::html::Div<onehop::components::user_profile::Panel> as Render>::build", "user_profile"),
            ("core::ptr::drop_in_place::<onehop::components::sign_up::X, onehop::components::parts::Y>", "sign_up"),
            ("app::dashboard::users::list::row", "dashboard/users"),
            ("serde_json::from_str::<onehop::wire::users::User>", "onehop/wire"),
            ("<app::App as Fn>::call", "app/mod"),
            ("myapp::dashboard::users", "shared"),
            ("core::fmt::write", "shared"),
        ] {
            assert_eq!(owner(name), expected, "{name}");
        }
    }

    #[test]
    fn mangled_names_are_read() {
        assert_eq!(owner("_RNvNtNtNtCs1234_6onehop10components7sign_in5start4view"), "sign_in");
    }

    #[test]
    fn five_percent_more_passes_and_a_byte_above_fails() {
        let recorded = sizes(&[("a", 100_000), ("b", 100)]);
        assert!(compare(&sizes(&[("a", 105_000), ("b", 612)]), &recorded).is_ok());
        assert!(compare(&sizes(&[("a", 105_001)]), &recorded).is_err());
        assert!(compare(&sizes(&[("b", 613)]), &recorded).is_err());
    }

    #[test]
    fn what_has_no_record_may_be_tiny() {
        assert!(compare(&sizes(&[("new", 512)]), &Sizes::new()).is_ok());
        assert!(compare(&sizes(&[("new", 513)]), &Sizes::new()).is_err());
    }

    #[test]
    fn a_record_is_read_as_it_is_written() {
        let recorded = parse("onehop/sign_in 70000\nonehop/shared 5\n").expect("two lines");
        assert_eq!(recorded, sizes(&[("onehop/sign_in", 70_000), ("onehop/shared", 5)]));
        assert!(parse("onehop/sign_in").is_err());
    }
}
