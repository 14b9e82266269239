//! A catalogue on its way into a page: all texts as one.

use super::Texts;

/// Between two texts; no text has it.
const BETWEEN: char = '|';

/// All texts as one.
#[cfg(any(feature = "ssr", test))]
pub fn pack<T: Texts + Copy>(texts: &T) -> String {
    let mut packed = String::new();
    let mut texts = *texts;
    texts.visit(&mut |text| {
        packed.push_str(text);
        packed.push(BETWEEN);
    });
    packed
}

/// What [`pack`] packed, with `like` for the form of it; nothing where it was packed by another version. It is kept for
/// as long as the page lives: to be called once per page.
#[cfg(any(not(feature = "ssr"), test))]
pub fn unpack<T: Texts + Copy>(packed: String, like: &T) -> Option<&'static T> {
    let packed: &'static str = packed.leak();
    let mut texts = *like;
    let mut pieces = packed.split(BETWEEN);
    let mut is_whole = true;
    texts.visit(&mut |text| match pieces.next() {
        Some(piece) => *text = piece,
        None => is_whole = false,
    });
    // After the last one stands an empty piece.
    let is_end = pieces.next() == Some("") && pieces.next().is_none();
    (is_whole && is_end).then(|| &*Box::leak(Box::new(texts)))
}
