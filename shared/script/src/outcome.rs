//! How a request ended: exactly one element stands for the outcome and holds what was remarked.

use crate::element::Draft;
use crate::error::Result;
use crate::fields::{Fields, Part};
use crate::{DenialReason, Text};

/// Why, and what else the other side wants known. An approval can come after a fill: read the note.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Remark {
    pub reason_codes: Vec<Text>,
    /// DenialReason.
    pub reason: Option<Text>,
    pub note: Option<Text>,
}

impl Part for Remark {
    fn read(fields: &mut Fields) -> Result<Self> {
        Ok(Self {
            reason_codes: fields.texts("ReasonCode")?,
            reason: fields.text("DenialReason")?,
            note: fields.text("Note")?,
        })
    }

    fn write(&self, into: &mut Draft) {
        for code in &self.reason_codes {
            into.must("ReasonCode", code);
        }
        into.put("DenialReason", &self.reason);
        into.put("Note", &self.note);
    }
}

macro_rules! outcome {
    ($(#[$doc:meta])* $name:ident { $($(#[$variant_doc:meta])* $variant:ident),+ $(,)? }) => {
        $(#[$doc])*
        #[derive(Debug, Clone, PartialEq, Eq)]
        pub enum $name {
            $($(#[$variant_doc])* $variant(Remark),)+
        }

        impl $name {
            pub fn remark(&self) -> &Remark {
                match self {
                    $(Self::$variant(remark))|+ => remark,
                }
            }

            fn tag(&self) -> &'static str {
                match self {
                    $(Self::$variant(_) => stringify!($variant),)+
                }
            }
        }

        impl Part for $name {
            fn read(fields: &mut Fields) -> Result<Self> {
                let chosen = fields.one_of(&[$(stringify!($variant)),+])?;
                let remark = fields.required(chosen, Remark::read)?;
                let outcomes = [$((stringify!($variant), Self::$variant as fn(Remark) -> Self)),+];
                let outcome = outcomes.into_iter().find(|(tag, _)| *tag == chosen);
                fields.require(chosen, outcome).map(|(_, outcome)| outcome(remark))
            }

            fn write(&self, into: &mut Draft) {
                into.part(self.tag(), self.remark());
            }
        }
    };
}

impl Remark {
    pub fn noted(note: Text) -> Self {
        Self { note: Some(note), ..Self::default() }
    }

    /// Why not, in codes and in words.
    pub fn denied(codes: impl IntoIterator<Item = DenialReason>, words: Option<Text>) -> Self {
        Self { reason_codes: codes.into_iter().map(Text::from).collect(), reason: words, note: None }
    }
}

outcome! {
    CancelOutcome { Approved, Denied }
}

outcome! {
    HistoryOutcome { Approved, Denied }
}

outcome! {
    RenewalOutcome {
        Approved,
        ApprovedWithChanges,
        Denied,
        /// The new prescription stands in the response itself.
        Replace,
        /// Of older versions: read, not to be sent.
        DeniedNewPrescriptionToFollow,
    }
}

outcome! {
    ChangeOutcome {
        Approved,
        ApprovedWithChanges,
        Denied,
        /// Answers a prescriber authorisation request only.
        Validated,
    }
}

outcome! {
    /// RxFill: what the pharmacy did.
    FillStatus { Dispensed, PartiallyDispensed, NotDispensed, Transferred }
}
