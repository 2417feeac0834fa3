//! All that is known when a prescription is judged: who is in it, the chart, and the message it would become.

use super::mistaken;
use crate::allergy::{self, Record};
use crate::measurement::{self, Measurement};
use crate::medication::{Catalogue, Medication};
use crate::medication_list::{self, Decided};
use crate::message;
use crate::pharmacy;
use crate::prescription::signing::Cast;
use crate::prescription::start::Series;
use crate::prescription::{Prescription, schedule, store};
use crate::safety::{Order, Person, Subject, TakenBy, Taking, Verdict};
use crate::succession;
use chrono::{DateTime, NaiveDate, Utc};
use chrono_tz::Tz;
use model::event::{LocationSnapshot, PatientSnapshot, PractitionerSnapshot};
use model::{LocationId, PatientId, PrescriptionId};
use platform::{Problem, Tx, projection};
use script::NewRx;
use uuid::Uuid;

pub struct Case {
    /// In the schedule that counts today, in the states it concerns.
    pub prescription: Prescription,
    pub cast: Cast,
    pub verdicts: Vec<Verdict>,
    /// As it would be sent, or why it cannot be written.
    pub new_rx: Result<NewRx, String>,
    /// Today, on the wall of the location.
    pub written_on: NaiveDate,
    /// What was signed of the same Schedule II drug today.
    pub series: Series,
}

impl Case {
    /// Locks the patient's chart to the end of the transaction, so that what is judged is what is signed.
    pub async fn examine(
        tx: &mut Tx,
        prescription: Prescription,
        now: DateTime<Utc>,
    ) -> Result<Self, Problem> {
        let chart = allergy::store::lock_chart(tx, prescription.patient_id).await?;
        let cast = cast(tx, &prescription).await?;
        let medication = medication(&prescription)?;
        let schedule = schedule::strictest(medication, cast.states()).ok_or_else(not_prescribable)?;
        let prescription = prescription.in_schedule(schedule);
        let written_on = today(cast.location.as_ref(), now);
        let growth = measurement::store::growth(tx, &chart).await?.on(written_on);
        let new_rx = message::new_rx(&prescription, &cast, &growth, written_on)
            .map_err(|error| format!("A name, address or text cannot be sent: {error}"));
        let allergies = Record::of(allergy::store::entries(tx, &chart).await?);
        let signed = store::signed(tx, &chart, None).await?;
        let series = Series::before(&prescription, &signed, written_on);
        let (taking, uncatalogued) = taking(tx, &prescription, (signed, &chart), written_on).await?;
        let subject = Subject {
            order: Order::new(&prescription.content, medication),
            person: Person {
                age: age(&cast.patient, written_on),
                weight_grams: growth.weight.as_ref().and_then(Measurement::grams),
            },
            allergies: &allergies,
            taking: &taking,
            uncatalogued: &uncatalogued,
            message: new_rx.as_ref().map_err(String::clone),
        };
        let verdicts = subject.check();
        Ok(Self { prescription, cast, verdicts, new_rx, written_on, series })
    }
}

fn medication(prescription: &Prescription) -> Result<&'static Medication, Problem> {
    let known = Catalogue::get().find(&prescription.content.medication.rxcui);
    known
        .ok_or_else(|| retired("The catalogue does not know this medication any more."))
        .and_then(|medication| medication.prescribable.then_some(medication).ok_or_else(not_prescribable))
}

fn not_prescribable() -> Problem {
    retired("As the catalogue knows this medication now it cannot be sent to a pharmacy.")
}

fn retired(detail: &'static str) -> Problem {
    Problem::conflict("medication-retired", detail)
        .next_step("Name a medication of GET /v1/medications with PATCH.")
}

/// Where a prescriber practises; by default where the licence is good.
async fn location(
    tx: &mut Tx,
    chosen: Option<LocationId>,
    prescriber: &PractitionerSnapshot,
) -> Result<Option<LocationSnapshot>, Problem> {
    Ok(match chosen {
        Some(id) => Some(projection::known(tx, "location", id).await?),
        None => store::usual_location(tx, &prescriber.license_states).await?,
    })
}

/// Refuses a draft that names a day on which it cannot begin.
pub async fn require_start(tx: &mut Tx, draft: &Prescription, now: DateTime<Utc>) -> Result<(), Problem> {
    if draft.content.earliest_fill.is_none() {
        return Ok(());
    }
    let prescriber = projection::known(tx, "practitioner", draft.prescriber_id).await?;
    let location = location(tx, draft.location_id, &prescriber).await?;
    let mistake = draft.content.start_mistake(today(location.as_ref(), now));
    mistake.map_or(Ok(()), |mistake| Err(mistaken(vec![mistake])))
}

async fn cast(tx: &mut Tx, prescription: &Prescription) -> Result<Cast, Problem> {
    let prescriber: PractitionerSnapshot =
        projection::known(tx, "practitioner", prescription.prescriber_id).await?;
    let location = location(tx, prescription.location_id, &prescriber).await?;
    let pharmacy = pharmacy::store::find(tx, prescription.pharmacy_id).await?;
    Ok(Cast {
        patient: projection::known(tx, "patient", prescription.patient_id).await?,
        prescriber,
        location,
        pharmacy: pharmacy.ok_or_else(|| Problem::missing("pharmacy"))?,
    })
}

/// What the patient takes or is going to: our own prescriptions and what was reported, but for what was stopped and for
/// what the order takes turns with; and what of it the catalogue cannot compare.
async fn taking(
    tx: &mut Tx,
    prescription: &Prescription,
    (signed, chart): (Vec<Prescription>, &[PatientId]),
    today: NaiveDate,
) -> Result<(Vec<Taking>, Vec<String>), Problem> {
    let decisions = medication_list::store::decisions(tx, chart).await?;
    let goes_on = |line: Uuid| !decisions.get(&line).is_some_and(Decided::is_stop);
    let before = succession::store::predecessor(tx, prescription.id).await?;
    let ids: Vec<PrescriptionId> = signed.iter().map(|other| other.id).collect();
    let superseded = succession::store::superseded(tx, &ids).await?;
    let counts = |other: &Prescription| {
        let replaced = Some(other.id) == before || superseded.contains(&other.id);
        let itself = other.id == prescription.id || prescription.takes_turns_with(other, today);
        !itself && !replaced && other.is_ahead_on(today)
    };
    let active = signed.into_iter().filter(counts);
    let (mut taking, mut uncatalogued) = (Vec::new(), Vec::new());
    for other in active.filter(|other| goes_on(other.id.0)) {
        match Catalogue::get().find(&other.content.medication.rxcui) {
            Some(medication) => {
                taking.push(Taking { by: TakenBy::Prescription(other.id), medication });
                uncatalogued.extend((!medication.checkable).then(|| medication.description.clone()));
            }
            None => uncatalogued.push(other.content.medication.description),
        }
    }
    let reported = medication_list::store::reported(tx, chart, None).await?;
    for other in reported.into_iter().filter(|other| goes_on(other.id.0)) {
        let known = other.entry.medication.in_catalogue();
        taking.extend(known.map(|medication| Taking { by: TakenBy::Report(other.id), medication }));
        if known.is_none_or(|medication| !medication.checkable) {
            uncatalogued.push(other.entry.medication.words());
        }
    }
    Ok((taking, uncatalogued))
}

fn age(patient: &PatientSnapshot, on: NaiveDate) -> u32 {
    on.years_since(patient.demographics.birth_date).unwrap_or_default()
}

fn today(location: Option<&LocationSnapshot>, now: DateTime<Utc>) -> NaiveDate {
    let zone = location.and_then(|location| location.time_zone.parse::<Tz>().ok()).unwrap_or(Tz::UTC);
    now.with_timezone(&zone).date_naive()
}
