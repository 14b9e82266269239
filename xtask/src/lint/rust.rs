//! Rules for Rust sources: no raw HTML, no user text inside `<textarea>`, no
//! silenced lint, SQL in the store only.

use std::path::Path;

use super::Problem;

/// Written in two halves, so that this file does not break its own rule.
const SILENCED: [&str; 2] = [concat!("#[", "allow("), concat!("#![", "allow(")];

/// The problems of one file; which rules apply depends on where it is.
pub fn problems(path: &Path, text: &str) -> Vec<Problem> {
    let mut problems = Vec::new();
    let in_pages = path.starts_with("src") || path.starts_with("app");
    // So may what an app embeds with a database of its own, in the folder for it, and the examples of such apps.
    let stores = ["server/src/store", "src/webhook/sql", "examples/sync"];
    let in_store = stores.iter().any(|folder| path.starts_with(folder)) || path == Path::new("server/src/store.rs");
    // Tests may look behind the store's functions, and this crate names what it looks for.
    let in_tests = ["server/tests", "testing", "xtask"].iter().any(|folder| path.starts_with(folder));
    for (index, line) in text.lines().enumerate() {
        let code = without_comment(line);
        let mut report = |what: &str| problems.push((index + 1, what.to_owned()));
        if in_pages && code.contains("inner_html") {
            report("inner_html writes unescaped HTML: build the elements instead");
        }
        if SILENCED.iter().any(|attribute| code.contains(attribute)) {
            report("silence a lint with #[expect(…, reason = \"…\")], which tells when it is no longer needed");
        }
        if !in_store && !in_tests && looks_like_sql(code) {
            report("SQL belongs into server/src/store");
        }
    }
    if in_pages {
        problems.extend(filled_textareas(text));
    }
    problems
}

/// The line up to `//`, unless that is inside an address such as `https://`.
fn without_comment(line: &str) -> &str {
    let comment = line.match_indices("//").find(|(at, _)| !line[..*at].ends_with(':'));
    comment.map_or(line, |(at, _)| &line[..at])
}

/// Our SQL is written in capitals, so prose such as "update the set" is not meant.
fn looks_like_sql(code: &str) -> bool {
    let both = |first: &str, second: &str| code.split_once(first).is_some_and(|(_, rest)| rest.contains(second));
    ["INSERT INTO ", "DELETE FROM ", "CREATE TABLE ", "ALTER TABLE ", "\"SELECT ", "\"UPDATE "]
        .iter()
        .any(|start| code.contains(start))
        || both("SELECT ", " FROM ")
        || both("UPDATE ", " SET ")
}

/// `<textarea>` with anything between its tags: the renderer does not escape it. What goes through a function called
/// `neutral` passes: it leaves no character that means something to HTML.
fn filled_textareas(text: &str) -> Vec<Problem> {
    let mut problems = Vec::new();
    for (at, tag) in text.match_indices("<textarea") {
        let line_start = text[..at].rfind('\n').map_or(0, |newline| newline + 1);
        if text[line_start..at].contains("//") {
            continue;
        }
        let rest = &text[at + tag.len()..];
        let end = tag_end(rest);
        let is_empty = end
            .is_some_and(|end| rest[..end].ends_with('/') || rest[end + 1..].trim_start().starts_with("</textarea>"));
        let is_neutral = end.is_some_and(|end| is_neutral(&rest[end + 1..]));
        if !is_empty && !is_neutral {
            let line = text[..at].matches('\n').count() + 1;
            let what = "the content of <textarea> is not escaped: use prop:value";
            problems.push((line, what.to_owned()));
        }
    }
    problems
}

/// Is the content one call of `neutral` and nothing else?
fn is_neutral(content: &str) -> bool {
    let inner = content.split_once("</textarea>").map(|(inner, _)| inner.trim());
    let call = inner.and_then(|inner| inner.strip_prefix("{neutral(")?.strip_suffix(")}"));
    call.is_some_and(|arguments| !arguments.contains(['{', '}', '(', ')', '"']))
}

/// Position of the `>` that closes an opening tag whose attributes are Rust expressions.
fn tag_end(attributes: &str) -> Option<usize> {
    let (mut depth, mut quoted, mut previous) = (0_usize, false, ' ');
    for (at, character) in attributes.char_indices() {
        match character {
            '"' if previous != '\\' => quoted = !quoted,
            _ if quoted => {}
            '(' | '[' | '{' => depth += 1,
            ')' | ']' | '}' => depth = depth.saturating_sub(1),
            '>' if depth == 0 && !matches!(previous, '=' | '-') => return Some(at),
            _ => {}
        }
        previous = character;
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lines(path: &str, text: &str) -> Vec<usize> {
        let problems = problems(Path::new(path), text);
        problems.into_iter().map(|(line, _)| line).collect()
    }

    #[test]
    fn raw_html_is_refused_in_pages() {
        let text = "view! {\n<p inner_html=text></p>\n}";
        assert_eq!(lines("src/components/card.rs", text), [2]);
        assert_eq!(lines("app/src/shell.rs", text), [2]);
    }

    #[test]
    fn comments_are_not_code() {
        assert!(lines("src/lib.rs", "// never use inner_html").is_empty());
        assert!(lines("server/src/http.rs", "/// runs DELETE FROM users").is_empty());
    }

    #[test]
    fn address_is_not_a_comment() {
        assert_eq!(without_comment("a(\"https://x\"); b()"), "a(\"https://x\"); b()");
        assert_eq!(without_comment("a(); // b"), "a(); ");
    }

    #[test]
    fn silenced_lint_is_refused() {
        let text = format!("{}dead_code)]\nfn unused() {{}}", SILENCED[0]);
        assert_eq!(lines("server/src/http.rs", &text), [1]);
        assert!(lines("server/src/http.rs", "#[expect(dead_code, reason = \"x\")]").is_empty());
    }

    #[test]
    fn sql_is_refused_outside_of_the_store() {
        for sql in
            ["\"SELECT id FROM users\"", "INSERT INTO users (id)", "UPDATE users SET name = $1", "DELETE FROM users"]
        {
            assert_eq!(lines("server/src/domain/users.rs", sql), [1], "{sql}");
            assert!(lines("server/src/store/users.rs", sql).is_empty(), "{sql}");
        }
        assert!(lines("server/src/domain/users.rs", "Update the set. Select one from it.").is_empty());
    }

    #[test]
    fn textarea_with_content_is_refused() {
        let closure = "<textarea on:input=move |_| set(a > b)>\n{bio}</textarea>";
        assert_eq!(lines("src/bio.rs", closure), [1]);
        assert_eq!(lines("src/bio.rs", "\n<textarea name=\"bio\">{bio}</textarea>"), [2]);
        assert_eq!(lines("src/bio.rs", "<textarea name=\"bio\">\"text\"</textarea>"), [1]);
    }

    #[test]
    fn textarea_with_neutral_content_passes_and_nothing_beside_it() {
        assert!(lines("src/bio.rs", "<textarea name=\"bio\">{neutral(&text)}</textarea>").is_empty());
        for text in ["{neutral(&text)}{bio}", "{neutral(&text).replace(\"a\", bio)}", "{neutral_looking(&text)}"] {
            assert_eq!(lines("src/bio.rs", &format!("<textarea>{text}</textarea>")), [1], "{text}");
        }
    }

    #[test]
    fn textarea_without_content_passes() {
        for text in [
            "<textarea name=\"a > b\" prop:value=bio></textarea>",
            "<textarea on:input=move |e| { set(e) } prop:value={move || bio.get()}>\n  </textarea>",
            "<textarea prop:value=bio/>",
            "// a <textarea> is special",
        ] {
            assert!(lines("src/bio.rs", text).is_empty(), "{text}");
        }
    }
}
