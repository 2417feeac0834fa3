//! CR2.

use crate::amount::Quantity;
use crate::eligibility::Answer;
use crate::error::X12Error;
use crate::reader::Segment;
use crate::text::Text;
use crate::writer::{Element, TransactionWriter};

/// CR2: a series of chiropractic treatments. Of a response, the first four elements only.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct SpinalManipulation {
    /// CR201: which treatment of the series.
    pub number: Text,
    /// CR202: how many treatments.
    pub treatments: Option<Quantity>,
    /// CR203: the vertebra, or the first of several.
    pub first_level: Text,
    /// CR204.
    pub last_level: Text,
    /// CR208: A acute, C chronic, D not acute, E not life threatening, F routine, G symptomatic, M acute episode of a
    /// chronic condition.
    pub condition: Text,
    /// CR209.
    pub complications: Option<Answer>,
    /// CR210 and CR211.
    pub description: [Text; 2],
    /// CR212.
    pub xrays_available: Option<Answer>,
}

hidden!(SpinalManipulation);

impl SpinalManipulation {
    pub(super) fn read(cr2: &Segment<'_>) -> Result<Self, X12Error> {
        let text = |n| cr2.element(n).into();
        Ok(Self {
            number: text(1),
            treatments: cr2.value(2)?,
            first_level: text(3),
            last_level: text(4),
            condition: text(8),
            complications: Answer::of(cr2, 9),
            description: [text(10), text(11)],
            xrays_available: Answer::of(cr2, 12),
        })
    }

    pub(super) fn write(&self, writer: &mut TransactionWriter) {
        let [one, two] = &self.description;
        let mut elements: [&dyn Element; 12] = [&""; 12];
        elements[..4].copy_from_slice(&[&self.number, &self.treatments, &self.first_level, &self.last_level]);
        elements[7..].copy_from_slice(&[
            &self.condition,
            &self.complications,
            one,
            two,
            &self.xrays_available,
        ]);
        writer.put("CR2", &elements);
    }
}
