//! CRC: what somebody certifies about the patient or the service.

use crate::codes::codes;
use crate::reader::Segment;
use crate::writer::{Element, TransactionWriter};

codes! {
    /// CRC01: what the conditions are about.
    CertificationKind {
        /// Of a claim and of a line; three each.
        Ambulance = "07",
        /// Only of a claim, like every vision and the following.
        SpectacleLenses = "E1", ContactLenses = "E2", SpectacleFrames = "E3",
        /// Medicare: a laboratory specimen taken at home.
        Homebound = "75",
        /// Whether an EPSDT screening sent the patient on.
        Epsdt = "ZZ",
        /// Only of a line: whether the hospice employs the provider.
        Hospice = "70",
        /// Only of a line.
        MedicalEquipment = "09",
    }
}

codes! {
    /// CRC03 to CRC07. Which ones may stand there depends on CRC01.
    CertifiedCondition {
        AdmittedToHospital = "01", MovedByStretcher = "04", UnconsciousOrInShock = "05", Emergency = "06",
        Restrained = "07", VisiblyBleeding = "08", AmbulanceNecessary = "09", ConfinedToBedOrChair = "12",
        /// A change of 20 degrees, or of half a diopter.
        VisionChanged = "L1",
        ReplacementAfterLoss = "L2", ReplacementAfterDamage = "L3", ReplacementByPreference = "L4",
        ReplacementForHealth = "L5",
        Homebound = "IH",
        /// A referral was offered and refused.
        ReferralRefused = "AV",
        /// No referral was needed.
        NoReferral = "NU",
        UnderTreatment = "S2", NewServices = "ST",
        /// Beside `Hospice`: no condition, the guide has this code always.
        HospiceOpen = "65",
        /// The supplier has the physician's signed certification.
        CertificationOnFile = "38",
        ReplacementItem = "ZV",
    }
}

/// CRC of a claim (2300) or a line (2400).
#[derive(Clone, PartialEq, Eq)]
pub struct Certification {
    /// CRC01.
    pub kind: CertificationKind,
    /// CRC02: true where the conditions hold, and where an EPSDT referral was given.
    pub applies: bool,
    /// CRC03 to CRC07: one to five.
    pub conditions: Vec<CertifiedCondition>,
}

impl std::fmt::Debug for Certification {
    /// Shows the kind only: the conditions are health data.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Certification({})", self.kind.code())
    }
}

impl Certification {
    /// `None` where it does not say what it is about, or neither yes nor no.
    pub(super) fn read(crc: &Segment<'_>) -> Option<Self> {
        let applies = match crc.element(2) {
            "Y" => true,
            "N" => false,
            _ => return None,
        };
        let conditions = (3..=7).filter_map(|n| CertifiedCondition::of(crc, n)).collect();
        Some(Self { kind: CertificationKind::of(crc, 1)?, applies, conditions })
    }

    pub(super) fn write(&self, writer: &mut TransactionWriter) {
        let conditions: [Option<&CertifiedCondition>; 5] = std::array::from_fn(|n| self.conditions.get(n));
        let [one, two, three, four, five] = &conditions;
        let applies: &dyn Element = if self.applies { &"Y" } else { &"N" };
        writer.put("CRC", &[&self.kind, applies, one, two, three, four, five]);
    }
}
