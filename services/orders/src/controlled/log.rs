//! The log of a prescriber's controlled substances, month by month (1311.120(b)(27)).

pub mod archive;
pub mod job;
mod store;

use crate::medication::Schedule;
use crate::prescription::{self, Prescription, Status};
use crate::signing_key::Keyring;
use crate::signing_key::store::keyring;
use actix_web::{get, web};
use chrono::{DateTime, Datelike as _, Months, NaiveDate, Utc};
use model::{Invalid, PractitionerId, PrescriptionId};
use platform::page::Limit;
use platform::{Caller, Cursor, Db, Listing, Problem, Query, Reply, Tx};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use utoipa_actix_web::service_config::ServiceConfig;

pub fn all(config: &mut ServiceConfig<'_>) {
    config.service(list_controlled_log);
    archive::all(config);
}

/// A month, as `2026-11`.
#[derive(Clone, Copy, Debug, PartialEq, Deserialize)]
#[serde(try_from = "String")]
pub struct Month {
    first: NaiveDate,
    after: NaiveDate,
}

impl Month {
    /// That of a day.
    pub fn of(day: NaiveDate) -> Self {
        let first = day.with_day(1).unwrap_or(day);
        Self { first, after: first.checked_add_months(Months::new(1)).unwrap_or(first) }
    }
}

impl TryFrom<String> for Month {
    type Error = Invalid;

    fn try_from(text: String) -> Result<Self, Invalid> {
        const SHAPE: Invalid = Invalid("must be a month, such as 2026-11");
        let first: NaiveDate = Some(format!("{text}-01"))
            .filter(|it| it.len() == 10)
            .and_then(|it| it.parse().ok())
            .ok_or(SHAPE)?;
        first.checked_add_months(Months::new(1)).ok_or(SHAPE)?;
        Ok(Self::of(first))
    }
}

/// One controlled substance that was signed.
#[derive(Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct LogLine {
    pub prescription_id: PrescriptionId,
    pub order_number: String,
    pub written_on: NaiveDate,
    pub signed_at: DateTime<Utc>,
    /// As it was signed; absent when the signature does not hold.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub patient_name: Option<String>,
    pub medication: String,
    pub schedule: Schedule,
    pub quantity: String,
    pub directions: String,
    pub refills: u16,
    pub status: Status,
    pub signature_broken: bool,
}

impl LogLine {
    fn of(prescription: Prescription, keys: &Keyring) -> Option<Self> {
        let verified = prescription.verified(keys);
        let act = prescription.signature?.act;
        let patient =
            verified.as_ref().ok().and_then(Option::as_ref).map(|record| &record.patient.demographics);
        let content = prescription.content;
        Some(Self {
            prescription_id: prescription.id,
            order_number: prescription.order_number,
            written_on: act.written_on,
            signed_at: act.signed_at,
            patient_name: patient.map(|it| format!("{} {}", it.given_name, it.family_name)),
            medication: content.medication.description,
            schedule: content.medication.schedule,
            quantity: format!("{} {}", content.quantity.value.decimal(), content.quantity.unit.word()),
            directions: content.sig.text.into(),
            refills: content.refills.count(),
            status: prescription.state.status(),
            signature_broken: verified.is_err(),
        })
    }
}

#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct ListControlledLog {
    practitioner_id: PractitionerId,
    /// By the date written, as `2026-11`.
    #[param(value_type = String)]
    month: Month,
    #[param(value_type = Option<String>)]
    cursor: Option<Cursor>,
    #[serde(default)]
    #[param(value_type = Option<u32>)]
    limit: Limit,
}

#[utoipa::path(params(ListControlledLog),
    responses((status = 200, description = "A page of the log, oldest first.", body = Listing<LogLine>)))]
#[get("/v1/controlled-substance-log")]
/// Lists the controlled substances a prescriber has signed in a month.
///
/// Every prescriber must be given it within seven days after the month, and whenever they ask for it.
pub async fn list_controlled_log(
    caller: Caller,
    db: web::Data<Db>,
    query: Query<ListControlledLog>,
) -> Result<Reply, Problem> {
    let ListControlledLog { practitioner_id, month, cursor, limit } = query.0;
    let sealing = db.sealing()?;
    let read = async move |tx: &mut Tx| {
        let span = (month.first, month.after);
        let signed =
            prescription::store::controlled(tx, practitioner_id, span, Some((cursor, limit))).await?;
        Ok::<_, Problem>((signed, keyring(tx, &sealing).await?))
    };
    let (signed, keys) = db.read(&caller.context(), read).await?;
    let lines = signed.into_iter().filter_map(|prescription| LogLine::of(prescription, &keys)).collect();
    Ok(Reply::ok(&Listing::cut(lines, limit, |line: &LogLine| line.prescription_id.0))?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_month_is_written_with_its_year() {
        let month = Month::try_from("2026-12".to_owned()).expect("a month");
        assert_eq!(month.after, NaiveDate::from_ymd_opt(2027, 1, 1).expect("a date"));
        for text in ["", "2026", "2026-13", "2026-1", "2026-12-01", "12-2026"] {
            assert!(Month::try_from(text.to_owned()).is_err(), "{text}");
        }
    }
}
