//! CR1: a drive in an ambulance.

use super::element::text;
use super::supplement::measured;
use crate::amount::Quantity;
use crate::codes::codes;
use crate::reader::Segment;
use crate::text::Text;
use crate::writer::TransactionWriter;

codes! {
    /// CR104: why the patient was driven.
    TransportReason {
        /// To the nearest place that could care for the symptoms or the complaint.
        NearestFacility = "A",
        PreferredPhysician = "B",
        NearFamily = "C",
        /// To a specialist, or to equipment that is not everywhere.
        Specialist = "D",
        Rehabilitation = "E",
    }
}

/// CR1 of a claim (2300) or a line (2400).
#[derive(Clone, PartialEq, Eq)]
pub struct AmbulanceTransport {
    /// CR101 = LB and CR102.
    pub weight_pounds: Option<Quantity>,
    /// CR104.
    pub reason: TransportReason,
    /// CR105 = DH and CR106.
    pub miles: Quantity,
    /// CR109: why it was a round trip, where it was one.
    pub round_trip: Option<Text>,
    /// CR110: why a stretcher was needed, where it was.
    pub stretcher: Option<Text>,
}

impl std::fmt::Debug for AmbulanceTransport {
    /// Shows that it is there: it is health data.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("AmbulanceTransport([phi])")
    }
}

impl AmbulanceTransport {
    /// `None` where the reason or the miles are missing, or a number is none or counts something else.
    pub(super) fn read(cr1: &Segment<'_>) -> Option<Self> {
        let weighed = cr1.optional(2).is_some();
        Some(Self {
            weight_pounds: if weighed { Some(measured(cr1, 2, "LB")?) } else { None },
            reason: TransportReason::of(cr1, 4)?,
            miles: measured(cr1, 6, "DH")?,
            round_trip: text(cr1, 9),
            stretcher: text(cr1, 10),
        })
    }

    pub(super) fn write(&self, writer: &mut TransactionWriter) {
        let Self { weight_pounds, reason, miles, round_trip, stretcher } = self;
        let unit = weight_pounds.map(|_| "LB");
        let (weight, none) = (weight_pounds, "");
        writer.put("CR1", &[&unit, weight, &none, reason, &"DH", miles, &none, &none, round_trip, stretcher]);
    }
}
