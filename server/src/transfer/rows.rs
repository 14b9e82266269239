//! The rows of a file: CSV with a header, JSON lines, or a JSON array.

use super::{TransferError, elements::Elements, row::Row};
use serde_json::{Map, Value};
use std::{
    fs::File,
    io::{self, BufRead, BufReader, Read, Seek},
    path::Path,
};

/// A row, or what is wrong with it.
pub(super) struct Raw {
    /// Where it begins, from 1.
    pub(super) line: u64,
    /// Its members.
    pub(super) row: Result<Row, String>,
}

/// What a file is written in.
pub(super) enum Rows {
    Csv { reader: csv::Reader<BufReader<File>>, names: Vec<String> },
    Lines { reader: BufReader<File>, line: u64 },
    Array(Elements<BufReader<File>>),
}

impl Rows {
    /// Opens a file and looks at its beginning.
    pub(super) fn open(path: &Path) -> Result<Self, TransferError> {
        let mut reader = BufReader::new(File::open(path).map_err(TransferError::file(path))?);
        let (first, line) = first_byte(&mut reader).map_err(TransferError::file(path))?;
        match first {
            Some(b'[') => Ok(Self::Array(Elements::new(reader, line))),
            Some(b'{') => {
                reader.rewind().map_err(TransferError::file(path))?;
                Ok(Self::Lines { reader, line: 0 })
            }
            Some(_) => {
                reader.rewind().map_err(TransferError::file(path))?;
                let mut reader = csv::ReaderBuilder::new().flexible(true).from_reader(reader);
                let names =
                    reader.headers().map_err(|error| TransferError::new(format!("{}: {error}", path.display())))?;
                let names = names.iter().map(|name| name.trim_start_matches('\u{feff}').trim().to_owned()).collect();
                Ok(Self::Csv { reader, names })
            }
            None => Err(TransferError::new(format!("{} is empty", path.display()))),
        }
    }

    /// The next row; an error when the file can't be read any further.
    pub(super) fn next(&mut self) -> io::Result<Option<Raw>> {
        match self {
            Self::Csv { reader, names } => csv_row(reader, names),
            Self::Lines { reader, line } => loop {
                let mut text = Vec::new();
                if reader.read_until(b'\n', &mut text)? == 0 {
                    return Ok(None);
                }
                *line += 1;
                if !text.iter().all(u8::is_ascii_whitespace) {
                    return Ok(Some(Raw { line: *line, row: json_row(&text) }));
                }
            },
            Self::Array(elements) => Ok(elements.next()?.map(|(line, text)| Raw { line, row: json_row(&text) })),
        }
    }
}

/// The first byte that is no space, and its line.
fn first_byte(reader: &mut impl BufRead) -> io::Result<(Option<u8>, u64)> {
    let mut line = 1;
    for byte in reader.by_ref().bytes() {
        match byte? {
            b'\n' => line += 1,
            // A byte order mark is no content.
            0xef | 0xbb | 0xbf | b' ' | b'\t' | b'\r' => {}
            byte => return Ok((Some(byte), line)),
        }
    }
    Ok((None, line))
}

fn json_row(text: &[u8]) -> Result<Row, String> {
    // Only where: the row is about a person.
    let text = text.strip_prefix(b"\xef\xbb\xbf").unwrap_or(text);
    match serde_json::from_slice(text) {
        Ok(Value::Object(members)) => Ok(Row::new(members)),
        Ok(_) => Err("is no JSON object".to_owned()),
        Err(error) => Err(format!("is no JSON (column {})", error.column())),
    }
}

fn csv_row(reader: &mut csv::Reader<BufReader<File>>, names: &[String]) -> io::Result<Option<Raw>> {
    let mut record = csv::StringRecord::new();
    let begin = reader.position().line();
    match reader.read_record(&mut record) {
        Ok(false) => Ok(None),
        Ok(true) => {
            let line = record.position().map_or(begin, csv::Position::line);
            let row = match record.len().cmp(&names.len()) {
                std::cmp::Ordering::Equal => {
                    let members = names.iter().cloned().zip(record.iter().map(|value| Value::from(value.to_owned())));
                    Ok(Row::new(members.collect::<Map<_, _>>()))
                }
                _ => Err(format!("has {} columns, not {}", record.len(), names.len())),
            };
            Ok(Some(Raw { line, row }))
        }
        Err(error) => match error.kind() {
            csv::ErrorKind::Utf8 { .. } => Ok(Some(Raw { line: begin, row: Err("is no UTF-8".to_owned()) })),
            _ => Err(io::Error::other(error.to_string())),
        },
    }
}
