//! Answers built from the request they answer.

use script::{
    Body, ChangeKind, ChangeOutcome, DenialReason, Remark, RenewalOutcome, RxRenewalResponse, ScriptError,
};
use script::{Sig, When, parse, write};

use crate::example::{day, message, new_rx, text};
use crate::letters::{change_request, coded_sig, renewal_request};

#[test]
fn a_renewal_is_approved_as_asked_or_with_changes() {
    let on = When::Day(day(2026, 12, 1));
    for (asked, given, changed) in [(Some(3), 3, false), (Some(3), 1, true), (None, 5, false)] {
        let answer = renewal_request(asked).approve(given, on, None).expect("it names a drug");
        assert_eq!(
            matches!(answer.outcome, RenewalOutcome::ApprovedWithChanges(_)),
            changed,
            "{asked:?} {given}"
        );
        let renewed = answer.medication.expect("the renewed drug");
        assert_eq!(
            (renewed.refills, renewed.requested_refills, renewed.written),
            (Some(given), None, Some(on))
        );
    }
    let mut empty = renewal_request(None);
    (empty.dispensed, empty.prescribed) = (None, None);
    assert!(empty.approve(1, on, None).is_none());
}

#[test]
fn a_change_is_approved_by_its_place_and_validated_only_when_asked() {
    let request = change_request(ChangeKind::Generic);
    let answer = request.approve(1, None).expect("there are two");
    assert!(answer.prescribed == request.requested.get(1).cloned());
    assert_eq!(answer.kind, Some(ChangeKind::Generic));
    assert!(request.approve(2, None).is_none());
    assert!(request.validate(Remark::default()).is_none());
    let answer = change_request(ChangeKind::PrescriberAuthorization).validate(Remark::default());
    assert!(matches!(answer.map(|answer| answer.outcome), Some(ChangeOutcome::Validated(_))));
    assert_eq!(
        script::RxChangeRequest::of(ChangeKind::Generic, &new_rx(), vec![new_rx().medication; 12])
            .requested
            .len(),
        9
    );
}

#[test]
fn the_old_denial_with_a_prescription_to_follow_is_read_and_never_written() -> Result<(), ScriptError> {
    let denial = renewal_request(None).deny(Remark::denied([DenialReason::AnsweredOtherwise], None));
    let sent = script::Message { body: Body::RxRenewalResponse(Box::new(denial)), ..message() };
    let old = write(&sent)?.replace("Denied>", "DeniedNewPrescriptionToFollow>");
    let read = parse(&old)?;
    let Body::RxRenewalResponse(response) = &read.body else { panic!("a renewal response") };
    let RxRenewalResponse { outcome: RenewalOutcome::DeniedNewPrescriptionToFollow(_), .. } = **response
    else {
        panic!("the old denial")
    };
    assert!(matches!(write(&read), Err(ScriptError::NotWritable { .. })));
    Ok(())
}

#[test]
fn codes_that_contradict_the_directions_are_left_out() {
    let said = text("Take 1 capsule by mouth 3 times daily for 10 days");
    assert!(Sig::with_codes(said, coded_sig()).coded.is_some());
    assert!(
        Sig::with_codes(text("Take 2 capsules by mouth 3 times daily for 10 days"), coded_sig())
            .coded
            .is_none()
    );
}

#[test]
fn directions_in_an_unknown_structure_are_kept_as_they_came() -> Result<(), ScriptError> {
    let odd = "<Instruction><Dose><DoseQuantity>1</DoseQuantity></Dose></Instruction><Joint>THEN</Joint>\
               <Instruction><InstructionIndicator>x</InstructionIndicator></Instruction>";
    let xml = crate::example::golden().replace("</SigText>", &format!("</SigText>{odd}"));
    let read = parse(&xml)?;
    let Body::NewRx(new_rx) = &read.body else { panic!("a NewRx") };
    assert!(new_rx.medication.sig.as_ref().is_some_and(|sig| sig.coded.is_none() && sig.other.len() == 3));
    assert_eq!(write(&read)?, xml);
    Ok(())
}
