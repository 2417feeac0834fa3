//! How one process is started and asked to end.

use std::ffi::OsString;
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};

use anyhow::Context;
use nix::sys::signal::Signal;

use crate::{forgotten, log};

/// A system user, by number.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct RunAs {
    pub uid: u32,
    pub gid: u32,
}

pub struct Recipe {
    pub name: String,
    pub program: PathBuf,
    pub args: Vec<OsString>,
    pub env: Vec<(String, OsString)>,
    /// Inherited variables with one of these prefixes are withheld.
    pub without_env: &'static [&'static str],
    pub run_as: Option<RunAs>,
    pub log: PathBuf,
    pub stop_signal: Signal,
}

impl Recipe {
    pub fn new(name: &str, program: impl Into<PathBuf>, log: PathBuf) -> Recipe {
        Recipe {
            name: name.to_owned(),
            program: program.into(),
            args: Vec::new(),
            env: Vec::new(),
            without_env: &[],
            run_as: None,
            log,
            stop_signal: Signal::SIGTERM,
        }
    }

    pub fn named(self, name: String) -> Recipe {
        Recipe { name, ..self }
    }

    pub fn args<A: Into<OsString>>(mut self, args: impl IntoIterator<Item = A>) -> Recipe {
        self.args.extend(args.into_iter().map(Into::into));
        self
    }

    pub fn env(mut self, name: impl Into<String>, value: impl Into<OsString>) -> Recipe {
        self.env.push((name.into(), value.into()));
        self
    }

    /// As belonging to this directory, for `forgotten::end_all`.
    pub fn marked(self, dir: &Path) -> Recipe {
        let (name, value) = forgotten::mark(dir);
        self.env(name, value)
    }

    /// Starts it in a process group of its own, so that Ctrl-C in the terminal reaches only us and we end things in order.
    pub fn spawn(&self) -> anyhow::Result<Child> {
        self.command()?
            .stdin(Stdio::null())
            .process_group(0)
            .spawn()
            .with_context(|| format!("cannot start {} ({})", self.name, self.program.display()))
    }

    /// Runs it to its end; its output goes to its log.
    pub fn run(&self) -> anyhow::Result<()> {
        let status = self
            .command()?
            .stdin(Stdio::null())
            .status()
            .with_context(|| format!("cannot run {} ({})", self.name, self.program.display()))?;
        anyhow::ensure!(status.success(), "{} failed ({status}). {}", self.name, log::tail(&self.log, 12));
        Ok(())
    }

    fn command(&self) -> anyhow::Result<Command> {
        let output = log::open(&self.log)?;
        let mut command = Command::new(&self.program);
        for (name, _) in std::env::vars_os() {
            if self.without_env.iter().any(|prefix| name.to_string_lossy().starts_with(prefix)) {
                command.env_remove(name);
            }
        }
        command.args(&self.args).envs(self.env.iter().map(|(name, value)| (name, value)));
        command.stdout(output.try_clone()?).stderr(output);
        if let Some(user) = self.run_as {
            command.current_dir("/").uid(user.uid).gid(user.gid);
        }
        Ok(command)
    }
}
