//! What a service runs: requests, the relay of its facts, and its listeners, side by side until asked to stop.

use crate::caller::Verifier;
use crate::command::Command;
use crate::db::Db;
use crate::http::{self, Routes, State};
use crate::listen::{Consumer, Listeners};
use crate::relay::Relay;
use crate::settings::Basic;
use crate::stop::Stop;
use crate::{inbox, migrate, outbox};
use actix_web::web;
use diesel_migrations::EmbeddedMigrations;
use utoipa::openapi::OpenApi;

/// Commands that end by themselves; `None` when there is nothing left to do but serve.
pub async fn command(
    settings: &Basic,
    migrations: EmbeddedMigrations,
    document: fn() -> OpenApi,
) -> anyhow::Result<Option<()>> {
    match Command::from_args()? {
        Command::Serve => return Ok(None),
        Command::Migrate => migrate::run(settings.database.owner()?, migrations)?,
        Command::OpenApi => write_out(&document().to_pretty_json()?)?,
        Command::ReplayOutbox { streams } => {
            let db = Db::open(&settings.database);
            let again =
                db.system(async move |tx| anyhow::Ok(outbox::replay(tx, streams.as_deref()).await?)).await?;
            tracing::info!(again, "facts will be published again");
        }
        Command::ReplayParked { event } => {
            let db = Db::open(&settings.database);
            let found = db.system(async move |tx| anyhow::Ok(inbox::replay(tx, event).await?)).await?;
            anyhow::ensure!(found, "no parked event has this id");
        }
    }
    Ok(Some(()))
}

fn write_out(text: &str) -> std::io::Result<()> {
    use std::io::Write;
    writeln!(std::io::stdout(), "{text}")
}

/// Serves until asked to stop; a server that cannot start stops the rest too.
pub async fn run(
    settings: Basic,
    db: Db,
    routes: Routes,
    listeners: Listeners,
    stop: Stop,
) -> anyhow::Result<()> {
    let service = listeners.service();
    let verifier = web::Data::new(Verifier::new(&settings.caller.public_key, service)?);
    let relay = Relay { service, db: db.clone(), database: settings.database, bus: settings.bus.clone() };
    let consumer = Consumer { listeners, db: db.clone(), bus: settings.bus };
    let state = State { db, verifier, stop: stop.clone() };
    let serving = async {
        let served = http::serve(settings.http, state, routes).await;
        stop.ask();
        served
    };
    let (served, (), ()) = tokio::join!(serving, relay.run(stop.clone()), consumer.run(stop.clone()));
    served
}
