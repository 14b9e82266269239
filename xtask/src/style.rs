//! Stylesheets: `style/main.css` and the dashboard's name their parts by `@import`;
//! the browser gets them as one file, without a request for each.

use std::{fs, path::Path};

use crate::{Outcome, project::Project};

/// The stylesheet with every imported part in its place.
pub fn read(project: &Project, file: &str) -> Outcome<Vec<u8>> {
    let folder = project.root.join("style");
    Ok(inline(&folder, Path::new(file))?.into_bytes())
}

fn inline(folder: &Path, file: &Path) -> Outcome<String> {
    let path = folder.join(file);
    let text = fs::read_to_string(&path).map_err(|error| format!("{}: {error}", path.display()))?;
    let mut whole = String::new();
    for line in text.lines() {
        if let Some(part) = imported(line) {
            whole.push_str(&inline(folder, Path::new(part))?);
        } else if line.trim_start().starts_with("@import") {
            return Err(format!("{}: {line}: only @import \"./part.css\";", path.display()).into());
        } else {
            whole.push_str(line);
            whole.push('\n');
        }
    }
    Ok(whole)
}

/// The file that a line `@import "./part.css";` names.
fn imported(line: &str) -> Option<&str> {
    line.trim().strip_prefix("@import \"./")?.strip_suffix("\";")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn part_is_named_by_its_file() {
        assert_eq!(imported("@import \"./parts.css\";"), Some("parts.css"));
        assert_eq!(imported("@import url(parts.css);"), None);
        assert_eq!(imported(".a { color: red; }"), None);
    }

    #[test]
    fn parts_stand_where_they_are_imported_and_other_imports_are_refused() {
        let folder = std::env::temp_dir().join(format!("xtask-style-{}", std::process::id()));
        fs::create_dir_all(&folder).expect("folder");
        fs::write(folder.join("a.css"), ".a {}\n").expect("part");
        fs::write(folder.join("main.css"), "@import \"./a.css\";\n.b {}\n").expect("main");
        fs::write(folder.join("far.css"), "@import url(//far/b.css);\n").expect("far");
        let whole = inline(&folder, Path::new("main.css"));
        let far = inline(&folder, Path::new("far.css"));
        fs::remove_dir_all(&folder).expect("clean-up");
        assert_eq!(whole.expect("inlined"), ".a {}\n.b {}\n");
        assert!(far.is_err());
    }

    #[test]
    fn own_stylesheet_has_no_import_left() {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../style");
        for file in ["main.css", "dashboard-main.css"] {
            let whole = inline(&folder, Path::new(file)).expect("all parts are there");
            assert!(whole.contains("@layer"));
            assert!(!whole.contains("@import"));
        }
    }
}
