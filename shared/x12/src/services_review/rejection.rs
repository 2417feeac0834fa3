//! AAA: why a request was not reviewed.

use crate::eligibility::FollowUp;
use crate::explain::{self, Explanation};
use crate::reader::Segment;
use crate::text::Text;
use crate::writer::TransactionWriter;

/// One AAA; it concerns the level or party it is a field of.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rejection {
    /// AAA01: true where the request was valid, and the answer failed elsewhere.
    pub valid: bool,
    /// AAA03: why, such as `15` (required data missing) or `33` (input errors).
    pub code: Text,
    /// AAA04: what the reviewer wants done.
    pub follow_up: FollowUp,
}

impl Rejection {
    /// AAA01 = N, unless `valid` is set afterwards.
    #[must_use]
    pub fn new(code: &str, follow_up: FollowUp) -> Self {
        Self { valid: false, code: code.into(), follow_up }
    }

    /// Meaning and next step of AAA03.
    #[must_use]
    pub fn explain(&self) -> Option<Explanation> {
        explain::aaa(&self.code)
    }

    pub(super) fn parse(aaa: &Segment<'_>) -> Self {
        let follow_up = FollowUp::from_code(aaa.element(4));
        Self { valid: aaa.element(1) == "Y", code: aaa.element(3).into(), follow_up }
    }

    pub(super) fn write_all(rejections: &[Self], writer: &mut TransactionWriter) {
        for Self { valid, code, follow_up } in rejections {
            writer.put("AAA", &[&if *valid { "Y" } else { "N" }, &"", code, follow_up]);
        }
    }
}
