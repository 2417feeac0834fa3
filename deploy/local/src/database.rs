//! A database and two roles per service: the owner migrates, the application role only reads and writes rows.

use anyhow::Context;
use tokio_postgres::{Client, NoTls};

use crate::state::State;

/// Creates what is missing and sets the passwords of `state`. Can be run again and again.
pub fn prepare(superuser_url: &str, services: &[&str], state: &mut State) -> anyhow::Result<()> {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    runtime.block_on(async {
        let server = connect(superuser_url).await?;
        for service in services {
            prepare_one(&server, service, state)
                .await
                .with_context(|| format!("cannot prepare the database {service}"))?;
        }
        let scheduling = connect(&with(superuser_url, None, "scheduling")?).await?;
        scheduling.batch_execute("CREATE EXTENSION IF NOT EXISTS btree_gist").await?;
        Ok(())
    })
}

/// The url by which a role reaches a database on the same server.
pub fn url(superuser_url: &str, role: &str, password: &str, database: &str) -> anyhow::Result<String> {
    with(superuser_url, Some((role, password)), database)
}

async fn prepare_one(server: &Client, service: &str, state: &mut State) -> anyhow::Result<()> {
    let (owner, app) = (format!("{service}_owner"), format!("{service}_app"));
    for role in [&owner, &app] {
        if !exists(server, "SELECT 1 FROM pg_roles WHERE rolname = $1", role).await? {
            server.batch_execute(&format!("CREATE ROLE {role}")).await?;
        }
        let password = state.password(role);
        let rights = "LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOREPLICATION NOBYPASSRLS";
        server.batch_execute(&format!("ALTER ROLE {role} {rights} PASSWORD '{password}'")).await?;
    }
    if !exists(server, "SELECT 1 FROM pg_database WHERE datname = $1", service).await? {
        server.batch_execute(&format!("CREATE DATABASE {service} OWNER {owner}")).await?;
    }
    let grants = format!(
        "REVOKE ALL ON DATABASE {service} FROM PUBLIC;
         GRANT CONNECT, CREATE, TEMPORARY ON DATABASE {service} TO {owner};
         GRANT CONNECT ON DATABASE {service} TO {app};"
    );
    Ok(server.batch_execute(&grants).await?)
}

async fn exists(server: &Client, question: &str, name: &str) -> anyhow::Result<bool> {
    Ok(server.query_opt(question, &[&name]).await?.is_some())
}

async fn connect(url: &str) -> anyhow::Result<Client> {
    let (client, connection) = tokio_postgres::connect(url, NoTls)
        .await
        .with_context(|| format!("cannot reach PostgreSQL at {}", without_password(url)))?;
    tokio::spawn(connection);
    Ok(client)
}

/// Keeps host, port and parameters of the url.
fn with(url: &str, user: Option<(&str, &str)>, database: &str) -> anyhow::Result<String> {
    let not_a_url =
        || format!("{} is not like postgres://user:password@host:port/postgres", without_password(url));
    let (scheme, rest) = url.split_once("://").with_context(not_a_url)?;
    let (rest, parameters) = rest.split_once('?').unwrap_or((rest, ""));
    let authority = rest.split_once('/').map_or(rest, |(authority, _)| authority);
    let (own_user, host) = authority.rsplit_once('@').unwrap_or(("", authority));
    anyhow::ensure!(!host.is_empty(), not_a_url());
    let user = user.map_or_else(|| own_user.to_owned(), |(role, password)| format!("{role}:{password}"));
    let mark = if parameters.is_empty() { "" } else { "?" };
    Ok(format!("{scheme}://{user}@{host}/{database}{mark}{parameters}"))
}

pub fn without_password(url: &str) -> String {
    let Some((scheme, rest)) = url.split_once("://") else { return "the given address".to_owned() };
    format!("{scheme}://{}", rest.rsplit_once('@').map_or(rest, |(_, host)| host))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_url_for_a_role_keeps_server_and_parameters() -> anyhow::Result<()> {
        for (given, expected) in [
            ("postgres://postgres:pw@127.0.0.1:5432/postgres", "postgres://r:s@127.0.0.1:5432/billing"),
            ("postgresql://me@db.example", "postgresql://r:s@db.example/billing"),
            ("postgres://a:p@ss@h:1/x?sslmode=prefer", "postgres://r:s@h:1/billing?sslmode=prefer"),
            ("postgres://localhost?connect_timeout=3", "postgres://r:s@localhost/billing?connect_timeout=3"),
        ] {
            assert_eq!(url(given, "r", "s", "billing")?, expected);
        }
        Ok(())
    }

    #[test]
    fn what_is_not_a_url_is_refused_without_showing_a_password() {
        let error = url("host=db password=secret", "r", "s", "billing").expect_err("not a url");
        assert!(!error.to_string().contains("secret"));
        assert_eq!(without_password("amqp://u:secret@h:1/%2f"), "amqp://h:1/%2f");
    }
}
