//! `cargo xtask deps`: nothing of the server reaches the browser.

use crate::{
    Outcome,
    process::{cargo, describe},
    project::{Project, WASM_TARGET},
};

/// Databases, servers, cryptography and HTTP stacks: each would mean that
/// server code leaked into the bundle, or that it grows for nothing.
const SERVER_ONLY: [&str; 27] = [
    "argon2",
    "aws-lc-rs",
    "aws-lc-sys",
    "axum",
    "bcrypt",
    "clap",
    "h2",
    "hyper",
    "hyper-util",
    "image",
    "jsonwebtoken",
    "lettre",
    "libsqlite3-sys",
    "mio",
    "openssl-sys",
    "rand",
    "reqwest",
    "ring",
    "rusqlite",
    "rustls",
    "schemars",
    "scrypt",
    "server",
    "socket2",
    "sqlx",
    "sqlx-core",
    "tokio",
];

/// Fails if the browser's dependency tree has a server-only package, or one
/// with the server-side rendering feature on.
pub fn check(project: &Project) -> Outcome {
    project.bundles().iter().try_for_each(|bundle| check_one(project, bundle.package))
}

fn check_one(project: &Project, root: &str) -> Outcome {
    let mut command = cargo(project);
    // `-p` alone: with the whole workspace, the server's features would be unified in.
    command.args(["tree", "-p", root, "--target", WASM_TARGET]);
    command.args(["-e", "normal", "--prefix", "none", "--format", "{p}|{f}"]);
    let output = command.output()?;
    if !output.status.success() {
        let message = String::from_utf8_lossy(&output.stderr);
        return Err(format!("{} failed:\n{message}", describe(&command)).into());
    }
    let tree = String::from_utf8(output.stdout)?;
    let problems = problems(&tree);
    if problems.is_empty() {
        let packages: std::collections::HashSet<&str> = tree.lines().map(package).collect();
        println!("browser dependencies of {root}: {} packages, none of them the server's", packages.len());
        return Ok(());
    }
    Err(format!(
        "the browser's dependencies (cargo tree -p {root} --target {WASM_TARGET} -e normal):\n  {}",
        problems.join("\n  ")
    )
    .into())
}

fn problems(tree: &str) -> Vec<String> {
    let mut problems: Vec<String> = Vec::new();
    for line in tree.lines() {
        let name = package(line);
        if SERVER_ONLY.contains(&name) {
            problems.push(format!("{name} is for the server only"));
        }
        let features = line.rsplit_once('|').map_or("", |(_, features)| features);
        let features = features.trim_end_matches(" (*)");
        if features.split(',').any(|feature| feature == "ssr") {
            problems.push(format!("{name} has the feature ssr"));
        }
    }
    problems.sort();
    problems.dedup();
    problems
}

fn package(line: &str) -> &str {
    line.split([' ', '|']).next().unwrap_or(line)
}

#[cfg(test)]
mod tests {
    use super::problems;

    #[test]
    fn server_package_is_found_by_its_whole_name() {
        let tree = "leptos v0.8.23|default,hydrate\ntokio v1.48.0|sync (*)\ntokio-like v1.0.0|";
        assert_eq!(problems(tree), ["tokio is for the server only"]);
    }

    #[test]
    fn server_side_rendering_is_found_in_any_package() {
        let tree = "leptos v0.8.23|hydrate,ssr (*)\nleptos v0.8.23|hydrate,ssr";
        assert_eq!(problems(tree), ["leptos has the feature ssr"]);
    }

    #[test]
    fn browser_tree_passes() {
        assert!(problems("leptos v0.8.23|hydrate\ngloo-net v0.6.0|http").is_empty());
    }
}
