//! STC: what became of a batch, a provider, a claim or a line.

use crate::text::Text;
use chrono::NaiveDate;

use crate::amount::Amount;
use crate::claim::element::text;
use crate::codes::codes;
use crate::error::X12Error;
use crate::reader::Segment;
use crate::writer::{Composite, Element, Sheet, TransactionWriter};

codes! {
    /// STC03: whether what is at this level goes on.
    Action {
        Accept = "WQ",
        /// Nothing below this level went on: correct and send again as an original.
        Reject = "U",
    }
}

codes! {
    /// STC01-1 of a 277CA: how far a claim came.
    StatusCategory {
        Forwarded = "A0", Received = "A1", AcceptedIntoAdjudication = "A2", ReturnedUnprocessable = "A3",
        NotFound = "A4", Split = "A5", RejectedMissing = "A6", RejectedInvalid = "A7", RejectedRelational = "A8",
    }
}

/// STC01, STC10 or STC11.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StatusCode {
    /// Component 1: claim status category.
    pub category: StatusCategory,
    /// Component 2: claim status code, such as `20`.
    pub status: Text,
    /// Component 3: whom the status is about, such as `PR` or `85`.
    pub entity: Option<Text>,
}

/// STC.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Status {
    /// STC01, STC10 and STC11: one to three.
    pub codes: Vec<StatusCode>,
    /// STC02: required, but not used for a provider.
    pub effective: Option<NaiveDate>,
    /// STC03: accepted, or rejected.
    pub action: Action,
    /// STC04: what is charged in all at this level; required, but not used for a line.
    pub charge: Option<Amount>,
    /// STC12: free text; only used for a claim.
    pub message: Option<Text>,
}

impl StatusCode {
    /// A status about nobody in particular.
    pub fn new(category: StatusCategory, status: impl Into<Text>) -> Self {
        Self { category, status: status.into(), entity: None }
    }

    fn read(stc: &Segment<'_>, n: usize) -> Option<Self> {
        stc.optional(n)?;
        Some(Self {
            category: StatusCategory::from_code(stc.component(n, 1)),
            status: stc.component(n, 2).into(),
            entity: Some(stc.component(n, 3)).filter(|entity| !entity.is_empty()).map(Text::from),
        })
    }
}

impl Element for StatusCode {
    fn put(&self, sheet: &mut Sheet) {
        Composite(&[&self.category, &self.status, &self.entity]).put(sheet);
    }
}

impl Status {
    /// STC03 = U.
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
        let codes: [Option<&StatusCode>; 3] = std::array::from_fn(|n| self.codes.get(n));
        let [first, second, third] = &codes;
        let effective = self.effective.filter(|_| level != StatusLevel::Provider);
        let charge = self.charge.filter(|_| level != StatusLevel::Line);
        let message = self.message.as_ref().filter(|_| level == StatusLevel::Claim);
        let gap: &dyn Element = &"";
        writer.put(
            "STC",
            &[first, &effective, &self.action, &charge, gap, gap, gap, gap, gap, second, third, &message],
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
