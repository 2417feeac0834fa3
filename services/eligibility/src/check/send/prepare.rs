//! Takes what is due in a lane: commits that the attempts begin, and what they say.

use super::keep::conclude;
use super::{Asked, KIND, Matter, place};
use crate::check::question::Question;
use crate::check::store::exchange::{self, Exchange};
use crate::check::{AttemptOutcome, Check, Next, ReasonCode, State, Variant, store, variant};
use crate::connection::line::{Line, Way};
use crate::connection::{Identity, store as connections};
use crate::coverage::{self, Coverage};
use crate::payer::{self, Payer};
use crate::x12_inquiry::{X12Inquiry, store as raw_store};
use chrono::{DateTime, Utc};
use model::event::{LocationSnapshot, PatientSnapshot};
use model::{ConnectionId, CoverageId, EligibilityCheckId, PayerId};
use platform::outbound::Intent;
use platform::outbound::lane::{Lane, Urgency, settle, take as take_due};
use platform::{Sealing, Tx, mint, projection};
use std::collections::{HashMap, HashSet};
use uuid::Uuid;

/// How many checks whose time is over are ended at once.
const SWEPT_AT_ONCE: i64 = 200;

/// How many can be used.
#[derive(Clone, Copy)]
pub struct Wanted {
    pub urgent: usize,
    pub all: usize,
    /// What nobody waits for goes another way: in files.
    pub only_urgent: bool,
    /// The connection is to be read anew, and checks whose time is over are to be ended.
    pub sweep: bool,
}

#[derive(Default)]
pub struct Taken {
    pub asked: Vec<Asked>,
    /// There may be more.
    pub full: bool,
    pub way: Option<Way>,
}

/// Everything the questions of one turn are made from.
pub struct Known {
    checks: HashMap<EligibilityCheckId, Check>,
    coverages: HashMap<CoverageId, Coverage>,
    payers: HashMap<PayerId, Payer>,
    patients: HashMap<String, PatientSnapshot>,
    places: HashMap<EligibilityCheckId, LocationSnapshot>,
    unanswered: HashMap<EligibilityCheckId, Sent>,
    raw: HashMap<Uuid, (X12Inquiry, Vec<u8>)>,
    identity: Identity,
}

/// An interchange that waits for its answer.
pub struct Sent {
    pub exchange: Uuid,
    message: Vec<u8>,
}

/// What is to be done about one that was taken.
pub enum Step {
    /// It ended meanwhile.
    Settle(Intent),
    Conclude(Intent, Next),
    Ask {
        intent: Intent,
        question: Box<Question>,
        repeated: Option<Sent>,
    },
    PassOn {
        intent: Intent,
        inquiry: X12Inquiry,
        message: Vec<u8>,
    },
}

pub async fn take(
    tx: &mut Tx,
    (lane, identity): (Lane, &Identity),
    (line, sealing): (&Line, &Sealing),
    wanted: Wanted,
    now: DateTime<Utc>,
) -> anyhow::Result<Taken> {
    let mut taken = Taken::default();
    if wanted.sweep {
        taken.way = connections::open(tx, sealing, ConnectionId(lane.lane)).await?;
        end_overdue(tx, lane, now).await?;
    }
    let mut intents = match wanted.urgent {
        0 => Vec::new(),
        most => take_due(tx, KIND, lane.lane, Urgency::Now..=Urgency::Now, most).await?,
    };
    let urgent = intents.len();
    let most = if wanted.only_urgent { 0 } else { wanted.all.saturating_sub(urgent) };
    if most > 0 {
        intents.extend(take_due(tx, KIND, lane.lane, Urgency::Now..=Urgency::Queued, most).await?);
    }
    taken.full = intents.len() >= wanted.all.max(1);
    if intents.is_empty() {
        return Ok(taken);
    }
    let mut known = Known::of(tx, &intents, (identity, sealing)).await?;
    let steps = intents.into_iter().map(|intent| known.step(intent, line, now)).collect();
    taken.asked = perform(tx, steps, (line, sealing), now).await?;
    Ok(taken)
}

/// Checks whose time is over while their way is closed.
async fn end_overdue(tx: &mut Tx, lane: Lane, now: DateTime<Utc>) -> anyhow::Result<()> {
    let overdue = store::overdue(tx, lane.lane, now, SWEPT_AT_ONCE).await?;
    let ends = overdue.into_iter().map(|(intent, check)| (intent, check.given_up())).collect();
    conclude(tx, ends).await
}

impl Known {
    pub async fn of(
        tx: &mut Tx,
        intents: &[Intent],
        (identity, sealing): (&Identity, &Sealing),
    ) -> anyhow::Result<Self> {
        let ids: Vec<_> = intents.iter().map(|intent| EligibilityCheckId(intent.subject)).collect();
        let checks = store::lock_all(tx, &ids).await?;
        let found: HashSet<Uuid> = checks.iter().map(|check| check.id.0).collect();
        let others: Vec<_> =
            intents.iter().map(|intent| intent.subject).filter(|id| !found.contains(id)).collect();
        let raw = match others.is_empty() {
            true => HashMap::new(),
            false => raw_store::open_all(tx, sealing, &others).await?,
        };
        let coverages: Vec<_> = checks.iter().map(|check| check.coverage_id).collect();
        let coverages = coverage::store::find_all(tx, &coverages).await?;
        let payers: Vec<_> = coverages.iter().map(|coverage| coverage.payer_id).collect();
        let payers = payer::store::find_all(tx, &payers).await?;
        let patients = checks.iter().map(|check| check.patient_id);
        let patients = projection::find_all(tx, "patient", patients).await?;
        let places = place::of_all(tx, &checks).await?;
        let unanswered = unanswered(tx, &ids, sealing).await?;
        Ok(Self {
            coverages: coverages.into_iter().map(|coverage| (coverage.id, coverage)).collect(),
            payers: payers.into_iter().map(|payer| (payer.id, payer)).collect(),
            unanswered,
            checks: checks.into_iter().map(|check| (check.id, check)).collect(),
            patients,
            places,
            raw,
            identity: identity.clone(),
        })
    }

    pub fn step(&mut self, intent: Intent, line: &Line, now: DateTime<Utc>) -> Step {
        if let Some((inquiry, message)) = self.raw.remove(&intent.subject) {
            return Step::PassOn { intent, inquiry, message };
        }
        let id = EligibilityCheckId(intent.subject);
        let Some(check) = self.checks.get(&id).filter(|check| check.is_open()).cloned() else {
            return Step::Settle(intent);
        };
        if check.is_over(&line.patience, now) {
            return Step::Conclude(intent, check.given_up());
        }
        let Some(question) = self.question(check.clone()) else {
            // Coverage, payer and patient are held by constraints and came before the check: only a place can be missing.
            let check = check.begin(now, Variant::AsRecorded);
            let last_word = State::unknown(ReasonCode::NoLocation);
            let next = check.missed(AttemptOutcome::NotSent, last_word, &line.patience, now);
            return Step::Conclude(intent, next);
        };
        let Question { patient, coverage, payer, check, .. } = &question;
        if !payer.inquiries.missing(patient, coverage).is_empty() {
            let check = check.clone().begin(now, question.variant);
            let last_word = State::unknown(ReasonCode::RecordIncomplete);
            return Step::Conclude(intent, check.ended(AttemptOutcome::NotSent, last_word));
        }
        let check = check.clone().begin(now, question.variant);
        let repeated = self.unanswered.remove(&id);
        Step::Ask { intent, question: Box::new(Question { check, ..question }), repeated }
    }

    /// The question of a check that waits for its answer, and the exchange that asked it.
    pub fn waiting(&mut self, id: EligibilityCheckId) -> Option<(Question, Uuid)> {
        let check = self.checks.get(&id).filter(|check| check.is_open())?.clone();
        let exchange = self.unanswered.get(&id)?.exchange;
        Some((self.question(check)?, exchange))
    }

    fn question(&self, check: Check) -> Option<Question> {
        let coverage = self.coverages.get(&check.coverage_id)?.clone();
        let payer = self.payers.get(&coverage.payer_id)?.clone();
        let patient = self.patients.get(&check.patient_id.to_string())?.demographics.clone();
        let location = self.places.get(&check.id)?.clone();
        let variant = words(&check, &patient, &payer);
        let identity = self.identity.clone();
        Some(Question { check, coverage, payer, patient, location, identity, variant })
    }
}

/// One that cannot be opened any more (its key is gone) counts as unheard, and the question is written anew.
async fn unanswered(
    tx: &mut Tx,
    ids: &[EligibilityCheckId],
    sealing: &Sealing,
) -> anyhow::Result<HashMap<EligibilityCheckId, Sent>> {
    let (mut open, mut lost) = (HashMap::new(), Vec::new());
    for sent in exchange::unanswered(tx, ids).await? {
        match sent.request(sealing) {
            Ok(message) => {
                open.insert(sent.check_id, Sent { exchange: sent.id, message });
            }
            Err(error) => {
                tracing::warn!(exchange = %sent.id, error = %format!("{error:#}"), "it is written anew");
                lost.push(exchange::Response::new(sent.id, ("", sealing))?);
            }
        }
    }
    exchange::keep_responses(tx, &lost).await?;
    Ok(open)
}

/// As last time; otherwise when the payer did not know the person by those.
fn words(check: &Check, patient: &model::Demographics, payer: &Payer) -> Variant {
    let Some(last) = check.attempts.last() else { return Variant::AsRecorded };
    if last.outcome != AttemptOutcome::Rejected {
        return last.variant;
    }
    let codes: Vec<&str> = last.rejections.iter().map(String::as_str).collect();
    let person = variant::Person { demographics: patient, codes: &codes };
    variant::next(person, &check.attempts.variants(), &payer.inquiries, &[]).unwrap_or(last.variant)
}

/// Writes the interchanges and commits everything that follows.
async fn perform(
    tx: &mut Tx,
    steps: Vec<Step>,
    (line, sealing): (&Line, &Sealing),
    now: DateTime<Utc>,
) -> anyhow::Result<Vec<Asked>> {
    let (mut ready, mut asked) = (Vec::new(), Vec::new());
    for step in sort(tx, steps, line, now).await? {
        match step {
            Step::PassOn { intent, inquiry, message } => {
                let matter = Matter::Raw(inquiry);
                ready.push(Asked { intent, matter, message, repeated: false, urgent: true });
            }
            Step::Ask { intent, question, repeated } => asked.push((intent, question, repeated)),
            Step::Settle(_) | Step::Conclude(..) => (),
        }
    }
    let begun: Vec<&Check> = asked.iter().map(|(_, question, _)| &question.check).collect();
    store::save_all(tx, &begun).await?;
    ready.extend(write(tx, asked, (line, sealing), now).await?);
    Ok(ready)
}

/// Commits the ends; what is to be sent is left.
pub async fn sort(
    tx: &mut Tx,
    steps: Vec<Step>,
    line: &Line,
    now: DateTime<Utc>,
) -> anyhow::Result<Vec<Step>> {
    let (mut settled, mut ends, mut rest) = (Vec::new(), Vec::new(), Vec::new());
    for step in steps {
        match step {
            Step::Settle(intent) => settled.push(intent),
            Step::Conclude(intent, next) => ends.push((intent, next)),
            // Tried with any number first: a question that cannot be written must not use one up.
            Step::Ask { intent, question, repeated: None } if question.write(1, line.usage, now).is_err() => {
                let last_word = State::unknown(ReasonCode::InquiryNotPossible);
                ends.push((intent, question.check.ended(AttemptOutcome::NotSent, last_word)));
            }
            step => rest.push(step),
        }
    }
    settle(tx, &settled.iter().collect::<Vec<_>>()).await?;
    conclude(tx, ends).await?;
    Ok(rest)
}

type ToAsk = (Intent, Box<Question>, Option<Sent>);

async fn write(
    tx: &mut Tx,
    asked: Vec<ToAsk>,
    (line, sealing): (&Line, &Sealing),
    now: DateTime<Utc>,
) -> anyhow::Result<Vec<Asked>> {
    let new = asked.iter().filter(|(_, _, repeated)| repeated.is_none()).count();
    let mut control = exchange::next_controls(tx, new).await?;
    let (mut ready, mut exchanges) = (Vec::with_capacity(asked.len()), Vec::with_capacity(new));
    for (intent, question, repeated) in asked {
        let check = &question.check;
        let urgent = !check.is_patient();
        let (exchange, message, repeated) = match repeated {
            Some(Sent { exchange, message }) => (exchange, message, true),
            None => {
                let message = question.write(exchange::isa13(control)?, line.usage, now)?.into_bytes();
                let exchange = Exchange::new(mint(), check.id, control, (&message, sealing))?;
                control += 1;
                let id = exchange.id;
                exchanges.push(exchange);
                (id, message, false)
            }
        };
        let matter = Matter::Check { question, exchange };
        ready.push(Asked { intent, matter, message, repeated, urgent });
    }
    exchange::insert(tx, &exchanges).await?;
    Ok(ready)
}
