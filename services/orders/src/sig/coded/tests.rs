use super::*;
use crate::sig::tests::structured;
use crate::sig::timing::{Days, Hours, Times};
use crate::sig::{Number, read};
use proptest::prelude::*;
use script::Sig;

/// Codes read by themselves, from a list of their own: what a pharmacy's system makes of them.
fn meaning(coded: &CodedSig) -> Option<Structured> {
    let [one] = coded.instructions.as_slice() else { return None };
    let dose = one.dose.as_ref()?;
    let (mut moments, mut frequency, mut duration) = (Vec::new(), None, None);
    for timing in &one.timings {
        match timing {
            Timing::Event { modifier: None, event } => moments.push(match told(event) {
                "73775008" => Moment::Morning,
                "21029003" => Moment::Bedtime,
                _ => return None,
            }),
            Timing::Event { .. } => return None,
            Timing::Frequency(amount) => frequency = Some(often(amount)?),
            Timing::Interval(amount) => frequency = Some(every(amount)?),
            Timing::Duration(amount) => duration = Some(span(amount)?),
        }
    }
    Some(Structured {
        dose: Dose::new(number(dose.value), None, unit(told(&dose.unit))?).ok()?,
        route: route(told(one.method.as_ref()?), told(one.route.as_ref()?))?,
        frequency: frequency?,
        moments: moments.try_into().ok()?,
        as_needed: None,
        duration,
        at_most: None,
        indication: None,
    })
}

fn told(code: &SigCode) -> &str {
    code.code.as_ref().map_or("", Text::as_str)
}

fn number(value: Decimal) -> Number {
    value.to_string().parse().expect("a number")
}

fn count(amount: &Amount) -> u16 {
    number(amount.value).whole().expect("a whole number")
}

fn unit(code: &str) -> Option<DoseUnit> {
    Some(match code {
        "C48542" => DoseUnit::Tablet,
        "C48480" => DoseUnit::Capsule,
        "C28254" => DoseUnit::Milliliter,
        "C28253" => DoseUnit::Milligram,
        "C48152" => DoseUnit::Microgram,
        "C48155" => DoseUnit::Gram,
        "C48512" => DoseUnit::Milliequivalent,
        "C65060" => DoseUnit::Puff,
        "C48537" => DoseUnit::Spray,
        "C48524" => DoseUnit::Patch,
        "C25397" => DoseUnit::Application,
        "C48539" => DoseUnit::Suppository,
        "C48506" => DoseUnit::Lozenge,
        "C48521" => DoseUnit::Packet,
        "C48551" => DoseUnit::Vial,
        _ => return None,
    })
}

fn route(method: &str, route: &str) -> Option<Route> {
    Some(match (method, route) {
        ("419652001", "26643006") => Route::Oral,
        ("422145002", "34206005") => Route::Subcutaneous,
        ("422145002", "78421000") => Route::Intramuscular,
        ("422145002", "47625008") => Route::Intravenous,
        ("421257003", "37161004") => Route::Rectal,
        ("421257003", "16857009") => Route::Vaginal,
        ("417924000", "45890007") => Route::Transdermal,
        _ => return None,
    })
}

fn often(amount: &Amount) -> Option<Frequency> {
    let times = Times::try_from(count(amount)).ok()?;
    match (told(&amount.unit), times.count()) {
        ("258703001", _) => Some(Frequency::Daily { times }),
        ("258705008", _) => Some(Frequency::Weekly { times }),
        ("258706009", 1) => Some(Frequency::Monthly),
        _ => None,
    }
}

fn every(amount: &Amount) -> Option<Frequency> {
    match told(&amount.unit) {
        "258702006" => Hours::new(count(amount), None).ok().map(Frequency::Hourly),
        "258703001" => Days::try_from(count(amount)).ok().map(|days| Frequency::EveryDays { days }),
        _ => None,
    }
}

fn span(amount: &Amount) -> Option<Span> {
    let unit = match told(&amount.unit) {
        "258703001" => SpanUnit::Day,
        "258705008" => SpanUnit::Week,
        "258706009" => SpanUnit::Month,
        _ => return None,
    };
    Span::new(count(amount), unit).ok()
}

/// As it is sent: with codes only where they agree with the words.
fn sent(sig: &Structured) -> Option<CodedSig> {
    let text = Text::new(sig.to_string()).expect("plain");
    Sig::with_codes(text, sig.coded()?).coded
}

#[test]
fn what_is_certain_is_sent_in_codes() {
    for text in [
        "Take 1 capsule by mouth 3 times daily for 10 days",
        "Take 0.5 tablet by mouth once daily at bedtime",
        "Take 1 tablet by mouth once daily in the morning for 2 weeks",
        "Take 5 mL by mouth every 6 hours for 7 days",
        "Take 500 mg by mouth twice daily",
        "Take 4 tablets by mouth once weekly",
        "Take 1 tablet by mouth every 3 days",
        "Take 1 capsule by mouth once monthly for 3 months",
        "Inject 1 mL under the skin twice weekly",
        "Inject 1 mL into the muscle once monthly",
        "Inject 2 mL into a vein every 8 hours",
        "Insert 1 suppository in the rectum twice daily",
        "Insert 1 application in the vagina once daily at bedtime for 7 days",
        "Apply 1 patch to the skin every 72 hours",
    ] {
        let sig = read(text).expect("directions").sig;
        assert_eq!(sig.to_string(), text);
        assert!(sent(&sig).and_then(|coded| meaning(&coded)) == Some(sig), "{text}");
    }
}

#[test]
fn what_has_no_certain_code_goes_in_words_alone() {
    for text in [
        "Take 1 to 2 tablets by mouth twice daily",
        "Take 1 tablet by mouth every 4 to 6 hours",
        "Take 1 tablet by mouth every 6 hours as needed for pain",
        "Take 1 tablet by mouth once daily with meals",
        "Take 1 tablet by mouth twice daily in the morning at bedtime",
        "Take 1 tablet by mouth on Monday and Friday",
        "Take 1 tablet by mouth one time only",
        "Take 1 tablet by mouth every 4 hours. No more than 6 tablets in 24 hours",
        "Take 1 tablet by mouth once daily. For high blood pressure",
        "Inject 10 units under the skin once daily",
        "Place 1 drop in the left eye twice daily",
        "Apply 1 application to the affected area twice daily",
        "Inhale 2 puffs into the lungs twice daily",
    ] {
        let sig = read(text).expect("directions").sig;
        assert!(sig.coded().is_none(), "{text}");
    }
}

/// Directions every part of which has a code.
fn certain() -> impl Strategy<Value = Structured> {
    let units: Vec<DoseUnit> = DoseUnit::ALL.iter().copied().filter(|unit| unit.term().is_some()).collect();
    let routes: Vec<Route> = Route::ALL.iter().copied().filter(|route| route.terms().is_some()).collect();
    let times = || (1..=12_u16).prop_map(|times| Times::try_from(times).expect("few"));
    let frequency = prop_oneof![
        Just(Frequency::Monthly),
        times().prop_map(|times| Frequency::Daily { times }),
        times().prop_map(|times| Frequency::Weekly { times }),
        (1..=168_u16).prop_map(|hours| Frequency::Hourly(Hours::new(hours, None).expect("hours"))),
        (2..=90_u16).prop_map(|days| Frequency::EveryDays { days: Days::try_from(days).expect("days") }),
    ];
    let moments = prop::sample::select(vec![vec![], vec![Moment::Morning], vec![Moment::Bedtime]]);
    let span = (1..=365_u16, prop::sample::select(SpanUnit::ALL))
        .prop_map(|(value, unit)| Span::new(value, unit).expect("a span"));
    let dose = (1..20_000_u32, prop::sample::select(units)).prop_map(|(thousandths, unit)| {
        let value = Number::of_thousandths(thousandths).expect("a number");
        Dose::new(value, None, unit).expect("a dose")
    });
    let parts = (dose, prop::sample::select(routes), frequency, moments, prop::option::of(span));
    parts.prop_map(|(dose, route, frequency, moments, duration)| Structured {
        dose,
        route,
        frequency,
        moments: moments.try_into().expect("one"),
        as_needed: None,
        duration,
        at_most: None,
        indication: None,
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(4000))]

    /// Whatever the builder makes: its codes read back as the same directions, or none are sent.
    #[test]
    fn codes_say_what_the_fields_say_or_are_not_sent(sig in structured()) {
        let bare = Structured { as_needed: None, at_most: None, indication: None, ..sig.clone() };
        for sig in [sig, bare] {
            let coded = sent(&sig);
            let said = coded.as_ref().map(|coded| meaning(coded) == Some(sig.clone()));
            prop_assert!(said != Some(false), "{}", sig);
        }
    }

    /// Codes of other directions never go with these words.
    #[test]
    fn codes_of_others_are_not_sent_with_these_words(one in certain(), other in certain()) {
        let changed = [
            Structured { dose: other.dose, ..one.clone() },
            Structured { route: other.route, ..one.clone() },
            Structured { frequency: other.frequency.clone(), ..one.clone() },
            Structured { moments: other.moments.clone(), ..one.clone() },
            Structured { duration: other.duration, ..one.clone() },
            other,
        ];
        for other in changed.into_iter().filter(|other| *other != one) {
            let text = Text::new(one.to_string()).expect("plain");
            let coded = other.coded().expect("certain");
            prop_assert!(Sig::with_codes(text, coded).coded.is_none(), "{} / {}", one, other);
        }
    }

    #[test]
    fn what_is_certain_goes_with_its_own_words(sig in certain()) {
        let words_alone = ["every other day", "every hour"].iter().any(|odd| sig.to_string().contains(odd));
        prop_assert_eq!(sent(&sig).is_none(), words_alone, "{}", sig);
    }
}
