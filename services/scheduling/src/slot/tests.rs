use super::*;
use crate::availability::{Days, Rule, Rules};
use chrono::{Datelike, NaiveDate, NaiveTime, Weekday};
use chrono_tz::{America, Asia, Australia, Tz};
use proptest::prelude::*;
use proptest::sample::select;

const WEEKDAYS: [(&str, Weekday); 7] = [
    ("MO", Weekday::Mon),
    ("TU", Weekday::Tue),
    ("WE", Weekday::Wed),
    ("TH", Weekday::Thu),
    ("FR", Weekday::Fri),
    ("SA", Weekday::Sat),
    ("SU", Weekday::Sun),
];

/// What a rule says, where a reader needs no calendar library to follow it.
#[derive(Clone, Debug)]
struct Said {
    days: Vec<(&'static str, Weekday)>,
    opens: NaiveTime,
    closes: NaiveTime,
    effective_from: NaiveDate,
    effective_to: Option<NaiveDate>,
}

fn time(minutes: u32) -> NaiveTime {
    NaiveTime::MIN + Duration::minutes(minutes.into())
}

fn date(text: &str) -> NaiveDate {
    text.parse().expect("a date")
}

fn any_said() -> impl Strategy<Value = Said> {
    let days = prop::sample::subsequence(WEEKDAYS.to_vec(), 1..=7);
    let effect = (select(vec!["2025-12-30", "2026-03-08", "2026-10-31"]), prop::option::of(0..400_i64));
    (days, 0..270_u32, 1..18_u32, effect).prop_map(|(days, opens, length, (from, lasts))| Said {
        days,
        opens: time(opens * 5),
        closes: time((opens * 5 + length * 15).min(1439)),
        effective_from: date(from),
        effective_to: lasts.map(|days| date(from) + Duration::days(days)),
    })
}

impl Said {
    fn rule(&self, location_id: LocationId) -> Rule {
        let days: Vec<&str> = self.days.iter().map(|(name, _)| *name).collect();
        Rule {
            location_id,
            rrule: Days::try_from(format!("FREQ=WEEKLY;BYDAY={}", days.join(","))).expect("a rule"),
            start_time: self.opens,
            end_time: self.closes,
            visit_type_ids: Vec::new(),
            effective_from: self.effective_from,
            effective_to: self.effective_to,
        }
    }

    /// Whether an instant is a start, by what the clock on the wall shows then.
    fn offers(&self, start: DateTime<Utc>, zone: Tz, minutes: i64) -> bool {
        let wall = start.with_timezone(&zone).naive_local();
        let since = wall.time() - self.opens;
        let is_day = self.days.iter().any(|(_, day)| *day == wall.date().weekday());
        let holds =
            wall.date() >= self.effective_from && self.effective_to.is_none_or(|to| wall.date() <= to);
        let is_open =
            since >= Duration::zero() && since + Duration::minutes(minutes) <= self.closes - self.opens;
        is_day && holds && is_open && since.num_seconds() % (minutes * 60) == 0
    }
}

proptest! {
    /// Every five minutes of five days, around both nights in which clocks change and one in which none does.
    #[test]
    fn slots_are_what_is_offered_and_not_taken(
        said in prop::collection::vec(any_said(), 1..4),
        zone in select(vec![
            America::Chicago, Australia::Lord_Howe, America::Phoenix, Asia::Kolkata, America::St_Johns,
        ]),
        first in select(vec!["2026-03-06", "2026-04-03", "2026-06-10", "2026-10-02", "2026-10-30"]),
        minutes in select(vec![15_i32, 20, 30, 45]),
        buffers in (0..3_i32, 0..3_i32),
        taken in prop::collection::vec((0..7200_i64, 5..120_i64), 0..12),
    ) {
        let visit = VisitType {
            minutes,
            buffer_before_minutes: buffers.0 * 5,
            buffer_after_minutes: buffers.1 * 5,
            ..VisitType::sample()
        };
        let (practitioner, place) = (PractitionerId(Uuid::from_u128(1)), Location::sample(zone));
        let from = date(first).and_time(NaiveTime::MIN).and_utc();
        let to = from + Duration::days(5);
        let rules = Rules(said.iter().map(|said| said.rule(place.id)).collect());
        let taken: Vec<(Uuid, Taken)> = taken.iter().map(|(start, length)| {
            let start = from + Duration::minutes(*start);
            (practitioner.0, Taken { span: Span { start, end: start + Duration::minutes(*length) }, by: None })
        }).collect();
        let search = Search {
            visit: visit.clone(),
            practitioner: Some(practitioner),
            locations: HashMap::from([(place.id, place.clone())]),
            from,
            to,
        };
        let instants = || std::iter::successors(Some(from), |at| Some(*at + Duration::minutes(5))).take_while(|at| *at < to);
        // What explains a start is no second opinion; a prime step meets every time of day.
        for at in instants().step_by(97) {
            let wall = at.with_timezone(&zone).naive_local();
            for (rule, said) in rules.0.iter().zip(&said) {
                prop_assert_eq!(rule.misses(&visit, wall).is_empty(), said.offers(at, zone, minutes.into()));
            }
        }
        let availability = Availability { practitioner_id: practitioner, version: 1, rules };
        let found: Vec<DateTime<Utc>> =
            free(&search, &[availability], &taken, from).into_iter().map(|slot| slot.start).collect();
        let is_free = |start: &DateTime<Utc>| {
            let wanted = Span::with_buffers(*start, &visit);
            said.iter().any(|said| said.offers(*start, zone, minutes.into()))
                && !taken.iter().any(|(_, taken)| taken.span.overlaps(&wanted))
        };
        let expected: Vec<DateTime<Utc>> = instants().filter(is_free).collect();
        prop_assert_eq!(found, expected);
    }
}
