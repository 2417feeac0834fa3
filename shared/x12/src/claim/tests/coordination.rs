//! A claim to the second payer, after the first one paid.

use super::examples::{address, day, submission, subscriber};
use crate::claim::*;
use crate::date::DatePeriod;
use crate::name::Party;
use crate::{Amount, Quantity};

pub(super) fn secondary_claim() -> ProfessionalClaims {
    let cents = Amount::from_cents;
    let when = DatePeriod::Day(day(2026, 2, 27));
    let one = Quantity::from_units(1);
    let procedure = Procedure::hcpcs("99214", &[]);
    let mut line = ServiceLine::new(procedure.clone(), cents(20_000), one, vec![1], when);
    line.adjudications = vec![LineAdjudication {
        payer_id: "PRIME1".into(),
        paid: cents(12_000),
        procedure: Some(procedure),
        revenue_code: None,
        quantity: one,
        bundled_into: None,
        adjustments: vec![
            Adjustment::new(AdjustmentGroup::ContractualObligation, "45", cents(5_000)),
            Adjustment::new(AdjustmentGroup::PatientResponsibility, "1", cents(1_000)),
            Adjustment::new(AdjustmentGroup::PatientResponsibility, "2", cents(2_000)),
        ],
        adjudicated: Some(day(2026, 3, 9)),
        remaining_patient_liability: Some(cents(3_000)),
    }];
    let mut claim = Claim::original("A1004", "11").with_lines(vec![line]);
    claim.diagnoses = vec![Diagnosis::icd10("E11.9")];
    claim.other_subscribers = vec![first_payer(cents(12_000))];
    let mut second = subscriber(vec![claim], vec![]);
    second.plan.responsibility = PayerResponsibility::Secondary;
    submission(vec![second])
}

fn first_payer(paid: Amount) -> OtherSubscriber {
    let plan = Plan::new(PayerResponsibility::Primary, ClaimFiling::Commercial);
    let payer = OtherPayer {
        party: Party::organization("PR", "PRIME MUTUAL", "PI", "PRIME1"),
        references: References::default().with(ReferenceKind::PayerClaimControlNumber, "ICN1"),
        ..OtherPayer::default()
    };
    let insured = Party::person("IL", "ALDER", "SKYLER", "MI", "P7788");
    let mut other = OtherSubscriber::new(plan, Relationship::Spouse, insured, payer);
    other.paid = Some(paid);
    other.remaining_patient_liability = Some(Amount::from_cents(3_000));
    other.address = Some(address("9 BIRCH LANE", "627030009"));
    other.outpatient_adjudication =
        Some(OutpatientAdjudication { remarks: vec!["MA01".into()], ..OutpatientAdjudication::default() });
    other
}
