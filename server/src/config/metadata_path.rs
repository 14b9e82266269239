//! A place in a user's metadata: `public.plan`, `private.team.id`, `unsafe.theme`; `plan` alone means `public.plan`.

use std::{fmt, str::FromStr};

/// Which of the three metadata objects.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MetadataKind {
    /// User reads, backend writes.
    Public,
    /// Backend only.
    Private,
    /// User writes.
    Unsafe,
}

/// A place in one of them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MetadataPath {
    /// Which object.
    pub kind: MetadataKind,
    /// The members on the way, outermost first.
    pub members: Vec<String>,
}

/// The text is no path.
#[derive(Debug, PartialEq, Eq)]
pub struct InvalidPath;

impl FromStr for MetadataPath {
    type Err = InvalidPath;

    fn from_str(text: &str) -> Result<Self, InvalidPath> {
        let (kind, rest) = match text.split_once('.') {
            Some(("public", rest)) => (MetadataKind::Public, rest),
            Some(("private", rest)) => (MetadataKind::Private, rest),
            Some(("unsafe", rest)) => (MetadataKind::Unsafe, rest),
            _ => (MetadataKind::Public, text),
        };
        let members: Vec<String> = rest.split('.').map(str::to_owned).collect();
        if text.len() > 200 || members.iter().any(String::is_empty) {
            return Err(InvalidPath);
        }
        Ok(Self { kind, members })
    }
}

impl fmt::Display for MetadataPath {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let kind = match self.kind {
            MetadataKind::Public => "public",
            MetadataKind::Private => "private",
            MetadataKind::Unsafe => "unsafe",
        };
        write!(f, "{kind}.{}", self.members.join("."))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn public_metadata_is_meant_unless_told() {
        for (text, path) in [
            ("plan", "public.plan"),
            ("public.plan", "public.plan"),
            ("team.id", "public.team.id"),
            ("private.team.id", "private.team.id"),
            ("unsafe.theme", "unsafe.theme"),
        ] {
            assert_eq!(text.parse::<MetadataPath>().map(|path| path.to_string()).as_deref(), Ok(path));
        }
        for wrong in ["", ".", "public.", "a..b"] {
            assert_eq!(wrong.parse::<MetadataPath>(), Err(InvalidPath), "{wrong}");
        }
    }
}
