//! The courier: takes what was signed to the pharmacy until somebody answers, always the same bytes under the same MessageID.

mod turn;

use super::evidence::{self, About};
use super::inbound::{learn, without_nul};
use super::line::{Door, Letter, Line, Reply};
use super::{Logged, message_id, store, withheld};
use crate::history::{Actor, Entry};
use crate::pharmacy;
use crate::prescription::progress::Progress;
use crate::prescription::state::Recall;
use crate::prescription::{self, Evidence, Prescription, State, keep};
use crate::settings::Delivery;
use crate::task;
use anyhow::Context as _;
use chrono::{DateTime, Utc};
use model::PrescriptionId;
use platform::outbound::{self, Intent};
use platform::{Db, Tx, mint};
use script::{Body, Message};
use std::rc::Rc;
use std::time::Duration;

pub(crate) use turn::{is_about, why_again};

/// When a message whose partner has enough to do is looked at again.
const WAIT: Duration = Duration::from_millis(500);

#[derive(Clone)]
pub struct Courier {
    line: Rc<Line>,
    delivery: Rc<Delivery>,
}

/// One try of one intent.
#[derive(Clone)]
struct Trip {
    intent: Intent,
    about: About,
    message_id: String,
    now: DateTime<Utc>,
}

/// How a trip begins.
pub(crate) enum Departure {
    /// It need not, or must not yet, be sent.
    Stays,
    Leaves(Letter),
    /// There is no way.
    Stuck(String),
}

impl Courier {
    pub fn new(delivery: Delivery) -> anyhow::Result<Self> {
        Ok(Self { line: Rc::new(Line::open(&delivery)?), delivery: Rc::new(delivery) })
    }

    /// What became of a departure; none when there was nothing to send, or the partner has enough to do.
    pub(crate) async fn leave(
        &self,
        db: &Db,
        intent: &Intent,
        departure: Departure,
    ) -> anyhow::Result<Option<Reply>> {
        let reply = match departure {
            Departure::Stays => return Ok(None),
            Departure::Stuck(why) => Some(Reply::Silence(why)),
            Departure::Leaves(letter) => self.line.post(letter, platform::now()).await,
        };
        if reply.is_none() {
            let (context, waits) = (intent.context(), intent.clone());
            let wait = async move |tx: &mut Tx| anyhow::Ok(outbound::not_tried(tx, &waits, WAIT).await?);
            db.transaction(&context, wait).await?;
        }
        Ok(reply)
    }

    /// The pause after the given try; none when tries are used up.
    pub(crate) fn pause_after(&self, attempt: i32) -> Option<Duration> {
        self.delivery.pause_after(attempt)
    }

    /// Sends the first message about a prescription; the intent's key is the order number, or names a repetition somebody asked for.
    pub async fn prescribe(&self, db: &Db, intent: Intent) -> anyhow::Result<()> {
        let message_id = message_id(PrescriptionId(intent.subject), 1)?.to_string();
        self.carry(db, Trip { intent, about: About::Prescription, message_id, now: platform::now() }).await
    }

    /// Sends the CancelRx of an intent whose key is its MessageID.
    pub async fn recall(&self, db: &Db, intent: Intent) -> anyhow::Result<()> {
        let message_id = intent.key.clone();
        self.carry(db, Trip { intent, about: About::Recall, message_id, now: platform::now() }).await
    }

    async fn carry(&self, db: &Db, trip: Trip) -> anyhow::Result<()> {
        let (context, out, way) = (trip.intent.context(), trip.clone(), db.clone());
        let departure =
            db.transaction(&context, async move |tx: &mut Tx| begin(tx, &way, &out).await).await?;
        let Some(reply) = self.leave(db, &trip.intent, departure).await? else { return Ok(()) };
        let (courier, back) = (self.clone(), Trip { now: platform::now(), ..trip });
        db.transaction(&context, async move |tx| courier.conclude(tx, &back, &reply).await).await
    }

    /// Keeps the answer and settles, or puts the next try off; nothing a pharmacy says is lost if this fails, it is asked again.
    async fn conclude(&self, tx: &mut Tx, trip: &Trip, reply: &Reply) -> anyhow::Result<()> {
        let prescription = locked(tx, &trip.intent).await?;
        let why = match reply {
            Reply::Message { message, xml } => {
                let logged = Logged::incoming(mint(), message, xml.clone(), trip.now);
                store::insert_answer(tx, &logged.about(Some(prescription.id)), mint()).await?;
                let order = prescription.order_number.as_str();
                match why_again(message, trip.about, &trip.message_id, order) {
                    Some(why) => why,
                    None => return self.hear(tx, trip, prescription, message).await,
                }
            }
            Reply::Nonsense { why, body } => {
                let logged = Logged::unreadable(mint(), without_nul(body), trip.now);
                store::insert(tx, &logged.about(Some(prescription.id))).await?;
                why.clone()
            }
            Reply::Silence(why) => why.clone(),
        };
        self.doubt(tx, trip, prescription, why).await
    }

    /// What a repetition is refused with says nothing of the message that was taken before: a person looks.
    async fn hear(
        &self,
        tx: &mut Tx,
        trip: &Trip,
        before: Prescription,
        message: &Message,
    ) -> anyhow::Result<()> {
        let Trip { intent, about, now, .. } = trip;
        let refused = match &message.body {
            Body::Error(error) if trip.is_repetition(&before) => Some(evidence::reason(error)),
            _ => None,
        };
        let Some(reason) = refused else {
            let after = learn(tx, before, message, *about, *now).await?;
            return settle(tx, intent, &after).await;
        };
        let what = format!("The pharmacy refused the message that was sent again ({reason}): call it.");
        keep::ask(tx, &before, task::Kind::TransmissionFailed, what, *now).await?;
        let entry = Entry::new(mint(), &before, "refused when sent again", &Actor::Courier, *now);
        keep::tell(tx, &entry.note(Some(reason))).await?;
        settle(tx, intent, &before).await
    }

    async fn doubt(&self, tx: &mut Tx, trip: &Trip, before: Prescription, why: String) -> anyhow::Result<()> {
        let Trip { intent, about, now, .. } = trip;
        let pause = self.pause_after(intent.attempts);
        let task = pause.is_none().then(|| turn::task(*about, intent.attempts));
        let state = match about {
            About::Prescription | About::Answer => before.state.clone().doubt(intent.attempts, task.clone()),
            About::Recall => turn::with_task(before.state.clone(), task.clone()),
        };
        if let Some(what) = task.clone().filter(|_| trip.is_repetition(&before)) {
            keep::ask(tx, &before, task::Kind::TransmissionUnknown, what, *now).await?;
        }
        let earlier = before.state.clone();
        let after = before.with_state(state);
        let note = [Some(why), task].into_iter().flatten().collect::<Vec<_>>().join(". ");
        let change = format!("try {} came to nothing", intent.attempts);
        let entry = Entry::new(mint(), &after, &change, &Actor::Courier, *now).note(Some(note));
        keep::change(tx, &earlier, &after, &entry, *now).await?;
        match pause {
            Some(pause) => Ok(outbound::put_off(tx, intent, pause).await?),
            None => settle(tx, intent, &after).await,
        }
    }
}

impl Trip {
    /// Whether somebody asked for it to be sent once more after it was settled.
    fn is_repetition(&self, prescription: &Prescription) -> bool {
        self.about == About::Prescription && self.intent.key != prescription.order_number
    }
}

/// Done with this message. A recall that waited, so as not to overtake its prescription, may go now.
async fn settle(tx: &mut Tx, intent: &Intent, after: &Prescription) -> anyhow::Result<()> {
    outbound::settle(tx, intent).await?;
    if let State::Recalled(Recall::CancelPending { .. }) = after.state
        && let Some(message_id) = store::last_recall(tx, after.id).await?
    {
        outbound::intend(tx, "send_cancellation", after.id.0, &message_id).await?;
    }
    Ok(())
}

async fn locked(tx: &mut Tx, intent: &Intent) -> anyhow::Result<Prescription> {
    let found = prescription::store::find_for_change(tx, PrescriptionId(intent.subject)).await?;
    found.context("the intent is about no prescription")
}

/// Marks it as being sent; nothing when it need not, or must not yet, be sent.
async fn begin(tx: &mut Tx, db: &Db, trip: &Trip) -> anyhow::Result<Departure> {
    let prescription = locked(tx, &trip.intent).await?;
    let again = trip.is_repetition(&prescription);
    let goes = match (trip.about, &prescription.state) {
        (About::Prescription | About::Answer, state) => {
            let open = state.progress().is_some_and(|p| again || !p.is_answered());
            // An original on paper takes the place of the message (21 CFR 1311.170(d)).
            open && prescription.original_printed_at.is_none()
        }
        (About::Recall, state) => matches!(state, State::Recalled(Recall::CancelPending { .. })),
    };
    if !goes {
        settle(tx, &trip.intent, &prescription).await?;
        return Ok(Departure::Stays);
    }
    let pharmacy =
        pharmacy::store::find(tx, prescription.pharmacy_id).await?.context("the pharmacy is gone")?;
    let departure = departure(tx, db, &pharmacy, &trip.message_id).await?;
    if let (About::Prescription, Departure::Leaves(letter)) = (trip.about, &departure)
        && let Some(why) = withheld::why(tx, &db.sealing()?, &prescription, &letter.xml).await?
    {
        let after = withheld::withhold(tx, prescription, why, trip.now).await?;
        settle(tx, &trip.intent, &after).await?;
        return Ok(Departure::Stays);
    }
    match &departure {
        Departure::Stays => settle(tx, &trip.intent, &prescription).await?,
        Departure::Leaves(letter) => mark_sending(tx, prescription, trip, &letter.transaction).await?,
        Departure::Stuck(_) => (),
    }
    Ok(departure)
}

/// What one of our messages leaves by; it stays where the pharmacy fetches it itself.
pub(crate) async fn departure(
    tx: &mut Tx,
    db: &Db,
    pharmacy: &pharmacy::Pharmacy,
    message_id: &str,
) -> anyhow::Result<Departure> {
    let Logged { transaction, body, .. } =
        store::sent(tx, message_id).await?.context("the message was never written")?;
    Ok(match Door::of(tx, db, pharmacy).await? {
        Ok(Some(door)) => Departure::Leaves(Letter { door, transaction, xml: body }),
        Ok(None) => Departure::Stays,
        Err(why) => Departure::Stuck(why),
    })
}

/// Told before it is sent, so that the history knows of a try that dies with its process.
async fn mark_sending(
    tx: &mut Tx,
    before: Prescription,
    trip: &Trip,
    transaction: &str,
) -> anyhow::Result<()> {
    let Trip { intent, now, .. } = trip;
    let earlier = before.state.clone();
    let after = if earlier == State::OnItsWay(Progress::Signed) {
        let (state, _) = earlier.clone().learn(Evidence::Progress(Progress::Sending));
        before.with_state(state)
    } else {
        before
    };
    let entry = Entry::new(mint(), &after, &format!("sending {transaction}"), &Actor::Courier, *now);
    let again = (intent.attempts > 1).then(|| format!("try {}", intent.attempts));
    let entry = entry.note(again);
    if after.state == earlier {
        return Ok(keep::tell(tx, &entry).await?);
    }
    Ok(keep::change(tx, &earlier, &after, &entry, *now).await?)
}
