//! SV5 and CR3: durable medical equipment.

use super::procedure::Procedure;
use super::supplement::measured;
use crate::amount::{Amount, Quantity};
use crate::codes::codes;
use crate::reader::Segment;
use crate::writer::TransactionWriter;

codes! {
    /// SV506: the time `rental` is for.
    RentalPeriod { Week = "1", Month = "4", Day = "6" }
}

codes! {
    /// CR301.
    CertificationStage { Initial = "I", Renewal = "R", Revised = "S" }
}

/// SV5 of a line (2400): what the equipment costs, rented or bought.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EquipmentService {
    /// SV501: the same as SV101.
    pub procedure: Procedure,
    /// SV502 = DA and SV503: for how many days it is needed.
    pub days: Quantity,
    /// SV504; required to send.
    pub rental: Option<Amount>,
    /// SV505; required to send.
    pub purchase: Option<Amount>,
    /// SV506; required to send.
    pub rental_period: Option<RentalPeriod>,
}

/// CR3 of a line (2400): for how long the physician certifies that the equipment is needed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EquipmentCertification {
    /// CR301.
    pub stage: CertificationStage,
    /// CR302 = MO and CR303.
    pub months: Quantity,
}

impl EquipmentService {
    /// `None` where the procedure or the days are missing, or a number is none.
    pub(super) fn read(sv5: &Segment<'_>) -> Option<Self> {
        Some(Self {
            procedure: Procedure::read(sv5, 1)?,
            days: measured(sv5, 3, "DA")?,
            rental: sv5.value(4).ok()?,
            purchase: sv5.value(5).ok()?,
            rental_period: RentalPeriod::of(sv5, 6),
        })
    }

    pub(super) fn write(&self, writer: &mut TransactionWriter) {
        let Self { procedure, days, rental, purchase, rental_period } = self;
        writer.put("SV5", &[procedure, &"DA", days, rental, purchase, rental_period]);
    }
}

impl EquipmentCertification {
    /// `None` where the kind or the months are missing.
    pub(super) fn read(cr3: &Segment<'_>) -> Option<Self> {
        Some(Self { stage: CertificationStage::of(cr3, 1)?, months: measured(cr3, 3, "MO")? })
    }

    pub(super) fn write(&self, writer: &mut TransactionWriter) {
        writer.put("CR3", &[&self.stage, &"MO", &self.months]);
    }
}
