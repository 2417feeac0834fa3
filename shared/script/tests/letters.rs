//! One message of every kind, with everything in it that has its own type.

use script::{
    Amount, Body, CancelOutcome, CancelRx, CancelRxResponse, ChangeKind, CoAgent, CodedSig, Consent,
    DenialReason, DigitalSignature, DrugUseEvaluation, ErrorCode, ErrorReport, FillStatus, HistoryItem,
    HistoryOutcome, HistorySource, Indication, Instruction, Measurement, Medication, Message, NewRx,
    OtherDate, OtherDateKind, PersonName, Prescriber, Remark, RequestedDates, RxChangeRequest,
    RxChangeResponse, RxFill, RxHistoryRequest, RxHistoryResponse, RxRenewalRequest, ServiceReason, Sig,
    SigCode, Status, StatusCode, Timing, Verify, Versions, When,
};

use crate::example::{day, message, new_rx, text};

pub fn code(words: &str, qualifier: &str, code: &str) -> SigCode {
    SigCode { text: text(words), qualifier: Some(text(qualifier)), code: Some(text(code)) }
}

fn amount(value: u32, unit: SigCode) -> Amount {
    Amount { value: value.into(), unit }
}

/// Take 1 capsule by mouth 3 times daily for 10 days, in codes.
pub fn coded_sig() -> CodedSig {
    let day = || code("day", "SNOMED", "258703001");
    CodedSig {
        snomed_version: Some(text("20170131")),
        fmt_version: Some(text("16.03d")),
        instructions: vec![Instruction {
            method: Some(code("Take", "SNOMED", "419652001")),
            dose: Some(amount(1, code("capsule", "DoseUnitOfMeasure", "C48480"))),
            route: Some(code("oral route", "SNOMED", "26643006")),
            site: None,
            timings: vec![Timing::Frequency(amount(3, day())), Timing::Duration(amount(10, day()))],
            indication: None,
        }],
    }
}

pub fn measured(sign: &str, value: u32, unit: &str) -> Measurement {
    Measurement {
        vital_sign: text(sign),
        loinc_version: Some(text("2.66")),
        value: value.into(),
        unit: Some(text(unit)),
        ucum_version: Some(text("2.1")),
        observed: Some(When::Day(day(2026, 11, 20))),
        other: Vec::new(),
    }
}

fn clinician(last: &str, npi: &str) -> Prescriber {
    let name =
        PersonName { last: text(last), first: Some(text("Ada")), middle: None, suffix: None, prefix: None };
    Prescriber { npi: Some(text(npi)), ..Prescriber::new(name) }
}

pub fn overridden_alert() -> DrugUseEvaluation {
    DrugUseEvaluation {
        reason: Some(ServiceReason::DrugDrug),
        service: None,
        result: Some(text("4A")),
        co_agent: Some(CoAgent {
            code: Some(text("11289")),
            qualifier: Some(text("BN")),
            description: Some(text("Warfarin")),
        }),
        significance: Some(text("1")),
        acknowledgement: Some(text("Benefit outweighs risk: INR is checked weekly")),
        other: Vec::new(),
    }
}

pub fn full_new_rx() -> NewRx {
    let mut full = new_rx();
    full.parties.supervisor = Some(clinician("Boss", "1679524268"));
    full.parties.follow_up = Some(clinician("Later", "1993999998"));
    let prescriber = &mut full.parties.prescriber;
    prescriber.specialty = Some(text("208D00000X"));
    prescriber.practice = Some(text("Elm Family Practice"));
    prescriber.agent = Some(clinician("Hand", "1").name);
    prescriber.place_of_service = Some(text("11"));
    full.measurements =
        vec![measured(Measurement::HEIGHT, 150, "cm"), measured(Measurement::WEIGHT, 45, "kg")];
    full.medication.note = Some(text("Please label in Spanish"));
    full.medication.drug_uses = vec![overridden_alert()];
    full.medication.sig = full.medication.sig.map(|sig| Sig::with_codes(sig.text, coded_sig()));
    full.medication.other_dates = vec![OtherDate {
        kind: Some(OtherDateKind::Effective),
        date: When::Day(day(2026, 11, 25)),
        other: Vec::new(),
    }];
    full
}

fn as_needed() -> Medication {
    let instruction = Instruction {
        method: Some(code("Take", "SNOMED", "419652001")),
        dose: Some(amount(1, code("capsule", "DoseUnitOfMeasure", "C48480"))),
        site: Some(code("mouth", "SNOMED", "123851003")),
        timings: vec![
            Timing::Event {
                modifier: Some(code("before", "SNOMED", "288556008")),
                event: code("bedtime", "SNOMED", "21029003"),
            },
            Timing::Interval(amount(6, code("hour", "SNOMED", "258702006"))),
        ],
        indication: Some(Indication {
            precursor: Some(code("as needed for", "SNOMED", "420449005")),
            value: code("headache", "SNOMED", "25064002"),
        }),
        ..Instruction::default()
    };
    let words = text("Take 1 capsule by mouth every 6 hours before bedtime as needed for headache");
    let coded = CodedSig { instructions: vec![instruction], ..coded_sig() };
    Medication { sig: Some(Sig::with_codes(words, coded)), ..new_rx().medication }
}

fn denied() -> Remark {
    let words = text("Patient < 18 & unknown \"here\"");
    Remark::denied([DenialReason::PatientUnknown, DenialReason::NeedsAppointment], Some(words))
}

fn noted() -> Remark {
    Remark::noted(text("First fill 2026-11-21\nrefills removed"))
}

fn cancels() -> Vec<(&'static str, Body)> {
    let prescription = new_rx();
    let cancel = CancelRx::of(prescription.parties, &prescription.medication);
    let response = |outcome| Body::CancelRxResponse(Box::new(CancelRxResponse::of(outcome)));
    vec![
        ("cancel_rx", Body::CancelRx(Box::new(cancel))),
        ("cancel_rx_response_approved", response(CancelOutcome::Approved(noted()))),
        ("cancel_rx_response_denied", response(CancelOutcome::Denied(denied()))),
    ]
}

pub fn renewal_request(refills: Option<u16>) -> RxRenewalRequest {
    let last_fill = Some(When::Day(day(2026, 11, 1)));
    let dispensed = Medication { last_fill, refills: None, ..new_rx().medication };
    let mut request = RxRenewalRequest::of(&new_rx(), dispensed, refills);
    request.parties.follow_up = Some(clinician("Later", "1993999998"));
    request
}

fn renewals() -> Vec<(&'static str, Body)> {
    let request = renewal_request(Some(3));
    let on = When::Day(day(2026, 12, 1));
    let approve = |refills| request.approve(refills, on, Some(text("Renewed"))).expect("it names a drug");
    let response = |response| Body::RxRenewalResponse(Box::new(response));
    vec![
        ("rx_renewal_response_approved", response(approve(3))),
        ("rx_renewal_response_approved_with_changes", response(approve(1))),
        ("rx_renewal_response_denied", response(request.deny(denied()))),
        (
            "rx_renewal_response_replace",
            response(request.replace(as_needed(), Some(text("Other directions")))),
        ),
        ("rx_renewal_request", Body::RxRenewalRequest(Box::new(request))),
    ]
}

pub fn change_request(kind: ChangeKind) -> RxChangeRequest {
    let suggestions = vec![new_rx().medication, as_needed()];
    let mut request = RxChangeRequest::of(kind, &new_rx(), suggestions);
    request.reason = Some(text("Out of stock until Monday"));
    request
}

fn changes() -> Vec<(&'static str, Body)> {
    let request = change_request(ChangeKind::OutOfStock);
    let mut question = change_request(ChangeKind::PrescriberAuthorization);
    question.sub_codes = vec![text("G"), text("B")];
    question.requested.clear();
    let codes = vec![text("GM"), text("GM")];
    let validated = question.validate(Remark { reason_codes: codes, ..Remark::default() });
    let response = |response: RxChangeResponse| Body::RxChangeResponse(Box::new(response));
    vec![
        ("rx_change_response_approved", response(request.approve(1, None).expect("there are two"))),
        (
            "rx_change_response_approved_with_changes",
            response(request.approve_with_changes(as_needed(), None)),
        ),
        ("rx_change_response_denied", response(request.deny(denied()))),
        ("rx_change_response_validated", response(validated.expect("that was the question"))),
        ("rx_change_request", Body::RxChangeRequest(Box::new(request))),
        ("rx_change_request_authorization", Body::RxChangeRequest(Box::new(question))),
    ]
}

fn fills() -> Vec<(&'static str, Body)> {
    let dispensed = || Some(new_rx().medication);
    let fill = |status, dispensed| Body::RxFill(Box::new(RxFill::of(&new_rx(), status, dispensed)));
    vec![
        ("rx_fill_dispensed", fill(FillStatus::Dispensed(Remark::default()), dispensed())),
        ("rx_fill_partially_dispensed", fill(FillStatus::PartiallyDispensed(noted()), dispensed())),
        ("rx_fill_not_dispensed", fill(FillStatus::NotDispensed(denied()), None)),
        ("rx_fill_transferred", fill(FillStatus::Transferred(noted()), None)),
    ]
}

fn histories() -> Vec<(&'static str, Body)> {
    let parties = script::Parties { pharmacy: None, ..new_rx().parties };
    let dates = RequestedDates::new(day(2025, 12, 1), day(2026, 12, 1));
    let mut request = RxHistoryRequest::of(parties.clone(), Consent::Given, Some(dates.clone()));
    request.benefits[0].cardholder_id = Some(text("CARD1"));
    request.benefits[0].member_id = Some(text("MEMBER1"));
    let item = HistoryItem {
        refills_remaining: Some(2),
        pharmacy: new_rx().parties.pharmacy,
        prescriber: Some(clinician("Elsewhere", "1679524268")),
        source: Some(HistorySource {
            qualifier: Some(text("P2")),
            reference: Some(text("6242445")),
            fill_number: Some(1),
            payment: Some(text("01")),
            other: Vec::new(),
        }),
        ..HistoryItem::of(Medication { last_fill: Some(When::Day(day(2026, 10, 2))), ..new_rx().medication })
    };
    let response = RxHistoryResponse {
        outcome: HistoryOutcome::Approved(Remark::denied([DenialReason::MoreHistory], None)),
        benefits: request.benefits.clone(),
        patient: Some(parties.patient),
        prescriber: Some(parties.prescriber),
        dates: Some(dates),
        dispensed: vec![item],
        prescribed: vec![HistoryItem::of(as_needed())],
        other: Vec::new(),
    };
    let refused = RxHistoryResponse {
        outcome: HistoryOutcome::Denied(denied()),
        dispensed: Vec::new(),
        prescribed: Vec::new(),
        ..response.clone()
    };
    vec![
        ("rx_history_request", Body::RxHistoryRequest(Box::new(request))),
        ("rx_history_response_approved", Body::RxHistoryResponse(Box::new(response))),
        ("rx_history_response_denied", Body::RxHistoryResponse(Box::new(refused))),
    ]
}

fn receipts() -> Vec<(&'static str, Body)> {
    let error = ErrorReport {
        description_code: Some(text("144")),
        ..ErrorReport::of(ErrorCode::Rejected, Some(text("Number of refills invalid")))
    };
    vec![
        ("status", Body::Status(Status::of(StatusCode::AcceptedByReceiver))),
        ("error", Body::Error(error)),
        ("verify", Body::Verify(Verify::of(StatusCode::AcceptedByReceiver))),
    ]
}

pub fn bodies() -> Vec<(&'static str, Body)> {
    let prescriptions = vec![
        ("new_rx", Body::NewRx(Box::new(new_rx()))),
        ("new_rx_full", Body::NewRx(Box::new(full_new_rx()))),
    ];
    [prescriptions, cancels(), renewals(), changes(), fills(), histories(), receipts()].concat()
}

/// Every message in both versions.
pub fn all() -> Vec<(&'static str, Message)> {
    let versions = [Versions::V2017071, Versions::V2023011];
    let each = versions.into_iter().flat_map(|versions| {
        bodies().into_iter().map(move |(name, body)| (name, Message { versions, body, ..message() }))
    });
    each.map(|(name, mut sent)| {
        sent.header.digital_signature = (name == "new_rx_full").then(DigitalSignature::given);
        (name, sent)
    })
    .collect()
}
