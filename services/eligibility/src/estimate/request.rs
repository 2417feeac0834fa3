//! What an estimate is asked for, and how the asked procedures find their prices.

use super::{Line, Lines, Refusal};
use crate::authorization::Units;
use crate::check::ServiceType;
use chrono::NaiveDate;
use model::{
    AppointmentId, CoverageId, Icd10, LocationId, Money, Name, PatientId, PractitionerId, ProcedureCode,
};
use serde::Deserialize;
use std::collections::HashMap;
use utoipa::ToSchema;

#[derive(Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct RequestEstimate {
    pub patient_id: PatientId,
    /// Left out when the patient pays alone, or does not want a claim sent: then it is a good-faith estimate (45 CFR 149.610).
    pub coverage_id: Option<CoverageId>,
    pub service_date: NaiveDate,
    /// 1 to 50, the primary one first.
    pub procedures: Vec<Asked>,
    pub appointment_id: Option<AppointmentId>,
    /// The X12 service type the payer's benefits are read for; 98, a physician's office visit, unless told.
    pub service_type: Option<ServiceType>,
    /// Who treats; the appointment's unless told. Only for a good-faith estimate.
    pub practitioner_id: Option<PractitionerId>,
    /// Where; the appointment's unless told. Only for a good-faith estimate.
    pub location_id: Option<LocationId>,
    /// When the patient asked for it; without an appointment today unless told. Only for a good-faith estimate.
    pub requested_on: Option<NaiveDate>,
    /// What is expected to be scheduled apart before or after, in plain words. Only for a good-faith estimate.
    #[serde(default)]
    pub separately_scheduled: Vec<Name>,
}

/// A procedure that is expected.
#[derive(Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = EstimateProcedure)]
pub struct Asked {
    pub procedure_code: ProcedureCode,
    /// 1 unless told.
    #[serde(default = "one")]
    pub units: Units,
    /// In plain words; a good-faith estimate has one for the first.
    pub description: Option<Name>,
    #[serde(default)]
    pub diagnosis_codes: Vec<Icd10>,
}

const fn one() -> Units {
    Units::ONE
}

const MOST: usize = 50;

impl RequestEstimate {
    pub fn codes(&self) -> Result<Vec<ProcedureCode>, Refusal> {
        if !(1..=MOST).contains(&self.procedures.len()) {
            return Err(Refusal::Count);
        }
        Ok(self.procedures.iter().map(|asked| asked.procedure_code.clone()).collect())
    }

    /// Each with what is charged and what is allowed for all its units.
    pub fn lines(
        &self,
        charges: &HashMap<ProcedureCode, Money>,
        allowed: &HashMap<ProcedureCode, Money>,
    ) -> Result<Lines, Refusal> {
        let line = |(item, asked): (usize, &Asked)| {
            let all = |one: Option<&Money>| {
                let units = asked.units.get().unsigned_abs();
                one.map(|one| one.times(units).ok_or(Refusal::TooMuch { item })).transpose()
            };
            Ok(Line {
                procedure_code: asked.procedure_code.clone(),
                units: asked.units,
                description: asked.description.clone(),
                diagnosis_codes: asked.diagnosis_codes.clone(),
                charge: all(charges.get(&asked.procedure_code))?,
                allowed: all(allowed.get(&asked.procedure_code))?,
            })
        };
        let lines = Lines(self.procedures.iter().enumerate().map(line).collect::<Result<_, _>>()?);
        // What is written anywhere has at most ten digits before the point.
        let fits = |total: Option<Money>| total.is_none_or(|total| total.times(1).is_some());
        if fits(lines.charge()) && fits(lines.allowed()) {
            Ok(lines)
        } else {
            Err(Refusal::TooMuch { item: 0 })
        }
    }
}
