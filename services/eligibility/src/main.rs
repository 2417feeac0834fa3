//! The eligibility service: settings, telemetry, database, then requests, facts, listeners, the planner, the batches and the
//! sender side by side.

use eligibility::batch::work;
use eligibility::check::line::Line;
use eligibility::check::send;
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
    let line = Line::open(&settings.payer)?;
    let listeners = eligibility::listeners();
    let serve =
        platform::service::run(settings.basic(), db.clone(), eligibility::routes, listeners, stop.clone());
    let plan = planner::run(db.clone(), stop.clone());
    let batches = platform::outbound::run(db.clone(), work::KIND, stop.clone(), async |db, intent| {
        work::work(db, intent, platform::now()).await
    });
    let ask = platform::outbound::run(db, send::KIND, stop, async |db, intent| {
        send::send_inquiry(db, &line, intent).await
    });
    let (served, (), (), ()) = tokio::join!(serve, plan, batches, ask);
    served
}
