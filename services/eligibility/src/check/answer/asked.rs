//! What was asked, as far as the reading of an answer rests on it.

use crate::check::service_type::{OFFICE_VISIT, PLAN, ServiceTypes};
use chrono::NaiveDate;

#[derive(Clone, Copy)]
pub struct Asked<'a> {
    pub service_types: &'a ServiceTypes,
    pub day: NaiveDate,
}

/// Services that are medical care as such: active for one of them, a plan is active for a visit.
pub const MEDICAL: [&str; 7] = [OFFICE_VISIT, "1", "47", "48", "50", "86", "UC"];

impl<'a> Asked<'a> {
    /// The services asked about by name: 30 asks about the plan as a whole.
    pub fn named(&self) -> impl Iterator<Item = &'a str> + use<'a> {
        self.service_types.codes().filter(|code| *code != PLAN)
    }

    /// What a figure is looked for under, in this order: what was asked about, an office visit, the plan.
    pub fn ranked(&self) -> Vec<&'a str> {
        let mut codes: Vec<&str> = self.named().collect();
        codes.extend([OFFICE_VISIT, PLAN].into_iter().filter(|code| !self.named().any(|named| named == *code)));
        codes
    }
}
