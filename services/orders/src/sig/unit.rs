//! What a dose is counted in, and where it goes.

use crate::medication::Unit;
use model::word_enum;

pub use SigRoute as Route;

word_enum! {
    /// What a dose is counted in.
    DoseUnit {
        Tablet = "tablet",
        Capsule = "capsule",
        Milliliter = "mL",
        Milligram = "mg",
        Microgram = "mcg",
        Gram = "g",
        Milliequivalent = "mEq",
        /// International or insulin units; written in full.
        Units = "unit",
        Puff = "puff",
        Spray = "spray",
        Drop = "drop",
        Patch = "patch",
        Application = "application",
        Suppository = "suppository",
        Lozenge = "lozenge",
        Packet = "packet",
        Vial = "vial",
    }

    /// Where a dose goes.
    SigRoute {
        Oral = "oral",
        Sublingual = "sublingual",
        Buccal = "buccal",
        Inhalation = "inhalation",
        Nostril = "nostril",
        Nostrils = "nostrils",
        LeftEye = "left_eye",
        RightEye = "right_eye",
        BothEyes = "both_eyes",
        AffectedEye = "affected_eye",
        LeftEar = "left_ear",
        RightEar = "right_ear",
        BothEars = "both_ears",
        AffectedEar = "affected_ear",
        Topical = "topical",
        Transdermal = "transdermal",
        Rectal = "rectal",
        Vaginal = "vaginal",
        Subcutaneous = "subcutaneous",
        Intramuscular = "intramuscular",
        Intravenous = "intravenous",
    }
}

impl DoseUnit {
    pub(super) fn written(self, several: bool) -> &'static str {
        match (self, several) {
            (Self::Tablet, true) => "tablets",
            (Self::Capsule, true) => "capsules",
            (Self::Units, true) => "units",
            (Self::Puff, true) => "puffs",
            (Self::Spray, true) => "sprays",
            (Self::Drop, true) => "drops",
            (Self::Patch, true) => "patches",
            (Self::Application, true) => "applications",
            (Self::Suppository, true) => "suppositories",
            (Self::Lozenge, true) => "lozenges",
            (Self::Packet, true) => "packets",
            (Self::Vial, true) => "vials",
            (unit, _) => unit.as_str(),
        }
    }

    /// The unit a quantity is counted in, when both count the same.
    pub fn counted(self) -> Option<Unit> {
        match self {
            Self::Tablet => Some(Unit::Tablet),
            Self::Capsule => Some(Unit::Capsule),
            Self::Milliliter => Some(Unit::Milliliter),
            _ => None,
        }
    }

    /// Whether it is a weight of substance and not a piece of the drug.
    pub fn is_weight(self) -> bool {
        matches!(self, Self::Milligram | Self::Microgram | Self::Gram)
    }
}

impl Route {
    pub(super) fn verb(self) -> &'static str {
        match self {
            Self::Oral => "Take",
            Self::Inhalation => "Inhale",
            Self::Nostril | Self::Nostrils => "Use",
            Self::Topical | Self::Transdermal => "Apply",
            Self::Rectal | Self::Vaginal => "Insert",
            Self::Subcutaneous | Self::Intramuscular | Self::Intravenous => "Inject",
            _ => "Place",
        }
    }

    pub(super) fn written(self) -> &'static str {
        match self {
            Self::Oral => "by mouth",
            Self::Sublingual => "under the tongue",
            Self::Buccal => "between the cheek and gum",
            Self::Inhalation => "into the lungs",
            Self::Nostril => "in one nostril",
            Self::Nostrils => "in each nostril",
            Self::LeftEye => "in the left eye",
            Self::RightEye => "in the right eye",
            Self::BothEyes => "in both eyes",
            Self::AffectedEye => "in the affected eye",
            Self::LeftEar => "in the left ear",
            Self::RightEar => "in the right ear",
            Self::BothEars => "in both ears",
            Self::AffectedEar => "in the affected ear",
            Self::Topical => "to the affected area",
            Self::Transdermal => "to the skin",
            Self::Rectal => "in the rectum",
            Self::Vaginal => "in the vagina",
            Self::Subcutaneous => "under the skin",
            Self::Intramuscular => "into the muscle",
            Self::Intravenous => "into a vein",
        }
    }
}
