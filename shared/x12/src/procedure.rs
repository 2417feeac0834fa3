//! The procedure composite of EB13, SVC01 and the like.

use crate::reader::Segment;
use crate::writer::composite;

/// Code list, code and modifiers.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ProcedureCode {
    /// Component 1, such as `HC`.
    pub code_list: String,
    /// Component 2.
    pub code: String,
    /// Components 3 to 6.
    pub modifiers: Vec<String>,
}

impl ProcedureCode {
    /// HCPCS, which includes CPT.
    #[must_use]
    pub fn hcpcs(code: &str, modifiers: &[&str]) -> Self {
        let modifiers = modifiers.iter().map(|&modifier| modifier.to_owned()).collect();
        Self { code_list: "HC".to_owned(), code: code.to_owned(), modifiers }
    }

    /// Element `n`; `None` where it is empty.
    pub(crate) fn read(segment: &Segment<'_>, n: usize) -> Option<Self> {
        segment.optional(n)?;
        let modifiers = (3..=6).map(|m| segment.component(n, m)).filter(|modifier| !modifier.is_empty());
        Some(Self {
            code_list: segment.component(n, 1).to_owned(),
            code: segment.component(n, 2).to_owned(),
            modifiers: modifiers.map(str::to_owned).collect(),
        })
    }

    pub(crate) fn to_element(&self) -> String {
        let mut parts = vec![self.code_list.as_str(), self.code.as_str()];
        parts.extend(self.modifiers.iter().take(4).map(String::as_str));
        composite(&parts)
    }
}
