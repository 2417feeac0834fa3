//! An example of our own, and published files, read in place.

use chrono::NaiveDate;

use super::*;
use crate::claim::samples::{text, valid};
use crate::claim::tests::{each_transaction, interchange, leave};
use crate::claim::{Procedure, ReferenceKind, References};
use crate::date::DatePeriod;
use crate::header::TransactionHeader;
use crate::name::{Party, Unread};
use crate::{Amount, Quantity};

fn day(day: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, 3, day).expect("a day")
}

fn status(code: StatusCode, action: Action, cents: Option<i64>) -> Status {
    let charge = cents.map(Amount::from_cents);
    Status { codes: vec![code], effective: Some(day(3)), action, charge, message: None }
}

fn patient(first: &str, claim: ClaimTracking) -> PatientAcknowledgment {
    let party = Party::person("QC", "ALDER", first, "MI", "M0033");
    PatientAcknowledgment { party, claims: vec![claim], unknown: Unread::default() }
}

fn accepted_claim() -> ClaimTracking {
    let code = StatusCode::new(StatusCategory::AcceptedIntoAdjudication, "20");
    let references = References::default()
        .with(ReferenceKind::PayerClaimNumber, "ICN900")
        .with(ReferenceKind::ClearinghouseTrace, "TRACE1");
    let service_date = Some(DatePeriod::Day(day(2)));
    let accepted = ClaimTracking::new("A1001", status(code, Action::Accept, Some(15_557)));
    ClaimTracking { references, service_date, ..accepted }
}

fn rejected_claim() -> ClaimTracking {
    let invalid = StatusCode::new(StatusCategory::RejectedInvalid, "562");
    let invalid = StatusCode { entity: Some("85".into()), ..invalid };
    let mut rejection = status(invalid, Action::Reject, Some(12_550));
    rejection.codes.push(StatusCode::new(StatusCategory::RejectedMissing, "21"));
    let mut line = LineAcknowledgment::new(Procedure::hcpcs("99213", &["25"]), Amount::from_cents(12_550));
    line.units = Some(Quantity::from_units(1));
    let relational = StatusCode::new(StatusCategory::RejectedRelational, "254");
    line.statuses = vec![status(relational, Action::Reject, None)];
    line.references = References::default().with(ReferenceKind::ServiceLineItem, "L1");
    line.service_date = Some(DatePeriod::Day(day(2)));
    let rejected = ClaimTracking::new("A1002", rejection);
    ClaimTracking { service_date: Some(DatePeriod::Range(day(1), day(2))), lines: vec![line], ..rejected }
}

fn totals() -> Totals {
    Totals {
        accepted: Some(Quantity::from_units(1)),
        rejected: Some(Quantity::from_units(1)),
        accepted_amount: Some(Amount::from_cents(15_557)),
        rejected_amount: Some(Amount::from_cents(12_550)),
    }
}

fn example() -> ClaimAcknowledgment {
    let received = StatusCode::new(StatusCategory::Received, "19");
    let received = StatusCode { entity: Some("PR".into()), ..received };
    let mut provider =
        ProviderAcknowledgment::new(Party::organization("85", "LINDEN STREET CLINIC", "XX", "1497758544"));
    provider.trace = Some("0".into());
    let of_provider = status(received.clone(), Action::Accept, Some(28_107));
    provider.statuses = vec![Status { effective: None, ..of_provider }];
    provider.references = References::default().with(ReferenceKind::FederalTaxId, "123456789");
    provider.totals = totals();
    provider.patients = vec![patient("MORGAN", accepted_claim()), patient("ROWAN", rejected_claim())];
    let receiver = InformationReceiver {
        party: Party::organization("41", "LINDEN STREET CLINIC", "46", "PRAXISCLINIC"),
        trace: "BATCH0001".into(),
        statuses: vec![status(received, Action::Accept, Some(28_107))],
        totals: totals(),
        providers: vec![provider],
        unknown: Unread::default(),
    };
    let source = InformationSource {
        party: Party::organization("PR", "EVERGREEN HEALTH", "PI", "EVG01"),
        trace: "RECEIPT1".into(),
        received: Some(day(3)),
        processed: Some(day(3)),
        receivers: vec![receiver],
        unknown: Unread::default(),
    };
    let created = day(3).and_hms_opt(10, 0, 0).expect("a time");
    let header = TransactionHeader::new("ACK0001", created);
    ClaimAcknowledgment { header, sources: vec![source], unknown: Unread::default() }
}

fn read_back(acknowledgment: &ClaimAcknowledgment, name: &str) -> ClaimAcknowledgment {
    let written = acknowledgment.write("0001").expect("it can be written");
    let text = interchange(FUNCTIONAL_ID, IMPLEMENTATION, written);
    leave(name, &text);
    let mut read = Vec::new();
    each_transaction(&text, |set| read.push(ClaimAcknowledgment::read(set).expect("it can be read")));
    read.pop().expect("there is one")
}

#[test]
fn an_acknowledgment_survives_writing_and_reading() {
    let acknowledgment = example();
    let read = read_back(&acknowledgment, "277ca.edi");
    assert_eq!(read, acknowledgment);
    let outcomes: Vec<_> =
        read.claims().map(|claim| (claim.patient_control_number.as_str(), claim.is_rejected())).collect();
    assert_eq!(outcomes, [("A1001", false), ("A1002", true)]);
    let numbers: Vec<_> = read.claims().map(ClaimTracking::payer_control_number).collect();
    assert_eq!(numbers, [Some("ICN900"), None]);
}

#[test]
fn a_rejected_batch_has_no_providers() {
    let mut acknowledgment = example();
    let receiver = &mut acknowledgment.sources[0].receivers[0];
    let unprocessable = StatusCode::new(StatusCategory::ReturnedUnprocessable, "24");
    receiver.statuses = vec![status(unprocessable, Action::Reject, Some(28_107))];
    receiver.providers.clear();
    assert_eq!(read_back(&acknowledgment, "277ca-batch.edi"), acknowledgment);
}

#[test]
fn published_acknowledgments_can_be_read() {
    for sample in valid("277CA") {
        each_transaction(&text(&sample), |set| {
            let read =
                ClaimAcknowledgment::read(set).unwrap_or_else(|error| panic!("{}: {error}", sample.name));
            assert!(read.claims().count() > 0, "{}", sample.name);
        });
    }
}
