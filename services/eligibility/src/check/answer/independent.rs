//! Our 270s, and the 271s of these tests, before parsers that are not ours: PRAXIS_X12_PYTHON names a Python that has
//! x12sdk and pyx12, PRAXIS_X12_MAPS pyx12's maps of 270 and 271, which are looked for beside the checkout, too.

use crate::check::question::Question;
use crate::check::samples::{moment, question, question_about_child};
use serde_json::{Value, json};
use std::path::{Path, PathBuf};
use std::process::Command;
use x12::Usage;

/// A Python that has this package.
fn python(package: &str) -> Option<String> {
    let python = std::env::var("PRAXIS_X12_PYTHON").unwrap_or_else(|_| "python3".to_owned());
    let found = Command::new(&python).args(["-c", &format!("import {package}")]).output().ok()?;
    found.status.success().then_some(python)
}

fn maps() -> Option<PathBuf> {
    let beside = concat!(env!("CARGO_MANIFEST_DIR"), "/../../../shared/tools/x12/pyx12map");
    let folder = std::env::var_os("PRAXIS_X12_MAPS").map_or_else(|| PathBuf::from(beside), PathBuf::from);
    folder.join("271.5010.X279.A1.xml").is_file().then_some(folder)
}

fn several(mut question: Question) -> Question {
    question.check.service_types = serde_json::from_value(json!(["30", "98", "UC"])).expect("codes");
    question
}

fn read(python: &str, dir: &Path, question: &Question) -> Value {
    let file = dir.join("inquiry.edi");
    std::fs::write(&file, question.write(42, Usage::Test, moment()).expect("a 270")).expect("written");
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/independent/inquiry.py");
    let output = Command::new(python).arg(script).arg(file).output().expect("it runs");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    serde_json::from_slice(&output.stdout).expect("JSON")
}

/// Whether a text stands anywhere in a value.
fn says(value: &Value, text: &str) -> bool {
    match value {
        Value::String(said) => said == text,
        Value::Array(all) => all.iter().any(|one| says(one, text)),
        Value::Object(all) => all.values().any(|one| says(one, text)),
        _ => false,
    }
}

#[test]
fn our_inquiries_are_read_by_an_independent_parser() {
    let Some(python) = python("x12sdk") else {
        println!("skipped: our_inquiries_are_read_by_an_independent_parser: no Python with x12sdk");
        return;
    };
    let dir = tempfile::tempdir().expect("a folder");
    for (question, people, services) in [
        (question(), &["Rios", "Nora", "LHP-00912", "1984-02-29"][..], &["30"][..]),
        (several(question()), &["Rios", "LHP-00912"], &["30", "98", "UC"]),
        (question_about_child(), &["Nora", "Ada", "LHP-00912", "2015-07-01", "19"], &["30"]),
    ] {
        let found = read(&python, dir.path(), &question);
        let trace = question.check.trace();
        let wanted = people.iter().chain(services).copied();
        for text in wanted.chain([trace.as_str(), "55501", "1234567893", "2026-06-21"]) {
            assert!(says(&found, text), "{text}: {found}");
        }
    }
}

/// Each file as it goes over the line: without line breaks.
fn messages() -> Vec<(String, String)> {
    let asked = [("self", question()), ("several", several(question())), ("child", question_about_child())];
    let asked = asked.map(|(name, question)| {
        (format!("270.{name}"), question.write(42, Usage::Test, moment()).expect("a 270"))
    });
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/src/check/answer/golden");
    let answers = std::fs::read_dir(folder).expect("the answers").map(|entry| {
        let path = entry.expect("a file").path();
        let name = path.file_stem().expect("a name").to_string_lossy().into_owned();
        (format!("271.{name}"), std::fs::read_to_string(&path).expect("text").replace('\n', ""))
    });
    asked.into_iter().chain(answers).collect()
}

#[test]
fn our_inquiries_and_the_answers_of_these_tests_keep_to_the_guide() {
    let (Some(python), Some(maps)) = (python("pyx12"), maps()) else {
        println!(
            "skipped: our_inquiries_and_the_answers_of_these_tests_keep_to_the_guide: no pyx12 with maps"
        );
        return;
    };
    let dir = tempfile::tempdir().expect("a folder");
    let messages = messages();
    for (name, text) in &messages {
        std::fs::write(dir.path().join(format!("{name}.edi")), text).expect("written");
    }
    let judge = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../shared/x12/tests/corpus/judge.py");
    let output =
        Command::new(python).arg(judge).arg("--maps").arg(maps).arg(dir.path()).output().expect("it runs");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let table = String::from_utf8_lossy(&output.stdout).into_owned();
    let rows: Vec<Vec<&str>> = table.lines().map(|row| row.split('\t').collect()).collect();
    assert_eq!((rows.len(), rows[0][2]), (messages.len() + 1, "pyx12ext"), "{table}");
    for row in &rows[1..] {
        assert_eq!(row[2], "ok", "{table}");
    }
}
