//! MIA and MOA: what a payer decided on a claim as a whole.

use super::element::text;
use crate::amount::Amount;
use crate::error::X12Error;
use crate::reader::Segment;
use crate::text::Text;
use crate::writer::{Element, TransactionWriter};

/// MIA as received: MIA01 is the first.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct InpatientAdjudication(pub Vec<Text>);

/// MOA.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct OutpatientAdjudication {
    /// MOA01, a share of one.
    pub reimbursement_rate: Option<Text>,
    /// MOA02: the payable amount of the HCPCS codes.
    pub hcpcs_payable: Option<Amount>,
    /// MOA03 to MOA07, RARC.
    pub remarks: Vec<Text>,
    /// MOA08: what was paid for end-stage renal disease.
    pub esrd_paid: Option<Amount>,
    /// MOA09: what was billed but is not payable as professional component.
    pub professional_component: Option<Amount>,
}

impl InpatientAdjudication {
    /// MIA05 and MIA20 to MIA23: RARC.
    pub fn remarks(&self) -> impl Iterator<Item = &str> {
        let places = [4, 19, 20, 21, 22];
        places.into_iter().filter_map(|n| self.0.get(n)).map(Text::as_str).filter(|code| !code.is_empty())
    }

    pub(crate) fn read(mia: &Segment<'_>) -> Self {
        Self((1..=mia.elements()).map(|n| mia.text(n)).collect())
    }

    pub(crate) fn write(&self, writer: &mut TransactionWriter) {
        let elements: Vec<&dyn Element> = self.0.iter().map(|text| text as &dyn Element).collect();
        writer.put("MIA", &elements);
    }
}

impl OutpatientAdjudication {
    pub(crate) fn read(moa: &Segment<'_>) -> Result<Self, X12Error> {
        Ok(Self {
            reimbursement_rate: text(moa, 1),
            hcpcs_payable: moa.value(2)?,
            remarks: (3..=7).filter_map(|n| text(moa, n)).collect(),
            esrd_paid: moa.value(8)?,
            professional_component: moa.value(9)?,
        })
    }

    pub(crate) fn write(&self, writer: &mut TransactionWriter) {
        let remarks: [Option<&Text>; 5] = std::array::from_fn(|n| self.remarks.get(n));
        let [one, two, three, four, five] = &remarks;
        let [esrd, professional] = [&self.esrd_paid, &self.professional_component];
        writer.put(
            "MOA",
            &[&self.reimbursement_rate, &self.hcpcs_payable, one, two, three, four, five, esrd, professional],
        );
    }
}
