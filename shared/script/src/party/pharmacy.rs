//! Pharmacy.

use super::{Phones, PostalAddress};
use crate::element::Draft;
use crate::error::Result;
use crate::fields::{Fields, Part};
use crate::{Element, Text};

#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Pharmacy {
    /// NCPDPID, seven digits.
    pub ncpdp_id: Option<Text>,
    /// Ten digits; one network wants `NONE` where a pharmacy has none.
    pub npi: Option<Text>,
    pub business_name: Option<Text>,
    pub address: PostalAddress,
    pub phones: Phones,
    pub other: Vec<Element>,
}

impl Part for Pharmacy {
    fn read(fields: &mut Fields) -> Result<Self> {
        let ids = |ids: &mut Fields| Ok((ids.text("NCPDPID")?, ids.text("NPI")?));
        let (ncpdp_id, npi) = fields.inside("Identification", ids)?.unwrap_or_default();
        Ok(Self {
            ncpdp_id,
            npi,
            business_name: fields.text("BusinessName")?,
            address: PostalAddress::read_from(fields)?,
            phones: Phones::read_from(fields)?,
            other: fields.rest(),
        })
    }

    fn write(&self, into: &mut Draft) {
        into.nest("Identification", |ids| {
            ids.put("NCPDPID", &self.ncpdp_id);
            ids.put("NPI", &self.npi);
        });
        into.put("BusinessName", &self.business_name);
        self.address.write(into);
        self.phones.write(into);
        into.preserve(&self.other);
    }
}
