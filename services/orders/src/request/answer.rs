//! What a request is answered with, and how SCRIPT says it.

use super::Kind;
use model::{PrescriptionId, word_enum};
use script::{
    Body, ChangeKind, ChangeOutcome, Medication, Message, MessageId, Parties, Remark, RenewalOutcome,
    RxChangeResponse, RxRenewalResponse, Text, TextError, reply,
};

pub use RequestOutcome as Outcome;

word_enum! {
    RequestOutcome {
        /// As the pharmacy asked.
        Approved = "approved",
        /// A renewal with another number of refills, or a change to something of our own.
        ApprovedWithChanges = "approved_with_changes",
        Denied = "denied",
        /// A renewal with something else in its place.
        Replaced = "replaced",
        /// Whoever signed may prescribe it.
        Validated = "validated",
    }

    /// Why not; the codes AA to AP of the NCPDP list, as pharmacies' systems show them.
    DenialReason {
        PatientUnknown = "patient_unknown",
        PatientNeverUnderCare = "patient_never_under_care",
        PatientNoLongerUnderCare = "patient_no_longer_under_care",
        TooSoon = "too_soon",
        NeverPrescribed = "never_prescribed",
        ContactPrescriberFirst = "contact_prescriber_first",
        RefillNotAppropriate = "refill_not_appropriate",
        PickedUp = "picked_up",
        PartiallyPickedUp = "partially_picked_up",
        NotPickedUp = "not_picked_up",
        ChangeNotAppropriate = "change_not_appropriate",
        NeedsAppointment = "needs_appointment",
        PrescriberNotHere = "prescriber_not_here",
        NoPriorAuthorization = "no_prior_authorization",
        AlreadyAnswered = "already_answered",
    }
}

impl DenialReason {
    pub fn code(self) -> &'static str {
        match self {
            Self::PatientUnknown => "AA",
            Self::PatientNeverUnderCare => "AB",
            Self::PatientNoLongerUnderCare => "AC",
            Self::TooSoon => "AD",
            Self::NeverPrescribed => "AE",
            Self::ContactPrescriberFirst => "AF",
            Self::RefillNotAppropriate => "AG",
            Self::PickedUp => "AH",
            Self::PartiallyPickedUp => "AJ",
            Self::NotPickedUp => "AK",
            Self::ChangeNotAppropriate => "AL",
            Self::NeedsAppointment => "AM",
            Self::PrescriberNotHere => "AN",
            Self::NoPriorAuthorization => "AO",
            Self::AlreadyAnswered => "AP",
        }
    }
}

/// A decision.
#[derive(Clone, PartialEq)]
pub struct Answer {
    pub outcome: Outcome,
    pub reason_code: Option<DenialReason>,
    pub note: Option<String>,
    /// The authorisation that goes with it.
    pub new_prescription: Option<PrescriptionId>,
}
model::redacted!(Answer);

impl Answer {
    pub fn of(outcome: Outcome, note: Option<String>) -> Self {
        Self { outcome, reason_code: None, note, new_prescription: None }
    }

    /// The response to the request, about `medication` when something is authorised.
    pub fn write(
        &self,
        asked: &Message,
        authorised: Option<(Parties, Medication)>,
        (id, at): (MessageId, chrono::DateTime<chrono::Utc>),
    ) -> Result<Message, TextError> {
        let (parties, medication) = authorised.unzip();
        let parties = parties.or_else(|| parties_of(&asked.body));
        let body = match kind_of(&asked.body) {
            Kind::Renewal => Body::RxRenewalResponse(Box::new(RxRenewalResponse {
                outcome: self.renewal()?,
                parties,
                medication,
                other: Vec::new(),
            })),
            Kind::Change => Body::RxChangeResponse(Box::new(RxChangeResponse {
                kind: change_kind(&asked.body),
                sub_codes: sub_codes(&asked.body),
                outcome: self.change()?,
                parties,
                prescribed: medication,
                other: Vec::new(),
            })),
        };
        Ok(reply::answer(asked, body, id, at.fixed_offset()))
    }

    fn renewal(&self) -> Result<RenewalOutcome, TextError> {
        Ok(match self.outcome {
            Outcome::Approved | Outcome::Validated => RenewalOutcome::Approved(self.remark()?),
            Outcome::ApprovedWithChanges => RenewalOutcome::ApprovedWithChanges(self.remark()?),
            Outcome::Denied => RenewalOutcome::Denied(self.remark()?),
            Outcome::Replaced => RenewalOutcome::Replace(self.remark()?),
        })
    }

    fn change(&self) -> Result<ChangeOutcome, TextError> {
        Ok(match self.outcome {
            Outcome::Approved => ChangeOutcome::Approved(self.remark()?),
            Outcome::ApprovedWithChanges | Outcome::Replaced => {
                ChangeOutcome::ApprovedWithChanges(self.remark()?)
            }
            Outcome::Denied => ChangeOutcome::Denied(self.remark()?),
            Outcome::Validated => ChangeOutcome::Validated(self.remark()?),
        })
    }

    fn remark(&self) -> Result<Remark, TextError> {
        let said = self.note.as_deref().filter(|note| !note.trim().is_empty()).map(Text::new).transpose()?;
        Ok(match self.outcome {
            Outcome::Denied => {
                let codes = self.reason_code.map(|reason| Text::new(reason.code())).transpose()?;
                Remark { reason_codes: codes.into_iter().collect(), reason: said, note: None }
            }
            _ => Remark { note: said, ..Remark::default() },
        })
    }
}

fn kind_of(asked: &Body) -> Kind {
    if matches!(asked, Body::RxChangeRequest(_)) { Kind::Change } else { Kind::Renewal }
}

fn change_kind(asked: &Body) -> Option<ChangeKind> {
    match asked {
        Body::RxChangeRequest(change) => change.kind.clone(),
        _ => None,
    }
}

fn sub_codes(asked: &Body) -> Vec<Text> {
    match asked {
        Body::RxChangeRequest(change) => change.sub_codes.clone(),
        _ => Vec::new(),
    }
}

fn parties_of(asked: &Body) -> Option<Parties> {
    match asked {
        Body::RxChangeRequest(change) => Some(change.parties.clone()),
        Body::RxRenewalRequest(renewal) => Some(renewal.parties.clone()),
        _ => None,
    }
}
