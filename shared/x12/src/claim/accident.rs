//! CLM11: what caused the condition, where it is an accident or the work.

use super::code_lists::RelatedCause;
use super::element::component;
use crate::reader::Segment;
use crate::writer::composite;

/// CLM11.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Accident {
    /// One to three.
    pub causes: Vec<RelatedCause>,
    /// CLM11-4: required for an auto accident.
    pub state: Option<String>,
    /// CLM11-5, outside of the United States.
    pub country: Option<String>,
}

impl Accident {
    pub(super) fn read(clm: &Segment<'_>) -> Option<Self> {
        clm.optional(11)?;
        let causes = (1..=3).filter_map(|m| component(clm, 11, m));
        Some(Self {
            causes: causes.map(|code| RelatedCause::from_code(&code)).collect(),
            state: component(clm, 11, 4),
            country: component(clm, 11, 5),
        })
    }

    pub(super) fn to_element(&self) -> String {
        let cause = |n: usize| self.causes.get(n).map_or("", RelatedCause::code);
        let place = |place: &Option<String>| place.clone().unwrap_or_default();
        composite(&[cause(0), cause(1), cause(2), &place(&self.state), &place(&self.country)])
    }
}
