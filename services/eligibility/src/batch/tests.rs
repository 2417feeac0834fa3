use super::*;

fn asked(json: &str) -> Result<Asked, Refusal> {
    serde_json::from_str::<AskBatch>(json).expect("a request").asked()
}

const ONE: &str = "0190b7a2-6f3e-7c11-9d43-0a1b2c3d4e5f";

#[test]
fn a_batch_is_about_one_thing() {
    let day = |text: &str| text.parse::<NaiveDate>().expect("a day");
    let visits = |from, to| Ok(Asked::Visits { from: day(from), to: day(to) });
    for (json, becomes) in [
        (r#"{"date": "2026-12-01"}"#, visits("2026-12-01", "2026-12-01")),
        (r#"{"from": "2026-12-01", "to": "2026-12-07"}"#, visits("2026-12-01", "2026-12-07")),
        (r#"{"from": "2026-12-01", "to": "2027-01-31"}"#, visits("2026-12-01", "2027-01-31")),
        (r#"{"from": "2026-12-01", "to": "2027-02-01"}"#, Err(Refusal::Span)),
        (r#"{"from": "2026-12-02", "to": "2026-12-01"}"#, Err(Refusal::Span)),
        (r#"{"from": "2026-12-01"}"#, Err(Refusal::Missing("/to"))),
        (r#"{"to": "2026-12-01"}"#, Err(Refusal::Missing("/from"))),
        (r#"{"date": "0206-12-01"}"#, Err(Refusal::DayOutOfReach("/date"))),
        (r#"{}"#, Err(Refusal::Unclear("/date"))),
        (r#"{"date": "2026-12-01", "to": "2026-12-07"}"#, Err(Refusal::Unclear("/date"))),
        (r#"{"service_date": "2026-12-01"}"#, Err(Refusal::Missing("/coverage_ids"))),
        (r#"{"coverage_ids": [], "service_date": "2026-12-01"}"#, Err(Refusal::Number)),
    ] {
        assert_eq!(asked(json), becomes, "{json}");
    }
    let list = |ids: &str| format!(r#"{{"coverage_ids": [{ids}], "service_date": "2026-12-01"}}"#);
    assert!(asked(&list(&format!("\"{ONE}\""))).is_ok());
    assert_eq!(asked(&list(&format!("\"{ONE}\", \"{ONE}\""))), Err(Refusal::Twice(1)));
    assert_eq!(asked(&format!(r#"{{"coverage_ids": ["{ONE}"]}}"#)), Err(Refusal::Missing("/service_date")));
}

#[test]
fn a_batch_ends_once() {
    let at = |text: &str| text.parse::<DateTime<Utc>>().expect("a time");
    let (one, two, three) =
        (at("2026-12-01T08:00:00Z"), at("2026-12-01T08:00:01Z"), at("2026-12-01T08:00:02Z"));
    let batch = || Batch {
        id: EligibilityBatchId(uuid::Uuid::nil()),
        version: 1,
        asked: asked(r#"{"date": "2026-12-01"}"#).expect("asked"),
        service_types: None,
        max_age_hours: 72,
        asked_at: one,
        state: State::Queued,
    };
    let done = batch().started(two).finished(three);
    let state = State::Finished { started_at: Some(two), cancelled_at: None, finished_at: three };
    assert_eq!((&done.state, done.version), (&state, 3));
    assert_eq!(done.clone().finished(one).state, state);
    assert_eq!(done.cancel(three).err(), Some(Refusal::Over));
    let cancelled = batch().cancel(two).expect("cancelled").finished(three);
    assert_eq!(
        cancelled.state,
        State::Finished { started_at: None, cancelled_at: Some(two), finished_at: three }
    );
    assert_eq!(batch().cancel(two).and_then(|again| again.cancel(two)).err(), Some(Refusal::Over));
}

#[test]
fn the_time_left_is_by_the_rate_of_what_was_asked() {
    use count::{CheckPlace, Group, Outcome, Place};
    let begun: DateTime<Utc> = "2026-12-01T08:00:00Z".parse().expect("a time");
    let batch = Batch {
        id: EligibilityBatchId(uuid::Uuid::nil()),
        version: 2,
        asked: asked(r#"{"date": "2026-12-01"}"#).expect("asked"),
        service_types: None,
        max_age_hours: 72,
        asked_at: begun,
        state: State::Running { started_at: begun },
    };
    let group = |payer: u128, place, number| Group {
        payer_id: model::PayerId(uuid::Uuid::from_u128(payer)),
        payer_name: "Lakeside Health Plan".parse().expect("a name"),
        place,
        number,
    };
    let asked = |check| Place::Asked { check, shared: false };
    let served = Place::Asked { check: CheckPlace::Answered(Outcome::Active), shared: true };
    let mut groups = vec![
        group(1, asked(CheckPlace::Answered(Outcome::Active)), 80),
        group(1, asked(CheckPlace::Rejected), 15),
        group(2, asked(CheckPlace::Unknown), 5),
        group(2, served, 40),
        group(2, Place::NotAsked, 7),
        group(2, asked(CheckPlace::Queued), 250),
    ];
    // A hundred asked and ended in ten seconds; what was served at once took none of it.
    let later = begun + chrono::TimeDelta::seconds(10);
    let progress = Progress::of(&batch, &groups, later);
    assert_eq!(progress.estimated_seconds_left, Some(25));
    let Counts { total, active, undetermined, shared, not_asked, .. } = progress.counts;
    assert_eq!((total, active, undetermined, shared, not_asked), (397, 120, 20, 40, 7));
    let payers: Vec<i64> = progress.payers.iter().map(|payer| payer.counts.total).collect();
    assert_eq!(payers, [95, 302]);
    groups.pop();
    assert_eq!(Progress::of(&batch, &groups, later).estimated_seconds_left, None);
    let nothing_yet = [group(1, asked(CheckPlace::Sending), 3)];
    assert_eq!(Progress::of(&batch, &nothing_yet, later).estimated_seconds_left, None);
}
