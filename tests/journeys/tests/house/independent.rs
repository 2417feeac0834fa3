//! What is sent, read by a parser that is not ours.

use std::path::Path;
use std::process::Command;
use std::sync::PoisonError;

use anyhow::{Context, ensure};
use journeys::stage;
use praxis::demo::{Role, desk};
use serde_json::{Value, json};

/// PRAXIS_X12_PYTHON names a Python that has x12sdk.
fn python() -> Option<String> {
    let python = std::env::var("PRAXIS_X12_PYTHON").unwrap_or_else(|_| "python3".to_owned());
    let found = Command::new(&python).args(["-c", "import x12sdk"]).output().ok()?;
    found.status.success().then_some(python)
}

fn read(python: &str, dir: &Path, text: &str) -> anyhow::Result<Value> {
    let file = dir.join("message.edi");
    std::fs::write(&file, text)?;
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("independent.py");
    let output = Command::new(python).arg(script).arg(file).output()?;
    ensure!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let found: Value = serde_json::from_slice(&output.stdout)?;
    found.get(0).cloned().context("nothing was found in the message")
}

#[test]
fn the_sent_270_and_837_are_read_by_an_independent_parser() -> anyhow::Result<()> {
    let Some(python) = python() else {
        println!("skipped: the_sent_270_and_837_are_read_by_an_independent_parser: no Python with x12sdk");
        return Ok(());
    };
    let stage = stage()?;
    let mut stage = stage.lock().unwrap_or_else(PoisonError::into_inner);
    stage.play(async move |story, _| {
        let (api, outcome) = (&story.api, story.tell(|_| ()).await?);
        let dir = tempfile::tempdir()?;
        let person = json!({"family_name": "Smith", "given_name": "John", "member_id": desk::MEMBER_ID,
                            "birth_date": "1963-05-19"});

        let path = format!("/v1/eligibility-checks/{}/x12", outcome.eligibility_check);
        let messages = api.get(Role::FrontOffice, path).await?;
        let inquiry = read(&python, dir.path(), &messages.text("request")?)?;
        assert_eq!(
            inquiry,
            json!({"provider_npi": "1640873018", "payer": "842610001", "subscriber": person})
        );

        let messages = api.get(Role::Biller, format!("/v1/claims/{}/x12", outcome.claim)).await?;
        let sent = messages.body["sent"][0]["content"].as_str().context("no 837P was sent")?;
        let claim = read(&python, dir.path(), sent)?;
        assert_eq!(
            claim,
            json!({"number": outcome.claim_number, "charge": "182.5", "diagnoses": ["ABK", "J020"],
                   "lines": [["HC:99213", "150"], ["HC:87880:QW", "32.5"]], "provider_npi": "1640873018",
                   "rendering_npi": "1357924681", "payer": "842610001", "subscriber": person})
        );
        Ok(())
    })
}
