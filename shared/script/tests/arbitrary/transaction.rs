//! Any transaction.

use proptest::collection::vec;
use proptest::option::of;
use proptest::prelude::*;
use script::{
    Benefits, Body, CancelOutcome, CancelRx, CancelRxResponse, ChangeKind, ChangeOutcome, Consent,
    ErrorReport, FillStatus, HistoryItem, HistoryOutcome, HistorySource, Measurement, NewRx, Remark,
    RenewalOutcome, RequestedDates, RxChangeRequest, RxChangeResponse, RxFill, RxHistoryRequest,
    RxHistoryResponse, RxRenewalRequest, RxRenewalResponse, Status, Verify,
};

use super::drug::medication;
use super::people::{parties, patient, pharmacy, prescriber};
use super::{code, date, decimal, text, unknown, when};

fn measurement() -> BoxedStrategy<Measurement> {
    (text(), of(text()), decimal(), of(text()), of(text()), of(when()), unknown())
        .prop_map(|(vital_sign, loinc_version, value, unit, ucum_version, observed, other)| Measurement {
            vital_sign,
            loinc_version,
            value,
            unit,
            ucum_version,
            observed,
            other,
        })
        .boxed()
}

pub fn new_rx() -> BoxedStrategy<NewRx> {
    (parties(), vec(measurement(), 0..3), medication(), of(any::<bool>()), unknown())
        .prop_map(|(parties, measurements, medication, prohibit_renewal, other)| NewRx {
            parties,
            measurements,
            medication,
            prohibit_renewal,
            other,
        })
        .boxed()
}

fn remark() -> BoxedStrategy<Remark> {
    (vec(code(), 0..3), of(text()), of(text()))
        .prop_map(|(reason_codes, reason, note)| Remark { reason_codes, reason, note })
        .boxed()
}

fn outcome<T: std::fmt::Debug + Clone + 'static>(outcomes: &'static [fn(Remark) -> T]) -> BoxedStrategy<T> {
    (prop::sample::select(outcomes), remark()).prop_map(|(outcome, remark)| outcome(remark)).boxed()
}

fn dates() -> BoxedStrategy<RequestedDates> {
    (date(), date(), unknown()).prop_map(|(start, end, other)| RequestedDates { start, end, other }).boxed()
}

fn benefits() -> BoxedStrategy<Benefits> {
    let texts = (text(), of(text()), of(text()), of(text()), of(text()));
    (texts, of(code()), unknown())
        .prop_map(|((payer, cardholder_id, group_id, person_code, member_id), consent, other)| Benefits {
            payer_name: Some(payer),
            cardholder_id,
            group_id,
            person_code,
            member_id,
            consent: consent.map(Consent::from),
            other,
        })
        .boxed()
}

fn item() -> BoxedStrategy<HistoryItem> {
    let source = (of(text()), text(), of(any::<u16>()), of(text()), unknown()).prop_map(
        |(qualifier, reference, fill_number, payment, other)| HistorySource {
            qualifier,
            reference: Some(reference),
            fill_number,
            payment,
            other,
        },
    );
    (medication(), of(any::<u16>()), of(pharmacy()), of(prescriber()), of(source))
        .prop_map(|(medication, refills_remaining, pharmacy, prescriber, source)| HistoryItem {
            medication,
            refills_remaining,
            pharmacy,
            prescriber,
            source,
        })
        .boxed()
}

fn cancels() -> BoxedStrategy<Body> {
    let cancel = (parties(), medication(), unknown()).prop_map(|(parties, medication, other)| {
        Body::CancelRx(Box::new(CancelRx { parties, medication, other }))
    });
    let outcome = outcome(&[CancelOutcome::Approved, CancelOutcome::Denied]);
    let answer = (outcome, of(parties()), unknown()).prop_map(|(outcome, parties, other)| {
        Body::CancelRxResponse(Box::new(CancelRxResponse { outcome, parties, other }))
    });
    prop_oneof![cancel, answer].boxed()
}

fn renewals() -> BoxedStrategy<Body> {
    let request = (parties(), of(medication()), of(medication()), unknown());
    let request = request.prop_map(|(parties, dispensed, prescribed, other)| {
        Body::RxRenewalRequest(Box::new(RxRenewalRequest { parties, dispensed, prescribed, other }))
    });
    let outcome = outcome(&[
        RenewalOutcome::Approved,
        RenewalOutcome::ApprovedWithChanges,
        RenewalOutcome::Denied,
        RenewalOutcome::Replace,
    ]);
    let answer = (outcome, of(parties()), of(medication()), unknown());
    let answer = answer.prop_map(|(outcome, parties, medication, other)| {
        Body::RxRenewalResponse(Box::new(RxRenewalResponse { outcome, parties, medication, other }))
    });
    prop_oneof![request, answer].boxed()
}

fn changes() -> BoxedStrategy<Body> {
    let kind = || (of(code().prop_map(ChangeKind::from)), vec(code(), 0..3));
    let request = (kind(), of(text()), parties(), of(medication()), vec(medication(), 0..3), unknown());
    let request = request.prop_map(|((kind, sub_codes), reason, parties, prescribed, requested, other)| {
        let request = RxChangeRequest { kind, sub_codes, reason, parties, prescribed, requested, other };
        Body::RxChangeRequest(Box::new(request))
    });
    let outcome = outcome(&[
        ChangeOutcome::Approved,
        ChangeOutcome::ApprovedWithChanges,
        ChangeOutcome::Denied,
        ChangeOutcome::Validated,
    ]);
    let answer = (kind(), outcome, of(parties()), of(medication()), unknown());
    let answer = answer.prop_map(|((kind, sub_codes), outcome, parties, prescribed, other)| {
        let answer = RxChangeResponse { kind, sub_codes, outcome, parties, prescribed, other };
        Body::RxChangeResponse(Box::new(answer))
    });
    prop_oneof![request, answer].boxed()
}

fn fill() -> BoxedStrategy<Body> {
    let status = outcome(&[
        FillStatus::Dispensed,
        FillStatus::PartiallyDispensed,
        FillStatus::NotDispensed,
        FillStatus::Transferred,
    ]);
    (status, parties(), of(medication()), of(medication()), unknown())
        .prop_map(|(status, parties, dispensed, prescribed, other)| {
            Body::RxFill(Box::new(RxFill { status, parties, dispensed, prescribed, other }))
        })
        .boxed()
}

fn histories() -> BoxedStrategy<Body> {
    let request = (vec(benefits(), 0..3), parties(), of(code()), of(dates()), unknown());
    let request = request.prop_map(|(benefits, parties, role, dates, other)| {
        Body::RxHistoryRequest(Box::new(RxHistoryRequest { benefits, parties, role, dates, other }))
    });
    let outcome = outcome(&[HistoryOutcome::Approved, HistoryOutcome::Denied]);
    let who = (of(patient()), of(prescriber()), of(dates()));
    let answer = (outcome, vec(benefits(), 0..2), who, vec(item(), 0..3), vec(item(), 0..2), unknown());
    let answer = answer.prop_map(|(outcome, benefits, who, dispensed, prescribed, other)| {
        let (patient, prescriber, dates) = who;
        Body::RxHistoryResponse(Box::new(RxHistoryResponse {
            outcome,
            benefits,
            patient,
            prescriber,
            dates,
            dispensed,
            prescribed,
            other,
        }))
    });
    prop_oneof![request, answer].boxed()
}

fn receipts() -> BoxedStrategy<Body> {
    let words = || (code(), of(code()), of(text()), unknown());
    prop_oneof![
        words().prop_map(|(code, description_code, description, other)| {
            Body::Status(Status { code: code.into(), description_code, description, other })
        }),
        words().prop_map(|(code, description_code, description, other)| {
            Body::Error(ErrorReport { code: code.into(), description_code, description, other })
        }),
        words().prop_map(|(code, _, description, other)| {
            Body::Verify(Verify { code: code.into(), description, other })
        }),
    ]
    .boxed()
}

pub fn body() -> BoxedStrategy<Body> {
    let prescription = new_rx().prop_map(|new_rx| Body::NewRx(Box::new(new_rx)));
    prop_oneof![prescription, cancels(), renewals(), changes(), fill(), histories(), receipts()].boxed()
}
