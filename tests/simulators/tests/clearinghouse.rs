//! 837P to 999, 277CA and 835, every magic value.

use simulators::clearinghouse::{Kind, Serial, Taken, take};
use x12::Interchange;
use x12::claim_acknowledgment::ClaimAcknowledgment;
use x12::remittance::{ClaimPaymentStatus, PaymentMethod, Remittance};

use crate::samples::{claims, now};

fn submit(members: &[(&str, &str)]) -> Taken {
    let text = claims(5, members);
    let interchanges = Interchange::read(&text).expect("the sample is sound");
    take(&interchanges[0], &mut Serial::default(), now()).expect("it is taken")
}

fn remittances(taken: &Taken) -> Vec<Remittance> {
    let reports = taken.reports.iter().filter(|report| report.kind == Kind::Remittance);
    reports.map(|report| first(&report.content, Remittance::read)).collect()
}

fn acknowledgment(taken: &Taken) -> ClaimAcknowledgment {
    assert_eq!(taken.reports[0].kind, Kind::ClaimAcknowledgment);
    first(&taken.reports[0].content, ClaimAcknowledgment::read)
}

fn first<T>(text: &str, read: impl Fn(&x12::reader::TransactionSet<'_>) -> Result<T, x12::X12Error>) -> T {
    let interchanges = Interchange::read(text).expect("the envelope is sound");
    assert_eq!((interchanges[0].sender(), interchanges[0].receiver()), ("SANDBOX", "PRAXISCLINIC"));
    let set = interchanges[0].transactions().next().expect("one transaction set");
    read(set).expect("it is readable")
}

#[test]
fn a_claim_is_acknowledged_tracked_and_paid() {
    let taken = submit(&[("M1", "A1001")]);
    assert!(taken.answer.contains("AK2*837*0009*005010X222A1~IK5*A~AK9*A*1*1*1~"), "{}", taken.answer);
    let acknowledgment = acknowledgment(&taken);
    assert_eq!(acknowledgment.sources[0].receivers[0].trace, "BATCH1");
    let tracked = acknowledgment.claims().next().expect("one claim");
    assert!(!tracked.is_rejected());
    let [remittance] = &remittances(&taken)[..] else { panic!("one 835") };
    assert!(remittance.check().is_empty());
    let paid = remittance.claims().next().expect("one claim");
    assert_eq!(paid.payer_control_number.as_deref(), tracked.payer_control_number());
    // 125.00: allowed 93.75, copay 25.00. 30.07: allowed 22.55.
    assert_eq!(paid.services.iter().map(|line| line.paid.cents()).collect::<Vec<_>>(), [6_875, 2_255]);
    assert_eq!(
        (paid.paid.cents(), paid.patient_responsibility.map(|share| share.cents())),
        (9_130, Some(2_500))
    );
    assert_eq!(remittance.payment.amount.cents(), 9_130);
    assert_eq!(paid.services[0].control_number.as_deref(), Some("A1001L1"));
    assert!(remittance.production_date.is_some() && !remittance.payer.technical_contacts.is_empty());
}

#[test]
fn the_member_id_decides_what_is_paid() {
    for (member_id, status, paid, share) in [
        ("XDENY", ClaimPaymentStatus::Denied, 0, None),
        ("XUNDERPAY", ClaimPaymentStatus::Primary, 4_688 + 1_128, Some(2_500)),
        ("XPRONLY", ClaimPaymentStatus::Primary, 0, Some(9_375 + 2_255)),
    ] {
        let taken = submit(&[(member_id, "A1")]);
        let [remittance] = &remittances(&taken)[..] else { panic!("one 835 for {member_id}") };
        assert!(remittance.check().is_empty(), "{member_id}");
        let claim = remittance.claims().next().expect("one claim");
        assert_eq!((&claim.status, claim.paid.cents()), (&status, paid), "{member_id}");
        assert_eq!(claim.patient_responsibility.map(|share| share.cents()), share, "{member_id}");
        assert_eq!(remittance.payment.method == PaymentMethod::NoPayment, paid == 0, "{member_id}");
    }
    let denied = &remittances(&submit(&[("XDENY", "A1")]))[0];
    assert_eq!(denied.claims().next().map(|claim| claim.services[0].remarks[0].code.as_str()), Some("N130"));
}

#[test]
fn a_rejected_claim_is_tracked_and_never_paid() {
    let taken = submit(&[("XREJECT", "A1"), ("M2", "A2")]);
    let acknowledgment = acknowledgment(&taken);
    let outcomes: Vec<bool> = acknowledgment.claims().map(|claim| claim.is_rejected()).collect();
    assert_eq!(outcomes, [true, false]);
    let paid: Vec<x12::Text> =
        remittances(&taken)[0].claims().map(|claim| claim.patient_control_number.clone()).collect();
    assert_eq!(paid, ["A2"]);
    assert_eq!(submit(&[("XREJECT", "A1")]).reports.len(), 1);
}

#[test]
fn a_claim_that_does_not_add_up_is_rejected() {
    let text = claims(5, &[("M1", "A1")]).replace("CLM*A1*155.07", "CLM*A1*155.08");
    let interchanges = Interchange::read(&text).expect("the sample is sound");
    let taken = take(&interchanges[0], &mut Serial::default(), now()).expect("it is taken");
    let acknowledgment = acknowledgment(&taken);
    let claim = acknowledgment.claims().next().expect("one claim");
    assert!(claim.is_rejected() && claim.statuses[0].message.is_some());
    assert_eq!(taken.reports.len(), 1);
}

#[test]
fn what_cannot_be_read_is_refused_by_a_999_that_names_the_segment() {
    let asked = submit(&[("XR999", "A1")]);
    assert!(asked.answer.contains("IK3*NM1*14**8~IK4*9*67*7*XR999~IK5*R*5~AK9*R*1*1*0~"), "{}", asked.answer);
    assert!(asked.reports.is_empty() && asked.claims.is_empty());
    for (from, to, named) in [
        ("REF*EI*123456789~", "REF*LU*123456789~", "IK3*REF*"),
        ("SV1*HC:99213*125*", "SV1*HC:99213*12,5*", "IK3*SV1*"),
        ("837*0009*005010X222A1", "837*0009*005010X223A2", "IK3*ST*1**8~IK4*3*1705*7*005010X223A2~"),
    ] {
        let text = claims(5, &[("M1", "A1")]).replace(from, to);
        let interchanges = Interchange::read(&text).expect("the envelope is sound");
        let taken = take(&interchanges[0], &mut Serial::default(), now()).expect("it is taken");
        assert!(taken.answer.contains(named) && taken.answer.contains("AK9*R*"), "{}", taken.answer);
        assert!(taken.reports.is_empty());
    }
}

#[test]
fn reports_can_be_late_doubled_or_wrong() {
    let plain = submit(&[("M1", "A1")]);
    assert!(!plain.late && !plain.silent);
    assert!(submit(&[("XLATE", "A1")]).late);
    assert!(submit(&[("XTIMEOUT", "A1")]).silent);
    let twice = submit(&[("XTWICE", "A1")]);
    assert_eq!(twice.reports.len(), 3);
    assert_eq!(twice.reports[1], twice.reports[2]);
    let [unbalanced] = &remittances(&submit(&[("XUNBALANCED", "A1")]))[..] else { panic!("one 835") };
    assert_eq!(unbalanced.check().len(), 1);
    assert_eq!(unbalanced.payment.amount.cents(), 9_131);
}

#[test]
fn every_payment_has_its_own_number() {
    let text = claims(5, &[("M1", "A1"), ("M2", "A2")]).replacen("PI*EVG01", "PI*OTHER", 1);
    let interchanges = Interchange::read(&text).expect("the sample is sound");
    let mut serial = Serial::default();
    let mut numbers = Vec::new();
    for _ in 0..2 {
        let taken = take(&interchanges[0], &mut serial, now()).expect("it is taken");
        numbers.extend(remittances(&taken).into_iter().map(|remittance| remittance.trace.number));
    }
    numbers.sort();
    numbers.dedup();
    assert_eq!(numbers.len(), 4);
}
