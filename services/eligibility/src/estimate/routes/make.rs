//! Gathers what an estimate rests on, and makes it.

use crate::estimate::good_faith::{Due, Parties};
use crate::estimate::reckon::{insured, self_pay};
use crate::estimate::{Estimate, GoodFaith, Lines, Refusal, RequestEstimate, store};
use crate::{coverage, price, visit};
use chrono::{DateTime, NaiveDate, Utc};
use model::event::{AppointmentSnapshot, LocationSnapshot};
use model::{AppointmentId, CoverageId, EstimateId, PayerId};
use platform::{Problem, Tx, projection};
use std::collections::HashMap;

/// A physician's office visit.
const OFFICE_VISIT: &str = "98";

pub async fn estimate(
    tx: &mut Tx,
    id: EstimateId,
    asked: &RequestEstimate,
    now: DateTime<Utc>,
) -> Result<Estimate, Problem> {
    let codes = asked.codes()?;
    let appointment = appointment(tx, asked).await?;
    let payer = payer(tx, asked).await?;
    let charges = price::store::charges(tx, asked.service_date, &codes).await?;
    let allowed = match payer {
        Some((_, payer)) => price::store::allowed(tx, payer, asked.service_date, &codes).await?,
        None => HashMap::new(),
    };
    let lines = asked.lines(&charges, &allowed)?;
    let before = match asked.appointment_id {
        Some(appointment) => before(tx, asked, appointment).await?,
        None => None,
    };
    let (good_faith, (result, explanation)) = match payer {
        Some((coverage, _)) => {
            let answer = store::newest_answer(tx, coverage).await?;
            let service_type = asked.service_type.as_ref().map_or(OFFICE_VISIT, |asked| asked.as_str());
            (None, insured(&lines, answer.as_ref(), service_type, asked.service_date))
        }
        None => {
            let again = before.as_ref().is_some_and(|before| before.good_faith.is_some());
            let due = again.then(|| Due::changed(asked.service_date));
            let occasion = Occasion { appointment: appointment.as_ref(), now };
            (Some(good_faith(tx, asked, &lines, occasion, due).await?), self_pay(&lines))
        }
    };
    Ok(Estimate {
        id,
        patient_id: asked.patient_id,
        coverage_id: asked.coverage_id,
        payer_id: payer.map(|(_, payer)| payer),
        appointment_id: asked.appointment_id,
        visit_type_id: appointment.map(|appointment| appointment.visit_type_id),
        service_date: asked.service_date,
        made_at: now,
        charge: lines.charge(),
        allowed: payer.and_then(|_| lines.allowed()),
        lines,
        result,
        explanation,
        good_faith,
        bill: None,
        supersedes: before.map(|before| before.id),
        version: 1,
    })
}

async fn appointment(tx: &mut Tx, asked: &RequestEstimate) -> Result<Option<AppointmentSnapshot>, Problem> {
    let Some(id) = asked.appointment_id else { return Ok(None) };
    let appointment: AppointmentSnapshot = projection::known(tx, "appointment", id).await?;
    if appointment.patient_id != asked.patient_id {
        return Err(Refusal::OtherPatientsAppointment.into());
    }
    if appointment.service_date != asked.service_date {
        return Err(Refusal::OtherDay.into());
    }
    Ok(Some(appointment))
}

async fn payer(tx: &mut Tx, asked: &RequestEstimate) -> Result<Option<(CoverageId, PayerId)>, Problem> {
    let Some(id) = asked.coverage_id else { return Ok(None) };
    let coverage = coverage::store::find(tx, id).await?.ok_or(Refusal::UnknownCoverage)?;
    if coverage.patient_id != asked.patient_id {
        return Err(Refusal::OtherPatient.into());
    }
    if !coverage.is_active_on(asked.service_date) {
        return Err(Refusal::NotActive.into());
    }
    Ok(Some((id, coverage.payer_id)))
}

/// The appointment's last estimate; holds the patient, so that two at the same moment follow each other.
async fn before(
    tx: &mut Tx,
    asked: &RequestEstimate,
    appointment: AppointmentId,
) -> Result<Option<Estimate>, Problem> {
    visit::store::lock_patient(tx, asked.patient_id).await?;
    Ok(store::newest_of(tx, appointment).await?)
}

/// When it is asked, and for which visit.
struct Occasion<'a> {
    appointment: Option<&'a AppointmentSnapshot>,
    now: DateTime<Utc>,
}

async fn good_faith(
    tx: &mut Tx,
    asked: &RequestEstimate,
    lines: &Lines,
    Occasion { appointment, now }: Occasion<'_>,
    due: Option<Due>,
) -> Result<GoodFaith, Problem> {
    let practitioner = asked.practitioner_id.or(appointment.map(|one| one.practitioner_id));
    let practitioner = practitioner.ok_or(Refusal::PractitionerMissing)?;
    let location = asked.location_id.or(appointment.map(|one| one.location_id));
    let location = location.ok_or(Refusal::LocationMissing)?;
    let parties = Parties {
        patient: projection::known(tx, "patient", asked.patient_id).await?,
        practitioner: projection::known(tx, "practitioner", practitioner).await?,
        location: projection::known(tx, "location", location).await?,
    };
    let today = day_at(&parties.location, now);
    if asked.requested_on.is_some_and(|day| today < day) {
        return Err(Refusal::AskedLater.into());
    }
    let scheduled_on = asked.appointment_id.map(|id| day_at(&parties.location, booked_at(id).unwrap_or(now)));
    let requested_on = asked.requested_on.or(scheduled_on.is_none().then_some(today));
    let due = due.or_else(|| Due::of(scheduled_on, requested_on, asked.service_date));
    let due = due.unwrap_or(Due::NotRequired { on: today });
    Ok(GoodFaith::of(parties, asked, lines, due, today)?)
}

/// An appointment's id is minted when it is booked, and a UUIDv7 holds its time.
fn booked_at(id: AppointmentId) -> Option<DateTime<Utc>> {
    let (seconds, nanoseconds) = id.0.get_timestamp()?.to_unix();
    DateTime::from_timestamp(i64::try_from(seconds).ok()?, nanoseconds)
}

/// The date on the wall of a location.
fn day_at(location: &LocationSnapshot, time: DateTime<Utc>) -> NaiveDate {
    let zone: Option<chrono_tz::Tz> = location.time_zone.parse().ok();
    zone.map_or(time.date_naive(), |zone| time.with_timezone(&zone).date_naive())
}
