//! Starts the orders service.

use orders::controlled::report;
use orders::exchange::mllp;
use orders::medication::Catalogue;
use orders::message::Courier;
use orders::order::courier;
use orders::pharmacy_webhook;
use orders::pharmacy_webhook::send::Bell;
use orders::request::deliver;
use orders::settings::Settings;
use orders::watch::tick;
use platform::{Db, Stop, outbound, service, telemetry};

#[actix_web::main]
async fn main() -> anyhow::Result<()> {
    let settings = Settings::load()?;
    telemetry::start(&settings.telemetry);
    if let Some(()) = service::command(&settings.basic(), orders::MIGRATIONS, orders::openapi).await? {
        return Ok(());
    }
    Catalogue::open(settings.catalogue.release()?);
    let stop = Stop::on_signal()?;
    let db = Db::open(&settings.database);
    // Without the keys nothing could be signed, nor any signature be trusted: better not to start at all.
    db.sealing()?;
    let courier = Courier::new(settings.delivery.clone())?;
    let bell = Bell::new(settings.pings.clone())?;
    let porter = courier::Courier::new(settings.delivery.clone())?;
    let controlled = settings.controlled_substances.enabled;
    let routes = if controlled { orders::routes_with_controlled_substances } else { orders::routes };
    let analyse = async {
        if controlled {
            report::job::run(db.clone(), stop.clone()).await;
        }
    };
    let run = service::run(settings.basic(), db.clone(), routes, orders::listeners(), stop.clone());
    let send = outbound::run(db.clone(), "send_prescription", stop.clone(), async |db, intent| {
        courier.prescribe(db, intent).await
    });
    let recall = outbound::run(db.clone(), "send_cancellation", stop.clone(), async |db, intent| {
        courier.recall(db, intent).await
    });
    let respond = outbound::run(db.clone(), "send_response", stop.clone(), async |db, intent| {
        deliver::respond(&courier, db, intent).await
    });
    let order = outbound::run(db.clone(), courier::SEND, stop.clone(), async |db, intent| {
        porter.carry(db, intent).await
    });
    let ping = outbound::run(db.clone(), pharmacy_webhook::KIND, stop.clone(), async |db, intent| {
        bell.ring(db, intent).await
    });
    let look = tick::run(db.clone(), stop.clone());
    let results = async {
        let listened = mllp::listen(settings.mllp, db.clone(), stop.clone()).await;
        if listened.is_err() {
            stop.ask();
        }
        listened
    };
    let (served, listened, ..) =
        tokio::join!(run, results, send, recall, respond, order, ping, look, analyse);
    served.and(listened)
}
