//! Cursors of lists in words: what the list is ordered by, and whose it is. They hold nothing that the list doesn't show.

use crate::{
    error::{Error, Result},
    store::user_pages::{Cursor, Key, PageOrder},
};
use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use onehop::wire::{ErrorCode, Lenient, UserId};

const DEFAULT_LIMIT: i64 = 50;
const MAX_LIMIT: i64 = 100;

/// The cursor in words.
pub(super) fn write(cursor: &Cursor) -> String {
    let id = &cursor.id;
    match &cursor.key {
        Key::Nothing => format!("n..{id}"),
        Key::Time(time) => format!("t.{time}.{id}"),
        Key::Text(text) => format!("s.{}.{id}", URL_SAFE_NO_PAD.encode(text)),
    }
}

/// The cursor of these words, if a list in this order can have written them.
pub(super) fn read(text: &str, order: PageOrder) -> Result<Cursor> {
    parse(text).filter(|cursor| order.takes(&cursor.key)).ok_or_else(wrong)
}

/// Nobody wrote this cursor.
pub(super) fn wrong() -> Error {
    Error::param(ErrorCode::FormParamValueInvalid, "after").text("Begin again with the first page.")
}

fn parse(text: &str) -> Option<Cursor> {
    let mut parts = text.splitn(3, '.');
    let (kind, value, id) = (parts.next()?, parts.next()?, parts.next()?);
    let key = match kind {
        "n" => Key::Nothing,
        "t" => Key::Time(value.parse().ok()?),
        "s" => Key::Text(String::from_utf8(URL_SAFE_NO_PAD.decode(value).ok()?).ok()?),
        _ => return None,
    };
    let is_text = |text: &str| !text.contains('\0');
    let is_readable = is_text(id) && !matches!(&key, Key::Text(text) if !is_text(text));
    is_readable.then(|| Cursor { key, id: UserId::from(id) })
}

/// How many a page holds.
pub(in crate::dashboard) fn limit(limit: Option<Lenient<i64>>) -> Result<i64> {
    let limit = limit.map_or(DEFAULT_LIMIT, |limit| limit.0);
    if (1..=MAX_LIMIT).contains(&limit) {
        return Ok(limit);
    }
    let text = format!("Give a number from 1 to {MAX_LIMIT}.");
    Err(Error::param(ErrorCode::FormParamValueInvalid, "limit").text(text))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_written_is_read_in_the_same_kind_of_order_only() {
        let id = UserId::from("user_1");
        for (key, order) in [
            (Key::Time(-1), PageOrder::CreatedAt),
            (Key::Text("Ä.b".to_owned()), PageOrder::FirstName),
            (Key::Nothing, PageOrder::LastSignInAt),
        ] {
            let cursor = Cursor { key, id: id.clone() };
            let text = write(&cursor);
            assert_eq!(read(&text, order).ok(), Some(cursor));
            assert!(read(&text, PageOrder::Username).is_err() || !matches!(order, PageOrder::CreatedAt));
        }
        for bad in ["", "t", "t.1", "t.x.user_1", "s.!.user_1", "x.1.user_1", "n..user_1", "t.1.a\0"] {
            assert!(read(bad, PageOrder::CreatedAt).is_err(), "{bad}");
        }
    }
}
