//! Our 270s, read by a parser that is not ours: PRAXIS_X12_PYTHON names a Python that has x12sdk.

use crate::check::question::Question;
use crate::check::samples::{moment, question, question_about_child};
use serde_json::{Value, json};
use std::path::Path;
use std::process::Command;
use x12::Usage;

fn python() -> Option<String> {
    let python = std::env::var("PRAXIS_X12_PYTHON").unwrap_or_else(|_| "python3".to_owned());
    let found = Command::new(&python).args(["-c", "import x12sdk"]).output().ok()?;
    found.status.success().then_some(python)
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
    let Some(python) = python() else {
        println!("skipped: our_inquiries_are_read_by_an_independent_parser: no Python with x12sdk");
        return;
    };
    let dir = tempfile::tempdir().expect("a folder");
    let several = |mut question: Question| {
        question.check.service_types = serde_json::from_value(json!(["30", "98", "UC"])).expect("codes");
        question
    };
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
