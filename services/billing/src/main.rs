//! The billing service.

use billing::clearinghouse::{self, Connection};
use billing::settings::Settings;
use platform::{Db, Stop, outbound};
use std::rc::Rc;

#[actix_web::main]
async fn main() -> anyhow::Result<()> {
    let settings: Settings = platform::settings::load("billing", include_str!("../settings.toml"))?;
    let basic = settings.basic();
    platform::telemetry::start(&basic.telemetry);
    if let Some(()) = platform::service::command(&basic, billing::MIGRATIONS, billing::openapi).await? {
        return Ok(());
    }
    let stop = Stop::on_signal()?;
    let db = Db::open(&basic.database);
    let connection = Rc::new(Connection::open(&settings.clearinghouse)?);
    let run = platform::service::run(basic, db.clone(), billing::routes, billing::listeners(), stop.clone());
    let send = outbound::run(db.clone(), clearinghouse::SEND_CLAIM, stop.clone(), async |db, intent| {
        clearinghouse::send(db, &connection, intent).await
    });
    let poll = clearinghouse::poll(&db, &connection, &stop);
    let (served, (), ()) = tokio::join!(run, send, poll);
    served
}
