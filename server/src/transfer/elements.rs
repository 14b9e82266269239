//! The elements of a JSON array, one by one: a file may be larger than the memory.

use std::io::{self, BufRead, Bytes};

/// Cuts the text between the outermost brackets at its commas.
pub(super) struct Elements<R> {
    bytes: Bytes<R>,
    line: u64,
    is_over: bool,
}

impl<R: BufRead> Elements<R> {
    /// Reads on after the opening bracket, which was on this line.
    pub(super) fn new(reader: R, line: u64) -> Self {
        Self { bytes: reader.bytes(), line, is_over: false }
    }

    fn byte(&mut self) -> io::Result<Option<u8>> {
        let byte = self.bytes.next().transpose()?;
        if byte == Some(b'\n') {
            self.line += 1;
        }
        Ok(byte)
    }

    /// The next element's line and text; none after the closing bracket.
    pub(super) fn next(&mut self) -> io::Result<Option<(u64, Vec<u8>)>> {
        let (mut text, mut begin, mut depth, mut is_string, mut is_escaped) =
            (Vec::new(), self.line, 0_u32, false, false);
        while !self.is_over {
            let Some(byte) = self.byte()? else {
                return Err(io::Error::new(io::ErrorKind::UnexpectedEof, "the list has no end"));
            };
            if text.is_empty() {
                begin = self.line;
            }
            match byte {
                _ if is_escaped => is_escaped = false,
                b'\\' if is_string => is_escaped = true,
                b'"' => is_string = !is_string,
                _ if is_string => {}
                b'{' | b'[' => depth += 1,
                b']' if depth == 0 => {
                    self.is_over = true;
                    break;
                }
                b'}' | b']' => depth = depth.saturating_sub(1),
                b',' if depth == 0 => break,
                _ => {}
            }
            if !text.is_empty() || !byte.is_ascii_whitespace() {
                text.push(byte);
            }
        }
        Ok((!(text.is_empty() && self.is_over)).then_some((begin, text)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn elements_are_cut_at_the_outermost_commas() {
        let text = b"\n{\"a\": \"],}\\\"\", \"b\": [1, {}]},\n\n [2], 3\n]";
        let mut elements = Elements::new(&text[..], 1);
        let mut all = Vec::new();
        while let Some((line, text)) = elements.next().expect("read") {
            all.push((line, String::from_utf8(text).expect("text")));
        }
        let expected = [(2, "{\"a\": \"],}\\\"\", \"b\": [1, {}]}"), (4, "[2]"), (4, "3\n")];
        assert_eq!(all, expected.map(|(line, text)| (line, text.to_owned())));
        assert!(Elements::new(&b"]"[..], 1).next().expect("read").is_none());
        assert!(Elements::new(&b"{"[..], 1).next().is_err());
    }
}
