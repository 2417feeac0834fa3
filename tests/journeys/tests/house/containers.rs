//! What the containers are given is what the services know.

use std::collections::BTreeMap;
use std::path::Path;
use std::process::Command;
use std::sync::PoisonError;

use anyhow::ensure;
use journeys::stage;

const SERVICES: [&str; 5] = ["scheduling", "eligibility", "orders", "billing", "gateway"];

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR")).ancestors().nth(2).unwrap_or(Path::new("."))
}

fn prefix(service: &str) -> String {
    format!("{}__", service.to_uppercase())
}

/// A line `NAME: value` of the file; what `${…}` would bring is replaced by its default, else by something of its kind.
fn setting(line: &str) -> Option<(String, String)> {
    let (name, value) = line.trim().split_once(": ")?;
    let upper = |c: char| c.is_ascii_uppercase() || c == '_';
    if !name.chars().all(upper) || !SERVICES.iter().any(|service| name.starts_with(&prefix(service))) {
        return None;
    }
    let value = value.trim_matches('"');
    let plain = match value.split_once(":-") {
        Some((_, default)) => default.trim_end_matches('}'),
        None if value.contains("${") || value.starts_with('*') => "http://127.0.0.1:1",
        None => value,
    };
    Some((name.to_owned(), plain.to_owned()))
}

fn settings() -> anyhow::Result<BTreeMap<String, String>> {
    let compose = std::fs::read_to_string(root().join("deploy/compose.yaml"))?;
    Ok(compose.lines().filter_map(setting).collect())
}

#[test]
fn compose_and_dockerfile_name_only_settings_that_exist() -> anyhow::Result<()> {
    let stage = stage()?;
    let bin = stage.lock().unwrap_or_else(PoisonError::into_inner).place().bin;
    let settings = settings()?;
    for service in SERVICES {
        let prefix = prefix(service);
        let own: Vec<_> = settings.iter().filter(|(name, _)| name.starts_with(&prefix)).collect();
        ensure!(own.len() >= 5, "compose.yaml gives {service} only {} settings", own.len());
        let ask = |more: &[(&str, &str)]| {
            let mut command = Command::new(bin.join(service));
            command.arg("openapi").envs(own.iter().copied()).envs(more.iter().copied()).output()
        };
        let output = ask(&[])?;
        let said = String::from_utf8_lossy(&output.stderr);
        ensure!(output.status.success(), "{service} does not take its settings from compose.yaml: {said}");
        let unknown = format!("{prefix}NO__SUCH");
        ensure!(!ask(&[(&unknown, "x")])?.status.success(), "{service} takes any setting");
    }
    the_image_sets_none_of_its_own()
}

fn the_image_sets_none_of_its_own() -> anyhow::Result<()> {
    let dockerfile = std::fs::read_to_string(root().join("deploy/Dockerfile"))?;
    let mut words = dockerfile.split(|c: char| !c.is_ascii_alphanumeric() && c != '_');
    let own = words.find(|word| SERVICES.iter().any(|service| word.starts_with(&prefix(service))));
    ensure!(own.is_none(), "the Dockerfile sets {own:?}: settings belong into the environment");
    Ok(())
}
