//! What happens to servers when the process that started them ends by force.

use std::io::{BufRead, BufReader, Read};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};

use praxis::servers::{Keep, postgres, rabbitmq};
use praxis::{ports, probe};

const DIR: &str = "PRAXIS_TEST_OWNER_DIR";

/// Not a test of its own: the process that the test below kills. It says the ports and pids, and waits.
#[test]
#[ignore = "run by the test that kills it"]
fn owner() -> anyhow::Result<()> {
    let Some(dir) = std::env::var_os(DIR).map(PathBuf::from) else { return Ok(()) };
    let database = postgres::start(&dir.join("postgres"), None, false, Keep::Nothing)?;
    let broker = rabbitmq::start(&dir.join("rabbitmq"), None, Keep::Nothing)?;
    let pids = [database.pid(), broker.pid()].map(Option::unwrap_or_default);
    println!("\nstarted {} {} {} {}", database.port, broker.port, pids[0], pids[1]);
    std::io::stdin().read_exact(&mut [0])?;
    Ok(())
}

#[test]
fn servers_and_their_data_go_when_their_owner_is_killed() -> anyhow::Result<()> {
    crate::installed();
    let dir = tempfile::tempdir()?;
    let (mut owner, numbers) = start_owner(dir.path())?;
    let (ports, pids) = numbers.split_at(2);
    let port = |index: usize| u16::try_from(ports[index]).unwrap_or_default();
    assert!(probe::postgres(port(0)) && probe::amqp(port(1)));

    owner.kill()?;
    owner.wait()?;
    crate::until("both servers are gone", || !pids.iter().any(|pid| crate::is_alive(*pid)))?;
    assert!(ports::is_free(port(0)) && ports::is_free(port(1)));
    crate::until("their directories are gone", || {
        !dir.path().join("postgres").exists() && !dir.path().join("rabbitmq").exists()
    })?;
    crate::until("no process names the directory", || !is_named_by_a_process(dir.path()))
}

fn start_owner(dir: &Path) -> anyhow::Result<(Child, Vec<u32>)> {
    let mut owner = Command::new(std::env::current_exe()?)
        .args(["--exact", "owner::owner", "--ignored", "--nocapture"])
        .env(DIR, dir)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()?;
    let output = owner.stdout.take().expect("piped");
    for line in BufReader::new(output).lines() {
        if let Some(numbers) = line?.strip_prefix("started ") {
            return Ok((owner, numbers.split(' ').map(str::parse).collect::<Result<_, _>>()?));
        }
    }
    anyhow::bail!("the owner ended: {}", owner.wait()?)
}

/// In its arguments or its environment, as with Erlang's port mapper. Where there is no /proc this is not checked.
fn is_named_by_a_process(dir: &Path) -> bool {
    let needle = dir.to_string_lossy().into_owned();
    let processes = std::fs::read_dir("/proc").into_iter().flatten().flatten();
    processes.filter(|process| process.file_name() != *std::process::id().to_string()).any(|process| {
        ["cmdline", "environ"].iter().any(|file| {
            let bytes = std::fs::read(process.path().join(file)).unwrap_or_default();
            String::from_utf8_lossy(&bytes).contains(&needle)
        })
    })
}
