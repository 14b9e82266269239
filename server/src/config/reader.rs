//! Looks settings up in flags, environment and file, in this order, and remembers what was asked for: what nobody
//! asked for is unknown. Collects problems instead of stopping at the first.

use super::problem::{ConfigErrors, Problem};
use super::raw::{self, Raw};
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

/// Every variable with this prefix is ours, so one that we don't know is a mistake.
const PREFIX: &str = "ONEHOP_";
/// Read by the command line, before there is a configuration.
const KNOWN_ELSEWHERE: [&str; 2] = ["ONEHOP_CONFIG", "ONEHOP_PASSPHRASE"];

/// All sources of one load, and what came of it.
pub(super) struct Reader {
    flags: BTreeMap<&'static str, (&'static str, String)>,
    variables: BTreeMap<String, (String, String)>,
    file: BTreeMap<String, Raw>,
    asked: BTreeSet<String>,
    problems: Vec<Problem>,
    /// With a file that could not be read, what seems missing may well be in it.
    file_is_unread: bool,
}

impl Reader {
    /// Takes the sources: `flags` by setting with the flag's name, `variables` by name.
    pub(super) fn new(
        file: Option<&Path>,
        variables: impl IntoIterator<Item = (String, String)>,
        flags: BTreeMap<&'static str, (&'static str, String)>,
    ) -> Self {
        let mut reader = Self {
            flags,
            variables: ours(variables),
            file: BTreeMap::new(),
            asked: BTreeSet::new(),
            problems: Vec::new(),
            file_is_unread: false,
        };
        if let Some(path) = file {
            match raw::read(path) {
                Ok(settings) => reader.file = settings,
                Err(problem) => {
                    reader.file_is_unread = true;
                    reader.problems.push(problem);
                }
            }
        }
        reader
    }

    /// The value of `section.key` from the strongest source that has one.
    pub(super) fn find(&mut self, path: &str) -> Option<Raw> {
        self.asked.insert(path.to_owned());
        if let Some((_, text)) = self.flags.get(path) {
            return Some(Raw::Text(text.clone()));
        }
        if let Some((_, text)) = self.variables.get(&variable(path)) {
            return Some(Raw::Text(text.clone()));
        }
        self.file.get(path).cloned()
    }

    /// Records that the value of `path` is wrong.
    pub(super) fn problem(&mut self, path: &str, wrong: String, mend: String) {
        let origin = self.origin(path);
        self.problems.push(Problem { key: path.to_owned(), origin, wrong, mend });
    }

    /// Records that `path` has no value but needs one.
    pub(super) fn missing(&mut self, path: &str, mend: &str) {
        if !self.file_is_unread {
            self.problem(
                path,
                "is required in production".into(),
                format!("{mend} (as a variable: {})", variable(path)),
            );
        }
    }

    /// Every setting that was asked for, by its path.
    #[cfg(test)]
    pub(super) fn asked(&self) -> &BTreeSet<String> {
        &self.asked
    }

    /// The problems, if any, after adding what nobody asked for.
    pub(super) fn finish(mut self) -> Result<(), ConfigErrors> {
        let unknown: Vec<_> = self.file.keys().filter(|path| !self.asked.contains(*path)).cloned().collect();
        for path in unknown {
            let mend = self.known_beside(&path);
            self.problem(&path, "is not a setting".into(), mend);
        }
        let known: BTreeSet<_> = self.asked.iter().map(|path| variable(path)).collect();
        for (name, (written, _)) in &self.variables {
            if !known.contains(name) && !KNOWN_ELSEWHERE.contains(&name.as_str()) {
                self.problems.push(Problem {
                    key: written.clone(),
                    origin: Some("the environment".into()),
                    wrong: "is not a setting".into(),
                    mend: "variables are named ONEHOP_<SECTION>_<KEY>: correct the name or unset it".into(),
                });
            }
        }
        if self.problems.is_empty() { Ok(()) } else { Err(ConfigErrors(self.problems)) }
    }

    fn origin(&self, path: &str) -> Option<String> {
        if let Some((flag, _)) = self.flags.get(path) {
            return Some((*flag).to_owned());
        }
        if let Some((name, _)) = self.variables.get(&variable(path)) {
            return Some(name.clone());
        }
        self.file.contains_key(path).then(|| "the file".to_owned())
    }

    fn known_beside(&self, path: &str) -> String {
        let section = path.split_once('.').map_or(path, |(section, _)| section);
        let keys = |wanted: &str| {
            let mine = self.asked.iter().filter_map(|known| known.split_once('.'));
            mine.filter(|(section, _)| *section == wanted).map(|(_, key)| key).collect::<Vec<_>>().join(", ")
        };
        match keys(section) {
            none if none.is_empty() => {
                let sections: BTreeSet<_> =
                    self.asked.iter().filter_map(|known| known.split_once('.')).map(|(section, _)| section).collect();
                format!("the sections are {}", sections.into_iter().collect::<Vec<_>>().join(", "))
            }
            keys => format!("[{section}] has {keys}"),
        }
    }
}

/// `server.listen` is `ONEHOP_SERVER_LISTEN`.
fn variable(path: &str) -> String {
    format!("{PREFIX}{}", path.replace('.', "_").to_uppercase())
}

/// Our variables by the name we look them up under, with the name as written. `DATABASE_URL`, which hosting
/// platforms set, stands for `ONEHOP_DATABASE_URL` where that one is absent.
fn ours(variables: impl IntoIterator<Item = (String, String)>) -> BTreeMap<String, (String, String)> {
    let mut found = BTreeMap::new();
    let mut platform = None;
    for (name, value) in variables {
        if name == "DATABASE_URL" {
            platform = Some((name, value));
        } else if name.starts_with(PREFIX) {
            found.insert(name.clone(), (name, value));
        }
    }
    if let Some(platform) = platform {
        found.entry("ONEHOP_DATABASE_URL".to_owned()).or_insert(platform);
    }
    found
}
