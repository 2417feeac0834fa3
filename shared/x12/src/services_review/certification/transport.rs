//! CR1.

use crate::amount::Quantity;
use crate::error::X12Error;
use crate::reader::Segment;
use crate::text::Text;
use crate::writer::{Element, TransactionWriter};

/// CR1: a transport by ambulance. Of a response, kind and distance only.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct Transport {
    /// CR101: LB pounds, KG kilograms.
    pub weight_unit: Text,
    /// CR102.
    pub weight: Option<Quantity>,
    /// CR103: I first trip, R return trip, T transfer, X round trip.
    pub kind: Text,
    /// CR104: why this destination.
    pub reason: Text,
    /// CR105: DH miles, DK kilometers.
    pub distance_unit: Text,
    /// CR106.
    pub distance: Option<Quantity>,
    /// CR109.
    pub round_trip: Text,
    /// CR110: why a stretcher is needed.
    pub stretcher: Text,
}

hidden!(Transport);

impl Transport {
    pub(super) fn read(cr1: &Segment<'_>) -> Result<Self, X12Error> {
        let text = |n| cr1.element(n).into();
        Ok(Self {
            weight_unit: text(1),
            weight: cr1.value(2)?,
            kind: text(3),
            reason: text(4),
            distance_unit: text(5),
            distance: cr1.value(6)?,
            round_trip: text(9),
            stretcher: text(10),
        })
    }

    pub(super) fn write(&self, writer: &mut TransactionWriter) {
        let Self { weight_unit, weight, kind, reason, distance_unit, distance, round_trip, stretcher } = self;
        let elements: [&dyn Element; 10] =
            [weight_unit, weight, kind, reason, distance_unit, distance, &"", &"", round_trip, stretcher];
        writer.put("CR1", &elements);
    }
}
