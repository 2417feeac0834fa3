//! What a pharmacy is shown of its queue and of a prescription in it.

use super::{AtCounter, Entry, Hold};
use crate::fill::ledger::expires_on;
use crate::fill::{Fill, Measure};
use crate::history;
use crate::message::Logged;
use crate::prescription::{Content, Prescribed, Prescription, Quantity, Status};
use crate::safety::{Alert, Report};
use chrono::{DateTime, NaiveDate, Utc};
use model::event::{LocationSnapshot, PractitionerSnapshot};
use model::{Demographics, Name, PrescriptionId};
use platform::Cursor;
use platform::page::Limit;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

/// Which part of the queue is asked for.
#[derive(Clone, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct Filter {
    /// One status; without it everything somebody at the pharmacy has to do something about.
    pub status: Option<Status>,
    /// Whether somebody has it in hand.
    pub held: Option<bool>,
    /// Whether it waits for a pharmacist longer than a day.
    pub overdue: Option<bool>,
    #[param(value_type = Option<String>)]
    pub cursor: Option<Cursor>,
    #[serde(default)]
    #[param(value_type = Option<u32>)]
    pub limit: Limit,
}

/// Where a prescription in a queue stands.
#[derive(Serialize, ToSchema)]
pub struct Standing {
    pub id: PrescriptionId,
    pub version: i64,
    /// The same for its whole life, as a number on paper would be.
    pub order_number: String,
    pub status: Status,
    pub written_on: NaiveDate,
    /// The last day on which it may be filled.
    pub expires_on: NaiveDate,
    pub waiting_since: DateTime<Utc>,
    /// It has waited for a pharmacist longer than a day.
    pub overdue: bool,
    /// The prescriber asks to cancel it: answer with `answer-cancel`, do not dispense.
    pub cancel_requested: bool,
    /// Who has it in hand.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub held: Option<Hold>,
}

impl Standing {
    fn of(prescription: &Prescription, entry: &Entry, now: DateTime<Utc>) -> Self {
        let signed = prescription.signature.as_ref();
        let written_on =
            signed.map_or_else(|| entry.put_at.date_naive(), |signature| signature.act.written_on);
        Self {
            id: prescription.id,
            version: prescription.version,
            order_number: prescription.order_number.clone(),
            status: prescription.state.status(),
            written_on,
            expires_on: expires_on(written_on, prescription.content.medication.schedule),
            waiting_since: entry.put_at,
            overdue: entry.is_overdue(now),
            cancel_requested: prescription.state.status() == Status::CancelPending,
            held: entry.held(now).cloned(),
        }
    }
}

/// As much of a patient as tells prescriptions apart.
#[derive(Serialize, ToSchema)]
pub struct QueuedPatient {
    pub given_name: Name,
    pub family_name: Name,
    pub birth_date: NaiveDate,
}

#[derive(Serialize, ToSchema)]
pub struct QueueItem {
    #[serde(flatten)]
    pub standing: Standing,
    pub patient: QueuedPatient,
    pub medication: Prescribed,
    pub quantity: Quantity,
    /// It must not be filled before this day.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub earliest_fill_date: Option<NaiveDate>,
}

impl QueueItem {
    pub fn of(entry: Entry, prescription: Prescription, now: DateTime<Utc>) -> Self {
        let standing = Standing::of(&prescription, &entry, now);
        let person = entry.parties.patient;
        let patient = QueuedPatient {
            given_name: person.given_name,
            family_name: person.family_name,
            birth_date: person.birth_date,
        };
        let Content { medication, quantity, earliest_fill, .. } = prescription.content;
        Self { standing, patient, medication, quantity, earliest_fill_date: earliest_fill }
    }
}

/// A prescription as its pharmacy sees it.
#[derive(Serialize, ToSchema)]
pub struct PharmacyPrescription {
    #[serde(flatten)]
    pub standing: Standing,
    pub patient: Demographics,
    pub prescriber: PractitionerSnapshot,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub location: Option<LocationSnapshot>,
    #[serde(flatten)]
    pub content: Content,
    pub expired: bool,
    /// Every fill that was recorded, withdrawn ones too.
    pub fills: Vec<Fill>,
    pub refills_left: u16,
    /// What the fill under way may still have.
    pub quantity_left_of_fill: Measure,
    /// What may still be handed out with all refills.
    pub quantity_left: Measure,
    /// The number the next fill must bear.
    pub next_fill_number: i32,
}

impl PharmacyPrescription {
    pub fn of(counter: AtCounter, now: DateTime<Utc>) -> Self {
        let standing = Standing::of(&counter.prescription, &counter.entry, now);
        let expired = counter.is_expired(now);
        let ledger = counter.ledger();
        let (refills_left, quantity_left_of_fill) = (ledger.refills_left(), ledger.left_of_fill());
        let (quantity_left, next_fill_number) = (ledger.left(), ledger.next_number());
        let parties = counter.entry.parties;
        Self {
            standing,
            patient: parties.patient,
            prescriber: parties.prescriber,
            location: parties.location,
            content: counter.prescription.content,
            expired,
            fills: counter.fills,
            refills_left,
            quantity_left_of_fill,
            quantity_left,
            next_fill_number,
        }
    }
}

/// The same with what led to it: the alerts the prescriber decided against, and everything that happened.
#[derive(Serialize, ToSchema)]
pub struct PharmacyRecord {
    #[serde(flatten)]
    pub prescription: PharmacyPrescription,
    /// Safety alerts that were overridden, each with the prescriber's reason.
    pub overridden_alerts: Vec<Alert>,
    /// What the pharmacy asked of the prescriber, and the answers, as SCRIPT messages; oldest first.
    pub requests: Vec<Logged>,
    /// Oldest first.
    pub history: Vec<history::Entry>,
}

/// What was kept about a prescription besides itself.
pub struct Papers {
    pub report: Option<Report>,
    pub messages: Vec<Logged>,
    pub history: Vec<history::Entry>,
}

const REQUESTS: [&str; 4] = ["RxRenewalRequest", "RxRenewalResponse", "RxChangeRequest", "RxChangeResponse"];

impl PharmacyRecord {
    pub fn of(counter: AtCounter, papers: Papers, now: DateTime<Utc>) -> Self {
        let alerts = papers.report.into_iter().flat_map(|report| report.alerts);
        let is_request = |message: &Logged| REQUESTS.contains(&message.transaction.as_str());
        Self {
            prescription: PharmacyPrescription::of(counter, now),
            overridden_alerts: alerts.filter(|alert| alert.overridden.is_some()).collect(),
            requests: papers.messages.into_iter().filter(is_request).collect(),
            history: papers.history,
        }
    }
}
