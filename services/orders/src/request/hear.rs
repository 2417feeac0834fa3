//! Hearing a request: what a SCRIPT message asks, which prescription that is about, and who is to answer.

use super::matching::{Mismatch, StatedDrug, StatedPatient, mismatches};
use super::{Ask, Kind, Request, State, store};
use crate::pharmacy;
use crate::prescription::{self, Prescription};
use crate::task::{self, Task};
use chrono::{DateTime, TimeDelta, Utc};
use model::NcpdpId;
use model::event::{ChangeRequested, PatientSnapshot, RenewalRequested};
use platform::{Problem, Tx, mint, outbox, projection};
use script::{Body, Message, Parties, Qualifier};
use uuid::Uuid;

/// A request waits this long before it is escalated.
const PATIENCE: TimeDelta = TimeDelta::hours(24);

/// What a pharmacy asks, by SCRIPT or from its queue.
#[derive(Clone)]
pub struct Asked {
    pub kind: Kind,
    pub pharmacy: NcpdpId,
    /// The pharmacy's number: while it is open, the same again is the same request.
    pub reference: Option<String>,
    pub ask: Ask,
    /// The message that brought it, if one did.
    pub message: Option<Uuid>,
}
model::redacted!(Asked);

impl Asked {
    /// None when the message is no request, or names no pharmacy.
    pub fn of(message: &Message, row: Uuid) -> Option<Self> {
        let (kind, ask, parties) = match &message.body {
            Body::RxRenewalRequest(renewal) => {
                let about = renewal.prescribed.as_ref().or(renewal.dispensed.as_ref())?;
                let mut ask = asking(message, &renewal.parties, StatedDrug::of(about));
                let told = [&renewal.dispensed, &renewal.prescribed];
                ask.refills = told.iter().find_map(|one| one.as_ref()?.requested_refills);
                ask.last_fill = told.iter().find_map(|one| Some(one.as_ref()?.last_fill?.day()));
                (Kind::Renewal, ask, &renewal.parties)
            }
            Body::RxChangeRequest(change) => {
                let about = change.prescribed.as_ref().or(change.requested.first())?;
                let mut ask = asking(message, &change.parties, StatedDrug::of(about));
                ask.code = change.kind.as_ref().map(|kind| kind.code().to_owned());
                ask.choices = change.requested.iter().map(StatedDrug::of).collect();
                (Kind::Change, ask, &change.parties)
            }
            _ => return None,
        };
        let reference = message.header.rx_reference_number.as_ref().map(ToString::to_string);
        Some(Self { kind, pharmacy: sender(message, parties)?, reference, ask, message: Some(row) })
    }
}

fn asking(message: &Message, parties: &Parties, drug: StatedDrug) -> Ask {
    Ask {
        patient: StatedPatient::of(&parties.patient),
        note: drug.note.clone(),
        drug,
        order_number: message.header.prescriber_order_number.as_ref().map(ToString::to_string),
        refills: None,
        last_fill: None,
        code: None,
        choices: Vec::new(),
    }
}

/// The pharmacy that sent it itself, or whom the network carries it for.
fn sender(message: &Message, parties: &Parties) -> Option<NcpdpId> {
    let from = &message.header.from;
    let named = match &from.qualifier {
        Some(Qualifier::Pharmacy) => Some(from.id.as_str()),
        _ => parties.pharmacy.as_ref()?.ncpdp_id.as_ref().map(script::Text::as_str),
    };
    named?.parse().ok()
}

/// Opens a request, or counts it once more; whoever must answer it is asked, and it is announced.
pub async fn open(tx: &mut Tx, asked: Asked, now: DateTime<Utc>) -> Result<Request, Problem> {
    if let Some(known) = store::waiting(tx, &asked).await? {
        let known = known.came_again(asked.message);
        store::update(tx, &known).await?;
        return Ok(known);
    }
    let (found, mismatches) = find(tx, &asked).await?;
    let matched = found.filter(|_| mismatches.is_empty());
    let request = Request {
        id: mint(),
        version: 1,
        kind: asked.kind,
        pharmacy: asked.pharmacy,
        reference: asked.reference,
        times: 1,
        prescription_id: matched.as_ref().map(|prescription| prescription.id),
        patient_id: matched.as_ref().map(|prescription| prescription.patient_id),
        ask: asked.ask,
        state: if matched.is_some() { State::Open } else { State::Unmatched { mismatches } },
        message: asked.message,
        received_at: now,
    };
    store::insert(tx, &request).await?;
    call(tx, &request, matched.as_ref(), now).await?;
    match request.kind {
        Kind::Renewal => outbox::put(tx, &RenewalRequested(request.snapshot())).await?,
        Kind::Change => outbox::put(tx, &ChangeRequested(request.snapshot())).await?,
    };
    Ok(request)
}

/// Asks whoever signed the prescription, or everybody while nobody knows which it is.
pub async fn call(
    tx: &mut Tx,
    request: &Request,
    about: Option<&Prescription>,
    now: DateTime<Utc>,
) -> Result<(), Problem> {
    let what = match (request.kind, about) {
        (_, None) => {
            "A pharmacy asks about a prescription that cannot be found: say which it is, or deny the request."
        }
        (Kind::Renewal, Some(_)) => "A pharmacy asks for a renewal: approve or deny it.",
        (Kind::Change, Some(_)) => "A pharmacy asks for a change: approve or deny it.",
    };
    let task = Task::new(mint(), request.task_kind(), request.subject(), what.to_owned(), now);
    let task = task.due(now + PATIENCE);
    let task = request.patient_id.into_iter().fold(task, Task::patient);
    let owner = about.and_then(Prescription::signed_by).map(str::to_owned);
    Ok(task::store::open(tx, &owner.into_iter().fold(task, Task::owner)).await?)
}

/// The prescription our order number names, and what does not agree with it.
async fn find(tx: &mut Tx, asked: &Asked) -> Result<(Option<Prescription>, Vec<Mismatch>), Problem> {
    let Some(number) = &asked.ask.order_number else {
        return Ok((None, vec![Mismatch::NoOrderNumber]));
    };
    let id = prescription::store::id_of_order(tx, number).await?;
    let found = match id {
        Some(id) => prescription::store::find(tx, id).await?,
        None => None,
    };
    let Some(found) = found.filter(|found| found.signature.is_some()) else {
        return Ok((None, vec![Mismatch::UnknownOrderNumber]));
    };
    let patient: Option<PatientSnapshot> = projection::find(tx, "patient", found.patient_id).await?;
    let Ask { patient: stated, drug, .. } = &asked.ask;
    let mut mismatches = match patient {
        Some(known) => mismatches(stated, drug, &known.demographics, &found.content),
        None => vec![Mismatch::PatientName],
    };
    let pharmacy = pharmacy::store::find(tx, found.pharmacy_id).await?;
    if pharmacy.is_none_or(|pharmacy| pharmacy.ncpdp_id != asked.pharmacy) {
        mismatches.push(Mismatch::Pharmacy);
    }
    Ok((Some(found), mismatches))
}
