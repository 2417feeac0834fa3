//! A private PostgreSQL: its own data, port and superuser password, listening on 127.0.0.1 only.

mod home;

use std::ffi::OsString;
use std::fs;
use std::path::{Path, PathBuf};
use std::time::Duration;

use anyhow::{Context, bail};
use nix::sys::signal::Signal;

use self::home::Home;
use super::{Found, Keep, Server, find, secret};
use crate::leash::Leash;
use crate::process::Process;
use crate::recipe::Recipe;
use crate::{log, ports, probe};

const READY_WITHIN: Duration = Duration::from_secs(120);
#[cfg(target_os = "macos")]
const LOCALE: &str = "--locale=en_US.UTF-8";
#[cfg(not(target_os = "macos"))]
const LOCALE: &str = "--locale=C.UTF-8";

/// Ends with its owner, however the owner ends.
pub struct Postgres {
    /// Of the superuser, on the database `postgres`.
    pub url: String,
    pub port: u16,
    pub log: PathBuf,
    /// Not under the directory given to `start` when the server's user cannot enter that.
    pub data: PathBuf,
    pub(crate) process: Process,
}

/// Makes the data in `dir` on the first start. `durable: false` is for tests: fast, and lost in a crash of the machine.
/// Returns when the server accepts connections.
pub fn start(dir: &Path, port: Option<u16>, durable: bool, keep: Keep) -> anyhow::Result<Postgres> {
    let home = Home::prepare(dir)?;
    let log = dir.join("postgres.log");
    let password = secret::password(&dir.join("password"))?;
    let programs = programs_for(&home.data)?;
    if !home.data.join("PG_VERSION").exists() {
        initialize(&programs, &home, &password, &log)?;
    }
    stop_forgotten(&programs, &home, &log)?;
    let port = ports::choose(port)?;
    let remove = match keep {
        Keep::Directory => vec![],
        Keep::Nothing => vec![home.parent.as_path(), dir],
    };
    let leash = Leash::new(&remove)?;
    let process = Process::start(recipe(&programs, &home, port, durable, &log), leash)?;
    let postgres = Postgres {
        url: format!("postgres://postgres:{password}@127.0.0.1:{port}/postgres"),
        port,
        log,
        data: home.data,
        process,
    };
    postgres.wait_ready()?;
    Ok(postgres)
}

impl Postgres {
    pub fn pid(&self) -> Option<u32> {
        self.process.pid()
    }

    /// Fast shutdown: clients are cut off, everything committed is on disk.
    pub fn stop(&self) {
        self.process.stop();
    }

    /// SIGKILL of the postmaster; its children end by themselves.
    pub fn kill(&self) {
        self.process.kill();
    }

    /// Ends it if it runs; the same data and port again. Returns when it is ready.
    pub fn restart(&self) -> anyhow::Result<()> {
        self.process.stop();
        // After a kill, children of the old postmaster may hold its shared memory for a moment.
        for _ in 0..10 {
            self.process.start_again()?;
            if self.wait_ready().is_ok() {
                return Ok(());
            }
        }
        self.process.start_again()?;
        self.wait_ready()
    }

    fn wait_ready(&self) -> anyhow::Result<()> {
        self.process.wait_ready(READY_WITHIN, || probe::postgres(self.port))
    }
}

/// Data can only be read by the major version that made it.
fn programs_for(data: &Path) -> anyhow::Result<PathBuf> {
    let Ok(made_by) = fs::read_to_string(data.join("PG_VERSION")) else {
        return Ok(bin(find(Server::Postgres)?));
    };
    let installed = find::all(Server::Postgres);
    let major = made_by.trim();
    match installed.into_iter().find(|found| found.version.0.to_string() == major) {
        Some(found) => Ok(bin(found)),
        None => bail!(
            "the data in {} was made by PostgreSQL {major}, which is not installed any more: install it, or start with \
             empty data (cargo run -- reset)",
            data.display()
        ),
    }
}

fn bin(found: Found) -> PathBuf {
    found.program.parent().map(Path::to_path_buf).unwrap_or_default()
}

/// Into a draft directory first, so that an interrupted start leaves nothing half-made.
fn initialize(programs: &Path, home: &Home, password: &str, log: &Path) -> anyhow::Result<()> {
    let draft = home.data.with_extension("new");
    let password_file = home.parent.join("superuser-password");
    let _ = fs::remove_dir_all(&draft);
    secret::write(&password_file, password)?;
    home.give(&password_file)?;
    let mut initdb = Recipe::new("initdb", programs.join("initdb"), log.to_path_buf()).args([
        OsString::from("-D"),
        draft.clone().into(),
        "--username=postgres".into(),
        "--auth=scram-sha-256".into(),
        "--pwfile".into(),
        password_file.clone().into(),
        "--encoding=UTF8".into(),
        LOCALE.into(),
        "--no-sync".into(),
    ]);
    initdb.run_as = home.run_as;
    initdb.without_env = &["PG"];
    let made = initdb.run();
    let _ = fs::remove_file(&password_file);
    made?;
    fs::rename(&draft, &home.data).with_context(|| log::cannot_write(&home.data))
}

/// One that outlived its owner and the watchdog would keep the data locked.
fn stop_forgotten(programs: &Path, home: &Home, log: &Path) -> anyhow::Result<()> {
    if !home.data.join("postmaster.pid").exists() {
        return Ok(());
    }
    let control = |action: &str, rest: &[&str]| {
        let name = format!("pg_ctl {action}");
        let mut recipe = Recipe::new(&name, programs.join("pg_ctl"), log.to_path_buf());
        recipe = recipe.args([action, "-D"]).args([&home.data]).args(rest.iter().copied());
        recipe.run_as = home.run_as;
        recipe.without_env = &["PG"];
        recipe.run()
    };
    match control("status", &[]) {
        Ok(()) => control("stop", &["-m", "fast", "-w"]),
        Err(_) => Ok(()),
    }
}

fn recipe(programs: &Path, home: &Home, port: u16, durable: bool, log: &Path) -> Recipe {
    let port = port.to_string();
    // Terse, because a detail line can carry a row, and rows carry health data.
    let mut settings = vec![
        "listen_addresses=127.0.0.1",
        "unix_socket_directories=",
        "max_connections=200",
        "shared_buffers=128MB",
        "timezone=UTC",
        "log_timezone=UTC",
        "log_error_verbosity=terse",
        "logging_collector=off",
    ];
    if !durable {
        // Commits still reach the system at once: with synchronous_commit=off a mere SIGKILL would lose some.
        settings.extend(["fsync=off", "full_page_writes=off"]);
    }
    let mut recipe = Recipe::new("PostgreSQL", programs.join("postgres"), log.to_path_buf())
        .args([OsString::from("-D"), home.data.clone().into(), "-p".into(), port.into()])
        .args(settings.into_iter().flat_map(|setting| ["-c", setting]));
    recipe.run_as = home.run_as;
    recipe.without_env = &["PG"];
    recipe.stop_signal = Signal::SIGINT;
    recipe
}
