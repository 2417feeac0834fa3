//! A private RabbitMQ, through the library.

use praxis::servers::{Keep, rabbitmq};
use praxis::{ports, probe};

#[test]
fn it_comes_back_after_a_kill_and_a_new_start() -> anyhow::Result<()> {
    crate::installed();
    let dir = tempfile::tempdir()?;
    let broker = rabbitmq::start(dir.path(), None, Keep::Directory)?;
    let pid = broker.pid().expect("it runs");
    assert!(probe::amqp(broker.port));
    assert!(broker.url.ends_with(&format!("@127.0.0.1:{}/%2f", broker.port)));

    broker.kill();
    assert!(!probe::amqp(broker.port));
    assert!(!crate::is_alive(pid), "the process we hold is the broker itself");
    broker.restart()?;

    let (url, node, port) = (broker.url.clone(), broker.node.clone(), broker.port);
    broker.stop();
    assert!(ports::is_free(port));
    drop(broker);
    let again = rabbitmq::start(dir.path(), Some(port), Keep::Directory)?;
    assert_eq!((&again.url, &again.node), (&url, &node), "same port, user and data");
    Ok(())
}
