//! Installs missing servers with the system's package tool, after saying exactly what will run.

use std::io::{BufRead, BufReader, IsTerminal, Write};
use std::path::Path;
use std::process::{Command, Stdio};

use anyhow::{Context, bail};
use nix::unistd::Uid;

use super::{Missing, Server, Version, find};
use crate::log;
use crate::progress::{Progress, Step};

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Install {
    /// Asks first; where nobody can answer, as `Auto`.
    Ask,
    Auto,
    Never,
}

const UPDATE: &str = "apt-get -o DPkg::Lock::Timeout=300 update";

/// What the package tool said is kept in `log`.
pub fn ensure_installed(
    wanted: &[Server],
    install: Install,
    log: &Path,
    progress: &Progress,
) -> anyhow::Result<()> {
    let missing: Vec<Missing> = wanted.iter().filter_map(|server| find::find(*server).err()).collect();
    if missing.is_empty() {
        return Ok(());
    }
    let said: Vec<String> = missing.iter().map(Missing::to_string).collect();
    let said = said.join("; ");
    let names: Vec<&str> = missing.iter().map(|missing| package(missing.server)).collect();
    let Some(root) = Root::of_this_user().filter(|_| find::program("apt-get").is_some()) else {
        bail!("{said}. {}", advice(&names));
    };
    let script = script(&names);
    if install == Install::Never {
        bail!("{said}, and installing was refused. To do it by hand, as root:\n{UPDATE}\n{script}");
    }
    progress.say(&format!("{said}.\nThis will run {}:\n\n{UPDATE}\n{script}\n", root.named()));
    if install == Install::Ask && !agreed()? {
        bail!("nothing was installed");
    }
    root.ask_password()?;
    let step = progress.step(format!("Installing {}", names.join(", ")));
    root.run(UPDATE, log, &step)?;
    for missing in &missing {
        refuse_old_package(missing.server)?;
    }
    root.run(&script, log, &step)?;
    step.done("installed; the packages' own instances were not started");
    for server in wanted {
        find::find(*server).with_context(|| format!("after installing it. {}", log::tail(log, 12)))?;
    }
    Ok(())
}

fn package(server: Server) -> &'static str {
    match server {
        Server::Postgres => "postgresql",
        Server::Rabbitmq => "rabbitmq-server",
    }
}

/// A policy-rc.d that answers 101 keeps the packages from starting instances of their own; one that is already there is
/// the administrator's, and stays.
fn script(packages: &[&str]) -> String {
    format!(
        r#"policy=/usr/sbin/policy-rc.d
if [ ! -e "$policy" ]; then
  trap 'rm -f "$policy"' EXIT
  trap 'exit 130' HUP INT TERM
  printf '#!/bin/sh\nexit 101\n' > "$policy" && chmod 755 "$policy"
fi
DEBIAN_FRONTEND=noninteractive apt-get -o DPkg::Lock::Timeout=300 install -y --no-install-recommends {}"#,
        packages.join(" ")
    )
}

/// Ends before an installation that would not help.
fn refuse_old_package(server: Server) -> anyhow::Result<()> {
    let output = Command::new("apt-cache").args(["policy", package(server)]).env("LC_ALL", "C").output()?;
    let text = String::from_utf8_lossy(&output.stdout);
    let candidate = text.lines().find_map(|line| line.trim().strip_prefix("Candidate:")).map(without_epoch);
    match candidate.and_then(Version::first_in) {
        Some(version) if version < server.oldest() => bail!(
            "this system's own package of {server} is {version}, and {} is needed. Add the maker's package source ({}), \
             install it, and start again",
            server.oldest(),
            source_of(server)
        ),
        _ => Ok(()),
    }
}

fn without_epoch(version: &str) -> &str {
    version.split_once(':').map_or(version, |(_, rest)| rest)
}

fn source_of(server: Server) -> &'static str {
    match server {
        Server::Postgres => "https://apt.postgresql.org",
        Server::Rabbitmq => "https://www.rabbitmq.com/docs/install-debian",
    }
}

fn agreed() -> anyhow::Result<bool> {
    if !std::io::stdin().is_terminal() {
        return Ok(true);
    }
    eprint!("Go on? [Y/n] ");
    std::io::stderr().flush()?;
    let mut answer = String::new();
    std::io::stdin().read_line(&mut answer)?;
    Ok(matches!(answer.trim().to_lowercase().as_str(), "" | "y" | "yes"))
}

/// How this user can act as root.
enum Root {
    Already,
    Sudo,
}

impl Root {
    fn of_this_user() -> Option<Root> {
        match Uid::effective().is_root() {
            true => Some(Root::Already),
            false => find::program("sudo").map(|_| Root::Sudo),
        }
    }

    fn named(&self) -> &'static str {
        match self {
            Root::Already => "as root",
            Root::Sudo => "with sudo (it may ask for your password)",
        }
    }

    /// Before the progress bar stands in the way of the question.
    fn ask_password(&self) -> anyhow::Result<()> {
        if matches!(self, Root::Sudo) && std::io::stdin().is_terminal() {
            let status = Command::new("sudo").arg("-v").status()?;
            anyhow::ensure!(status.success(), "sudo was refused; nothing was installed");
        }
        Ok(())
    }

    fn run(&self, script: &str, log: &Path, step: &Step) -> anyhow::Result<()> {
        let mut command = match self {
            Root::Already => Command::new("sh"),
            Root::Sudo => {
                let mut sudo = Command::new("sudo");
                sudo.arg("sh");
                sudo
            }
        };
        let mut output = log::open(log)?;
        let mut child = command
            .args(["-c", &format!("{{\n{script}\n}} 2>&1")])
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(output.try_clone()?)
            .spawn()
            .context("cannot run sh")?;
        for line in BufReader::new(child.stdout.take().context("no output")?).lines() {
            let line = line?;
            writeln!(output, "{line}")?;
            step.detail(&line);
        }
        let status = child.wait()?;
        anyhow::ensure!(status.success(), "installing failed ({status}). {}", log::tail(log, 12));
        Ok(())
    }
}

/// For systems where we do not install anything ourselves.
fn advice(packages: &[&str]) -> String {
    let postgres = packages.contains(&"postgresql");
    let rabbitmq = packages.contains(&"rabbitmq-server");
    let tools: [(&str, &str, &str, &str); 6] = [
        ("brew", "brew install", "postgresql@16", "rabbitmq"),
        ("dnf", "sudo dnf install", "postgresql-server postgresql-contrib", "rabbitmq-server"),
        ("pacman", "sudo pacman -S", "postgresql", "rabbitmq"),
        ("zypper", "sudo zypper install", "postgresql-server postgresql-contrib", "rabbitmq-server"),
        ("apk", "sudo apk add", "postgresql16 postgresql16-contrib", "rabbitmq-server"),
        ("apt-get", "as root: apt-get install --no-install-recommends", "postgresql", "rabbitmq-server"),
    ];
    let Some((_, install, postgres_package, rabbitmq_package)) =
        tools.into_iter().find(|(tool, ..)| find::program(tool).is_some())
    else {
        return "Install it from https://www.postgresql.org/download and https://www.rabbitmq.com/docs/download, or point \
                PRAXIS_POSTGRES_URL and PRAXIS_AMQP_URL to servers that run elsewhere"
            .to_owned();
    };
    let wanted = [(postgres, postgres_package), (rabbitmq, rabbitmq_package)];
    let names: Vec<&str> = wanted.into_iter().filter(|(wanted, _)| *wanted).map(|(_, name)| name).collect();
    format!("Install it: {install} {}", names.join(" "))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_script_starts_nothing_and_names_only_what_is_missing() {
        let script = script(&["rabbitmq-server"]);
        assert!(script.contains("exit 101") && script.contains("--no-install-recommends rabbitmq-server"));
        assert!(!script.contains("postgresql"));
    }

    #[test]
    fn an_epoch_is_not_the_version() {
        assert_eq!(Version::first_in(without_epoch(" 1:3.9.27-1")), Some(Version(3, 9)));
        assert_eq!(Version::first_in(without_epoch(" 15+248")), Some(Version(15, 0)));
    }
}
