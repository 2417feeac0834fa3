//! The procedure composite of SV101, SVC01, SVC06 and SVD03.

use crate::codes::codes;
use crate::reader::Segment;
use crate::writer::composite;

codes! {
    /// Component 1.
    ProcedureCodeList {
        /// HCPCS, which includes CPT.
        Hcpcs = "HC",
        HomeInfusion = "IV", AdvancedBilling = "WK", JurisdictionSpecific = "ER", RevenueCode = "NU", Ndc = "N4",
    }
}

/// Code list, code, up to four modifiers, and a text where the code alone does not say enough.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Procedure {
    pub code_list: ProcedureCodeList,
    pub code: String,
    pub modifiers: Vec<String>,
    pub description: Option<String>,
}

impl Procedure {
    pub fn hcpcs(code: impl Into<String>, modifiers: &[&str]) -> Self {
        let modifiers = modifiers.iter().map(|&modifier| modifier.to_owned()).collect();
        Self { code_list: ProcedureCodeList::Hcpcs, code: code.into(), modifiers, description: None }
    }

    /// Element `n`; `None` where it is empty.
    pub(crate) fn read(segment: &Segment<'_>, n: usize) -> Option<Self> {
        segment.optional(n)?;
        let modifiers = (3..=6).map(|m| segment.component(n, m)).filter(|modifier| !modifier.is_empty());
        Some(Self {
            code_list: ProcedureCodeList::from_code(segment.component(n, 1)),
            code: segment.component(n, 2).to_owned(),
            modifiers: modifiers.map(str::to_owned).collect(),
            description: Some(segment.component(n, 7)).filter(|text| !text.is_empty()).map(str::to_owned),
        })
    }

    pub(crate) fn to_element(&self) -> String {
        let modifier = |n: usize| self.modifiers.get(n).map_or("", String::as_str);
        composite(&[
            self.code_list.code(),
            &self.code,
            modifier(0),
            modifier(1),
            modifier(2),
            modifier(3),
            self.description.as_deref().unwrap_or(""),
        ])
    }
}
