//! What the payer decides on a claim, in whole cents.

use x12::Amount;
use x12::claim::{Adjustment, AdjustmentGroup, Claim};

use super::magic::Magic;

const COPAY: i64 = 2_500;

/// The decision on one line: charge = paid + all adjustments.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Decision {
    pub paid: Amount,
    pub adjustments: Vec<Adjustment>,
    /// RARC.
    pub remark: Option<&'static str>,
}

impl Decision {
    fn new(paid: i64, adjustments: &[(AdjustmentGroup, &str, i64)]) -> Self {
        let counted = adjustments.iter().filter(|(.., cents)| *cents != 0);
        let adjustment = |(group, reason, cents): &(AdjustmentGroup, &str, i64)| {
            Adjustment::new(group.clone(), *reason, Amount::from_cents(*cents))
        };
        Self { paid: Amount::from_cents(paid), adjustments: counted.map(adjustment).collect(), remark: None }
    }

    /// What the patient owes of this line.
    pub fn patient_share(&self) -> Amount {
        let owed = self.adjustments.iter();
        let owed = owed.filter(|adjustment| adjustment.group == AdjustmentGroup::PatientResponsibility);
        owed.map(|adjustment| adjustment.amount).sum()
    }
}

/// One decision for each line. The copay falls on the first line.
pub(super) fn decide(claim: &Claim, magic: Magic) -> Vec<Decision> {
    let lines = claim.lines.iter().enumerate();
    lines.map(|(n, line)| decide_line(line.charge.cents(), if n == 0 { COPAY } else { 0 }, magic)).collect()
}

fn decide_line(charge: i64, copay: i64, magic: Magic) -> Decision {
    use AdjustmentGroup::{ContractualObligation as Contract, PatientResponsibility as Patient};
    let allowed = rounded(charge * 3, 4);
    match magic {
        Magic::Deny => Decision { remark: Some("N130"), ..Decision::new(0, &[(Contract, "96", charge)]) },
        Magic::PatientOnly => {
            Decision::new(0, &[(Contract, "45", charge - allowed), (Patient, "1", allowed)])
        }
        Magic::Underpay => {
            let paid = rounded(allowed, 2);
            let copay = copay.min(allowed - paid);
            Decision::new(paid, &[(Contract, "45", charge - paid - copay), (Patient, "3", copay)])
        }
        _ => {
            let copay = copay.min(allowed);
            Decision::new(allowed - copay, &[(Contract, "45", charge - allowed), (Patient, "3", copay)])
        }
    }
}

/// Half a cent counts as one.
fn rounded(dividend: i64, divisor: i64) -> i64 {
    (dividend * 2 + divisor) / (divisor * 2)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_line_adds_up() {
        let cases = [
            (12_500, Magic::Pay, 6_875, 2_500),
            (3_001, Magic::Pay, 0, 2_251),
            (3_400, Magic::Pay, 50, 2_500),
            (12_500, Magic::Underpay, 4_688, 2_500),
            (2_000, Magic::Underpay, 750, 750),
            (12_500, Magic::PatientOnly, 0, 9_375),
            (12_500, Magic::Deny, 0, 0),
            (0, Magic::Pay, 0, 0),
        ];
        for (charge, magic, paid, share) in cases {
            let decision = decide_line(charge, COPAY, magic);
            assert_eq!(decision.paid.cents(), paid, "{charge} {magic:?}");
            assert_eq!(decision.patient_share().cents(), share, "{charge} {magic:?}");
            let adjusted: Amount = decision.adjustments.iter().map(|adjustment| adjustment.amount).sum();
            assert_eq!(paid + adjusted.cents(), charge, "{charge} {magic:?}");
        }
    }

    #[test]
    fn no_line_adds_up_wrongly() {
        let magics = [Magic::Pay, Magic::Underpay, Magic::PatientOnly, Magic::Deny];
        for (charge, magic) in (0..10_000).flat_map(|charge| magics.map(|magic| (charge, magic))) {
            let decision = decide_line(charge, COPAY, magic);
            let adjusted: Amount = decision.adjustments.iter().map(|adjustment| adjustment.amount).sum();
            assert_eq!(decision.paid.cents() + adjusted.cents(), charge, "{magic:?}");
            assert!(decision.adjustments.iter().all(|adjustment| adjustment.amount > Amount::ZERO));
        }
    }
}
