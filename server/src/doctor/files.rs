//! The data folder and what lies in it.

use super::Findings;
use crate::config::{Config, EncryptionKey};
use rustix::fs::{Access, access, statvfs};
use std::{fs, os::unix::fs::PermissionsExt, path::Path};

const MIB: u64 = 1024 * 1024;
/// With less than that the next busy day may fill it.
const LITTLE: u64 = 1024 * MIB;
/// With less than that writes begin to fail soon.
const TOO_LITTLE: u64 = 100 * MIB;

pub(super) fn check(findings: &mut Findings, config: &Config) {
    folder(findings, config);
    key_file(findings, config);
    if !config.is_development() && config.server.data.join("dev-keys.json").exists() {
        let mend = "revoke that key in the dashboard under Keys, then delete the file";
        findings.fail(
            "secrets.development",
            "dev-keys.json, with a secret key in plain text, is in the data folder",
            mend,
        );
    }
}

fn folder(findings: &mut Findings, config: &Config) {
    let folder = &config.server.data;
    let shown = folder.display();
    if !folder.is_dir() {
        // It is made at the first start, if that is possible.
        let parent = folder.ancestors().find(|parent| parent.is_dir() || parent.as_os_str().is_empty());
        let parent = parent.filter(|parent| !parent.as_os_str().is_empty()).unwrap_or(Path::new("."));
        match access(parent, Access::WRITE_OK | Access::EXEC_OK) {
            Ok(()) => {
                findings.warn("data.folder", format!("{shown} is not there yet"), "it is made at the first start")
            }
            Err(_) => findings.fail(
                "data.folder",
                format!("{shown} is not there and can't be made"),
                format!("let this user write to {}, or set [server] data", parent.display()),
            ),
        }
        return;
    }
    match access(folder, Access::READ_OK | Access::WRITE_OK | Access::EXEC_OK) {
        Ok(()) => findings.ok("data.folder", format!("{shown} can be written to")),
        Err(_) => findings.fail(
            "data.folder",
            format!("{shown} can't be written to"),
            "give it to the user that the server runs as (chown)",
        ),
    }
    if let Ok(system) = statvfs(folder.as_path()) {
        disk(findings, system.f_bavail.saturating_mul(system.f_frsize));
    }
}

fn disk(findings: &mut Findings, free: u64) {
    let found = format!("{} MiB are free", free / MIB);
    let mend = "make room, or move the data folder to a larger disk";
    match free {
        ..TOO_LITTLE => findings.fail("data.disk", found, mend),
        TOO_LITTLE..LITTLE => findings.warn("data.disk", found, mend),
        LITTLE.. => findings.ok("data.disk", found),
    }
}

fn key_file(findings: &mut Findings, config: &Config) {
    let EncryptionKey::File { path, .. } = &config.keys.encryption_key else { return };
    let Ok(metadata) = fs::metadata(path) else { return };
    let mode = metadata.permissions().mode() & 0o777;
    let shown = path.display();
    if mode & 0o077 == 0 {
        findings.ok("secrets.key_file", format!("{shown} is its owner's alone"));
    } else {
        let found = format!("{shown} can be read by others (mode {mode:03o})");
        findings.fail("secrets.key_file", found, format!("chmod 600 {shown}"));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::doctor::Status;

    #[test]
    fn a_full_disk_fails_and_a_nearly_full_one_is_a_warning() {
        for (free, status) in [(50 * MIB, Status::Fail), (500 * MIB, Status::Warn), (5_000 * MIB, Status::Ok)] {
            let mut findings = Findings::default();
            disk(&mut findings, free);
            assert_eq!(findings.0[0].status, status, "{free}");
        }
    }
}
