use super::*;
use chrono::NaiveDate;
use model::event::{AuthorizationScope, EligibilityOutcome};
use model::{CoverageId, EligibilityCheckId, PatientId};
use uuid::Uuid;

fn day(text: &str) -> NaiveDate {
    text.parse().expect("a date")
}

fn visit() -> Visit {
    Visit {
        id: AppointmentId(Uuid::max()),
        practitioner: PractitionerId(Uuid::nil()),
        location: LocationId(Uuid::nil()),
        visit_type: VisitTypeId(Uuid::nil()),
        service_date: day("2027-03-10"),
    }
}

fn approved() -> AuthorizationSnapshot {
    AuthorizationSnapshot {
        authorization_id: AuthorizationId(Uuid::nil()),
        patient_id: PatientId(Uuid::nil()),
        coverage_id: CoverageId(Uuid::nil()),
        kind: AuthorizationKind::Authorization,
        status: AuthorizationStatus::Approved,
        number: "A-1".parse().ok(),
        scope: AuthorizationScope::default(),
        granted: Some(4),
        used: 4,
        remaining: Some(0),
        effective: day("2027-01-01"),
        expires: day("2027-12-31"),
        reserved_for: Vec::new(),
        used_for: Vec::new(),
    }
}

fn answer(authorization_required: Option<bool>) -> EligibilitySnapshot {
    EligibilitySnapshot {
        eligibility_check_id: EligibilityCheckId(Uuid::nil()),
        coverage_id: CoverageId(Uuid::nil()),
        patient_id: PatientId(Uuid::nil()),
        appointment_id: None,
        service_date: day("2027-03-10"),
        outcome: EligibilityOutcome::Active,
        copay: None,
        authorization_required,
        answered_at: None,
        rank: None,
    }
}

#[test]
fn what_is_lacking_follows_from_what_the_payer_says_and_what_there_is() {
    let of = |change: fn(&mut AuthorizationSnapshot)| {
        let mut one = approved();
        change(&mut one);
        vec![one]
    };
    let kept = of(|one| one.reserved_for = vec![visit().id]);
    let referral = of(|one| {
        one.reserved_for = vec![visit().id];
        one.kind = AuthorizationKind::Referral;
    });
    let requested = of(|one| one.status = AuthorizationStatus::Requested);
    let denied = of(|one| one.status = AuthorizationStatus::Denied);
    let void = of(|one| one.status = AuthorizationStatus::Void);
    let used_up = vec![approved()];
    let just_over = of(|one| one.expires = day("2027-01-10"));
    let long_over = of(|one| one.expires = day("2027-01-08"));
    let to_come = of(|one| one.effective = day("2027-03-11"));
    let elsewhere = of(|one| one.scope.location_id = Some(LocationId(Uuid::max())));
    let other_plan = of(|one| one.coverage_id = CoverageId(Uuid::max()));
    use Lack::{Denied, Expired, Missing, Requested, UsedUp};
    for (what, all, required, silent) in [
        ("nothing known", Vec::new(), Some(Missing), None),
        ("kept", kept, None, None),
        ("a referral kept", referral, Some(Missing), None),
        ("requested", requested, Some(Requested), None),
        ("denied", denied, Some(Denied), None),
        ("void", void, Some(Missing), None),
        ("used up", used_up, Some(UsedUp), Some(UsedUp)),
        ("over for two months", just_over, Some(Expired), Some(Expired)),
        ("over for longer", long_over, Some(Expired), None),
        ("to come", to_come, Some(Missing), None),
        ("for another place", elsewhere, Some(Missing), None),
        ("of another coverage", other_plan, Some(Missing), None),
    ] {
        let why = |said| lacking(&all, &visit(), Some(&answer(said))).map(|lacking| lacking.why);
        assert_eq!(why(Some(true)), required, "{what}, required");
        assert_eq!(why(None), silent, "{what}, the payer is silent");
        assert_eq!(why(Some(false)), None, "{what}, not required");
    }
    let both = [requested_again(), approved()];
    let nearest = lacking(&both, &visit(), Some(&answer(Some(true)))).expect("lacking");
    assert_eq!((nearest.why, nearest.next_action().code), (Requested, ActionCode::ObtainAuthorization));
}

fn requested_again() -> AuthorizationSnapshot {
    AuthorizationSnapshot { status: AuthorizationStatus::Requested, number: None, ..approved() }
}

#[test]
fn only_what_is_kept_for_the_visit_is_shown() {
    let kept = AuthorizationSnapshot { reserved_for: vec![visit().id], remaining: Some(2), ..approved() };
    let shown = reserved(&[approved(), kept], &visit());
    assert_eq!(shown.len(), 1);
    assert_eq!((shown[0].units_left, shown[0].expires), (Some(2), day("2027-12-31")));
}
