//! The code lists SCRIPT messages use; a code not named here is kept as it came and never counts as success.

use std::fmt;

use crate::Text;

macro_rules! coded {
    ($(#[$doc:meta])* $name:ident { $($(#[$variant_doc:meta])* $variant:ident = $code:literal),+ $(,)? }) => {
        $(#[$doc])*
        #[derive(Debug, Clone, PartialEq, Eq, Hash)]
        pub enum $name {
            $($(#[$variant_doc])* $variant,)+
            /// A code this crate does not name.
            Other(Text),
        }

        impl $name {
            pub fn code(&self) -> &str {
                match self {
                    $(Self::$variant => $code,)+
                    Self::Other(code) => code.as_str(),
                }
            }
        }

        impl From<Text> for $name {
            fn from(code: Text) -> Self {
                match code.as_str() {
                    $($code => Self::$variant,)+
                    _ => Self::Other(code),
                }
            }
        }

        impl From<$name> for Text {
            fn from(code: $name) -> Self {
                match code {
                    $($name::$variant => Text::of_code($code),)+
                    $name::Other(code) => code,
                }
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(self.code())
            }
        }
    };
}

coded! {
    /// To/@Qualifier and From/@Qualifier: what kind of address follows.
    Qualifier {
        Pharmacy = "P",
        Prescriber = "D",
        /// Seen from older senders; written as it came.
        Clinic = "C",
        Mailbox = "M",
        MutuallyDefined = "ZZZ",
    }
}

coded! {
    Gender { Female = "F", Male = "M", Unknown = "U" }
}

coded! {
    /// QuantityUnitOfMeasure/Code, NCI Thesaurus.
    QuantityUnit {
        Tablet = "C48542",
        Capsule = "C48480",
        Milliliter = "C28254",
        Gram = "C48155",
        Each = "C64933",
    }
}

coded! {
    /// DEASchedule/Code, NCI Thesaurus. Schedule I has no prescription and so no member.
    DeaSchedule { NotScheduled = "C38046", II = "C48675", III = "C48676", IV = "C48677", V = "C48679" }
}

coded! {
    /// Substitutions: whether the pharmacy may dispense a generic equivalent.
    Substitution { Allowed = "0", NotAllowed = "1" }
}

coded! {
    /// RxChangeRequest/MessageRequestCode.
    ChangeKind {
        Generic = "G",
        Therapeutic = "T",
        DrugUseEvaluation = "D",
        Clarification = "S",
        OutOfStock = "OS",
        PriorAuthorization = "P",
        PrescriberAuthorization = "U",
    }
}

coded! {
    /// ReasonCode of a denial (renewal, change) and of a fill that did not happen.
    DenialReason {
        /// The patient is not known to the prescriber.
        PatientUnknown = "AA",
        NeverUnderCare = "AB",
        NoLongerUnderCare = "AC",
        TooSoon = "AD",
        NeverPrescribed = "AE",
        /// The patient should speak with the prescriber first.
        ContactPrescriber = "AF",
        RenewalNotAppropriate = "AG",
        PickedUp = "AH",
        PartlyPickedUp = "AJ",
        ReturnedToStock = "AK",
        ChangeNotAppropriate = "AL",
        NeedsAppointment = "AM",
        /// The prescriber does not belong to this practice or location.
        PrescriberElsewhere = "AN",
        NoPriorAuthorization = "AO",
        /// The request was answered already, by telephone for example.
        AnsweredOtherwise = "AP",
        /// Of a medication history: there is more than was sent.
        MoreHistory = "AQ",
    }
}

coded! {
    /// DrugUseEvaluation/ServiceReasonCode: what an alert is about.
    ServiceReason {
        DrugAllergy = "DA",
        DrugDisease = "MC",
        DrugDrug = "DD",
        HighDose = "HD",
        LowDose = "LD",
        Pregnancy = "PG",
        /// The same ingredient is being taken.
        IngredientDuplication = "ID",
        /// A drug of the same class is being taken.
        TherapeuticDuplication = "TD",
    }
}

coded! {
    /// OtherMedicationDateQualifier.
    OtherDateKind {
        /// The first fill not before this day.
        Effective = "EffectiveDate",
        Expiration = "ExpirationDate",
    }
}

coded! {
    /// BenefitsCoordination/Consent: whether the patient allows the history to be asked for.
    Consent { Given = "Y", NotGiven = "N" }
}

coded! {
    /// 001 to 005: the answers of a mailbox; none of them says that a prescription arrived.
    MailboxCode { M001 = "001", M002 = "002", M003 = "003", M004 = "004", M005 = "005" }
}

/// Status/Code and Verify/Code.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum StatusCode {
    /// 000: the next hop has it.
    AcceptedByNetwork,
    /// 010: the ultimate receiver has it; nobody has looked at it yet.
    AcceptedByReceiver,
    Mailbox(MailboxCode),
    Other(Text),
}

impl StatusCode {
    pub fn code(&self) -> &str {
        match self {
            Self::AcceptedByNetwork => "000",
            Self::AcceptedByReceiver => "010",
            Self::Mailbox(code) => code.code(),
            Self::Other(code) => code.as_str(),
        }
    }

    /// Only 000 and 010 say that the message was taken.
    pub fn is_accepted(&self) -> bool {
        matches!(self, Self::AcceptedByNetwork | Self::AcceptedByReceiver)
    }
}

impl From<Text> for StatusCode {
    fn from(code: Text) -> Self {
        match code.as_str() {
            "000" => Self::AcceptedByNetwork,
            "010" => Self::AcceptedByReceiver,
            _ => match MailboxCode::from(code) {
                MailboxCode::Other(code) => Self::Other(code),
                known => Self::Mailbox(known),
            },
        }
    }
}

impl fmt::Display for StatusCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code())
    }
}

coded! {
    /// Error/Code.
    ErrorCode {
        CommunicationProblem = "600",
        ReceiverUnable = "601",
        ReceiverSystem = "602",
        /// The reason stands in DescriptionCode and Description.
        Rejected = "900",
    }
}

impl ErrorCode {
    /// Whether the same message may be sent again, under the same MessageID and order number, without a person.
    pub fn retryable(&self) -> bool {
        matches!(self, Self::CommunicationProblem | Self::ReceiverSystem)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(code: &str) -> Text {
        Text::new(code).expect("a code is not empty")
    }

    #[test]
    fn only_000_and_010_are_accepted() {
        for (code, accepted) in [("000", true), ("010", true), ("001", false), ("005", false), ("937", false)]
        {
            let read = StatusCode::from(text(code));
            assert_eq!((read.is_accepted(), read.code()), (accepted, code));
        }
    }

    #[test]
    fn only_600_and_602_are_sent_again() {
        for (code, again) in [("600", true), ("601", false), ("602", true), ("900", false), ("699", false)] {
            let read = ErrorCode::from(text(code));
            assert_eq!((read.retryable(), read.code()), (again, code));
        }
    }

    #[test]
    fn names_the_units_and_schedules() {
        assert_eq!(QuantityUnit::from(text("C48480")), QuantityUnit::Capsule);
        assert_eq!(DeaSchedule::from(text("C48675")), DeaSchedule::II);
        assert_eq!(Substitution::from(text("2")).code(), "2");
    }
}
