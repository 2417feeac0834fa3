//! Loop 2410: the drug given, by its NDC.

use super::code_lists::Unit;
use super::element::required_text;
use crate::amount::Quantity;
use crate::codes::codes;
use crate::cursor::Cursor;
use crate::error::X12Error;
use crate::name::Reference;
use crate::text::Text;
use crate::writer::TransactionWriter;

codes! {
    /// LIN02: the list a drug code is from.
    DrugCodeList {
        /// National drug code, eleven digits in the form 5-4-2.
        Ndc = "N4",
        /// Products that are no drugs, by the number on the package: EAN/UCC-13, EAN/UCC-8, HIBC, GTIN and UCC-12.
        Ean13 = "EN", Ean8 = "EO", HealthIndustryBarCode = "HI", Gtin14 = "UK", Upc = "UP",
        CustomerOrder = "ON",
    }
}

/// LIN, CTP and REF.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Drug {
    /// LIN02: the list `code` is from.
    pub code_list: DrugCodeList,
    /// LIN03: eleven digits for an NDC.
    pub code: Text,
    /// CTP04 and CTP05: how much was given, and of which unit.
    pub dose: Option<(Quantity, Unit)>,
    /// REF*XZ prescription number or REF*VY compound association.
    pub prescription: Option<Reference>,
}

impl Drug {
    pub(crate) fn read(cursor: &mut Cursor<'_, '_>) -> Result<Self, X12Error> {
        let lin = cursor.expect("LIN", "2410")?;
        let code_list = DrugCodeList::from_code(lin.element(2));
        let mut drug =
            Self { code_list, code: required_text(&lin, 3, "2410")?, dose: None, prescription: None };
        if let Some(ctp) = cursor.take_if("CTP") {
            let unit = Unit::from_code(ctp.component(5, 1));
            drug.dose = ctp.value(4)?.map(|quantity| (quantity, unit));
        }
        drug.prescription =
            cursor.take_qualified("REF", &["XZ", "VY"]).map(|segment| Reference::parse(&segment));
        Ok(drug)
    }

    pub(crate) fn write(&self, writer: &mut TransactionWriter) {
        writer.put("LIN", &[&"", &self.code_list, &self.code]);
        if let Some((quantity, unit)) = &self.dose {
            writer.put("CTP", &[&"", &"", &"", quantity, unit]);
        }
        if let Some(reference) = &self.prescription {
            reference.write(writer);
        }
    }
}
