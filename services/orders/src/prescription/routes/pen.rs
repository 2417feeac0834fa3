//! The pen a prescriber signs with: one act of signing, for one prescription or for several of a patient.

use super::case::Case;
use crate::controlled::display::Displayed;
use crate::controlled::{self, Right};
use crate::credential;
use crate::history::{self, Actor, Entry};
use crate::medication::Schedule;
use crate::message::{self, About, Logged};
use crate::pharmacy::Way;
use crate::prescription::signature::{Act, Record};
use crate::prescription::signing::{Cast, Judgement};
use crate::prescription::{Prescription, Refusal, store};
use crate::request::Answer;
use crate::second_factor::prove::{ShownFactor, prove};
use crate::second_factor::{self, FactorKind};
use crate::signing_key::ActiveKey;
use crate::signing_key::store::{Making, active};
use crate::signing_policy::{self, SigningPolicy};
use crate::{queue, safety, watch};
use chrono::{DateTime, NaiveDate, Utc};
use diesel::QueryResult;
use model::PractitionerId;
use model::event::PrescriptionSigned;
use platform::{Caller, Db, Problem, Sealing, Tx, mint, outbound, outbox};
use script::{Message, MessageId, NewRx, Text};

/// Who takes the pen, and what is shown beside the token.
#[derive(Clone)]
pub struct Hand {
    pub client: String,
    pub shown: Option<ShownFactor>,
    /// The digests of the controlled substances that were displayed.
    pub displayed: Vec<String>,
    /// Whether the module for controlled substances is installed.
    pub controlled: bool,
    pub now: DateTime<Utc>,
}

/// Who signs beside doing something else, such as answering a request; controlled substances are signed from their list alone.
#[derive(Clone)]
pub(crate) struct Signer {
    hand: Hand,
    sealing: Sealing,
}

impl Signer {
    pub fn of(caller: &Caller, db: &Db, shown: Option<ShownFactor>) -> anyhow::Result<Self> {
        let (client, now) = (caller.client.clone(), platform::now());
        let hand = Hand { client, shown, displayed: Vec::new(), controlled: false, now };
        Ok(Self { hand, sealing: db.sealing()? })
    }

    pub async fn pen(&self, tx: &mut Tx) -> Result<Pen, Problem> {
        Pen::take(tx, &self.sealing, &self.hand).await
    }

    pub fn now(&self) -> DateTime<Utc> {
        self.hand.now
    }
}

/// How the pharmacy hears of a prescription first.
pub(crate) enum Saying {
    NewRx,
    /// As the answer to its request.
    Answer(Box<(Message, Answer)>),
}

pub struct Pen {
    signer: PractitionerId,
    hand: Hand,
    proven: Option<FactorKind>,
    policy: SigningPolicy,
    key: ActiveKey,
}

impl Pen {
    /// For the prescriber whose own this client is; a second factor that is shown is spent with it.
    pub async fn take(tx: &mut Tx, sealing: &Sealing, hand: &Hand) -> Result<Self, Problem> {
        let signer = credential::store::prescriber_of(tx, &hand.client).await?.ok_or(Refusal::NotBound)?;
        let proven = match &hand.shown {
            Some(shown) => Some(prove(tx, sealing, signer, shown, hand.now).await?),
            None => None,
        };
        let policy = signing_policy::store::find(tx).await?;
        let (by, seed) = (hand.client.clone(), platform::draw_seed());
        let key = active(tx, sealing, &Making { id: mint(), seed, by, now: hand.now }).await?;
        Ok(Self { signer, hand: hand.clone(), proven, policy, key })
    }

    /// The decision, the signature, the message and the intent to send it.
    pub async fn sign(
        &self,
        tx: &mut Tx,
        draft: Prescription,
        saying: Saying,
    ) -> Result<Prescription, Problem> {
        let last = safety::store::last(tx, draft.id).await?;
        let Case { prescription, cast, verdicts, new_rx, written_on, series } =
            Case::examine(tx, draft, self.hand.now).await?;
        let schedule = prescription.content.medication.schedule;
        let judgement = Judgement {
            signer: self.signer,
            right: self.right(tx, schedule, written_on).await?,
            cast: &cast,
            last: last.as_ref(),
            now: &verdicts,
            written_on,
            series,
        };
        let cleared = prescription.clear(&judgement)?;
        if schedule != Schedule::None {
            let digest = Displayed::of(cleared.prescription(), &cast, written_on).digest()?;
            if !self.hand.displayed.contains(&digest) {
                return Err(Refusal::NotDisplayed.into());
            }
        }
        if self.proven.is_none() && self.policy.demands_factor(schedule) {
            return Err(second_factor::Refusal::Needed.into());
        }
        let new_rx = message::with_overrides(new_rx.map_err(Refusal::NotWritable)?, last.as_ref());
        let act = Act {
            signed_by: self.hand.client.clone(),
            signed_at: self.hand.now,
            written_on,
            second_factor: self.proven,
        };
        let signature = Record::of(cleared.prescription(), cast.clone(), act).sign(&self.key)?;
        let signed = cleared.sign(signature);
        store::update(tx, &signed).await?;
        outbox::put(tx, &PrescriptionSigned(signed.snapshot())).await?;
        let by = Actor::Client(self.hand.client.clone());
        let unchecked = last.map(|report| report.unchecked()).filter(|text| !text.is_empty());
        let entry = Entry::new(mint(), &signed, "signed", &by, self.hand.now).note(unchecked);
        history::store::record(tx, &entry).await?;
        hand_over(tx, signed, &cast, (new_rx, saying), self.hand.now).await
    }

    pub fn client(&self) -> &str {
        &self.hand.client
    }

    pub fn now(&self) -> DateTime<Utc> {
        self.hand.now
    }

    async fn right(&self, tx: &mut Tx, schedule: Schedule, today: NaiveDate) -> QueryResult<Right> {
        if schedule == Schedule::None || !self.hand.controlled || !self.policy.controlled_substances {
            return Ok(Right::Off);
        }
        controlled::access::store::right(tx, self.signer, today).await
    }
}

/// Writes the message once and for all: whatever is sent later is these bytes. A pharmacy with a queue fetches it.
async fn hand_over(
    tx: &mut Tx,
    signed: Prescription,
    cast: &Cast,
    (new_rx, saying): (NewRx, Saying),
    now: DateTime<Utc>,
) -> Result<Prescription, Problem> {
    let id = message::message_id(signed.id, 1)?;
    let message = match saying {
        Saying::NewRx => message::new_rx_message(&signed, cast, new_rx, id, now)?,
        Saying::Answer(both) => answering(&signed, new_rx, &both, (id, now))?,
    };
    let logged = Logged::outgoing(mint(), &message, now)?.about(Some(signed.id));
    message::store::insert(tx, &logged).await?;
    if let Some(Way::Queue) = cast.pharmacy.way() {
        return Ok(queue::put(tx, signed, cast, now).await?);
    }
    outbound::intend(tx, "send_prescription", signed.id.0, &signed.order_number).await?;
    watch::store::begin(tx, signed.id, About::Prescription, now).await?;
    Ok(signed)
}

/// The answer with what it authorises, under the order number of the new prescription.
fn answering(
    signed: &Prescription,
    new_rx: NewRx,
    (asked, answer): &(Message, Answer),
    stamp: (MessageId, DateTime<Utc>),
) -> anyhow::Result<Message> {
    let mut message = answer.write(asked, Some((new_rx.parties, new_rx.medication)), stamp)?;
    message.header.prescriber_order_number = Some(Text::new(&signed.order_number)?);
    Ok(message)
}
