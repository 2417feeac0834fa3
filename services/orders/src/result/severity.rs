//! How bad a value is: by the laboratory's flags, and where it gives none, by its reference range.

use super::observation::{ObservationStatus, Reading};
use hl7::Number;
use model::word_enum;
use std::cmp::Ordering;

word_enum! {
    /// How soon a value must be read; the worse, the smaller.
    Severity { Critical = "critical", Abnormal = "abnormal", Normal = "normal" }
}

/// By the flags of OBX-8 (table 0078). A flag that is not known to be harmless counts as abnormal.
pub fn of(reading: &Reading, flags: &[String], range: Option<&str>, status: ObservationStatus) -> Severity {
    let said = flags.iter().map(|flag| of_flag(flag)).min();
    let judged = || if is_outside(reading, range) { Severity::Abnormal } else { Severity::Normal };
    match (status, said) {
        (ObservationStatus::Withdrawn | ObservationStatus::Pending, _) => Severity::Normal,
        (ObservationStatus::NotObtained, None) => Severity::Abnormal,
        (_, Some(severity)) => severity.min(judged()),
        (_, None) => judged(),
    }
}

fn of_flag(flag: &str) -> Severity {
    match flag.to_ascii_uppercase().as_str() {
        "HH" | "LL" | "AA" | "HU" | "LU" | ">" | "<" | "HX" | "LX" => Severity::Critical,
        "N" | "NEG" | "ND" | "NR" | "S" | "MS" | "VS" | "B" | "CAR" => Severity::Normal,
        _ => Severity::Abnormal,
    }
}

/// Whether a number lies outside of a range that is written in numbers: `3.5-5.1`, `<5`, `>=60`.
fn is_outside(reading: &Reading, range: Option<&str>) -> bool {
    let Reading::Number { value } = reading else { return false };
    let (Some(value), Some(range)) = (Number::parse(value), range) else { return false };
    let range: String = range.chars().filter(|c| !c.is_whitespace()).collect();
    let against = |bound: &str| Number::parse(bound).map(|bound| value.compare(&bound));
    let bounds = [
        ("<=", &[Ordering::Greater][..]),
        (">=", &[Ordering::Less]),
        ("<", &[Ordering::Greater, Ordering::Equal]),
        (">", &[Ordering::Less, Ordering::Equal]),
    ];
    let open = bounds.into_iter().find_map(|(sign, wrong)| Some((range.strip_prefix(sign)?, wrong)));
    if let Some((bound, wrong)) = open {
        return against(bound).is_some_and(|ordering| wrong.contains(&ordering));
    }
    // The first hyphen after the first character parts the bounds: a bound may be negative.
    let Some(hyphen) = range.char_indices().skip(1).find(|(_, c)| *c == '-').map(|(at, _)| at) else {
        return false;
    };
    match (against(&range[..hyphen]), against(&range[hyphen + 1..])) {
        (Some(low), Some(high)) => low == Ordering::Less || high == Ordering::Greater,
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn severity(value: &str, flags: &[&str], range: &str) -> Severity {
        let reading = Reading::Number { value: value.to_owned() };
        let flags: Vec<String> = flags.iter().map(|flag| (*flag).to_owned()).collect();
        of(&reading, &flags, Some(range), ObservationStatus::Final)
    }

    #[test]
    fn flags_say_how_bad_it_is() {
        for (flags, wanted) in [
            (&["HH"][..], Severity::Critical),
            (&["LL"], Severity::Critical),
            (&["N", "AA"], Severity::Critical),
            (&["H"], Severity::Abnormal),
            (&["R"], Severity::Abnormal),
            (&["SOMETHING"], Severity::Abnormal),
            (&["N"], Severity::Normal),
            (&["NEG"], Severity::Normal),
            (&[], Severity::Normal),
        ] {
            assert_eq!(severity("4.0", flags, "3.5-5.1"), wanted, "{flags:?}");
        }
    }

    #[test]
    fn without_a_flag_the_range_speaks() {
        for (value, range, wanted) in [
            ("5.1", "3.5-5.1", Severity::Normal),
            ("5.2", "3.5 - 5.1", Severity::Abnormal),
            ("3.49", "3.5-5.1", Severity::Abnormal),
            ("-3", "-2-2", Severity::Abnormal),
            ("-3", "-5--2", Severity::Normal),
            ("5", "<5", Severity::Abnormal),
            ("4.9", "<5.0", Severity::Normal),
            ("5", "<=5", Severity::Normal),
            ("59", ">=60", Severity::Abnormal),
            ("60", ">60", Severity::Abnormal),
            ("1", "negative", Severity::Normal),
            ("1", "", Severity::Normal),
            ("1", "0-é", Severity::Normal),
        ] {
            assert_eq!(severity(value, &[], range), wanted, "{value} in {range}");
        }
        assert_eq!(severity("9", &["N"], "3.5-5.1"), Severity::Abnormal, "a flag does not hide a range");
    }

    #[test]
    fn what_was_taken_back_alarms_nobody() {
        let reading = Reading::Number { value: "9".to_owned() };
        let flags = ["HH".to_owned()];
        assert_eq!(of(&reading, &flags, None, ObservationStatus::Withdrawn), Severity::Normal);
        assert_eq!(of(&Reading::None, &[], None, ObservationStatus::NotObtained), Severity::Abnormal);
    }
}
