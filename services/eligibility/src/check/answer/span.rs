//! Whether the day of service lies within the dates a payer gives.

use crate::check::benefit::Dated;
use chrono::NaiveDate;

/// Where a day stands to the dates.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standing {
    Within,
    /// The last day was before.
    Ended(NaiveDate),
    /// Before it, a stretch of time that was spoken of is over; what comes after it is not said.
    NotSaidAfter(NaiveDate),
    /// The first day comes after.
    NotBegun(NaiveDate),
    /// The payer speaks of a later day, not of the one asked about.
    OtherDay(NaiveDate),
}

/// DTP01 of a first day, of a last day, and of both in one; a single date of the last kind is the day spoken of.
struct Occasion {
    first: &'static str,
    last: &'static str,
    both: &'static str,
}

/// A day must lie within each of these a payer gives dates of.
const OCCASIONS: [Occasion; 4] = [
    Occasion { first: "356", last: "357", both: "307" },
    Occasion { first: "346", last: "347", both: "291" },
    Occasion { first: "348", last: "349", both: "292" },
    Occasion { first: "539", last: "540", both: "" },
];

/// First and last day; none where it is not said.
type Span = (Option<NaiveDate>, Option<NaiveDate>);

/// Whether any of the dates says from when to when.
pub fn is_bounded(dates: &[Dated]) -> bool {
    OCCASIONS.iter().any(|occasion| dates.iter().any(|date| occasion.covers(date)))
}

/// The last day, where it is said by a date of its own.
pub fn last_day(dates: &[Dated]) -> Option<NaiveDate> {
    let ends = OCCASIONS.iter().flat_map(|occasion| dates.iter().filter(|date| date.code == occasion.last));
    ends.map(Dated::last).max()
}

pub fn standing(dates: &[Dated], day: NaiveDate) -> Standing {
    let all = OCCASIONS.iter().map(|occasion| occasion.standing(dates, day));
    all.max_by_key(|standing| standing.weight()).unwrap_or(Standing::Within)
}

impl Standing {
    fn weight(&self) -> u8 {
        match self {
            Self::Within => 0,
            Self::OtherDay(_) => 1,
            Self::NotBegun(_) => 2,
            Self::NotSaidAfter(_) => 3,
            Self::Ended(_) => 4,
        }
    }
}

impl Occasion {
    fn covers(&self, date: &Dated) -> bool {
        [self.first, self.last, self.both].contains(&date.code.as_str())
    }

    fn standing(&self, dates: &[Dated], day: NaiveDate) -> Standing {
        let spans = self.spans(dates);
        if spans.is_empty() {
            let spoken_of = dates.iter().filter(|date| date.code == self.both).map(|date| date.from).min();
            return spoken_of.filter(|other| *other > day).map_or(Standing::Within, Standing::OtherDay);
        }
        if spans.iter().any(|(from, to)| from.is_none_or(|from| from <= day) && to.is_none_or(|to| day <= to))
        {
            return Standing::Within;
        }
        let ended = spans.iter().filter_map(|(_, to)| *to).filter(|to| *to < day).max();
        let begins = spans.iter().filter_map(|(from, _)| *from).filter(|from| *from > day).min();
        let over = match dates.iter().any(|date| date.code == self.last) {
            true => Standing::Ended,
            false => Standing::NotSaidAfter,
        };
        ended.map(over).or(begins.map(Standing::NotBegun)).unwrap_or(Standing::Within)
    }

    fn spans(&self, dates: &[Dated]) -> Vec<Span> {
        let whole = dates.iter().filter(|date| date.code == self.both);
        let mut spans: Vec<Span> =
            whole.filter_map(|date| date.to.map(|to| (Some(date.from), Some(to)))).collect();
        let first = dates.iter().filter(|date| date.code == self.first).map(|date| date.from).min();
        let last = dates.iter().filter(|date| date.code == self.last).map(Dated::last).max();
        if first.is_some() || last.is_some() {
            spans.push((first, last));
        }
        spans
    }
}

impl Dated {
    fn last(&self) -> NaiveDate {
        self.to.unwrap_or(self.from)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().expect("a day")
    }

    fn dated(text: &str) -> Dated {
        let (code, days) = text.split_once(' ').expect("a code");
        let (from, to) = days.split_once("..").map_or((days, None), |(from, to)| (from, Some(day(to))));
        Dated { code: code.to_owned(), meaning: String::new(), from: day(from), to }
    }

    #[test]
    fn a_day_must_lie_within_every_kind_of_dates_given() {
        use Standing::{Ended, NotBegun, NotSaidAfter, OtherDay, Within};
        let asked = day("2026-06-21");
        for (dates, expected) in [
            (&[][..], Within),
            (&["346 2006-01-01"], Within),
            (&["346 2006-01-01", "347 2026-06-21"], Within),
            (&["346 2006-01-01", "347 2026-06-20"], Ended(day("2026-06-20"))),
            (&["356 2026-07-01"], NotBegun(day("2026-07-01"))),
            (&["291 2026-01-01..2026-12-31"], Within),
            (&["291 2025-01-01..2025-12-31"], NotSaidAfter(day("2025-12-31"))),
            (&["307 2026-05-01..2026-05-31", "307 2026-06-01..2026-06-30"], Within),
            (&["307 2026-05-01..2026-05-31", "307 2026-07-01..2026-07-31"], NotSaidAfter(day("2026-05-31"))),
            (&["291 2025-01-01..2025-12-31", "346 2020-01-01"], Within),
            (&["291 2026-01-01..2026-12-31", "357 2026-03-31"], Ended(day("2026-03-31"))),
            (&["291 2026-06-21"], Within),
            (&["291 2026-01-01"], Within),
            (&["307 2026-06-25"], OtherDay(day("2026-06-25"))),
            (&["472 2026-06-25", "636 2030-01-01", "442 2020-01-01"], Within),
            (&["291 2026-01-01..9999-12-31"], Within),
        ] {
            let dates: Vec<Dated> = dates.iter().map(|text| dated(text)).collect();
            assert_eq!(standing(&dates, asked), expected, "{dates:?}");
        }
    }
}
