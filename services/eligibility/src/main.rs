//! The eligibility service: settings, telemetry, database, then requests, facts, listeners, the planner, the batches and the
//! sender side by side.

use eligibility::batch::work;
use eligibility::check::send::{self, Sender};
use eligibility::connection::line::Line;
use eligibility::inquiry_file::exchange;
use eligibility::settings::Settings;
use eligibility::visit::planner;
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
    // Without the keys nothing could be kept of what payers say: better not to start at all.
    db.sealing()?;
    let sender = Sender { db: db.clone(), line: Line::open(&settings.payer)? };
    let listeners = eligibility::listeners();
    let serve =
        platform::service::run(settings.basic(), db.clone(), eligibility::routes, listeners, stop.clone());
    let warn = eligibility::authorization::due::run(db.clone(), stop.clone());
    let plan = planner::run(db.clone(), stop.clone());
    let batches = platform::outbound::run(db.clone(), work::KIND, stop.clone(), async |db, intent| {
        work::work(db, intent, platform::now()).await
    });
    let ask = send::run(sender.clone(), settings.database.clone(), stop.clone());
    let exchange = platform::outbound::run(db, exchange::KIND, stop, async |_, intent| {
        exchange::exchange_file(&sender, intent).await
    });
    let (served, (), (), (), (), ()) = tokio::join!(serve, warn, plan, batches, ask, exchange);
    served
}
