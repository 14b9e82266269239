//! An import that ends anywhere goes on from there, and no user comes twice.

use super::{Files, of, people, rejected, run, users_count};
use crate::{
    on_both,
    support::{ENGINES, Engine, TestApp},
};
use secrecy::ExposeSecret;
use std::{
    path::Path,
    process::{Command, Stdio},
    time::{Duration, Instant},
};

const PEOPLE: usize = 700;

/// The real program, on the database of this app.
fn onehop(app: &TestApp, engine: Engine, file: &Path) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_onehop"));
    command.args(["import", "--dev", "--data"]).arg(&app.app.config.server.data).arg(file).env_clear();
    if engine == Engine::Postgres {
        command.env("DATABASE_URL", app.app.config.database.url.expose_secret());
    }
    command.stdout(Stdio::null()).stderr(Stdio::null());
    command
}

#[tokio::test]
async fn a_killed_import_goes_on_where_it_ended() {
    for engine in ENGINES {
        let app = TestApp::start(engine).await;
        let files = Files::new();
        // Some rows can't become users, before and after the end.
        let text = format!("{}\nno JSON\n{}\n{{}}\n", people(0, 20), people(20, PEOPLE));
        let file = files.write("users.jsonl", &text);
        let mut killed = onehop(&app, engine, &file).spawn().expect("it runs");
        let began = Instant::now();
        while users_count(&app).await < 100 {
            assert!(began.elapsed() < Duration::from_secs(60), "nothing was imported");
            assert!(
                killed.try_wait().expect("its state").is_none(),
                "it ended by itself: too few people for this test"
            );
            tokio::time::sleep(Duration::from_millis(2)).await;
        }
        killed.kill().expect("killed");
        killed.wait().expect("gone");
        let before = users_count(&app).await;
        assert!((100..PEOPLE as i64).contains(&before), "in the middle: {before}");
        assert!(rejected(&file).is_empty(), "told at the end");

        let status = onehop(&app, engine, &file).status().expect("it runs");
        assert_eq!(status.code(), Some(1), "two rows were rejected");
        assert_eq!(users_count(&app).await, PEOPLE as i64, "each once, none lost, on {engine:?}");
        let lines: Vec<_> = rejected(&file).iter().map(|row| row["line"].as_u64().expect("a line")).collect();
        assert_eq!(lines, [21, PEOPLE as u64 + 2], "also the one before the end");

        let again = run(&app, &of(file)).await;
        assert_eq!((again.rows_before, again.rows, again.created), (again.rows, PEOPLE as i64 + 2, PEOPLE as i64));
        assert_eq!(users_count(&app).await, PEOPLE as i64);
        let created = app.events_after(0).await.into_iter().filter(|event| event.kind == "user.created").count();
        assert_eq!(created, PEOPLE);
    }
}

on_both! {
    parallel async fn two_imports_of_one_file_at_once_add_each_user_once(app: TestApp) {
        let files = Files::new();
        let file = files.write("users.jsonl", &people(0, 250));
        let (one, other) = (of(file.clone()), of(file));
        let both = tokio::join!(server::transfer::import(&app.app, &one, |_| ()), server::transfer::import(&app.app, &other, |_| ()));
        assert!(both.0.is_ok() || both.1.is_ok(), "{both:?}");
        assert_eq!(users_count(&app).await, 250);
        assert_eq!(run(&app, &one).await.created, 250);
        assert_eq!(users_count(&app).await, 250);
    }
}

on_both! {
    async fn a_mended_file_adds_only_who_is_missing(app: TestApp) {
        let files = Files::new();
        let first = run(&app, &of(files.write("users.jsonl", &people(0, 5)))).await;
        assert_eq!((first.created, first.rejected_file), (5, None));
        let second = run(&app, &of(files.write("users.jsonl", &people(0, 8)))).await;
        assert_eq!((second.rows, second.rows_before, second.created, second.rejected()), (8, 0, 3, 5), "those who are there are told");
        assert_eq!(users_count(&app).await, 8);
    }
}
