//! Taking an answer that authorises nothing back to the pharmacy, always the same bytes under the same MessageID.

use super::{Delivery, Request, State, store};
use crate::message::courier::{Courier, Departure, departure, is_about};
use crate::message::line::Reply;
use crate::message::{self, Logged, evidence};
use crate::pharmacy;
use crate::task::{self, Kind, Task};
use anyhow::Context as _;
use chrono::{DateTime, TimeDelta, Utc};
use model::PharmacyRequestId;
use platform::outbound::{self, Intent};
use platform::{Db, Tx, mint};
use script::{Body, Message, StatusCode};

/// When a task about an answer is escalated.
const PATIENCE: TimeDelta = TimeDelta::minutes(60);

/// What a try came to.
enum Turn {
    Delivered,
    Refused(String),
    Again(String),
}

/// Sends the response of an intent about a request, whose key is the MessageID.
pub async fn respond(courier: &Courier, db: &Db, intent: Intent) -> anyhow::Result<()> {
    let (context, way, out) = (intent.context(), db.clone(), intent.clone());
    let departure = db.transaction(&context, async move |tx| begin(tx, &way, &out).await).await?;
    let Some(reply) = courier.leave(db, &intent, departure).await? else { return Ok(()) };
    let (courier, now) = (courier.clone(), platform::now());
    db.transaction(&context, async move |tx| conclude(tx, &courier, &intent, &reply, now).await).await
}

async fn locked(tx: &mut Tx, intent: &Intent) -> anyhow::Result<Request> {
    let found = store::find_for_change(tx, PharmacyRequestId(intent.subject)).await?;
    found.context("the intent is about no request")
}

async fn begin(tx: &mut Tx, db: &Db, intent: &Intent) -> anyhow::Result<Departure> {
    let request = locked(tx, intent).await?;
    if !matches!(request.state, State::Answered { delivery: Delivery::Sending, .. }) {
        outbound::settle(tx, intent).await?;
        return Ok(Departure::Stays);
    }
    let departure = match pharmacy::store::find_by_ncpdp(tx, &request.pharmacy).await? {
        Some(pharmacy) => departure(tx, db, &pharmacy, &intent.key).await?,
        None => Departure::Stuck("the pharmacy is not in the directory any more".to_owned()),
    };
    // The pharmacy reads it where it asked.
    if matches!(departure, Departure::Stays) {
        store::update(tx, &request.delivered(Delivery::ByItself)).await?;
        outbound::settle(tx, intent).await?;
    }
    Ok(departure)
}

async fn conclude(
    tx: &mut Tx,
    courier: &Courier,
    intent: &Intent,
    reply: &Reply,
    now: DateTime<Utc>,
) -> anyhow::Result<()> {
    let request = locked(tx, intent).await?;
    if let Reply::Message { message, xml } = reply {
        let logged = Logged::incoming(mint(), message, xml.clone(), now).about(request.prescription_id);
        message::store::insert_answer(tx, &logged, mint()).await?;
    }
    let (delivery, task) = match turn(reply, &intent.key) {
        Turn::Delivered => (Delivery::Delivered, None),
        Turn::Refused(why) => {
            let what = format!("The pharmacy refused the answer to its request ({why}): call it.");
            (Delivery::Failed, Some((Kind::TransmissionFailed, what)))
        }
        Turn::Again(why) => match courier.pause_after(intent.attempts) {
            Some(pause) => return Ok(outbound::put_off(tx, intent, pause).await?),
            None => {
                let what = format!(
                    "The answer to a pharmacy's request was not confirmed ({why}): call the pharmacy."
                );
                (Delivery::Failed, Some((Kind::TransmissionUnknown, what)))
            }
        },
    };
    if let Some((kind, what)) = task {
        let task = Task::new(mint(), kind, request.subject(), what, now).due(now + PATIENCE);
        task::store::open(tx, &request.patient_id.into_iter().fold(task, Task::patient)).await?;
    }
    store::update(tx, &request.delivered(delivery)).await?;
    Ok(outbound::settle(tx, intent).await?)
}

fn turn(reply: &Reply, ours: &str) -> Turn {
    match reply {
        Reply::Message { message, .. } => read(message, ours),
        Reply::Nonsense { why, .. } | Reply::Silence(why) => Turn::Again(why.clone()),
    }
}

fn read(answer: &Message, ours: &str) -> Turn {
    if !is_about(&answer.header, ours, None) {
        return Turn::Again("the answer is about another message".to_owned());
    }
    match &answer.body {
        Body::Status(status) if status.code.is_accepted() => Turn::Delivered,
        Body::Verify(verify) if verify.code == StatusCode::AcceptedByReceiver => Turn::Delivered,
        Body::Error(error) if !error.code.retryable() => Turn::Refused(evidence::reason(error)),
        Body::Error(error) => Turn::Again(evidence::reason(error)),
        body => Turn::Again(format!("answered with {}, which is no answer", body.transaction())),
    }
}
