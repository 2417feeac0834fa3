//! Starts the scheduling service: requests, facts and listeners, and the marking of visits by policy, side by side.

use platform::{Db, Stop, service, settings, telemetry};

#[actix_web::main]
async fn main() -> anyhow::Result<()> {
    let settings: settings::Basic = settings::load("scheduling", include_str!("../settings.toml"))?;
    telemetry::start(&settings.telemetry);
    if let Some(()) = service::command(&settings, scheduling::MIGRATIONS, scheduling::openapi).await? {
        return Ok(());
    }
    let stop = Stop::on_signal()?;
    let db = Db::open(&settings.database);
    let prepare = scheduling::patient::prepare::run(db.clone(), stop.clone());
    let mark = scheduling::marking::tick::run(db.clone(), stop.clone());
    let serve = service::run(settings, db, scheduling::routes, scheduling::listeners(), stop);
    let (served, (), ()) = tokio::join!(serve, prepare, mark);
    served
}
