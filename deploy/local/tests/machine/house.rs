//! The command line, where nothing needs to be built.

use std::path::Path;
use std::process::{Command, Output};

fn praxis(local: &Path, args: &[&str]) -> anyhow::Result<Output> {
    Ok(Command::new(env!("CARGO_BIN_EXE_praxis")).args(args).env("PRAXIS_LOCAL", local).output()?)
}

#[test]
fn status_of_nothing_is_json_and_exit_code_1() -> anyhow::Result<()> {
    let dir = tempfile::tempdir()?;
    let output = praxis(&dir.path().join("none"), &["status", "--json"])?;
    assert_eq!(output.status.code(), Some(1));
    let status: serde_json::Value = serde_json::from_slice(&output.stdout)?;
    assert_eq!(status["running"], false);
    assert!(!dir.path().join("none").exists(), "asking leaves nothing behind");
    Ok(())
}

#[test]
fn stopping_what_does_not_run_is_no_error() -> anyhow::Result<()> {
    let dir = tempfile::tempdir()?;
    assert!(praxis(dir.path(), &["stop"])?.status.success());
    Ok(())
}

#[test]
fn reset_asks_where_it_can_and_otherwise_wants_yes() -> anyhow::Result<()> {
    let dir = tempfile::tempdir()?;
    let local = dir.path().join("local");
    std::fs::create_dir(&local)?;
    let refused = praxis(&local, &["reset"])?;
    assert!(!refused.status.success() && String::from_utf8_lossy(&refused.stderr).contains("--yes"));
    assert!(praxis(&local, &["reset", "--yes"])?.status.success());
    assert!(!local.exists());
    Ok(())
}
