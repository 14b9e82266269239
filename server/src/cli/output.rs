//! What commands print: tables for people, times in UTC.

use crate::clock::Millis;
use time::{OffsetDateTime, format_description::well_known::Rfc3339};

/// Columns as wide as their widest cell, two spaces between them.
pub(super) fn table(head: &[&str], rows: &[Vec<String>]) -> String {
    let width = |column: usize| {
        let cells = rows.iter().map(|row| row[column].chars().count());
        cells.chain([head[column].chars().count()]).max().unwrap_or_default()
    };
    let widths: Vec<usize> = (0..head.len()).map(width).collect();
    let head: Vec<String> = head.iter().map(|cell| (*cell).to_owned()).collect();
    let line = |row: &Vec<String>| {
        let cells = row.iter().zip(&widths).map(|(cell, width)| format!("{cell:width$}"));
        cells.collect::<Vec<_>>().join("  ").trim_end().to_owned() + "\n"
    };
    std::iter::once(&head).chain(rows).map(line).collect()
}

/// A time as `2026-11-22T08:30:00Z`, to the second.
pub(super) fn time(at: Millis) -> String {
    let at = OffsetDateTime::from_unix_timestamp(at.div_euclid(1_000));
    at.ok().and_then(|at| at.format(&Rfc3339).ok()).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_are_aligned_and_lines_end_without_spaces() {
        let rows = [vec!["a".to_owned(), "x".to_owned()], vec!["long".to_owned(), String::new()]];
        assert_eq!(table(&["ID", "STATE"], &rows), "ID    STATE\na     x\nlong\n");
    }

    #[test]
    fn times_are_told_in_utc() {
        assert_eq!(time(1_795_300_000_999), "2026-11-21T22:26:40Z");
    }
}
