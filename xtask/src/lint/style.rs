//! Rule for stylesheets: colours are named once, in the block of tokens, so that
//! a theme can change them all.

use super::Problem;

const START: &str = "/* tokens */";
const END: &str = "/* end tokens */";

/// Hexadecimal colours outside of the token block, or a block that never ends.
pub fn problems(text: &str) -> Vec<Problem> {
    let mut problems = Vec::new();
    let (mut block, mut in_comment) = (None, false);
    for (index, line) in text.lines().enumerate() {
        if line.contains(START) {
            block = Some(index);
        }
        let code = without_comments(line, &mut in_comment);
        if block.is_none() && has_hex_colour(&code) {
            let what = format!("colour outside of the block {START}: use a token");
            problems.push((index + 1, what));
        }
        if line.contains(END) {
            block = None;
        }
    }
    if let Some(index) = block {
        problems.push((index + 1, format!("the block has no {END}")));
    }
    problems
}

fn without_comments(line: &str, in_comment: &mut bool) -> String {
    let mut code = String::new();
    let mut rest = line;
    loop {
        let mark = if *in_comment { "*/" } else { "/*" };
        let (before, after) = rest.split_once(mark).map_or((rest, None), |(a, b)| (a, Some(b)));
        if !*in_comment {
            code.push_str(before);
        }
        let Some(after) = after else { return code };
        *in_comment = !*in_comment;
        rest = after;
    }
}

/// `#` with 3, 4, 6 or 8 hexadecimal digits, in a value: selectors have no colon before it.
fn has_hex_colour(code: &str) -> bool {
    code.match_indices('#').any(|(at, _)| {
        let rest = &code[at + 1..];
        let word = rest
            .find(|character: char| !character.is_ascii_alphanumeric() && character != '-' && character != '_')
            .map_or(rest, |end| &rest[..end]);
        code[..at].contains(':')
            && !code[..at].ends_with("url(")
            && matches!(word.len(), 3 | 4 | 6 | 8)
            && word.chars().all(|character| character.is_ascii_hexdigit())
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    const TOKENS: &str = "/* tokens */\n:root { --a: #fff; }\n/* end tokens */\n";

    #[test]
    fn token_block_may_hold_colours() {
        assert!(problems(TOKENS).is_empty());
    }

    #[test]
    fn colour_after_the_block_is_refused() {
        let text = format!("{TOKENS}.card {{ color: #12ab34; }}");
        assert_eq!(problems(&text)[0].0, 4);
    }

    #[test]
    fn comments_selectors_and_fragments_are_no_colours() {
        let rules = "/* like #fff:\n a: #fff */\n#add { mask: url(#abc); }\n.a { color: var(--a); }";
        assert!(problems(&format!("{TOKENS}{rules}")).is_empty());
    }

    #[test]
    fn unfinished_block_is_refused() {
        assert_eq!(problems("\n/* tokens */\n:root { --a: #fff; }")[0].0, 2);
    }
}
