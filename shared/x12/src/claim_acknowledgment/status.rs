//! STC: what became of a batch, a provider, a claim or a line.

use chrono::NaiveDate;

use crate::amount::Amount;
use crate::claim::element::{or_empty, text, text_or_empty};
use crate::codes::codes;
use crate::date::d8;
use crate::error::X12Error;
use crate::reader::Segment;
use crate::writer::{TransactionWriter, composite};

codes! {
    /// STC03.
    Action {
        Accept = "WQ",
        /// Nothing below this level went on: correct and send again as an original.
        Reject = "U",
    }
}

codes! {
    /// STC01-1 of a 277CA.
    StatusCategory {
        Forwarded = "A0", Received = "A1", AcceptedIntoAdjudication = "A2", ReturnedUnprocessable = "A3",
        NotFound = "A4", Split = "A5", RejectedMissing = "A6", RejectedInvalid = "A7", RejectedRelational = "A8",
    }
}

/// STC01, STC10 or STC11.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StatusCode {
    pub category: StatusCategory,
    /// Claim status code, such as `20`.
    pub status: String,
    /// Whom the status is about, such as `PR` or `85`.
    pub entity: Option<String>,
}

/// STC.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Status {
    /// One to three.
    pub codes: Vec<StatusCode>,
    /// STC02: required, but not used for a provider.
    pub effective: Option<NaiveDate>,
    /// STC03.
    pub action: Action,
    /// STC04: required, but not used for a line.
    pub charge: Option<Amount>,
    /// STC12: only used for a claim.
    pub message: Option<String>,
}

impl StatusCode {
    pub fn new(category: StatusCategory, status: impl Into<String>) -> Self {
        Self { category, status: status.into(), entity: None }
    }

    fn read(stc: &Segment<'_>, n: usize) -> Option<Self> {
        stc.optional(n)?;
        Some(Self {
            category: StatusCategory::from_code(stc.component(n, 1)),
            status: stc.component(n, 2).to_owned(),
            entity: Some(stc.component(n, 3)).filter(|entity| !entity.is_empty()).map(str::to_owned),
        })
    }

    fn to_element(&self) -> String {
        composite(&[self.category.code(), &self.status, text_or_empty(self.entity.as_ref())])
    }
}

impl Status {
    pub fn is_rejection(&self) -> bool {
        self.action == Action::Reject
    }

    pub(super) fn read(stc: &Segment<'_>) -> Result<Self, X12Error> {
        Ok(Self {
            codes: [1, 10, 11].into_iter().filter_map(|n| StatusCode::read(stc, n)).collect(),
            effective: stc.date(2).unwrap_or(None),
            action: Action::from_code(stc.element(3)),
            charge: stc.value(4)?,
            message: text(stc, 12),
        })
    }

    /// Leaves out what the guide does not use at this level.
    pub(super) fn write(&self, writer: &mut TransactionWriter, level: StatusLevel) {
        let code = |n: usize| self.codes.get(n).map(StatusCode::to_element).unwrap_or_default();
        let effective = self.effective.filter(|_| level != StatusLevel::Provider).map(d8).unwrap_or_default();
        let charge = or_empty(self.charge.as_ref().filter(|_| level != StatusLevel::Line));
        let message = text_or_empty(self.message.as_ref().filter(|_| level == StatusLevel::Claim));
        let action = self.action.code();
        let [first, second, third] = [code(0), code(1), code(2)];
        let gap = "";
        writer.segment(
            "STC",
            &[&first, &effective, action, &charge, gap, gap, gap, gap, gap, &second, &third, message],
        );
    }
}

/// Where an STC stands: 2200B, 2200C, 2200D or 2220D.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum StatusLevel {
    Receiver,
    Provider,
    Claim,
    Line,
}
