//! The courier of orders: takes them to the laboratory until it answers, always the same bytes under the same MSH-10.

use super::line::Line;
use super::{Entry, Order, State, store};
use crate::exchange::{self, Logged};
use crate::laboratory::{self, Connection};
use crate::message::Direction;
use crate::settings::Delivery;
use crate::task::{self, Kind, Task};
use anyhow::Context as _;
use chrono::{DateTime, TimeDelta, Utc};
use hl7::{Acknowledgment, Verdict};
use model::OrderId;
use platform::outbound::{self, Intent};
use platform::{Db, Tx, mint};
use std::rc::Rc;

/// The kind of its intents.
pub const SEND: &str = "send_order";

#[derive(Clone)]
pub struct Courier {
    line: Line,
    delivery: Rc<Delivery>,
}

/// What is to be sent where, and as what.
struct Letter {
    connection: Connection,
    body: Vec<u8>,
    number: String,
}

/// What one try came to.
enum Reply {
    Acknowledged {
        acknowledgment: Acknowledgment,
        text: String,
    },
    /// Nobody knows whether it arrived.
    Silence(String),
}

impl Courier {
    pub fn new(delivery: Delivery) -> anyhow::Result<Self> {
        Ok(Self { line: Line::open(&delivery)?, delivery: Rc::new(delivery) })
    }

    /// Sends the message of an intent whose key is its MSH-10.
    pub async fn carry(&self, db: &Db, intent: Intent) -> anyhow::Result<()> {
        let (context, trip, now) = (intent.context(), intent.clone(), platform::now());
        let start = async move |tx: &mut Tx| begin(tx, &trip, now).await;
        let Some(letter) = db.transaction(&context, start).await? else { return Ok(()) };
        let reply = self.send(&letter).await;
        let (courier, now) = (self.clone(), platform::now());
        db.transaction(&context, async move |tx| courier.conclude(tx, &intent, &reply, now).await).await
    }

    async fn send(&self, letter: &Letter) -> Reply {
        let text = match self.line.exchange(&letter.connection, &letter.body).await {
            Ok(text) => text,
            Err(why) => return Reply::Silence(why.to_owned()),
        };
        match Acknowledgment::parse(&text) {
            Ok(acknowledgment) if acknowledgment.control_id == letter.number => {
                Reply::Acknowledged { acknowledgment, text }
            }
            Ok(_) => Reply::Silence("the answer is to another message".to_owned()),
            Err(error) => Reply::Silence(format!("the answer is no acknowledgment: {error}")),
        }
    }

    /// Keeps the answer and settles, or puts the next try off.
    async fn conclude(
        &self,
        tx: &mut Tx,
        intent: &Intent,
        reply: &Reply,
        now: DateTime<Utc>,
    ) -> anyhow::Result<()> {
        let order = locked(tx, intent).await?;
        match reply {
            Reply::Acknowledged { acknowledgment, text } => {
                let refused = (acknowledgment.verdict != Verdict::Accepted).then(|| {
                    acknowledgment
                        .words
                        .clone()
                        .unwrap_or_else(|| "the laboratory gives no reason".to_owned())
                });
                let message = message_of(tx, &order, &intent.key).await?;
                let message = Logged { answer: Some(text.clone()), accepted: refused.is_none(), ..message };
                exchange::store::conclude(tx, &message).await?;
                let after = order.clone().with_state(order.state.clone().answered(refused.clone()));
                let change = if refused.is_some() { "refused by the laboratory" } else { "acknowledged" };
                keep(tx, &after, change, refused.clone(), now).await?;
                if refused.is_some() {
                    let what = "The laboratory refuses an order or its cancellation: read why, and call it";
                    fail(tx, &after, what, now).await?;
                }
                Ok(outbound::settle(tx, intent).await?)
            }
            Reply::Silence(why) => self.doubt(tx, intent, order, why, now).await,
        }
    }

    async fn doubt(
        &self,
        tx: &mut Tx,
        intent: &Intent,
        order: Order,
        why: &str,
        now: DateTime<Utc>,
    ) -> anyhow::Result<()> {
        let pause = self.delivery.pause_after(intent.attempts);
        let state = order.state.clone().doubt(intent.attempts, pause.is_none());
        let after = order.with_state(state);
        let change = format!("try {} came to nothing", intent.attempts);
        keep(tx, &after, &change, Some(why.to_owned()), now).await?;
        match pause {
            Some(pause) => Ok(outbound::put_off(tx, intent, pause).await?),
            None => {
                let what =
                    "No answer to an order or its cancellation: call the laboratory; it may be there already";
                fail(tx, &after, what, now).await?;
                Ok(outbound::settle(tx, intent).await?)
            }
        }
    }
}

async fn locked(tx: &mut Tx, intent: &Intent) -> anyhow::Result<Order> {
    let found = store::find_for_change(tx, OrderId(intent.subject)).await?;
    found.context("the intent is about no order")
}

async fn message_of(tx: &mut Tx, order: &Order, number: &str) -> anyhow::Result<Logged> {
    let sent = exchange::store::about(tx, order.id).await?.into_iter();
    let mut sent = sent.filter(|message| message.direction == Direction::Out);
    sent.find(|message| message.control_id.as_deref() == Some(number))
        .context("the message was never written")
}

/// Marks it as being sent; nothing when it need not be sent any more.
async fn begin(tx: &mut Tx, intent: &Intent, now: DateTime<Utc>) -> anyhow::Result<Option<Letter>> {
    let order = locked(tx, intent).await?;
    let cancels = intent.key == order.cancellation();
    let wanted = if cancels {
        matches!(order.state, State::CancelPending { .. })
    } else {
        order.state.is_to_be_sent()
    };
    if !wanted {
        outbound::settle(tx, intent).await?;
        return Ok(None);
    }
    let laboratory = order.laboratory_id.context("the order names no laboratory")?;
    let laboratory = laboratory::store::find(tx, laboratory).await?.context("the laboratory is gone")?;
    let connection = laboratory.connection.context("the laboratory has no connection any more")?;
    let body = message_of(tx, &order, &intent.key).await?.body;
    if order.state == State::Signed {
        keep(tx, &order.with_state(State::Sending), "sending", None, now).await?;
    }
    Ok(Some(Letter { connection, body, number: intent.key.clone() }))
}

async fn keep(
    tx: &mut Tx,
    after: &Order,
    change: &str,
    note: Option<String>,
    now: DateTime<Utc>,
) -> anyhow::Result<()> {
    store::update(tx, after).await?;
    Ok(store::record(tx, &Entry::new(mint(), after, change, "praxis", now).note(note)).await?)
}

async fn fail(tx: &mut Tx, order: &Order, what: &str, now: DateTime<Utc>) -> anyhow::Result<()> {
    let task = Task::new(mint(), Kind::OrderFailed, order.subject(), what.to_owned(), now);
    let task = task.patient(order.patient_id).due(now + TimeDelta::hours(4));
    Ok(task::store::open(tx, &task).await?)
}
