//! What was asked, as far as the reading of an answer rests on it.

use crate::check::service_type::{OFFICE_VISIT, PLAN, ServiceTypes};
use chrono::NaiveDate;

#[derive(Clone, Copy)]
pub struct Asked<'a> {
    pub service_types: &'a ServiceTypes,
    pub day: NaiveDate,
    /// When the payer answered (BHT04).
    pub answered: NaiveDate,
}

/// Services that are medical care as such: active for one of them, a plan is active for a visit.
pub const MEDICAL: [&str; 8] = [OFFICE_VISIT, SICK_VISIT, MEDICAL_CARE, "47", "48", "50", "86", "UC"];
/// Medical care.
const MEDICAL_CARE: &str = "1";
/// A visit to a physician's office because of an illness.
const SICK_VISIT: &str = "BY";

impl<'a> Asked<'a> {
    /// The services asked about by name: 30 asks about the plan as a whole.
    pub fn named(&self) -> impl Iterator<Item = &'a str> + use<'a> {
        self.service_types.codes().filter(|code| *code != PLAN)
    }

    /// What a figure is looked for under, in this order: what was asked about, an office visit, the plan, medical care.
    pub fn ranked(&self) -> Vec<&'a str> {
        let mut codes: Vec<&str> = self.named().collect();
        let usual = [OFFICE_VISIT, SICK_VISIT, PLAN, MEDICAL_CARE];
        codes.extend(usual.into_iter().filter(|code| !self.named().any(|named| named == *code)));
        codes
    }
}
