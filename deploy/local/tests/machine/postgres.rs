//! A private PostgreSQL, through the library.

use std::fs;
use std::os::unix::fs::PermissionsExt;

use praxis::servers::{Keep, postgres};
use praxis::{database, ports, probe};
use tokio_postgres::NoTls;

fn ask(url: &str, question: &str) -> anyhow::Result<String> {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    runtime.block_on(async {
        let (client, connection) = tokio_postgres::connect(url, NoTls).await?;
        tokio::spawn(connection);
        Ok(client.query_one(question, &[]).await?.get(0))
    })
}

#[test]
fn data_survive_a_kill_and_a_new_start() -> anyhow::Result<()> {
    crate::installed();
    let dir = tempfile::tempdir()?;
    let server = postgres::start(dir.path(), None, true, Keep::Directory)?;
    assert_eq!(ask(&server.url, "SHOW fsync")?, "on");
    run(&server.url, "CREATE TABLE visit (note text); INSERT INTO visit VALUES ('kept')")?;

    server.kill();
    assert!(!probe::postgres(server.port));
    server.restart()?;
    assert_eq!(ask(&server.url, "SELECT note FROM visit")?, "kept");

    let (url, port, log) = (server.url.clone(), server.port, server.log.clone());
    server.stop();
    assert!(ports::is_free(port));
    drop(server);
    let again = postgres::start(dir.path(), Some(port), true, Keep::Directory)?;
    assert_eq!(again.url, url, "same port, same password");
    assert_eq!(ask(&again.url, "SELECT note FROM visit")?, "kept");
    assert!(log.exists());
    Ok(())
}

#[test]
fn strangers_are_refused() -> anyhow::Result<()> {
    crate::installed();
    let dir = tempfile::tempdir()?;
    let server = postgres::start(dir.path(), None, false, Keep::Nothing)?;
    assert_eq!(ask(&server.url, "SHOW fsync")?, "off");
    let stranger = database::url(&server.url, "postgres", "guess", "postgres")?;
    assert!(ask(&stranger, "SELECT 'in'").is_err());
    let mode = fs::metadata(dir.path().join("password"))?.permissions().mode();
    assert_eq!(mode & 0o777, 0o600);
    Ok(())
}

#[test]
fn services_get_their_databases_and_no_more_rights_than_needed() -> anyhow::Result<()> {
    crate::installed();
    let dir = tempfile::tempdir()?;
    let server = postgres::start(dir.path(), None, false, Keep::Nothing)?;
    let mut state = praxis::State::new();
    for _ in 0..2 {
        database::prepare(&server.url, &["scheduling", "billing"], &mut state)?;
    }
    let reach = |role: &str, database: &str| {
        let password = state.passwords.get(role).map_or("", String::as_str);
        let url = database::url(&server.url, role, password, database)?;
        ask(
            &url,
            "SELECT current_user || ' ' || (SELECT rolsuper OR rolbypassrls FROM pg_roles WHERE rolname = current_user)",
        )
    };
    assert_eq!(reach("billing_app", "billing")?, "billing_app false");
    assert_eq!(reach("billing_owner", "billing")?, "billing_owner false");
    assert!(reach("billing_app", "scheduling").is_err(), "nobody reads another's database");
    let owner = database::url(&server.url, "billing_owner", &state.password("billing_owner"), "billing")?;
    run(&owner, "CREATE TABLE claim (id int); GRANT SELECT ON claim TO billing_app")?;
    Ok(())
}

#[test]
fn a_wrong_directory_is_named() -> anyhow::Result<()> {
    crate::installed();
    let dir = tempfile::tempdir()?;
    let file = dir.path().join("file");
    fs::write(&file, "")?;
    let error =
        postgres::start(&file.join("data"), None, false, Keep::Directory).err().expect("not a directory");
    assert!(format!("{error:#}").contains("cannot write"), "{error:#}");
    Ok(())
}

fn run(url: &str, statements: &str) -> anyhow::Result<()> {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    runtime.block_on(async {
        let (client, connection) = tokio_postgres::connect(url, NoTls).await?;
        tokio::spawn(connection);
        Ok(client.batch_execute(statements).await?)
    })
}
