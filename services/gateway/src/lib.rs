//! The gateway: the one door of Praxis. Who may come in, where it leads, and what has been heard and asked.

pub mod access;
pub mod audit;
pub mod client;
pub mod command;
pub mod document;
pub mod event;
mod health;
mod metrics;
pub mod proxy;
mod schema;
pub mod server;
pub mod settings;
pub mod state;
pub mod token;

use actix_web::web;
use diesel_migrations::{EmbeddedMigrations, embed_migrations};
use model::scope::Service;
use platform::listen::Consumer;
use platform::{Db, Listeners, Stop};
use settings::Settings;
use state::State;
use utoipa_actix_web::service_config::ServiceConfig;

pub const MIGRATIONS: EmbeddedMigrations = embed_migrations!("migrations");

/// The operations the gateway answers itself.
pub fn routes(config: &mut ServiceConfig<'_>) {
    config.service(event::routes::list_events).service(event::routes::get_patient_timeline);
}

pub fn listeners() -> Listeners {
    Listeners::new(Service::Gateway).on_every("keep_event", event::store::keep)
}

/// Serves, listens and writes the audit trail until asked to stop.
pub async fn run(settings: Settings, stop: Stop) -> anyhow::Result<()> {
    let db = Db::open(&settings.database);
    let (state, entries) = State::new(&settings, db.clone(), stop.clone())?;
    let consumer = Consumer { listeners: listeners(), db: db.clone(), bus: settings.bus.clone() };
    let (asked, writing) = (stop.clone(), audit::write(db, entries, stop.clone()));
    let serving = async move {
        // The last sender of audit entries goes with the state, when the last answer is given.
        let served = server::serve(&settings.http, web::Data::new(state)).await;
        asked.ask();
        served
    };
    let (served, (), ()) = tokio::join!(serving, consumer.run(stop), writing);
    served
}
