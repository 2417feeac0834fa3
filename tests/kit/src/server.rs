//! The servers of a test process: started when first asked for, ended with the process however it ends.

use praxis::progress::Progress;
use praxis::servers::{
    Install, Keep, Postgres, Rabbitmq, Server, ensure_installed, postgres, rabbitmq as broker,
};
use std::path::PathBuf;
use std::sync::OnceLock;

static POSTGRES: OnceLock<Postgres> = OnceLock::new();
static RABBITMQ: OnceLock<Rabbitmq> = OnceLock::new();

fn place(name: &str) -> PathBuf {
    let place = std::env::temp_dir().join(format!("praxis-kit-{}-{name}", std::process::id()));
    std::fs::create_dir_all(&place).expect("a place for a test server");
    place
}

fn ensure(server: Server) {
    let log = place("install").join("install.log");
    ensure_installed(&[server], Install::Auto, &log, &Progress::default()).expect("the server can be had");
}

/// The superuser's URL.
pub(crate) fn postgres_url() -> String {
    if let Ok(url) = std::env::var("PRAXIS_POSTGRES_URL") {
        return url;
    }
    let start = || {
        ensure(Server::Postgres);
        postgres::start(&place("postgres"), None, false, Keep::Nothing).expect("PostgreSQL starts")
    };
    POSTGRES.get_or_init(start).url.clone()
}

/// The broker's URL; it takes some seconds to start when first asked for.
pub fn amqp_url() -> String {
    match std::env::var("PRAXIS_AMQP_URL") {
        Ok(url) => url,
        Err(_) => rabbitmq().url.clone(),
    }
}

/// The process's own broker, for tests that stop and start it.
pub fn rabbitmq() -> &'static Rabbitmq {
    RABBITMQ.get_or_init(|| {
        ensure(Server::Rabbitmq);
        broker::start(&place("rabbitmq"), None, Keep::Nothing).expect("RabbitMQ starts")
    })
}
