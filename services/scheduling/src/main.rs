//! Starts the scheduling service.

use platform::{Db, Stop, service, settings, telemetry};
use scheduling::waitlist;

#[actix_web::main]
async fn main() -> anyhow::Result<()> {
    let settings: settings::Basic = settings::load("scheduling", include_str!("../settings.toml"))?;
    telemetry::start(&settings.telemetry);
    if let Some(()) = service::command(&settings, scheduling::MIGRATIONS, scheduling::openapi).await? {
        return Ok(());
    }
    let stop = Stop::on_signal()?;
    let db = Db::open(&settings.database);
    let wait = waitlist::due::run(db.clone(), stop.clone());
    let serve = service::run(settings, db, scheduling::routes, scheduling::listeners(), stop);
    let (served, ()) = tokio::join!(serve, wait);
    served
}
