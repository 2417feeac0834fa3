//! All that is known when a prescription is judged: who is in it, the chart, and the message it would become.

use crate::allergy::{self, Record};
use crate::medication::{Catalogue, Medication};
use crate::message;
use crate::pharmacy;
use crate::prescription::signing::Cast;
use crate::prescription::{Prescription, store};
use crate::safety::{Subject, Taking, Verdict};
use chrono::{DateTime, NaiveDate, Utc};
use chrono_tz::Tz;
use model::event::{LocationSnapshot, PractitionerSnapshot};
use platform::{Problem, Tx, projection};
use script::NewRx;

pub struct Case {
    pub cast: Cast,
    pub verdicts: Vec<Verdict>,
    /// As it would be sent, or why it cannot be written.
    pub new_rx: Result<NewRx, String>,
    /// Today, on the wall of the location.
    pub written_on: NaiveDate,
}

impl Case {
    /// Locks the patient's chart to the end of the transaction, so that what is judged is what is signed.
    pub async fn examine(
        tx: &mut Tx,
        prescription: &Prescription,
        now: DateTime<Utc>,
    ) -> Result<Self, Problem> {
        allergy::store::lock_chart(tx, prescription.patient_id).await?;
        let cast = cast(tx, prescription).await?;
        let written_on = today(cast.location.as_ref(), now);
        let new_rx = message::new_rx(prescription, &cast, written_on)
            .map_err(|error| format!("A name, address or text cannot be sent: {error}"));
        let allergies = Record::of(allergy::store::entries(tx, prescription.patient_id).await?);
        let (taking, uncatalogued) = taking(tx, prescription, written_on).await?;
        let subject = Subject {
            medication: medication(prescription)?,
            allergies: &allergies,
            taking: &taking,
            uncatalogued: &uncatalogued,
            message: new_rx.as_ref().map_err(String::clone),
        };
        let verdicts = subject.check();
        Ok(Self { cast, verdicts, new_rx, written_on })
    }
}

fn medication(prescription: &Prescription) -> Result<&'static Medication, Problem> {
    let known = Catalogue::get().find(&prescription.content.medication.rxcui);
    known.ok_or_else(|| {
        Problem::conflict("medication-retired", "The catalogue does not know this medication any more.")
            .next_step("Cancel the prescription and draft it with a medication of GET /v1/medications.")
    })
}

async fn cast(tx: &mut Tx, prescription: &Prescription) -> Result<Cast, Problem> {
    let prescriber: PractitionerSnapshot =
        projection::known(tx, "practitioner", prescription.prescriber_id).await?;
    let location = match prescription.location_id {
        Some(id) => Some(projection::known(tx, "location", id).await?),
        None => store::usual_location(tx, &prescriber.license_states).await?,
    };
    let pharmacy = pharmacy::store::find(tx, prescription.pharmacy_id).await?;
    Ok(Cast {
        patient: projection::known(tx, "patient", prescription.patient_id).await?,
        prescriber,
        location,
        pharmacy: pharmacy.ok_or_else(|| Problem::missing("pharmacy"))?,
    })
}

async fn taking(
    tx: &mut Tx,
    prescription: &Prescription,
    today: NaiveDate,
) -> Result<(Vec<Taking>, Vec<String>), Problem> {
    let signed = store::signed(tx, prescription.patient_id, None).await?;
    let active = signed.into_iter().filter(|other| other.id != prescription.id && other.is_active_on(today));
    let (mut taking, mut uncatalogued) = (Vec::new(), Vec::new());
    for other in active {
        match Catalogue::get().find(&other.content.medication.rxcui) {
            Some(medication) => taking.push(Taking { prescription: other.id, medication }),
            None => uncatalogued.push(other.content.medication.description),
        }
    }
    Ok((taking, uncatalogued))
}

fn today(location: Option<&LocationSnapshot>, now: DateTime<Utc>) -> NaiveDate {
    let zone = location.and_then(|location| location.time_zone.parse::<Tz>().ok()).unwrap_or(Tz::UTC);
    now.with_timezone(&zone).date_naive()
}
