//! CR5.

use crate::amount::Quantity;
use crate::error::X12Error;
use crate::reader::Segment;
use crate::text::Text;
use crate::writer::{Element, TransactionWriter};

/// CR5: oxygen at home.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct HomeOxygen {
    /// CR503, CR504 and CR518: A concentrator, B liquid stationary, C gaseous stationary, D liquid portable, E gaseous
    /// portable, O other.
    pub equipment: [Text; 3],
    /// CR505; requests only.
    pub reason: Text,
    /// CR506, liters a minute.
    pub flow_rate: Option<Quantity>,
    /// CR507: times a day.
    pub daily_uses: Option<Quantity>,
    /// CR508: hours a use.
    pub hours: Option<Quantity>,
    /// CR509.
    pub order: Text,
    /// CR510; requests only.
    pub blood_gas: Option<Quantity>,
    /// CR511; requests only.
    pub saturation: Option<Quantity>,
    /// CR512: how it was tested; requests only.
    pub test_condition: Text,
    /// CR513 to CR515; requests only.
    pub findings: [Text; 3],
    /// CR516, liters a minute.
    pub portable_flow_rate: Option<Quantity>,
    /// CR517: A nasal cannula, B oxygen conserving device, ...
    pub delivery: Text,
}

hidden!(HomeOxygen);

impl HomeOxygen {
    pub(super) fn read(cr5: &Segment<'_>) -> Result<Self, X12Error> {
        let text = |n| cr5.element(n).into();
        Ok(Self {
            equipment: [3, 4, 18].map(text),
            reason: text(5),
            flow_rate: cr5.value(6)?,
            daily_uses: cr5.value(7)?,
            hours: cr5.value(8)?,
            order: text(9),
            blood_gas: cr5.value(10)?,
            saturation: cr5.value(11)?,
            test_condition: text(12),
            findings: [13, 14, 15].map(text),
            portable_flow_rate: cr5.value(16)?,
            delivery: text(17),
        })
    }

    pub(super) fn write(&self, writer: &mut TransactionWriter) {
        let [first, second, third] = &self.equipment;
        let [one, two, three] = &self.findings;
        let elements: [&dyn Element; 18] = [
            &"",
            &"",
            first,
            second,
            &self.reason,
            &self.flow_rate,
            &self.daily_uses,
            &self.hours,
            &self.order,
            &self.blood_gas,
            &self.saturation,
            &self.test_condition,
            one,
            two,
            three,
            &self.portable_flow_rate,
            &self.delivery,
            third,
        ];
        writer.put("CR5", &elements);
    }
}
