//! Starts the orders service.

use orders::message::Courier;
use orders::settings::Settings;
use platform::{Db, Stop, outbound, service, telemetry};

#[actix_web::main]
async fn main() -> anyhow::Result<()> {
    let settings = Settings::load()?;
    telemetry::start(&settings.telemetry);
    if let Some(()) = service::command(&settings.basic(), orders::MIGRATIONS, orders::openapi).await? {
        return Ok(());
    }
    let stop = Stop::on_signal()?;
    let db = Db::open(&settings.database);
    let courier = Courier::new(settings.delivery.clone())?;
    let run = service::run(settings.basic(), db.clone(), orders::routes, orders::listeners(), stop.clone());
    let send = outbound::run(db.clone(), "send_prescription", stop.clone(), async |db, intent| {
        courier.prescribe(db, intent).await
    });
    let recall =
        outbound::run(db, "send_cancellation", stop, async |db, intent| courier.recall(db, intent).await);
    let (served, (), ()) = tokio::join!(run, send, recall);
    served
}
