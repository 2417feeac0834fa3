use super::timing::{Days, Hours, Times, Weekdays};
use super::*;
use proptest::prelude::*;

fn written(text: &str) -> String {
    match read(text) {
        Ok(reading) => reading.sig.to_string(),
        Err(unread) => panic!("{text}: {unread}"),
    }
}

#[test]
fn abbreviations_are_read_and_never_written() {
    for (text, plain) in [
        ("Take 1 tab po qd", "Take 1 tablet by mouth once daily"),
        ("1 cap p.o. b.i.d. x 10 days", "Take 1 capsule by mouth twice daily for 10 days"),
        ("1-2 tabs po q4-6h prn pain", "Take 1 to 2 tablets by mouth every 4 to 6 hours as needed for pain"),
        ("Take ii tabs PO TID ac", "Take 2 tablets by mouth 3 times daily before meals"),
        ("1 tab po qid pc and hs", "Take 1 tablet by mouth 4 times daily after meals at bedtime"),
        ("Take 1 tablet po qhs", "Take 1 tablet by mouth once daily at bedtime"),
        ("Take 1 tab po q6h x7d", "Take 1 tablet by mouth every 6 hours for 7 days"),
        ("Take 1 tab po qod", "Take 1 tablet by mouth every other day"),
        ("10 units subq qam", "Inject 10 units under the skin once daily in the morning"),
        ("1 gtt in left eye bid", "Place 1 drop in the left eye twice daily"),
        ("1 tab SL prn chest pain", ""),
        ("1 supp pr prn", ""),
    ] {
        if plain.is_empty() {
            assert!(read(text).is_err(), "{text}");
        } else {
            assert_eq!(written(text), plain, "{text}");
        }
    }
}

#[test]
fn words_are_read_as_people_write_them() {
    for (text, plain) in [
        (
            "Take 1 capsule by mouth 3 times daily for 10 days",
            "Take 1 capsule by mouth 3 times daily for 10 days",
        ),
        ("Take one tablet by mouth twice a day.", "Take 1 tablet by mouth twice daily"),
        ("Take one-half tablet by mouth every morning", "Take 0.5 tablet by mouth once daily in the morning"),
        ("Take 1 1/2 tablets by mouth daily", "Take 1.5 tablets by mouth once daily"),
        (
            "Take 1 (one) tablet daily for high blood pressure",
            "Take 1 tablet by mouth once daily. For high blood pressure",
        ),
        (
            "Take 5 mL by mouth every 6 hours as needed for cough for 5 days",
            "Take 5 mL by mouth every 6 hours as needed for cough for 5 days",
        ),
        ("Take 1 tablet once a week on Monday", "Take 1 tablet by mouth once weekly on Monday"),
        (
            "Take 1 tablet on Monday, Wednesday and Friday",
            "Take 1 tablet by mouth on Monday, Wednesday and Friday",
        ),
        (
            "Inhale 2 puffs every 4 to 6 hours if needed for shortness of breath or wheezing",
            "Inhale 2 puffs into the lungs every 4 to 6 hours as needed for shortness of breath or wheezing",
        ),
        ("Apply to affected area twice daily", "Apply 1 application to the affected area twice daily"),
        ("Apply 1 patch to the skin every 72 hours", "Apply 1 patch to the skin every 72 hours"),
        (
            "Take 1 tablet by mouth in the morning and at bedtime",
            "Take 1 tablet by mouth twice daily in the morning at bedtime",
        ),
        (
            "Take 1 tablet every 4 hours as needed for pain, max 6 tablets per day",
            "Take 1 tablet by mouth every 4 hours as needed for pain. No more than 6 tablets in 24 hours",
        ),
        (
            "Take 1 tablet by mouth twice daily. Take with food.",
            "Take 1 tablet by mouth twice daily with meals",
        ),
        ("Take 1000 mg by mouth q4h", "Take 1000 mg by mouth every 4 hours"),
        ("Take 1 tablet (25 mg total) by mouth 2 times a day", "Take 1 tablet by mouth twice daily"),
        ("Take 4 tablets every 2 weeks", "Take 4 tablets by mouth every 14 days"),
    ] {
        assert_eq!(written(text), plain, "{text}");
    }
    let total = read("Take 1 tablet (25 mg total) by mouth daily").ok().and_then(|reading| reading.total);
    assert_eq!(total.map(|dose| dose.unit()), Some(DoseUnit::Milligram));
}

#[test]
fn what_is_not_understood_is_never_guessed() {
    for (text, why) in [
        ("Take as directed", Unread::NotUnderstood(6)),
        ("Take 1 by mouth daily", Unread::Missing("of what the dose is")),
        ("Take 1 tablet by mouth", Unread::Missing("how often")),
        ("1 tablet daily", Unread::Missing("where it goes")),
        ("Take 1 tablet by mouth as needed for pain", Unread::Missing("how often")),
        ("Take 1 tablet daily twice a day", Unread::Contradicts("how often")),
        ("Take 1 tablet by mouth rectally daily", Unread::Contradicts("where it goes")),
        ("Take 1 tablet daily for 5 days for 7 days", Unread::Contradicts("how long")),
        ("Take 2 tablets daily then 1 tablet daily", Unread::NotUnderstood(22)),
        ("Take 1 tablet daily for pain then 2 tablets", Unread::NotUnderstood(30)),
        ("Take 2 to 1 tablets daily", Unread::Missing("of what the dose is")),
        ("Take 1 tsp daily", Unread::Missing("of what the dose is")),
        ("Take 1 tablet daily until gone", Unread::NotUnderstood(21)),
        ("Take 1 tablet daily max 500 mg per day", Unread::NotUnderstood(32)),
        ("", Unread::NotUnderstood(1)),
    ] {
        match read(text) {
            Ok(reading) => panic!("{text}: {}", reading.sig),
            Err(unread) => assert_eq!(unread, why, "{text}"),
        }
    }
}

#[test]
fn fields_that_contradict_each_other_cannot_be_given() {
    let sig = |change: serde_json::Value| {
        let mut sig = serde_json::json!({"dose": {"value": "1", "unit": "tablet"}, "route": "oral",
            "frequency": {"kind": "daily", "times": 2}});
        for (key, value) in change.as_object().expect("an object") {
            sig[key] = value.clone();
        }
        serde_json::from_value::<Structured>(sig).ok()
    };
    assert!(sig(serde_json::json!({})).is_some());
    for change in [
        serde_json::json!({"dose": {"value": "2", "to": "1", "unit": "tablet"}}),
        serde_json::json!({"dose": {"value": "0", "unit": "tablet"}}),
        serde_json::json!({"dose": {"value": "1", "unit": "tsp"}}),
        serde_json::json!({"frequency": {"kind": "daily", "times": 0}}),
        serde_json::json!({"frequency": {"kind": "hourly", "every": 6, "to": 4}}),
        serde_json::json!({"frequency": {"kind": "on_days", "days": ["monday", "monday"]}}),
        serde_json::json!({"moments": ["morning", "morning"]}),
        serde_json::json!({"duration": {"value": 0, "unit": "day"}}),
        serde_json::json!({"indication": "pain for 2 days"}),
        serde_json::json!({"indication": "pain, take 2 tablets"}),
        serde_json::json!({"indication": "ten days of pain"}),
        serde_json::json!({"indication": "I d"}),
        serde_json::json!({"colour": "red"}),
    ] {
        assert!(sig(change.clone()).is_none(), "{change}");
    }
}

fn number() -> impl Strategy<Value = Number> {
    (1..200_000_u32).prop_filter_map("a number", Number::of_thousandths)
}

fn dose() -> impl Strategy<Value = Dose> {
    let units = prop::sample::select(DoseUnit::ALL);
    (number(), prop::option::of(number()), units)
        .prop_filter_map("a dose", |(value, to, unit)| Dose::new(value, to, unit).ok())
}

fn frequency() -> impl Strategy<Value = Frequency> {
    let times = || (1..=12_u16).prop_filter_map("times", |times| Times::try_from(times).ok());
    prop_oneof![
        Just(Frequency::Once),
        Just(Frequency::Monthly),
        times().prop_map(|times| Frequency::Daily { times }),
        times().prop_map(|times| Frequency::Weekly { times }),
        (1..=168_u16, prop::option::of(2..=168_u16)).prop_filter_map("hours", |(every, to)| Hours::new(
            every, to
        )
        .ok()
        .map(Frequency::Hourly)),
        (2..=90_u16).prop_filter_map("days", |days| Days::try_from(days)
            .ok()
            .map(|days| Frequency::EveryDays { days })),
        prop::sample::subsequence(Weekday::ALL.to_vec(), 1..=6).prop_filter_map("weekdays", |days| {
            Weekdays::try_from(days).ok().map(|days| Frequency::OnDays { days })
        }),
    ]
}

fn purpose() -> impl Strategy<Value = Purpose> {
    "[A-Za-z][a-z]{0,8}([ -][A-Za-z0-9][a-z']{0,7}){0,4}"
        .prop_filter_map("a purpose", |text| Purpose::try_from(text).ok())
}

fn span() -> impl Strategy<Value = Span> {
    (1..=365_u16, prop::sample::select(SpanUnit::ALL))
        .prop_filter_map("a span", |(n, unit)| Span::new(n, unit).ok())
}

pub(super) fn structured() -> impl Strategy<Value = Structured> {
    let moments = prop::sample::subsequence(Moment::ALL.to_vec(), 0..=3).prop_shuffle();
    let moments = moments.prop_filter_map("moments", |moments| Moments::try_from(moments).ok());
    let route = prop::sample::select(Route::ALL);
    let as_needed = prop::option::of(prop::option::of(purpose()).prop_map(|reason| AsNeeded { reason }));
    let how = (dose(), route, frequency(), moments);
    let why = (as_needed, prop::option::of(span()), prop::option::of(number()), prop::option::of(purpose()));
    (how, why).prop_map(|((dose, route, frequency, moments), (as_needed, duration, at_most, indication))| {
        Structured { dose, route, frequency, moments, as_needed, duration, at_most, indication }
    })
}

const NEVER_WRITTEN: [&str; 18] = [
    "po", "qd", "bid", "tid", "qid", "qhs", "hs", "prn", "ac", "pc", "qod", "sl", "sq", "im", "iv", "tab",
    "cap", "gtt",
];

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2000))]

    #[test]
    fn what_is_built_is_read_back(sig in structured()) {
        let text = sig.to_string();
        let reading = read(&text);
        let same = reading.as_ref().is_ok_and(|reading| reading.sig == sig && reading.total.is_none());
        prop_assert!(same, "{}: {}", text, reading.map_or_else(|unread| unread.to_string(), |r| r.sig.to_string()));
    }

    #[test]
    fn a_built_sentence_holds_no_abbreviation(sig in structured()) {
        let bare = Structured { as_needed: None, indication: None, ..sig };
        let text = bare.to_string().to_lowercase();
        let mut words = text.split(|c: char| !c.is_alphabetic());
        prop_assert!(words.all(|word| !NEVER_WRITTEN.contains(&word)), "{}", text);
        prop_assert!(crate::prescription::content::SigText::try_from(text).is_ok());
    }

    #[test]
    fn no_text_breaks_the_reader(text in "\\PC{0,60}", words in prop::collection::vec(prop::sample::select(
        vec!["take", "1", "-", "1/2", "tablet", "mg", "q", "6", "h", "every", "to", "(", ")", ".", "for", "x", "days", "prn", "max", "and", "on", "monday", "½", "the"]), 0..14)) {
        let _ = read(&text).map(|reading| reading.sig.to_string());
        let said = read(&words.join(" "));
        if let Ok(reading) = said {
            prop_assert!(read(&reading.sig.to_string()).is_ok_and(|again| again.sig == reading.sig), "{}", reading.sig);
        }
    }
}
