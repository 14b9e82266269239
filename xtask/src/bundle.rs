//! `cargo xtask build`: frontend → wasm-bindgen → wasm-opt → site folder, once
//! for each bundle, and the server beside it.

use std::{
    fs,
    hash::{DefaultHasher, Hash, Hasher},
    path::{Path, PathBuf},
    process::{Child, Command},
};

use wasm_bindgen_cli_support::Bindgen;

use crate::{
    Outcome,
    process::{cargo, describe, run, step},
    project::{Bundle, Project, WASM_TARGET},
    site::{self, SiteFile},
    size, style, wasm_opt,
};

/// Cargo's variable with flags for the browser's target alone.
const RUSTFLAGS: &str = "CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUSTFLAGS";

/// What to build.
#[derive(Clone, Copy)]
pub struct Options {
    /// Small and compressed, with an optimised server; otherwise quick to build.
    pub release: bool,
    /// Build the server too.
    pub server: bool,
}

impl Options {
    /// Reads the command's flags.
    pub fn parse(arguments: &[String]) -> Outcome<Self> {
        let mut options = Self { release: false, server: true };
        for argument in arguments {
            match argument.as_str() {
                "--release" => options.release = true,
                "--no-server" => options.server = false,
                other => return Err(format!("unexpected argument {other:?}").into()),
            }
        }
        Ok(options)
    }
}

/// Builds everything that [`Options`] asks for.
pub fn build(project: &Project, options: Options) -> Outcome {
    // Linking the browser code for size keeps one core busy for minutes; the
    // server's release profile has its own build folder, so both can run. The
    // program itself, which has the site's files inside, comes last: it is
    // little more than its library and them.
    let background = match options {
        Options { release: true, server: true } => Some(start_server_build(project)?),
        _ => None,
    };
    let bundled = bundle(project, options.release);
    if let Some(mut child) = background {
        if bundled.is_err() {
            // The first error is the one to show.
            let _ = child.kill();
        }
        let status = step("server (built meanwhile)", || Ok(child.wait()?))?;
        bundled?;
        return match status.success() {
            true => step("one program", || {
                run(release_server(project)
                    .args(["--bin", "onehop"])
                    .env("ONEHOP_SITE_FILES", site::write_list(project)?))
            }),
            false => Err(format!("the server did not build ({status})").into()),
        };
    }
    bundled?;
    if options.server {
        step("server", || run(cargo(project).args(["build", "-p", "server", "--bin", "onehop"])))?;
    }
    Ok(())
}

/// The server with the site's files inside; which part of it is still to be said.
fn release_server(project: &Project) -> Command {
    let mut command = cargo(project);
    command.args(["build", "-p", "server", "--release", "--features", "embedded-site"]);
    command
}

fn start_server_build(project: &Project) -> Outcome<Child> {
    let mut command = release_server(project);
    // Two progress bars would overwrite each other.
    command.arg("--lib").env("CARGO_TERM_PROGRESS_WHEN", "never");
    eprintln!("· {} (in the background)", describe(&command));
    Ok(command.spawn()?)
}

/// Builds the browser's half into the site folder.
pub fn bundle(project: &Project, release: bool) -> Outcome {
    let mut files = site::public_files(project)?;
    for bundle in project.bundles() {
        let name = |what: &str| format!("{what}, {}", bundle.name);
        let compiled = step(&name("browser code"), || compile(project, &bundle, release))?;
        let staging = step(&name("wasm-bindgen"), || bind(project, &bundle, &compiled, release))?;
        let wasm = staging.join(format!("{}_bg.wasm", bundle.name));
        let wasm = match release {
            true => step(&name("wasm-opt"), || wasm_opt::optimise(project, &bundle.name, &wasm))?,
            false => fs::read(&wasm)?,
        };
        files.extend(bundle_files(project, &bundle, &staging, wasm)?);
    }
    step("site", || site::write(project, files, release))?;
    if release {
        size::print(project)?;
    }
    Ok(())
}

fn compile(project: &Project, bundle: &Bundle, release: bool) -> Outcome<PathBuf> {
    let mut command = cargo(project);
    command.args(["build", "-p", bundle.package, "--lib", "--target", WASM_TARGET]);
    if release {
        // These take the place of those in .cargo/config.toml.
        command.args(["--profile", "wasm-release"]).env(RUSTFLAGS, project.named_rustflags()?);
    }
    run(&mut command)?;
    Ok(project.linked_wasm(bundle, release))
}

/// Generates the JavaScript glue; does nothing when the input is that of last time.
fn bind(project: &Project, bundle: &Bundle, input: &Path, release: bool) -> Outcome<PathBuf> {
    let profile = if release { "release" } else { "dev" };
    let folder = project.cache().join(profile);
    let staging = folder.join(format!("bindgen-{}", bundle.name));
    let stamp = folder.join(format!("bindgen-{}.stamp", bundle.name));
    let key = format!("{} {}", bundle.name, fingerprint(&fs::read(input)?));
    if staging.is_dir() && fs::read_to_string(&stamp).is_ok_and(|known| known == key) {
        return Ok(staging);
    }
    if staging.exists() {
        fs::remove_dir_all(&staging)?;
    }
    fs::create_dir_all(&staging)?;
    Bindgen::new()
        .input_path(input)
        .out_name(&bundle.name)
        .web(true)?
        .omit_default_module_path(false)
        .typescript(false)
        .remove_name_section(release)
        .remove_producers_section(release)
        .generate(&staging)?;
    fs::write(stamp, key)?;
    Ok(staging)
}

/// Changes whenever the bytes do. Only compared with values of this machine.
pub fn fingerprint(bytes: &[u8]) -> String {
    let mut hasher = DefaultHasher::new();
    bytes.hash(&mut hasher);
    format!("{:016x}-{}", hasher.finish(), bytes.len())
}

/// Glue, wasm and stylesheet under the names that the page asks for.
fn bundle_files(project: &Project, bundle: &Bundle, staging: &Path, wasm: Vec<u8>) -> Outcome<Vec<SiteFile>> {
    let name = &bundle.name;
    let pkg = Path::new(&project.pkg_dir);
    let glue = fs::read_to_string(staging.join(format!("{name}.js")))?;
    // The page passes the wasm's address itself; this is the glue's default for other callers.
    let glue = glue.replace(&format!("{name}_bg.wasm"), &format!("{name}.wasm"));
    let mut files = vec![
        SiteFile::new(pkg.join(format!("{name}.js")), glue.into_bytes()),
        SiteFile::new(pkg.join(format!("{name}.wasm")), wasm),
        SiteFile::new(pkg.join(format!("{name}.css")), style::read(project, bundle.style)?),
    ];
    let snippets = staging.join("snippets");
    for path in site::list(&snippets)? {
        let relative = path.strip_prefix(staging)?;
        files.push(SiteFile::new(pkg.join(relative), fs::read(&path)?));
    }
    Ok(files)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn unknown_flag_is_refused() {
        assert!(Options::parse(&["--relaese".to_owned()]).is_err());
    }

    #[test]
    fn fingerprint_follows_the_bytes() {
        assert_eq!(fingerprint(b"one"), fingerprint(b"one"));
        assert_ne!(fingerprint(b"one"), fingerprint(b"two"));
    }
}
