//! The procedure composite of EB13, SVC01 and the like.
//!
//! ```
//! use x12::TransactionWriter;
//! use x12::procedure::ProcedureCode;
//!
//! let visit = ProcedureCode::hcpcs("99213", &["25"]);
//! let mut writer = TransactionWriter::new("277", "0001", Some("005010X212"));
//! writer.put("SVC", &[&visit, &x12::Amount::from_cents(12_500)]);
//! assert!(writer.finish()?.as_str().contains("~SVC*HC:99213:25*125~"));
//! # Ok::<(), x12::X12Error>(())
//! ```

use crate::reader::Segment;
use crate::text::Text;
use crate::writer::{Composite, Element, Sheet};

/// EB13, EQ02, SVC01 and the like: code list, code and modifiers.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ProcedureCode {
    /// Component 1, such as `HC`.
    pub code_list: Text,
    /// Component 2.
    pub code: Text,
    /// Components 3 to 6.
    pub modifiers: Vec<Text>,
}

impl ProcedureCode {
    /// HCPCS, which includes CPT.
    #[must_use]
    pub fn hcpcs(code: &str, modifiers: &[&str]) -> Self {
        let modifiers = modifiers.iter().map(|&modifier| modifier.into()).collect();
        Self { code_list: "HC".into(), code: code.into(), modifiers }
    }

    /// Element `n`; `None` where no part that is kept says anything.
    pub(crate) fn read(segment: &Segment<'_>, n: usize) -> Option<Self> {
        segment.optional(n)?;
        (1..=6).map(|m| segment.component(n, m)).find(|part| !part.trim().is_empty())?;
        let modifiers = (3..=6).map(|m| segment.component(n, m)).filter(|modifier| !modifier.is_empty());
        Some(Self {
            code_list: segment.component(n, 1).into(),
            code: segment.component(n, 2).into(),
            modifiers: modifiers.map(Text::from).collect(),
        })
    }
}

impl Element for ProcedureCode {
    fn put(&self, sheet: &mut Sheet) {
        let modifiers: [Option<&Text>; 4] = std::array::from_fn(|n| self.modifiers.get(n));
        let [one, two, three, four] = &modifiers;
        Composite(&[&self.code_list, &self.code, one, two, three, four]).put(sheet);
    }
}
