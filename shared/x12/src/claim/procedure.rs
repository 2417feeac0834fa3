//! The procedure composite of SV101, SVC01, SVC06 and SVD03.

use crate::codes::codes;
use crate::reader::Segment;
use crate::text::Text;
use crate::writer::{Composite, Element, Sheet};

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
    pub code: Text,
    pub modifiers: Vec<Text>,
    pub description: Option<Text>,
}

impl Procedure {
    pub fn hcpcs(code: impl Into<Text>, modifiers: &[&str]) -> Self {
        let modifiers = modifiers.iter().map(|&modifier| modifier.into()).collect();
        Self { code_list: ProcedureCodeList::Hcpcs, code: code.into(), modifiers, description: None }
    }

    /// Element `n`; `None` where no part that is kept says anything.
    pub(crate) fn read(segment: &Segment<'_>, n: usize) -> Option<Self> {
        segment.optional(n)?;
        (1..=7).map(|m| segment.component(n, m)).find(|part| !part.trim().is_empty())?;
        let modifiers = (3..=6).map(|m| segment.component(n, m)).filter(|modifier| !modifier.is_empty());
        Some(Self {
            code_list: ProcedureCodeList::from_code(segment.component(n, 1)),
            code: segment.component(n, 2).into(),
            modifiers: modifiers.map(Text::from).collect(),
            description: Some(segment.component(n, 7)).filter(|text| !text.is_empty()).map(Text::from),
        })
    }
}

impl Element for Procedure {
    fn put(&self, sheet: &mut Sheet) {
        let modifiers: [Option<&Text>; 4] = std::array::from_fn(|n| self.modifiers.get(n));
        let [one, two, three, four] = &modifiers;
        let (code_list, code, text) = (&self.code_list, &self.code, &self.description);
        Composite(&[code_list, code, one, two, three, four, text]).put(sheet);
    }
}
