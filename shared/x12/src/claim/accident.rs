//! CLM11: what caused the condition, where it is an accident or the work.

use super::code_lists::RelatedCause;
use super::element::component;
use crate::reader::Segment;
use crate::text::Text;
use crate::writer::{Composite, Element, Sheet};

/// CLM11.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Accident {
    /// CLM11-1 to CLM11-3: one to three.
    pub causes: Vec<RelatedCause>,
    /// CLM11-4: required for an auto accident.
    pub state: Option<Text>,
    /// CLM11-5, outside of the United States.
    pub country: Option<Text>,
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
}

impl Element for Accident {
    fn put(&self, sheet: &mut Sheet) {
        let causes: [Option<&RelatedCause>; 3] = std::array::from_fn(|n| self.causes.get(n));
        let [one, two, three] = &causes;
        Composite(&[one, two, three, &self.state, &self.country]).put(sheet);
    }
}
