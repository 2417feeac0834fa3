//! Examples of our own, and published files, read in place.

mod examples;
mod published;

use proptest::prelude::*;

use super::*;
use crate::claim::samples::each_damaged;
use crate::claim::tests::{each_transaction, interchange, leave};
use crate::claim::{Adjustment, AdjustmentGroup};
use crate::{Amount, Quantity};

fn read_back(name: &str, remittance: &Remittance) -> Remittance {
    let written = remittance.write("0001").expect("it can be written");
    let text = interchange(FUNCTIONAL_ID, IMPLEMENTATION, written);
    leave(name, &text);
    let mut read = Vec::new();
    each_transaction(&text, |set| read.push(Remittance::read(set).expect("it can be read")));
    read.pop().expect("there is one")
}

#[test]
fn a_payment_survives_writing_and_reading() {
    let remittance = examples::payment();
    assert_eq!(remittance.check(), []);
    assert_eq!(read_back("835.edi", &remittance), remittance);
}

#[test]
fn a_payment_with_recovery_and_reversal_survives_writing_and_reading() {
    let remittance = examples::recovery();
    assert_eq!(remittance.check(), []);
    let read = read_back("835-plb.edi", &remittance);
    assert_eq!(read, remittance);
    assert!(read.claims().any(ClaimPayment::is_reversal));
}

#[test]
fn a_payment_without_a_number_is_refused() {
    let text =
        interchange(FUNCTIONAL_ID, IMPLEMENTATION, examples::payment().write("0001").expect("written"));
    let number = text.split('~').find(|segment| segment.starts_with("TRN*")).expect("it is there").to_owned();
    for trn in ["TRN", "TRN*1", "TRN*1* *1512345678"] {
        each_transaction(&text.replace(&number, trn), |set| {
            let error = Remittance::read(set).expect_err(trn);
            assert_eq!((&*error.segment_id, error.element), ("TRN", Some(2)));
        });
    }
}

#[test]
fn says_which_sum_does_not_hold_and_where() {
    let cents = Amount::from_cents;
    let mut remittance = examples::payment();
    remittance.groups[0].claims[0].services[0].paid = cents(7_999);
    remittance.groups[0].claims[1].paid = cents(1);
    remittance.payment.amount = cents(8_000);
    assert_eq!(
        read_back("835-unbalanced.edi", &remittance).check(),
        [
            Imbalance::Service {
                claim: 0,
                service: 0,
                segment: 25,
                expected: cents(8_000),
                stated: cents(7_999)
            },
            Imbalance::Claim { claim: 1, segment: 36, expected: cents(0), stated: cents(1) },
            Imbalance::Payment { segment: 2, expected: cents(10_001), stated: cents(8_000) },
        ]
    );
}

#[test]
fn negative_provider_adjustments_add_and_positive_ones_take_away() {
    for (taken, paid, balanced) in
        [(0, 10_000, true), (2_500, 7_500, true), (-127, 10_127, true), (127, 10_127, false)]
    {
        let mut remittance = examples::payment();
        remittance.payment.amount = Amount::from_cents(paid);
        let recovery = ProviderAdjustmentReason::OverpaymentRecovery;
        remittance.provider_adjustments = vec![examples::adjustment(recovery, None, taken)];
        assert_eq!(remittance.check().is_empty(), balanced, "{taken}");
    }
}

#[test]
fn more_than_six_reasons_take_another_segment() {
    let mut remittance = examples::payment();
    let reasons = 1..=8i64;
    let patient = AdjustmentGroup::PatientResponsibility;
    let claim = &mut remittance.groups[0].claims[0];
    claim.adjustments = reasons
        .clone()
        .map(|cents| Adjustment::new(patient.clone(), cents.to_string(), Amount::from_cents(cents)))
        .collect();
    let levy = ProviderAdjustmentReason::Levy;
    remittance.provider_adjustments =
        reasons.map(|cents| examples::adjustment(levy.clone(), None, cents)).collect();
    let text = remittance.write("0001").expect("it can be written");
    assert_eq!(text.as_str().matches("~CAS*PR*1*0.01").count(), 1);
    assert_eq!(text.as_str().matches("~PLB*").count(), 2);
    assert_eq!(read_back("835-many.edi", &remittance), remittance);
}

#[test]
fn a_date_that_cannot_be_read_does_not_hold_up_the_payment() {
    let written = examples::payment().write("0001").expect("it can be written");
    let text = interchange(FUNCTIONAL_ID, IMPLEMENTATION, written);
    let text = text.replace("*20260310~TRN", "*20260230~TRN").replace("DTM*232*20260302", "DTM*232*20260230");
    each_transaction(&text, |set| {
        let read = Remittance::read(set).expect("it can be read");
        assert_eq!((read.payment.date, read.unknown.0.len()), (None, 1));
        let starts: Vec<_> =
            read.claims().map(|claim| (claim.statement_from, claim.unknown.0.len())).collect();
        assert_eq!(starts, [(None, 1); 2]);
        assert_eq!(read.check(), []);
    });
}

fn any_adjustment() -> impl Strategy<Value = Adjustment> {
    let group = prop_oneof!["CO", "OA", "PI", "PR", "ZZ"].prop_map(|code| AdjustmentGroup::from_code(&code));
    let quantity = proptest::option::of((-99_999i64..99_999).prop_map(Quantity::from_thousandths));
    (group, "[A-Z0-9]{1,5}", -9_999_999_999i64..=9_999_999_999, quantity).prop_map(
        |(group, reason, cents, quantity)| {
            let amount = Amount::from_cents(cents);
            Adjustment { group, reason: reason.into(), amount, quantity }
        },
    )
}

proptest! {
    #[test]
    fn any_adjustments_survive_writing_and_reading(
        of_claim in proptest::collection::vec(any_adjustment(), 0..20),
        of_service in proptest::collection::vec(any_adjustment(), 0..20),
        amounts in proptest::collection::vec(-9_999_999_999i64..=9_999_999_999, 0..20),
    ) {
        let mut remittance = examples::payment();
        remittance.groups[0].claims[0].adjustments = of_claim;
        remittance.groups[0].claims[0].services[0].adjustments = of_service;
        let levy = ProviderAdjustmentReason::Levy;
        remittance.provider_adjustments =
            amounts.into_iter().map(|cents| examples::adjustment(levy.clone(), None, cents)).collect();
        let written = remittance.write("0001").expect("it can be written");
        each_transaction(&interchange(FUNCTIONAL_ID, IMPLEMENTATION, written), |set| {
            assert_eq!(Remittance::read(set).as_ref(), Ok(&remittance));
        });
    }

    #[test]
    fn moved_and_lost_segments_never_make_it_panic(damage in (0usize..100, 0usize..100, 0usize..100)) {
        let written = examples::recovery().write("0001").expect("it can be written");
        each_damaged(&interchange(FUNCTIONAL_ID, IMPLEMENTATION, written), damage, |set| {
            if let Ok(read) = Remittance::read(set) {
                let _ = read.check();
            }
        });
    }
}
