use super::*;
use chrono::Duration;
use uuid::{Timestamp, Uuid};

fn date(text: &str) -> NaiveDate {
    text.parse().expect("a date")
}

fn visit() -> NaiveDate {
    date("2027-03-02")
}

fn answer() -> Answer {
    Answer {
        eligibility_check_id: EligibilityCheckId(Uuid::nil()),
        checked_at: "2027-03-01T10:00:00Z".parse().expect("a time"),
        age_days: 1,
        service_date: visit(),
        copay: None,
    }
}

/// Of a visit that lacks nothing.
fn ready() -> Findings {
    Findings {
        eligibility: Eligibility::Active(answer()),
        authorizations: Vec::new(),
        authorization_lacking: None,
        missing: Vec::new(),
        forms: Vec::new(),
        balance: Some(Money::ZERO),
        confirmed: true,
        deceased: false,
        status: Status::Booked,
        service_date: visit(),
    }
}

/// From the least urgent to the most: each breaks one thing more, and the newest decides.
#[test]
fn the_most_urgent_rule_decides() {
    type Break = fn(&mut Findings);
    let steps: [(ActionCode, &str, Break); 13] = [
        (ActionCode::Nothing, "Nothing is missing.", |_| ()),
        (ActionCode::Nothing, "Nothing is missing.", |f| f.balance = Some(Money::from_cents(-500))),
        (ActionCode::AskToConfirm, "come", |f| f.confirmed = false),
        (ActionCode::CollectCopay, "20.00", |f| {
            f.eligibility = Eligibility::Active(Answer { copay: Some(Money::from_cents(2000)), ..answer() });
        }),
        (ActionCode::CollectBalance, "0.01", |f| f.balance = Some(Money::from_cents(1))),
        (ActionCode::CompleteForms, "Consent", |f| {
            f.forms =
                vec![MissingForm { form_id: FormId(Uuid::nil()), name: "Consent".parse().expect("a name") }];
        }),
        (ActionCode::CompleteDemographics, "phone, email", |f| {
            f.missing = vec![Missing::Phone, Missing::Email]
        }),
        (ActionCode::RenewAuthorization, "more units", |f| {
            f.authorization_lacking = Some(LackingAuthorization {
                why: authorization::Lack::UsedUp,
                authorization_id: None,
                number: None,
            });
        }),
        (ActionCode::RefreshEligibility, "again", |f| {
            f.eligibility = Eligibility::Active(Answer { age_days: 31, ..answer() });
        }),
        (ActionCode::RetryEligibility, "call", |f| f.eligibility = Eligibility::Undetermined(answer())),
        (ActionCode::CheckEligibility, "not been asked", |f| f.eligibility = Eligibility::NotChecked),
        (ActionCode::ReplaceCoverage, "insurance", |f| f.eligibility = Eligibility::Inactive(answer())),
        (ActionCode::CancelAppointment, "deceased", |f| f.deceased = true),
    ];
    let mut findings = ready();
    for (code, part, step) in steps {
        step(&mut findings);
        let action = findings.next_action();
        assert_eq!(action.code, code);
        assert!(action.text.contains(part), "{}", action.text);
    }
}

#[test]
fn who_is_here_need_not_confirm_and_what_is_unknown_is_no_task() {
    let here = Findings { status: Status::Arrived, confirmed: false, ..ready() };
    assert_eq!(here.next_action().code, ActionCode::Nothing);
    let unknown = Findings { balance: None, ..ready() };
    assert_eq!(unknown.next_action().code, ActionCode::Nothing);
}

#[test]
fn an_answer_ages_and_holds_for_its_month_only() {
    for (age_days, asked_about, stale) in [
        (0, "2027-03-02", false),
        (30, "2027-03-31", false),
        (31, "2027-03-02", true),
        (1, "2027-02-28", true),
        (1, "2026-03-02", true),
    ] {
        let answer = Answer { age_days, service_date: date(asked_about), ..answer() };
        assert_eq!(answer.is_stale(visit()), stale, "{age_days} {asked_about}");
    }
}

#[test]
fn the_time_of_a_check_is_in_its_id() {
    let now: DateTime<Utc> = "2027-03-02T10:00:00Z".parse().expect("a time");
    let asked = now - Duration::days(3) - Duration::hours(2);
    let stamp = Timestamp::from_unix(uuid::NoContext, asked.timestamp().unsigned_abs(), 0);
    let snapshot = EligibilitySnapshot {
        rank: None,
        answered_at: None,
        eligibility_check_id: EligibilityCheckId(Uuid::new_v7(stamp)),
        coverage_id: model::CoverageId(Uuid::nil()),
        patient_id: PatientId(Uuid::nil()),
        appointment_id: None,
        service_date: visit(),
        outcome: EligibilityOutcome::Inactive,
        copay: None,
        authorization_required: None,
    };
    let Eligibility::Inactive(answer) = Eligibility::of(Some(snapshot), now) else { panic!("inactive") };
    assert_eq!((answer.checked_at, answer.age_days), (asked, 3));
    assert_eq!(Eligibility::of(None, now), Eligibility::NotChecked);
}

#[test]
fn only_minors_need_a_guarantor() {
    let nothing = Registered { address: false, phone: false, email: false, guarantor: false };
    let everything = Registered { address: true, phone: true, email: true, guarantor: true };
    assert_eq!(missing(&everything, date("2020-01-01"), visit()), []);
    let adult = [Missing::Address, Missing::Phone, Missing::Email];
    assert_eq!(missing(&nothing, date("2009-03-02"), visit()), adult, "eighteen on this day");
    assert_eq!(missing(&nothing, date("2009-03-03"), visit()).last(), Some(&Missing::Guarantor));
}
