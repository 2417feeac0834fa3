//! The good-faith estimate of expected charges for whoever is uninsured or pays alone (45 CFR 149.610).

mod due;

pub use due::Due;

use super::{Estimate, Lines, Refusal, RequestEstimate};
use chrono::{Days, NaiveDate};
use diesel::deserialize::FromSqlRow;
use diesel::expression::AsExpression;
use diesel::sql_types::Jsonb;
use model::event::{LocationSnapshot, PatientSnapshot, PractitionerSnapshot};
use model::{Address, Money, Name, Npi, StateCode, TaxId};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// What 45 CFR 149.610(c)(1) asks for beyond the lines with their codes and charges.
#[derive(Clone, PartialEq, Serialize, Deserialize, ToSchema, AsExpression, FromSqlRow)]
#[diesel(sql_type = Jsonb)]
#[schema(as = GoodFaithEstimate)]
pub struct GoodFaith {
    /// Given and family name.
    pub patient_name: String,
    pub birth_date: NaiveDate,
    /// The primary service in plain words.
    pub primary_service: Name,
    /// The day it is scheduled for; absent when it was only asked about.
    pub scheduled_for: Option<NaiveDate>,
    pub provider: Provider,
    pub facility: Facility,
    /// Expected before or after, each with an estimate of its own when it is scheduled or asked for.
    pub separately_scheduled: Vec<Name>,
    /// By when the patient is to have it.
    pub due: Due,
    /// The day it was made, on the wall of the location.
    pub made_on: NaiveDate,
    pub on_time: bool,
    pub disclaimers: Vec<String>,
}

/// Who treats.
#[derive(Clone, PartialEq, Serialize, Deserialize, ToSchema)]
#[schema(as = GoodFaithProvider)]
pub struct Provider {
    /// Given and family name.
    pub name: String,
    pub npi: Npi,
}

/// Where, and in whose name it is billed.
#[derive(Clone, PartialEq, Serialize, Deserialize, ToSchema)]
#[schema(as = GoodFaithFacility)]
pub struct Facility {
    pub name: Name,
    pub npi: Npi,
    pub tax_id: TaxId,
    /// Where the services are expected to be furnished.
    pub state: StateCode,
    pub address: Address,
}

/// What was billed in the end, and whether the patient may dispute it (45 CFR 149.620).
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema, AsExpression, FromSqlRow)]
#[diesel(sql_type = Jsonb)]
#[schema(as = GoodFaithBill)]
pub struct Bill {
    pub billed: Money,
    /// The day the patient got the first bill.
    pub billed_on: NaiveDate,
    /// More than was estimated; negative when it is less.
    pub excess: Money,
    /// At least $400 more than estimated: the patient may start the patient-provider dispute resolution.
    pub may_be_disputed: bool,
    /// The last day for that: 120 calendar days after the first bill.
    pub dispute_until: Option<NaiveDate>,
}
model::jsonb!(GoodFaith, Bill);
model::redacted!(GoodFaith, Bill);

#[derive(Clone, Copy, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = RecordGoodFaithBill)]
pub struct RecordBill {
    /// By this provider and facility, for what was estimated.
    pub billed: Money,
    /// The day the patient got the first bill.
    pub billed_on: NaiveDate,
}

/// Substantially in excess (45 CFR 149.620(a)(2)).
const SUBSTANTIAL: Money = Money::from_cents(40_000);
const DAYS_TO_DISPUTE: Days = Days::new(120);

/// Whom the estimate names.
pub struct Parties {
    pub patient: PatientSnapshot,
    pub practitioner: PractitionerSnapshot,
    pub location: LocationSnapshot,
}

impl GoodFaith {
    /// Refused where something is lacking that the rule asks for: half a good-faith estimate is none.
    pub fn of(
        parties: Parties,
        asked: &RequestEstimate,
        lines: &Lines,
        due: Due,
        made_on: NaiveDate,
    ) -> Result<Self, Refusal> {
        if let Some(item) = lines.0.iter().position(|line| line.charge.is_none()) {
            return Err(Refusal::PriceUnknown { item });
        }
        let primary = asked.procedures.first().ok_or(Refusal::Count)?;
        let primary_service = primary.description.clone().ok_or(Refusal::DescriptionMissing)?;
        let Parties { patient, practitioner, location } = parties;
        let person = patient.demographics;
        let name = format!("{} {}", practitioner.given_name, practitioner.family_name);
        Ok(Self {
            patient_name: format!("{} {}", person.given_name, person.family_name),
            birth_date: person.birth_date,
            primary_service,
            scheduled_for: asked.appointment_id.map(|_| asked.service_date),
            provider: Provider { name, npi: practitioner.npi },
            facility: Facility {
                name: location.name,
                npi: location.npi,
                tax_id: location.tax_id,
                state: location.address.state.clone(),
                address: location.address,
            },
            separately_scheduled: asked.separately_scheduled.clone(),
            on_time: due.by().is_none_or(|last| made_on <= last),
            due,
            made_on,
            disclaimers: disclaimers(),
        })
    }
}

/// In our words, with what the rule wants said.
fn disclaimers() -> Vec<String> {
    [
        "We may recommend further items or services as part of your care. They are scheduled or requested separately and are \
         not in this estimate.",
        "This is only an estimate of what can reasonably be expected on the day it was made. The actual items, services or \
         charges may differ.",
        "If you are billed at least $400 more than this estimate by this provider or facility, you have the right to start \
         the patient-provider dispute resolution process. Start it within 120 calendar days of your first bill. How to do so \
         stands at www.cms.gov/nosurprises/consumers; you can also call 1-800-985-3059. Starting it will not adversely \
         affect the quality of the health care services you receive.",
        "This estimate is not a contract. It does not oblige you to obtain the items or services from any provider or \
         facility named in it.",
    ]
    .map(str::to_owned)
    .to_vec()
}

/// Stands directly above the list of what is scheduled apart.
pub const SEPARATE: &str = "For what is listed here you get a good-faith estimate of its own when it is scheduled, or when \
    you ask for one. Diagnosis codes, service codes, expected charges and providers are named there.";

impl Bill {
    pub fn of(estimate: &Estimate, said: RecordBill) -> Result<Self, Refusal> {
        let RecordBill { billed, billed_on } = said;
        let expected =
            estimate.charge.filter(|_| estimate.good_faith.is_some()).ok_or(Refusal::NotGoodFaith)?;
        if billed.is_negative() {
            return Err(Refusal::NegativeBill);
        }
        let excess = billed - expected;
        let may_be_disputed = excess >= SUBSTANTIAL;
        let dispute_until = billed_on.checked_add_days(DAYS_TO_DISPUTE).filter(|_| may_be_disputed);
        Ok(Self { billed, billed_on, excess, may_be_disputed, dispute_until })
    }
}

#[cfg(test)]
mod tests;
