//! The eligibility service: settings, telemetry, database, then requests, facts, listeners and the sender side by side.

use eligibility::check::line::Line;
use eligibility::check::send;
use eligibility::settings::Settings;
use platform::{Db, Stop};

#[actix_web::main]
async fn main() -> anyhow::Result<()> {
    let settings = Settings::load()?;
    platform::telemetry::start(&settings.telemetry);
    if platform::service::command(&settings.basic(), eligibility::MIGRATIONS, eligibility::openapi)
        .await?
        .is_some()
    {
        return Ok(());
    }
    let (stop, db) = (Stop::on_signal()?, Db::open(&settings.database));
    let line = Line::open(&settings.payer)?;
    let listeners = eligibility::listeners();
    let serve =
        platform::service::run(settings.basic(), db.clone(), eligibility::routes, listeners, stop.clone());
    let warn = eligibility::authorization::due::run(db.clone(), stop.clone());
    let ask = platform::outbound::run(db, send::KIND, stop, async |db, intent| {
        send::send_inquiry(db, &line, intent).await
    });
    let (served, (), ()) = tokio::join!(serve, ask, warn);
    served
}
