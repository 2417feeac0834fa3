//! Starts the scheduling service: requests, facts and listeners; beside them the planner of reminders and their senders,
//! the waitlist's tick and the senders of its offers, and the marking of visits by policy.

use platform::{Db, Stop, outbound, service, telemetry};
use scheduling::reminder::planner;
use scheduling::reminder::send::{Lines, kind, send_reminder};
use scheduling::reminder_rule::Channel;
use scheduling::settings::Settings;
use scheduling::waitlist::telling::send as telling;

#[actix_web::main]
async fn main() -> anyhow::Result<()> {
    let settings = Settings::load()?;
    telemetry::start(&settings.telemetry);
    if let Some(()) = service::command(&settings.basic(), scheduling::MIGRATIONS, scheduling::openapi).await?
    {
        return Ok(());
    }
    let (stop, db) = (Stop::on_signal()?, Db::open(&settings.database));
    let lines = Lines::open(&settings.notices)?;
    let told_by = &lines;
    let send = |channel: Channel| {
        let send = async |db: &Db, intent| send_reminder(db, &lines, intent, platform::now()).await;
        outbound::run(db.clone(), kind(channel), stop.clone(), send)
    };
    let tell = |channel: Channel| {
        let send = async move |db: &Db, intent| {
            telling::send_offer(db, told_by, channel, intent, platform::now()).await
        };
        outbound::run(db.clone(), telling::kind(channel), stop.clone(), send)
    };
    let serve =
        service::run(settings.basic(), db.clone(), scheduling::routes, scheduling::listeners(), stop.clone());
    let plan = planner::run(db.clone(), stop.clone());
    let prepare = scheduling::patient::prepare::run(db.clone(), stop.clone());
    let wait = scheduling::waitlist::due::run(db.clone(), stop.clone());
    let mark = scheduling::marking::tick::run(db.clone(), stop.clone());
    let (email, sms, webhook) = (send(Channel::Email), send(Channel::Sms), send(Channel::Webhook));
    let remind = async { tokio::join!(email, sms, webhook) };
    let (email, sms, webhook) = (tell(Channel::Email), tell(Channel::Sms), tell(Channel::Webhook));
    let offer = async { tokio::join!(email, sms, webhook) };
    let (served, (), (), (), (), _, _) = tokio::join!(serve, prepare, plan, wait, mark, remind, offer);
    served
}
