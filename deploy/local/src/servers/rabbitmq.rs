//! A private RabbitMQ: its own node, Erlang port mapper, ports, data and user, listening on 127.0.0.1 only.

mod node;

use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::time::Duration;

use anyhow::Context;

use self::node::Node;
use super::{Keep, Server, find, secret};
use crate::leash::Leash;
use crate::process::Process;
use crate::{forgotten, log, ports, probe};

const READY_WITHIN: Duration = Duration::from_secs(180);
const MAPPER_WITHIN: Duration = Duration::from_secs(20);

/// Ends with its owner, however the owner ends.
pub struct Rabbitmq {
    /// Of the user `praxis`, who may do everything, on the virtual host `/`.
    pub url: String,
    pub port: u16,
    pub log: PathBuf,
    pub node: String,
    mapper_port: u16,
    pub(crate) mapper: Process,
    pub(crate) process: Process,
}

/// Makes the node's data in `dir` on the first start. Returns when the server accepts connections.
pub fn start(dir: &Path, port: Option<u16>, keep: Keep) -> anyhow::Result<Rabbitmq> {
    let server = find(Server::Rabbitmq)?;
    let mapper =
        find::program("epmd").context("Erlang's epmd is missing; it comes with the package erlang-base")?;
    fs::create_dir_all(dir).with_context(|| log::cannot_write(dir))?;
    fs::set_permissions(dir, fs::Permissions::from_mode(0o700)).with_context(|| log::cannot_write(dir))?;
    let dir = fs::canonicalize(dir)?;
    forgotten::end_all(&dir);
    let node = Node {
        name: node_name(&dir)?,
        port: ports::choose(port)?,
        mapper_port: ports::choose(None)?,
        distribution_port: ports::choose(None)?,
        password: secret::password(&dir.join("password"))?,
        log: dir.join("rabbitmq.log"),
        dir,
    };
    node.write_settings()?;
    let remove = match keep {
        Keep::Directory => vec![],
        Keep::Nothing => vec![node.dir.as_path()],
    };
    let leash = Leash::new(&remove)?;
    let mapper = Process::start(node.mapper_recipe(mapper), leash.clone())?;
    mapper.wait_ready(MAPPER_WITHIN, || !ports::is_free(node.mapper_port))?;
    let process = Process::start(node.recipe(server.program), leash)?;
    let rabbitmq = Rabbitmq {
        url: format!("amqp://praxis:{}@127.0.0.1:{}/%2f", node.password, node.port),
        port: node.port,
        log: node.log,
        node: node.name,
        mapper_port: node.mapper_port,
        mapper,
        process,
    };
    rabbitmq.wait_ready()?;
    Ok(rabbitmq)
}

impl Rabbitmq {
    pub fn pid(&self) -> Option<u32> {
        self.process.pid()
    }

    pub fn stop(&self) {
        self.process.stop();
        self.mapper.stop();
    }

    /// SIGKILL of the broker.
    pub fn kill(&self) {
        self.process.kill();
    }

    /// Ends it if it runs; the same data and port again. Returns when it is ready.
    pub fn restart(&self) -> anyhow::Result<()> {
        self.process.stop();
        self.mapper.start_again()?;
        self.mapper.wait_ready(MAPPER_WITHIN, || !ports::is_free(self.mapper_port))?;
        self.process.start_again()?;
        self.wait_ready()
    }

    fn wait_ready(&self) -> anyhow::Result<()> {
        self.process.wait_ready(READY_WITHIN, || probe::amqp(self.port))
    }
}

/// The data belongs to the node's name, so the name stays when ports change.
fn node_name(dir: &Path) -> anyhow::Result<String> {
    let path = dir.join("node-name");
    if !path.exists() {
        secret::write(&path, &format!("praxis-{:08x}@localhost", rand::random::<u32>()))?;
    }
    Ok(fs::read_to_string(path)?)
}
