//! AAA: why a payer did not answer at a level.

use super::lists::FollowUp;
use crate::explain::{self, Explanation};
use crate::reader::Segment;
use crate::text::Text;
use crate::writer::TransactionWriter;

/// Where an AAA stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum RejectionLevel {
    /// 2000A.
    Source,
    /// 2100A.
    Payer,
    /// 2100B.
    Provider,
    /// 2100C.
    Subscriber,
    /// 2100D.
    Dependent,
    /// 2110C or 2110D.
    Benefit,
}

/// One AAA.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rejection {
    /// The loop it stands in.
    pub level: RejectionLevel,
    /// AAA01: true where the request was valid at this level, and the answer failed elsewhere.
    pub valid: bool,
    /// AAA03: why, such as `72` (member id) or `75` (not found).
    pub code: Text,
    /// AAA04: what the payer wants done.
    pub follow_up: FollowUp,
}

impl Rejection {
    /// AAA01 = N, unless `valid` is set afterwards.
    #[must_use]
    pub fn new(level: RejectionLevel, code: &str, follow_up: FollowUp) -> Self {
        Self { level, valid: false, code: code.into(), follow_up }
    }

    /// True where a machine may send the same request again, later.
    #[must_use]
    pub fn is_retryable(&self) -> bool {
        let code = explain::aaa(&self.code).is_some_and(|explanation| explanation.retryable);
        code && !matches!(
            self.follow_up,
            FollowUp::CorrectAndResend
                | FollowUp::DoNotResubmit
                | FollowUp::DoNotResendWillRespond
                | FollowUp::DoNotResendHeld
        )
    }

    /// Meaning and next step of AAA03.
    #[must_use]
    pub fn explain(&self) -> Option<Explanation> {
        explain::aaa(&self.code)
    }

    pub(super) fn parse(aaa: &Segment<'_>, level: RejectionLevel) -> Self {
        let follow_up = FollowUp::from_code(aaa.element(4));
        Self { level, valid: aaa.element(1) == "Y", code: aaa.element(3).into(), follow_up }
    }

    pub(super) fn write(&self, writer: &mut TransactionWriter) {
        let valid = if self.valid { "Y" } else { "N" };
        writer.put("AAA", &[&valid, &"", &self.code, &self.follow_up]);
    }
}
