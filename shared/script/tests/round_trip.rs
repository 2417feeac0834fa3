//! Every transaction: what is written is read back as the same, in the golden form.

use script::{
    Body, CancelOutcome, CancelRx, CancelRxResponse, ChangeKind, ChangeOutcome, ErrorCode, ErrorReport,
    FillStatus, Message, Remark, RenewalOutcome, RxChangeRequest, RxChangeResponse, RxFill, RxRenewalRequest,
    RxRenewalResponse, ScriptError, Status, StatusCode, Verify, Versions, parse, write,
};

use crate::example::{golden, message, new_rx, text};

#[test]
fn amoxicillin_is_written_in_the_golden_form() -> Result<(), ScriptError> {
    assert_eq!(write(&message())?, golden());
    Ok(())
}

#[test]
fn indentation_changes_nothing() -> Result<(), ScriptError> {
    assert_eq!(parse(include_str!("golden/new_rx_amoxicillin.xml"))?, message());
    Ok(())
}

fn denied() -> Remark {
    Remark {
        reason_codes: vec![text("AA"), text("AM")],
        reason: Some(text("Patient < 18 & unknown \"here\"")),
        note: None,
    }
}

fn noted() -> Remark {
    Remark { note: Some(text("First fill 2026-11-21\nrefills removed")), ..Remark::default() }
}

fn cancels() -> Vec<Body> {
    let prescription = new_rx();
    let parties = prescription.parties;
    let response = |outcome, parties| {
        Body::CancelRxResponse(Box::new(CancelRxResponse { outcome, parties, other: Vec::new() }))
    };
    vec![
        Body::CancelRx(Box::new(CancelRx::of(parties.clone(), &prescription.medication))),
        response(CancelOutcome::Approved(noted()), None),
        response(CancelOutcome::Approved(Remark::default()), Some(parties)),
        response(CancelOutcome::Denied(denied()), None),
    ]
}

fn fills() -> Vec<Body> {
    let prescription = new_rx();
    let statuses = [
        FillStatus::Dispensed(Remark::default()),
        FillStatus::PartiallyDispensed(noted()),
        FillStatus::NotDispensed(denied()),
        FillStatus::Transferred(noted()),
    ];
    let fill = |status| RxFill {
        status,
        parties: prescription.parties.clone(),
        dispensed: Some(prescription.medication.clone()),
        prescribed: Some(prescription.medication.clone()),
        other: Vec::new(),
    };
    statuses.map(|status| Body::RxFill(Box::new(fill(status)))).into()
}

fn requests() -> Vec<Body> {
    let (parties, medication) = (new_rx().parties, new_rx().medication);
    vec![
        Body::RxRenewalRequest(Box::new(RxRenewalRequest {
            parties: parties.clone(),
            dispensed: Some(medication.clone()),
            prescribed: Some(medication.clone()),
            other: Vec::new(),
        })),
        Body::RxRenewalResponse(Box::new(RxRenewalResponse {
            outcome: RenewalOutcome::Replace(noted()),
            parties: Some(parties.clone()),
            medication: Some(medication.clone()),
            other: Vec::new(),
        })),
        Body::RxChangeRequest(Box::new(RxChangeRequest {
            kind: Some(ChangeKind::Generic),
            sub_codes: Vec::new(),
            reason: None,
            parties,
            prescribed: Some(medication.clone()),
            requested: vec![medication.clone(), medication],
            other: Vec::new(),
        })),
        Body::RxChangeResponse(Box::new(RxChangeResponse {
            kind: Some(ChangeKind::OutOfStock),
            sub_codes: Vec::new(),
            outcome: ChangeOutcome::Validated(Remark::default()),
            parties: None,
            prescribed: None,
            other: Vec::new(),
        })),
    ]
}

fn receipts() -> Vec<Body> {
    vec![
        Body::Status(Status::of(StatusCode::AcceptedByReceiver)),
        Body::Status(Status::of(StatusCode::Other(text("937")))),
        Body::Error(ErrorReport::of(ErrorCode::Rejected, Some(text("no such prescriber")))),
        Body::Verify(Verify::of(StatusCode::AcceptedByReceiver)),
    ]
}

#[test]
fn every_transaction_survives() -> Result<(), ScriptError> {
    for body in [cancels(), fills(), requests(), receipts()].concat() {
        for versions in [Versions::V2017071, Versions::V2023011] {
            let sent = Message { versions, body: body.clone(), ..message() };
            let read = parse(&write(&sent)?)?;
            assert!(read == sent, "{} {}", versions.number(), body.transaction());
        }
    }
    Ok(())
}

#[test]
fn a_cancel_names_no_codes() {
    let prescription = new_rx();
    let cancel = CancelRx::of(prescription.parties, &prescription.medication);
    let sent = Message { body: Body::CancelRx(Box::new(cancel)), ..message() };
    let xml = write(&sent).expect("a cancel can be written");
    for absent in ["DrugCoded", "Diagnosis", "Observation", "DaysSupply"] {
        assert!(!xml.contains(absent), "{absent}");
    }
}
