//! A message of the other side: stored as it came, matched to a prescription, believed once, and answered.

use super::evidence::{self, About};
use super::{Logged, store};
use crate::history::{self, Actor, Entry};
use crate::pharmacy;
use crate::prescription::{self, Prescription, announce};
use chrono::{DateTime, Utc};
use model::PrescriptionId;
use platform::{Problem, Tx, mint};
use script::{Body, ErrorCode, ErrorReport, Header, Message, MessageId, Qualifier, StatusCode, Text, reply};
use uuid::Uuid;

/// What is answered: XML in any case.
pub struct Answered {
    pub xml: String,
    /// Whether it was a SCRIPT message at all.
    pub readable: bool,
}

/// Why a message of the other side has no effect; told in an Error 900.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
enum Rejection {
    #[error("{0}")]
    Unreadable(String),
    #[error("the transaction {0} is not supported by this receiver")]
    NotSupported(String),
    #[error("no prescription matches RelatesToMessageID or PrescriberOrderNumber")]
    NoSuchPrescription,
    #[error("RelatesToMessageID and PrescriberOrderNumber name different prescriptions")]
    Contradiction,
    #[error("the sender is not the pharmacy this prescription was sent to")]
    OtherPharmacy,
    #[error("this MessageID was used by the sender for another message")]
    MessageIdReused,
}

/// The MessageID of an answer.
pub fn answer_id(id: Uuid) -> anyhow::Result<MessageId> {
    Ok(MessageId::new(id.simple().to_string())?)
}

/// The id of the answer and the time are handed in, so that a retried transaction answers the same.
pub async fn receive(
    tx: &mut Tx,
    raw: &str,
    answer_id: &MessageId,
    now: DateTime<Utc>,
) -> Result<Answered, Problem> {
    let kept = without_nul(raw);
    match script::parse(raw).map_err(|error| (error, script::parse_envelope(raw))) {
        Ok(message) => take(tx, &kept, &message, Ok(()), answer_id, now).await,
        Err((error, Ok(envelope))) => {
            take(tx, &kept, &envelope, Err(Rejection::Unreadable(error.to_string())), answer_id, now).await
        }
        Err((error, Err(_))) => {
            let logged = Logged::unreadable(mint(), kept, now);
            store::insert(tx, &logged).await?;
            let Answered { xml, .. } = answered(reply_to_nobody(&error.to_string(), answer_id, now)?)?;
            store::conclude(tx, logged.id, None, &xml).await?;
            Ok(Answered { xml, readable: false })
        }
    }
}

async fn take(
    tx: &mut Tx,
    raw: &str,
    message: &Message,
    well_formed: Result<(), Rejection>,
    answer_id: &MessageId,
    now: DateTime<Utc>,
) -> Result<Answered, Problem> {
    let logged = Logged::incoming(mint(), message, raw.to_owned(), now);
    let mut row = logged.id;
    if !store::insert(tx, &logged).await? {
        let (sender, id) = (message.header.from.id.as_str(), message.header.message_id.as_str());
        match store::known(tx, sender, id).await? {
            Some(Logged { body, .. }) if body != raw => {
                return Ok(answered(refusal(message, &Rejection::MessageIdReused, answer_id, now)?)?);
            }
            Some(Logged { answer: Some(xml), .. }) => return Ok(Answered { xml, readable: true }),
            // It was heard before as the direct answer to one of ours, which needs no answer itself.
            Some(Logged { id, .. }) => row = id,
            None => return Err(Problem::unavailable("The message is being stored by another request.")),
        }
    }
    let matched = match well_formed {
        Ok(()) => find(tx, &message.header).await?,
        Err(rejection) => Err(rejection),
    };
    let prescription = matched.as_ref().ok().map(|matched| matched.prescription);
    let believed = match matched {
        Ok(matched) => believe(tx, matched, message, now).await?,
        Err(rejection) => Err(rejection),
    };
    let reply = match believed {
        Ok(()) => {
            reply::status(message, StatusCode::AcceptedByReceiver, answer_id.clone(), now.fixed_offset())
        }
        Err(rejection) => refusal(message, &rejection, answer_id, now)?,
    };
    let answer = answered(reply)?;
    store::conclude(tx, row, prescription, &answer.xml).await?;
    Ok(answer)
}

struct Matched {
    prescription: PrescriptionId,
    about: About,
}

/// By the message it answers, or by our order number; when it names both they must agree.
async fn find(tx: &mut Tx, header: &Header) -> Result<Result<Matched, Rejection>, Problem> {
    let related = match header.relates_to.as_ref() {
        Some(id) => store::sent(tx, id.as_str()).await?,
        None => None,
    };
    let ordered = match header.prescriber_order_number.as_ref() {
        Some(number) => prescription::store::id_of_order(tx, number.as_str()).await?,
        None => None,
    };
    let about = match &related {
        Some(Logged { transaction, .. }) if transaction == "CancelRx" => About::Recall,
        _ => About::Prescription,
    };
    Ok(match (related.and_then(|ours| ours.prescription_id), ordered) {
        (Some(one), Some(other)) if one != other => Err(Rejection::Contradiction),
        (Some(prescription), _) | (None, Some(prescription)) => Ok(Matched { prescription, about }),
        (None, None) => Err(Rejection::NoSuchPrescription),
    })
}

async fn believe(
    tx: &mut Tx,
    matched: Matched,
    message: &Message,
    now: DateTime<Utc>,
) -> Result<Result<(), Rejection>, Problem> {
    let Some(found) = prescription::store::find_for_change(tx, matched.prescription).await? else {
        return Ok(Err(Rejection::NoSuchPrescription));
    };
    if !is_from_its_pharmacy(tx, &found, &message.header).await? {
        return Ok(Err(Rejection::OtherPharmacy));
    }
    if evidence::read(&message.body, matched.about).is_none() {
        return Ok(Err(Rejection::NotSupported(message.body.transaction().to_owned())));
    }
    learn(tx, found, message, matched.about, now).await?;
    Ok(Ok(()))
}

/// A network may pass messages on under its own address; one that calls itself a pharmacy must be the right one.
async fn is_from_its_pharmacy(
    tx: &mut Tx,
    prescription: &Prescription,
    header: &Header,
) -> Result<bool, Problem> {
    if header.from.qualifier != Some(Qualifier::Pharmacy) {
        return Ok(true);
    }
    let pharmacy = pharmacy::store::find(tx, prescription.pharmacy_id).await?;
    Ok(pharmacy.is_some_and(|pharmacy| pharmacy.ncpdp_id.as_str() == header.from.id.as_str()))
}

/// Takes what a message says into a locked prescription, its history and the facts others hear.
pub(super) async fn learn(
    tx: &mut Tx,
    before: Prescription,
    message: &Message,
    about: About,
    now: DateTime<Utc>,
) -> Result<Prescription, Problem> {
    let evidence = evidence::read(&message.body, about).unwrap_or(prescription::Evidence::Nothing);
    let (state, turn) = before.state.clone().learn(evidence);
    let implied = before.state.progress().zip(turn).and_then(|(progress, turn)| progress.implied_by(turn));
    let after = before.with_state(state);
    prescription::store::update(tx, &after).await?;
    let by = Actor::Pharmacy(message.header.from.id.to_string());
    let change = format!("received {}", message.body.transaction());
    history::store::record(tx, &Entry::new(mint(), &after, &change, &by, now).note(said(&message.body)))
        .await?;
    for turn in implied.into_iter().chain(turn) {
        announce::turn(tx, &after, turn).await?;
    }
    Ok(after)
}

/// The code and words of a message, for the history.
fn said(body: &Body) -> Option<String> {
    match body {
        Body::Status(status) => Some(status.code.code().to_owned()),
        Body::Verify(verify) => Some(verify.code.code().to_owned()),
        Body::Error(error) => Some(evidence::reason(error)),
        Body::RxFill(fill) => fill.status.remark().note.as_ref().map(ToString::to_string),
        Body::CancelRxResponse(response) => response.outcome.remark().note.as_ref().map(ToString::to_string),
        _ => None,
    }
}

fn refusal(
    message: &Message,
    why: &Rejection,
    id: &MessageId,
    now: DateTime<Utc>,
) -> anyhow::Result<Message> {
    let report = ErrorReport::of(ErrorCode::Rejected, Some(Text::new(why.to_string())?));
    Ok(reply::error(message, report, id.clone(), now.fixed_offset()))
}

/// To a sender whose header cannot be read: nobody in particular, related to message 0.
fn reply_to_nobody(why: &str, id: &MessageId, now: DateTime<Utc>) -> anyhow::Result<Message> {
    let place = |name: &str| -> anyhow::Result<script::Address> {
        Ok(script::Address { qualifier: Some(Qualifier::MutuallyDefined), id: Text::new(name)? })
    };
    let header = Header {
        to: place("UNKNOWN")?,
        from: place("PRAXIS")?,
        message_id: id.clone(),
        relates_to: Some(MessageId::new("0")?),
        sent_time: now.fixed_offset(),
        sender_software: None,
        rx_reference_number: None,
        prescriber_order_number: None,
        test_message: None,
        other: Vec::new(),
    };
    let report = ErrorReport::of(ErrorCode::Rejected, Some(Text::new(why)?));
    Ok(Message::new(script::Versions::V2017071, header, Body::Error(report)))
}

fn answered(reply: Message) -> anyhow::Result<Answered> {
    Ok(Answered { xml: script::write(&reply)?, readable: true })
}

/// PostgreSQL text holds no NUL; XML does not either, so only what is no XML can lose one here.
pub(super) fn without_nul(raw: &str) -> String {
    raw.replace('\0', "\u{fffd}")
}
