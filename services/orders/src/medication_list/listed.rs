//! A line of the list, whatever it came by.

use super::reported::MedicationSource;
use super::{Decided, ReportedMedication};
use crate::medication::{Catalogue, Schedule};
use crate::prescription::intact::{self, Doubtful};
use crate::prescription::{Prescription, Quantity, Sig, Status};
use crate::succession;
use chrono::NaiveDate;
use model::{Ndc, Note, PractitionerId, PrescriptionId, Rxcui};
use platform::{Sealing, Tx};
use serde::Serialize;
use std::collections::HashSet;
use utoipa::ToSchema;
use uuid::Uuid;

/// A medicine on a patient's list.
#[derive(Clone, Serialize, ToSchema)]
pub struct ListedMedication {
    /// The prescription's id, or the report's.
    pub id: Uuid,
    /// What reconciling it must name in If-Match.
    pub version: i64,
    /// The prescription it came by; without one it was reported.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub prescription_id: Option<PrescriptionId>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub prescriber_id: Option<PractitionerId>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub status: Option<Status>,
    /// Who reported it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub source: Option<MedicationSource>,
    /// Whether the patient is to be assumed to take it today.
    pub active: bool,
    pub medication: ListedDrug,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sig: Option<Sig>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub quantity: Option<Quantity>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub written_on: Option<NaiveDate>,
    /// The pharmacy does not fill it before this day: until then it is not taken.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub earliest_fill_date: Option<NaiveDate>,
    /// The last day the supply lasts, with all refills.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub lasts_until: Option<NaiveDate>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub started_on: Option<NaiveDate>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub taking_as_directed: Option<bool>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub note: Option<Note>,
    /// The last time it was gone through with the patient.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub decided: Option<Decided>,
    /// Stopped here, but the pharmacy may still hand it out.
    pub still_at_pharmacy: bool,
    /// What stands in the database is not what was signed: do not rely on it, a task tells what to do.
    pub signature_broken: bool,
}

/// What is known of several prescriptions beside themselves.
pub struct Standing {
    /// Those another prescription has taken the place of.
    pub superseded: HashSet<PrescriptionId>,
    /// Those whose signature does not hold.
    pub doubtful: Vec<Doubtful>,
}

impl Standing {
    pub async fn of(tx: &mut Tx, sealing: &Sealing, prescriptions: &[Prescription]) -> anyhow::Result<Self> {
        let ids: Vec<PrescriptionId> = prescriptions.iter().map(|prescription| prescription.id).collect();
        Ok(Self {
            superseded: succession::store::superseded(tx, &ids).await?,
            doubtful: intact::doubtful(tx, sealing, prescriptions).await?,
        })
    }
}

/// The drug, in codes as far as they are known.
#[derive(Clone, Serialize, ToSchema)]
pub struct ListedDrug {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub rxcui: Option<Rxcui>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub ndc: Option<Ndc>,
    pub description: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub strength: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub form: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub schedule: Option<Schedule>,
    /// Whether the safety checks can compare it with others.
    pub checkable: bool,
}

impl ListedMedication {
    pub fn prescribed(
        prescription: Prescription,
        decided: Option<Decided>,
        standing: &Standing,
        today: NaiveDate,
    ) -> Self {
        let stopped = decided.as_ref().is_some_and(Decided::is_stop);
        let known = Catalogue::get().find(&prescription.content.medication.rxcui);
        let (active, obtainable) = (prescription.is_active_on(today), prescription.can_be_obtained());
        let written_on = prescription.written_on();
        let superseded = standing.superseded.contains(&prescription.id);
        let signature_broken = standing.doubtful.iter().any(|it| it.prescription.id == prescription.id);
        let lasts_until = prescription.lasts_until();
        let content = prescription.content;
        Self {
            id: prescription.id.0,
            version: prescription.version,
            prescription_id: Some(prescription.id),
            prescriber_id: Some(prescription.prescriber_id),
            status: Some(prescription.state.status()),
            source: None,
            active: active && !stopped && !superseded,
            signature_broken,
            medication: ListedDrug {
                rxcui: Some(content.medication.rxcui),
                ndc: content.medication.ndc,
                description: content.medication.description,
                strength: Some(content.medication.strength),
                form: Some(content.medication.form),
                schedule: Some(content.medication.schedule),
                checkable: known.is_some_and(|medication| medication.checkable),
            },
            sig: Some(content.sig),
            quantity: Some(content.quantity),
            written_on,
            earliest_fill_date: content.earliest_fill,
            lasts_until,
            started_on: None,
            taking_as_directed: None,
            note: None,
            still_at_pharmacy: stopped && obtainable,
            decided,
        }
    }

    pub fn reported(reported: ReportedMedication, decided: Option<Decided>) -> Self {
        let known = reported.entry.medication.in_catalogue();
        let entry = reported.entry;
        Self {
            signature_broken: false,
            id: reported.id.0,
            version: reported.version,
            prescription_id: None,
            prescriber_id: None,
            status: None,
            source: Some(entry.source),
            active: !decided.as_ref().is_some_and(Decided::is_stop),
            medication: ListedDrug {
                description: entry.medication.words(),
                rxcui: entry.medication.rxcui.or_else(|| known?.rxcui.clone()),
                ndc: entry.medication.ndc,
                strength: known.map(|medication| medication.strength.clone()),
                form: known.map(|medication| medication.form.clone()),
                schedule: known.and_then(|medication| medication.schedule),
                checkable: known.is_some_and(|medication| medication.checkable),
            },
            sig: entry.sig.map(|text| Sig { text, structured: None }),
            quantity: None,
            written_on: None,
            earliest_fill_date: None,
            lasts_until: None,
            started_on: entry.started_on,
            taking_as_directed: entry.taking_as_directed,
            note: entry.note,
            decided,
            still_at_pharmacy: false,
        }
    }
}
