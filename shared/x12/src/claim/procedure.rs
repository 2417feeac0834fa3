//! The procedure composite of SV101, SVC01, SVC06 and SVD03.

use crate::codes::codes;
use crate::reader::{ComponentWalk, Segment};
use crate::text::Text;
use crate::writer::{Composite, Element, Sheet};

codes! {
    /// Component 1 of SV101, SVC01, SVC06 and SVD03: the list a procedure code is from.
    ProcedureCodeList {
        /// HCPCS, which includes CPT.
        Hcpcs = "HC",
        HomeInfusion = "IV", AdvancedBilling = "WK", JurisdictionSpecific = "ER", RevenueCode = "NU", Ndc = "N4",
    }
}

/// SV101, SVC01, SVC06 or SVD03: code list, code, up to four modifiers, and a text where the code alone does not say
/// enough.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Procedure {
    /// Component 1: the list `code` is from.
    pub code_list: ProcedureCodeList,
    /// Component 2, such as `99213`.
    pub code: Text,
    /// Components 3 to 6, such as `25`: four at most, in the order they count.
    pub modifiers: Vec<Text>,
    /// Component 7: what was done, where the code does not say it.
    pub description: Option<Text>,
}

impl Procedure {
    /// A HCPCS or CPT code with its modifiers: `HC:99213:25`.
    pub fn hcpcs(code: impl Into<Text>, modifiers: &[&str]) -> Self {
        let modifiers = modifiers.iter().map(|&modifier| modifier.into()).collect();
        Self { code_list: ProcedureCodeList::Hcpcs, code: code.into(), modifiers, description: None }
    }

    /// Element `n`; `None` where no part that is kept says anything.
    pub(crate) fn read(segment: &Segment<'_>, n: usize) -> Option<Self> {
        segment.composite(n).filter(Self::is_said).map(Self::of_parts)
    }

    /// Whether any part that is kept says something.
    #[inline]
    pub(crate) fn is_said(parts: &ComponentWalk<'_, '_>) -> bool {
        let mut parts = parts.clone();
        parts.begins_plainly() || (1..=7).any(|_| parts.str().bytes().any(|byte| byte != b' '))
    }

    /// What an element that holds something says.
    pub(crate) fn of_parts(parts: ComponentWalk<'_, '_>) -> Self {
        let mut read = Self::blank(Vec::new());
        read.take_parts(parts);
        read
    }

    /// One that says nothing, with room for modifiers.
    pub(crate) fn blank(modifiers: Vec<Text>) -> Self {
        Self { code_list: ProcedureCodeList::Hcpcs, code: Text::new(), modifiers, description: None }
    }

    /// Forgets what it says and keeps its room.
    pub(crate) fn clear(&mut self) {
        let Self { code_list, code, modifiers, description } = self;
        (*code_list, *code, *description) = (ProcedureCodeList::Hcpcs, Text::new(), None);
        modifiers.clear();
    }

    /// As `of_parts`, in the place of a blank one.
    pub(crate) fn take_parts(&mut self, mut parts: ComponentWalk<'_, '_>) {
        self.code_list = ProcedureCodeList::from_code(parts.str());
        self.code = parts.text();
        for _ in 3..=6 {
            if parts.is_at_end() {
                return;
            }
            let modifier = parts.text();
            if !modifier.is_empty() {
                self.modifiers.push(modifier);
            }
        }
        self.description = Some(parts.text()).filter(|text| !text.is_empty());
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
