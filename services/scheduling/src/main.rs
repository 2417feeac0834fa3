//! Starts the scheduling service.

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
    service::run(settings, db, scheduling::routes, scheduling::listeners(), stop).await
}
