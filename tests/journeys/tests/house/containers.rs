//! What the containers are given is what the services know.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::process::Command;

use anyhow::ensure;

const SERVICES: [&str; 5] = ["scheduling", "eligibility", "orders", "billing", "gateway"];

/// A line `NAME: value` of the file; what `${…}` would bring is replaced by something of its kind.
fn setting(line: &str) -> Option<(String, String)> {
    let (name, value) = line.trim().split_once(": ")?;
    let upper = |c: char| c.is_ascii_uppercase() || c == '_';
    let known = |service: &str| name.starts_with(&format!("{}__", service.to_uppercase()));
    if !name.chars().all(upper) || !SERVICES.iter().any(|service| known(service)) {
        return None;
    }
    let value = value.trim_matches('"');
    let plain = if value.contains("${") || value.starts_with('*') { "http://127.0.0.1:1" } else { value };
    Some((name.to_owned(), plain.to_owned()))
}

fn settings() -> anyhow::Result<BTreeMap<String, String>> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).ancestors().nth(2).unwrap_or(Path::new("."));
    let compose = std::fs::read_to_string(root.join("deploy/compose.yaml"))?;
    Ok(compose.lines().filter_map(setting).collect())
}

#[test]
fn compose_and_dockerfile_name_only_settings_that_exist() -> anyhow::Result<()> {
    let (bin, settings) = (journeys::stage::programs()?, settings()?);
    for service in SERVICES {
        let prefix = format!("{}__", service.to_uppercase());
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
    Ok(())
}

/// Each variable of a service in the Dockerfile, too, would have to be one that the service knows: there is none.
#[test]
fn the_dockerfile_sets_no_setting_of_its_own() -> anyhow::Result<()> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).ancestors().nth(2).unwrap_or(Path::new("."));
    let dockerfile = std::fs::read_to_string(root.join("deploy/Dockerfile"))?;
    let named: BTreeSet<&str> = dockerfile.split(|c: char| !c.is_ascii_alphanumeric() && c != '_').collect();
    let own = named.iter().find(|word| {
        SERVICES.iter().any(|service| word.starts_with(&format!("{}__", service.to_uppercase())))
    });
    ensure!(own.is_none(), "the Dockerfile sets {own:?}: settings belong into the environment");
    Ok(())
}
