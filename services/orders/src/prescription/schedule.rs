//! What the schedule of a drug allows, where federal and state law differ the stricter.

use super::{Content, Refusal};
use crate::medication::{Medication, Schedule, state_schedule};
use chrono::{Months, NaiveDate, TimeDelta};
use model::StateCode;

/// 21 CFR 1306.12(a) and 1306.22(a); schedule V has no federal limit.
pub fn most_refills(schedule: Schedule) -> u16 {
    match schedule {
        Schedule::II => 0,
        Schedule::III | Schedule::IV => 5,
        Schedule::None | Schedule::V => 99,
    }
}

/// Of the federal schedule and those of the states concerned; none where the federal one is not known.
pub fn strictest<'a>(
    medication: &Medication,
    states: impl IntoIterator<Item = &'a StateCode>,
) -> Option<Schedule> {
    let of_states = states.into_iter().filter_map(|state| state_schedule::of(medication, state));
    Some(of_states.fold(medication.schedule?, Schedule::stricter))
}

/// It begins on a day the law allows; refills are counted, and the last one begins within six months of the day it is
/// written (21 CFR 1306.22(a)).
pub fn require_lawful(content: &Content, written_on: NaiveDate) -> Result<(), Refusal> {
    let (schedule, refills) = (content.medication.schedule, content.refills.count());
    let most = most_refills(schedule);
    if refills > most {
        return Err(Refusal::TooManyRefills(schedule, most));
    }
    if matches!(schedule, Schedule::III | Schedule::IV) {
        let days = i64::from(refills) * i64::from(content.days_supply.days());
        let last_fill = content.starts_on(written_on).checked_add_signed(TimeDelta::days(days));
        let end = written_on.checked_add_months(Months::new(6));
        if last_fill.zip(end).is_none_or(|(fill, end)| fill > end) {
            return Err(Refusal::RefillsBeyondSixMonths(schedule));
        }
    }
    Ok(content.require_start(written_on)?)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::medication::Catalogue;
    use serde_json::json;

    fn lawful(schedule: &str, refills: u16, days: u16) -> Result<(), Refusal> {
        let content = json!({
            "medication": {"rxcui": "1", "description": "d", "strength": "s", "form": "f", "schedule": schedule},
            "sig": {"text": "Take 1"}, "quantity": {"value": "30", "unit": "C48542"}, "days_supply": days,
            "refills": refills, "substitution_allowed": true, "diagnosis_codes": []
        });
        let content: Content = serde_json::from_value(content).expect("content");
        require_lawful(&content, NaiveDate::from_ymd_opt(2026, 8, 31).expect("a date"))
    }

    #[test]
    fn each_schedule_has_its_refills() {
        for (schedule, refills, days, fine) in [
            ("CII", 0, 30, true),
            ("CII", 1, 30, false),
            ("CIII", 5, 30, true),
            ("CIII", 6, 30, false),
            ("CIV", 5, 36, true),
            ("CIV", 5, 37, false),
            ("CIV", 2, 90, true),
            ("CIV", 3, 90, false),
            ("CV", 11, 30, true),
            ("none", 99, 90, true),
        ] {
            assert_eq!(lawful(schedule, refills, days).is_ok(), fine, "{schedule} {refills} x {days}");
        }
    }

    #[test]
    fn a_state_makes_a_schedule_stricter_and_never_milder() {
        let state = |code: &str| code.parse::<StateCode>().expect("a state");
        let known = |rxcui: &str| {
            Catalogue::get().find(&rxcui.parse().expect("a code")).expect("a known drug").clone()
        };
        let mut gabapentin = known("308191");
        gabapentin.ingredients[0].name = "gabapentin".to_owned();
        for (states, schedule) in [
            (vec!["MO"], Schedule::None),
            (vec!["MO", "KY"], Schedule::V),
            (vec!["TN"], Schedule::V),
            (vec!["MI"], Schedule::None),
        ] {
            let codes: Vec<StateCode> = states.iter().map(|code| state(code)).collect();
            assert_eq!(strictest(&gabapentin, &codes), Some(schedule), "{states:?}");
        }
        assert_eq!(strictest(&known("1049221"), &[state("KY")]), Some(Schedule::II));
        gabapentin.schedule = None;
        assert_eq!(
            strictest(&gabapentin, &[state("KY")]),
            None,
            "what is not known is not made known by a state"
        );
    }
}
