//! Rules for the documentation of what embedding developers use: each hook and each component says what a
//! server-rendered page has of it, and shows itself in an example (which the compiler checks as a doc test).

use std::path::Path;

use super::Problem;

const SSR_NOTE: &str = "**Server-side rendering**";
const EXAMPLE: &str = "/// ```";

/// The problems of one file of the crate `onehop`.
pub fn problems(path: &Path, text: &str) -> Vec<Problem> {
    if !is_for_embedders(path) {
        return Vec::new();
    }
    let lines: Vec<&str> = text.lines().collect();
    let mut problems = Vec::new();
    for (index, line) in lines.iter().enumerate() {
        let Some(name) = name(line, index.checked_sub(1).map(|before| lines[before])) else { continue };
        let doc: Vec<&str> = lines[..index].iter().rev().copied().take_while(|line| is_above(line)).collect();
        if !doc.iter().any(|line| line.contains(SSR_NOTE)) {
            problems.push((index + 1, format!("{name} does not say what a page has of it: {SSR_NOTE}")));
        }
        if !doc.iter().any(|line| line.starts_with(EXAMPLE)) {
            problems.push((index + 1, format!("{name} has no example")));
        }
    }
    problems
}

/// The parts that forms and panels are built from have one example for all of them, in their modules.
fn is_for_embedders(path: &Path) -> bool {
    let is_part = path.starts_with("src/components/parts")
        || path.starts_with("src/components/user_profile") && !path.ends_with("mod.rs")
        // Its inside is its own.
        || path.starts_with("src/components/user_button") && !path.ends_with("mod.rs");
    path.starts_with("src/signals") || path.starts_with("src/components") && !is_part
}

/// The name of a public hook or component that begins on this line.
fn name<'a>(line: &'a str, before: Option<&str>) -> Option<&'a str> {
    let rest = line.strip_prefix("pub fn ")?;
    let name = rest.split(['(', '<']).next()?;
    (name.starts_with("use_") || before == Some("#[component]")).then_some(name)
}

fn is_above(line: &str) -> bool {
    line.starts_with("///") || line.starts_with("#[")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn count(path: &str, text: &str) -> usize {
        problems(Path::new(path), text).len()
    }

    const WHOLE: &str =
        "/// Shows.\n///\n/// **Server-side rendering**: complete.\n///\n/// ```no_run\n/// x();\n/// ```\n";

    #[test]
    fn a_component_without_note_or_example_is_refused() {
        let component = "#[component]\npub fn SignIn() -> impl IntoView {";
        assert_eq!(count("src/components/sign_in/mod.rs", &format!("/// Shows.\n{component}")), 2);
        assert_eq!(count("src/components/sign_in/mod.rs", &format!("{WHOLE}{component}")), 0);
    }

    #[test]
    fn so_is_a_hook() {
        let hook = "pub fn use_user() -> UseUser {";
        assert_eq!(count("src/signals/use_user.rs", &format!("/// Who.\n{hook}")), 2);
        assert_eq!(count("src/signals/use_user.rs", &format!("{WHOLE}{hook}")), 0);
    }

    #[test]
    fn what_embedders_do_not_see_is_let_be() {
        let component = "#[component]\nfn Inner() -> impl IntoView {";
        assert_eq!(count("src/components/sign_in/mod.rs", component), 0);
        assert_eq!(count("app/src/hosted/home.rs", "#[component]\npub fn Home() {"), 0);
        assert_eq!(count("src/components/parts/link.rs", "#[component]\npub fn Link() {"), 0);
    }
}
