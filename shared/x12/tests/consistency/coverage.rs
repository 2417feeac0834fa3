//! 837: subscriber and patient, and Medicare.

use super::Case;
use super::base::{CLAIM, DEPENDENT, SECONDARY};

pub(super) const CASES: &[Case] = &[
    (CLAIM, &[("N3*88 MAPLE AVENUE~\n", "")], &["SubscriberParticulars N3"]),
    (CLAIM, &[("N4*MEMPHIS*TN*38106~\n", "")], &["SubscriberParticulars N4"]),
    (CLAIM, &[("DMG*D8*19850922*M~\n", "")], &["SubscriberParticulars DMG"]),
    (CLAIM, &[("SBR*P*18*GRP", "SBR*P**GRP")], &["SubscriberNotPatient SBR02"]),
    (CLAIM, &[("SBR*P*18****", "SBR*P*****"), ("CLM*ELM-1002..L1002A~\n", "")], &["PatientMissing SBR02"]),
    (
        DEPENDENT,
        &[("SBR*P**", "SBR*P*18*")],
        &[
            "SubscriberParticulars N3",
            "SubscriberParticulars N4",
            "SubscriberParticulars DMG",
            "SubscriberWithoutClaim SBR02",
        ],
    ),
    (CLAIM, &[("CLM*ELM-1002..L1002A~\n", "")], &["SubscriberWithoutClaim SBR02"]),
    (SECONDARY, &[("GRP1001******CI", "GRP1001******MB")], &["MedicareSecondary SBR05"]),
    (SECONDARY, &[("GRP1001******CI", "GRP1001**12****MB")], &[]),
    (SECONDARY, &[("GRP1001******CI", "GRP1001**12****CI")], &["MedicareUnneeded? SBR05"]),
    (SECONDARY, &[("SBR*P*18*******MB", "SBR*T*18*******MB")], &["MedicareSecondary SBR05"]),
];
