//! Looks for the servers' programs where systems put them.

use std::fmt;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use super::{Server, Version};

#[derive(Clone, Debug)]
pub struct Found {
    /// `postgres` or `rabbitmq-server`, not a wrapper that changes the user.
    pub program: PathBuf,
    pub version: Version,
}

#[derive(Debug)]
pub struct Missing {
    pub server: Server,
    /// The newest one found, when all are too old.
    pub too_old: Option<Found>,
}

impl fmt::Display for Missing {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (server, oldest) = (self.server, self.server.oldest());
        match &self.too_old {
            None => write!(f, "{server} {oldest} or newer is not installed"),
            Some(Found { program, version }) => {
                write!(f, "{server} {oldest} or newer is needed; {} is {version}", program.display())
            }
        }
    }
}

impl std::error::Error for Missing {}

/// The newest installed one, if it is new enough.
pub fn find(server: Server) -> Result<Found, Missing> {
    match all(server).into_iter().max_by_key(|found| found.version) {
        Some(found) if found.version >= server.oldest() => Ok(found),
        too_old => Err(Missing { server, too_old }),
    }
}

/// Every installed one, in the order of the search.
pub fn all(server: Server) -> Vec<Found> {
    let (name, read_version): (_, fn(&Path) -> Option<Version>) = match server {
        Server::Postgres => ("postgres", postgres_version),
        Server::Rabbitmq => ("rabbitmq-server", rabbitmq_version),
    };
    let directories = places(server).iter().flat_map(|place| expand(place)).chain(path_directories());
    let mut programs: Vec<PathBuf> = Vec::new();
    for program in directories.map(|directory| directory.join(name)).filter(|program| program.is_file()) {
        let program = fs::canonicalize(&program).unwrap_or(program);
        if !programs.contains(&program) {
            programs.push(program);
        }
    }
    let versioned = programs.into_iter().filter_map(|program| {
        let version = read_version(&program)?;
        Some(Found { program, version })
    });
    match server {
        Server::Postgres => versioned.collect(),
        Server::Rabbitmq => versioned.take(1).collect(),
    }
}

/// A program such as `epmd`, on PATH or where the servers live.
pub fn program(name: &str) -> Option<PathBuf> {
    let usual = ["/usr/lib/erlang/bin", "/usr/lib64/erlang/bin", "/usr/local/bin", "/opt/homebrew/bin"];
    path_directories()
        .chain(usual.map(PathBuf::from))
        .map(|directory| directory.join(name))
        .find(|program| program.is_file())
}

fn places(server: Server) -> &'static [&'static str] {
    match server {
        Server::Postgres => &[
            "/usr/lib/postgresql/*/bin",
            "/usr/lib/postgresql*/bin",
            "/usr/libexec/postgresql*",
            "/usr/pgsql-*/bin",
            "/usr/local/pgsql/bin",
            "/usr/local/bin",
            "/opt/homebrew/opt/postgresql*/bin",
            "/usr/local/opt/postgresql*/bin",
            "/Applications/Postgres.app/Contents/Versions/*/bin",
        ],
        // Packages put a wrapper on PATH that insists on the system's own instance; the real script comes first here.
        Server::Rabbitmq => &[
            "/usr/lib/rabbitmq/bin",
            "/usr/lib/rabbitmq/lib/rabbitmq_server-*/sbin",
            "/usr/local/lib/rabbitmq/lib/rabbitmq_server-*/sbin",
            "/opt/homebrew/opt/rabbitmq*/sbin",
            "/usr/local/opt/rabbitmq*/sbin",
            "/opt/rabbitmq/sbin",
            "/usr/local/sbin",
        ],
    }
}

/// Directories that match a pattern with at most one `*`.
fn expand(pattern: &str) -> Vec<PathBuf> {
    let Some((before, after)) = pattern.split_once('*') else { return vec![PathBuf::from(pattern)] };
    let (parent, prefix) = before.rsplit_once('/').unwrap_or(("", before));
    let entries = fs::read_dir(format!("{parent}/")).into_iter().flatten().flatten();
    let mut found: Vec<PathBuf> = entries
        .filter(|entry| entry.file_name().to_string_lossy().starts_with(prefix))
        .map(|entry| entry.path().join(after.trim_start_matches('/')))
        .collect();
    found.sort();
    found
}

fn path_directories() -> impl Iterator<Item = PathBuf> {
    let path = std::env::var_os("PATH").unwrap_or_default();
    std::env::split_paths(&path).collect::<Vec<_>>().into_iter()
}

/// Only an installation that can also make a new cluster counts.
fn postgres_version(program: &Path) -> Option<Version> {
    program.with_file_name("initdb").is_file().then_some(())?;
    Version::first_in(&output(Command::new(program).arg("--version"))?)
}

/// From the path, because asking the program itself takes seconds.
fn rabbitmq_version(program: &Path) -> Option<Version> {
    let names = program.iter().filter_map(|part| part.to_str());
    let from_path = names.clone().find_map(|name| name.strip_prefix("rabbitmq_server-"));
    let from_cellar = || names.skip_while(|name| *name != "rabbitmq").nth(1);
    from_path.or_else(from_cellar).and_then(Version::first_in).or_else(|| {
        Version::first_in(&output(Command::new(program.with_file_name("rabbitmqctl")).arg("version"))?)
    })
}

fn output(command: &mut Command) -> Option<String> {
    let output = command.stdin(Stdio::null()).stderr(Stdio::null()).output().ok()?;
    output.status.success().then(|| String::from_utf8_lossy(&output.stdout).into_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_star_stands_for_part_of_one_name() -> anyhow::Result<()> {
        let dir = tempfile::tempdir()?;
        for name in ["pg-15/bin", "pg-16/bin", "other/bin"] {
            fs::create_dir_all(dir.path().join(name))?;
        }
        let root = dir.path().display();
        let expected = [dir.path().join("pg-15/bin"), dir.path().join("pg-16/bin")];
        assert_eq!(expand(&format!("{root}/pg-*/bin")), expected);
        assert_eq!(expand("/usr/local/bin"), [PathBuf::from("/usr/local/bin")]);
        assert!(expand("/there/is/no/such-*/bin").is_empty());
        Ok(())
    }

    #[test]
    fn the_path_of_rabbitmq_tells_its_version() {
        for path in [
            "/usr/lib/rabbitmq/lib/rabbitmq_server-3.10.8/sbin/rabbitmq-server",
            "/opt/homebrew/Cellar/rabbitmq/3.10.1/sbin/rabbitmq-server",
        ] {
            assert_eq!(rabbitmq_version(Path::new(path)), Some(Version(3, 10)), "{path}");
        }
    }

    #[test]
    fn what_is_missing_is_said_with_the_version_needed() {
        let missing = Missing { server: Server::Rabbitmq, too_old: None };
        assert_eq!(missing.to_string(), "RabbitMQ 3.10 or newer is not installed");
    }
}
