//! The file of rows that could not become users.

use super::TransferError;
use crate::store::imports::RejectionRow;
use serde::Serialize;
use std::{
    fs::{self, File},
    io::{BufWriter, Write},
    path::{Path, PathBuf},
};

#[derive(Serialize)]
struct Rejected<'a> {
    line: i64,
    #[serde(skip_serializing_if = "Option::is_none")]
    id: Option<&'a str>,
    reason: &'a str,
}

/// `users.csv.rejected.jsonl` beside `users.csv`: takes its place as a whole, and only if there is something to say.
pub(super) struct RejectedFile {
    path: PathBuf,
    partial: PathBuf,
    writer: Option<BufWriter<File>>,
}

impl RejectedFile {
    pub(super) fn new(of: &Path) -> Self {
        let with = |ending: &str| {
            let mut path = of.as_os_str().to_owned();
            path.push(ending);
            PathBuf::from(path)
        };
        Self { path: with(".rejected.jsonl"), partial: with(".rejected.jsonl.partial"), writer: None }
    }

    /// Adds a row.
    pub(super) fn push(&mut self, row: &RejectionRow) -> Result<(), TransferError> {
        let writer = match &mut self.writer {
            Some(writer) => writer,
            None => {
                let file = File::create(&self.partial).map_err(TransferError::file(&self.partial))?;
                self.writer.insert(BufWriter::new(file))
            }
        };
        let line = Rejected { line: row.line, id: row.old_id.as_deref(), reason: &row.reason };
        let mut text = serde_json::to_vec(&line).map_err(|error| TransferError::new(error.to_string()))?;
        text.push(b'\n');
        writer.write_all(&text).map_err(TransferError::file(&self.partial))
    }

    /// Puts it in its place; where it is, if there is one.
    pub(super) fn finish(self) -> Result<Option<PathBuf>, TransferError> {
        let Some(writer) = self.writer else {
            // One of an earlier run would tell of rows that nobody rejected.
            return match fs::remove_file(&self.path) {
                Err(error) if error.kind() != std::io::ErrorKind::NotFound => {
                    Err(TransferError::file(&self.path)(error))
                }
                _ => Ok(None),
            };
        };
        let file = writer.into_inner().map_err(|error| TransferError::file(&self.partial)(error.into_error()))?;
        file.sync_all().map_err(TransferError::file(&self.partial))?;
        fs::rename(&self.partial, &self.path).map_err(TransferError::file(&self.path))?;
        Ok(Some(self.path))
    }
}
