//! `onehop keys`.

use super::{data, err, json, onehop, out};

#[test]
fn rotation_waits_for_the_next_key_to_be_known_and_force_does_not() {
    let data = data();
    let list = || json(&onehop(data.path(), &["keys", "list", "--json"]))["keys"].as_array().expect("keys").clone();
    let first = list();
    assert_eq!(first.len(), 1, "{first:?}");

    let output = onehop(data.path(), &["keys", "rotate"]);
    assert_eq!(output.status.code(), Some(1));
    assert!(err(&output).contains("Run this again after 20") && err(&output).contains("--force"), "{}", err(&output));
    let with_next = list();
    assert_eq!(with_next.len(), 2);
    assert!(with_next.contains(&first[0]) && with_next.iter().any(|key| key["state"] == "next"), "{with_next:?}");

    let output = onehop(data.path(), &["keys", "rotate", "--force"]);
    assert_eq!(output.status.code(), Some(0), "{}", err(&output));
    let forced = list();
    assert_eq!(forced.len(), 2);
    assert!(forced.iter().all(|key| with_next.iter().all(|old| old["id"] != key["id"])), "none is left: {forced:?}");

    let table = out(&onehop(data.path(), &["keys", "list"]));
    assert!(table.starts_with("ID ") && table.contains("current") && table.contains("next"), "{table}");
}

#[test]
fn a_folder_without_an_instance_gets_none() {
    let data = tempfile::tempdir().expect("a folder");
    let output = onehop(data.path(), &["keys", "list"]);
    assert_eq!(output.status.code(), Some(1));
    assert!(err(&output).contains("there is no instance"), "{}", err(&output));
}
