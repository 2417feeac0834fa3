//! The services' databases, seen by the superuser, whom no row-level security binds.

use std::collections::BTreeMap;

use anyhow::Context;
use praxis::State;
use tokio_postgres::{Client, NoTls};

pub const SERVICES: [&str; 4] = ["scheduling", "eligibility", "orders", "billing"];

/// What must be gone when everything has flowed.
const LEFT_OVER: [(&str, &str); 5] = [
    ("events parked or deferred", "SELECT count(*) FROM inbox WHERE state <> 'applied'"),
    ("events not published", "SELECT count(*) FROM outbox WHERE published_at IS NULL"),
    ("events the relay has parked", "SELECT count(*) FROM outbox WHERE parked"),
    ("messages that are no event", "SELECT count(*) FROM unreadable"),
    ("things the outside world was not told", "SELECT count(*) FROM outbound WHERE done_at IS NULL"),
];

pub async fn open(state: &State, service: &str) -> anyhow::Result<Client> {
    let url = state.server_url("postgres")?;
    let (server, _) = url.rsplit_once('/').context("the url of PostgreSQL names no database")?;
    let (client, connection) = tokio_postgres::connect(&format!("{server}/{service}"), NoTls).await?;
    tokio::spawn(connection);
    Ok(client)
}

async fn count(database: &Client, sql: &str) -> anyhow::Result<i64> {
    Ok(database.query_one(sql, &[]).await?.get(0))
}

/// How often a service has announced a kind of event, by its subject.
pub async fn announced(state: &State, service: &str, kind: &str) -> anyhow::Result<BTreeMap<String, i64>> {
    let database = open(state, service).await?;
    let sql = "SELECT stream, count(*) FROM outbox WHERE kind = $1 GROUP BY stream";
    let rows = database.query(sql, &[&kind]).await?;
    Ok(rows.iter().map(|row| (row.get(0), row.get(1))).collect())
}

/// The first thing some service still has to do or could not do; a database that cannot be asked counts as one.
pub async fn left_over(state: &State) -> Option<String> {
    let looked = look_for_left_over(state).await;
    looked.unwrap_or_else(|error| Some(format!("PostgreSQL cannot be asked: {error:#}")))
}

async fn look_for_left_over(state: &State) -> anyhow::Result<Option<String>> {
    for service in SERVICES.into_iter().chain(["gateway"]) {
        let database = open(state, service).await?;
        for (what, sql) in LEFT_OVER {
            let rows = count(&database, sql).await?;
            if rows > 0 {
                return Ok(Some(format!("{rows} {what} in {service}")));
            }
        }
    }
    Ok(None)
}

/// How many prescriptions somebody has answered, or a person must look after.
pub async fn prescriptions_settled(orders: &Client) -> anyhow::Result<usize> {
    let sql = "SELECT count(*) FROM outbound WHERE kind = 'send_prescription' AND done_at IS NOT NULL";
    Ok(usize::try_from(count(orders, sql).await?)?)
}

/// How many rows each table of the services behind the gateway has.
pub async fn rows(state: &State) -> anyhow::Result<BTreeMap<String, i64>> {
    let mut rows = BTreeMap::new();
    for service in SERVICES {
        let database = open(state, service).await?;
        let sql = "SELECT tablename::text FROM pg_tables WHERE schemaname = 'public'";
        for table in database.query(sql, &[]).await? {
            let table: String = table.get(0);
            let counted = count(&database, &format!("SELECT count(*) FROM \"{table}\"")).await?;
            rows.insert(format!("{service}.{table}"), counted);
        }
    }
    Ok(rows)
}
