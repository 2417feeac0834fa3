//! The courier: takes what was signed to the pharmacy until somebody answers, always the same bytes under the same MessageID.

use super::evidence::{self, About};
use super::inbound::{learn, without_nul};
use super::{Logged, message_id, store};
use crate::history::{self, Actor, Entry};
use crate::pharmacy;
use crate::prescription::progress::Progress;
use crate::prescription::state::Recall;
use crate::prescription::{self, Evidence, Prescription, State};
use crate::settings::Delivery;
use anyhow::Context as _;
use chrono::{DateTime, Utc};
use model::PrescriptionId;
use platform::client::{BadAnswer, bounded_text};
use platform::outbound::{self, Intent};
use platform::{Db, Tx, mint};
use reqwest::header::CONTENT_TYPE;
use script::{Body, Message};
use std::rc::Rc;

/// A pharmacy's answer is a small message; more than this is a mistake.
const ANSWER_LIMIT: usize = 256 * 1024;

#[derive(Clone)]
pub struct Courier {
    http: reqwest::Client,
    delivery: Rc<Delivery>,
}

/// What is to be posted where.
struct Letter {
    endpoint: reqwest::Url,
    xml: String,
}

/// What one try came to.
enum Reply {
    Message {
        message: Box<Message>,
        xml: String,
    },
    /// Something came back that is no SCRIPT message.
    Nonsense {
        why: String,
        body: String,
    },
    /// Nobody knows whether it arrived.
    Silence(String),
}

/// One try of one intent.
#[derive(Clone)]
struct Trip {
    intent: Intent,
    about: About,
    now: DateTime<Utc>,
}

impl Courier {
    pub fn new(delivery: Delivery) -> anyhow::Result<Self> {
        Ok(Self { http: platform::client::open()?, delivery: Rc::new(delivery) })
    }

    /// Sends the NewRx of an intent whose key is the order number.
    pub async fn prescribe(&self, db: &Db, intent: Intent) -> anyhow::Result<()> {
        let message_id = message_id(PrescriptionId(intent.subject), 1)?.to_string();
        self.carry(db, intent, About::Prescription, message_id).await
    }

    /// Sends the CancelRx of an intent whose key is its MessageID.
    pub async fn recall(&self, db: &Db, intent: Intent) -> anyhow::Result<()> {
        let message_id = intent.key.clone();
        self.carry(db, intent, About::Recall, message_id).await
    }

    async fn carry(&self, db: &Db, intent: Intent, about: About, message_id: String) -> anyhow::Result<()> {
        let context = intent.context();
        let out = Trip { intent, about, now: platform::now() };
        let trip = out.clone();
        let start = async move |tx: &mut Tx| begin(tx, &out, &message_id).await;
        let Some(letter) = db.transaction(&context, start).await? else { return Ok(()) };
        let reply = self.post(letter).await;
        let (courier, back) = (self.clone(), Trip { now: platform::now(), ..trip });
        db.transaction(&context, async move |tx| courier.conclude(tx, &back, &reply).await).await
    }

    async fn post(&self, letter: Letter) -> Reply {
        let request = self.http.post(letter.endpoint).header(CONTENT_TYPE, "application/xml; charset=utf-8");
        let response = match request.timeout(self.delivery.limit()).body(letter.xml).send().await {
            Ok(response) => response,
            Err(error) => return Reply::Silence(silence(&error).to_owned()),
        };
        // An Error may come with any HTTP status; only the message counts.
        match bounded_text(response, ANSWER_LIMIT).await {
            Ok(xml) => match script::parse(&xml) {
                Ok(message) => Reply::Message { message: Box::new(message), xml },
                Err(error) => {
                    Reply::Nonsense { why: format!("the answer is no SCRIPT message: {error}"), body: xml }
                }
            },
            Err(BadAnswer::BrokeOff(error)) => Reply::Silence(silence(&error).to_owned()),
            Err(error) => Reply::Silence(error.to_string()),
        }
    }

    /// Keeps the answer and settles, or puts the next try off; nothing a pharmacy says is lost if this fails, it is asked again.
    async fn conclude(&self, tx: &mut Tx, trip: &Trip, reply: &Reply) -> anyhow::Result<()> {
        let prescription = locked(tx, &trip.intent).await?;
        let why = match reply {
            Reply::Message { message, xml } => {
                let logged = Logged::incoming(mint(), message, xml.clone(), trip.now);
                store::insert(tx, &logged.about(Some(prescription.id))).await?;
                match why_again(message, trip.about) {
                    Some(why) => why,
                    None => {
                        let after = learn(tx, prescription, message, trip.about, trip.now).await?;
                        return settle(tx, &trip.intent, &after).await;
                    }
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

    async fn doubt(&self, tx: &mut Tx, trip: &Trip, before: Prescription, why: String) -> anyhow::Result<()> {
        let Trip { intent, about, now } = trip;
        let pause = self.delivery.pause_after(intent.attempts);
        let task = pause.is_none().then(|| task(*about, intent.attempts));
        let state = match about {
            About::Prescription => before.state.clone().doubt(intent.attempts, task.clone()),
            About::Recall => with_task(before.state.clone(), task.clone()),
        };
        let after = before.with_state(state);
        prescription::store::update(tx, &after).await?;
        let note = [Some(why), task].into_iter().flatten().collect::<Vec<_>>().join(". ");
        let change = format!("try {} came to nothing", intent.attempts);
        let entry = Entry::new(mint(), &after, &change, &Actor::Courier, *now).note(Some(note));
        history::store::record(tx, &entry).await?;
        match pause {
            Some(pause) => Ok(outbound::put_off(tx, intent, pause).await?),
            None => settle(tx, intent, &after).await,
        }
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
async fn begin(tx: &mut Tx, trip: &Trip, message_id: &str) -> anyhow::Result<Option<Letter>> {
    let Trip { intent, about, now } = trip;
    let prescription = locked(tx, intent).await?;
    match (about, &prescription.state) {
        (About::Prescription, state) if state.progress().is_none_or(Progress::is_answered) => {
            settle(tx, intent, &prescription).await?;
            return Ok(None);
        }
        (About::Recall, state) if !matches!(state, State::Recalled(Recall::CancelPending { .. })) => {
            settle(tx, intent, &prescription).await?;
            return Ok(None);
        }
        _ => {}
    }
    let pharmacy =
        pharmacy::store::find(tx, prescription.pharmacy_id).await?.context("the pharmacy is gone")?;
    let endpoint = pharmacy.script.context("the pharmacy has no endpoint any more")?.endpoint.url();
    let xml = store::sent(tx, message_id).await?.context("the message was never written")?.body;
    mark_sending(tx, prescription, *now).await?;
    Ok(Some(Letter { endpoint, xml }))
}

async fn mark_sending(tx: &mut Tx, before: Prescription, now: DateTime<Utc>) -> anyhow::Result<()> {
    if before.state == State::OnItsWay(Progress::Signed) {
        let (state, _) = before.state.clone().learn(Evidence::Progress(Progress::Sending));
        let after = before.with_state(state);
        prescription::store::update(tx, &after).await?;
        history::store::record(tx, &Entry::new(mint(), &after, "sending", &Actor::Courier, now)).await?;
    }
    Ok(())
}

/// Why the same message must be sent again, if it must.
fn why_again(answer: &Message, about: About) -> Option<String> {
    match &answer.body {
        Body::Error(error) if error.code.retryable() => Some(evidence::reason(error)),
        body => match evidence::read(body, about) {
            None => Some(format!("answered with {}, which is no answer", body.transaction())),
            Some(Evidence::Nothing) if about == About::Prescription => {
                Some(format!("answered with a {} that says nothing", body.transaction()))
            }
            Some(_) => None,
        },
    }
}

/// Without the address: what went wrong, not with whom.
fn silence(error: &reqwest::Error) -> &'static str {
    if error.is_timeout() {
        "no answer in time"
    } else if error.is_connect() {
        "it cannot be reached"
    } else {
        "the connection broke"
    }
}

fn task(about: About, attempts: i32) -> String {
    match about {
        About::Prescription => format!(
            "Not confirmed after {attempts} tries: call the pharmacy and ask whether it has the prescription; it may be there already"
        ),
        About::Recall => {
            format!(
                "The request to cancel was not confirmed after {attempts} tries: call the pharmacy; it may still dispense"
            )
        }
    }
}

fn with_task(state: State, task: Option<String>) -> State {
    match state {
        State::Recalled(Recall::CancelPending { progress, .. }) => {
            State::Recalled(Recall::CancelPending { progress, task })
        }
        state => state,
    }
}
