//! The public holidays of the United States (5 U.S.C. 6103), with the day they are observed on.

use chrono::{Datelike, Duration, NaiveDate, Weekday};

/// Name and day of each holiday of a year, the earliest first. One that falls on a Saturday is kept on the Friday before,
/// one that falls on a Sunday on the Monday after (Executive Order 11582).
pub fn federal(year: i32) -> Vec<(&'static str, NaiveDate)> {
    let fixed = |month, day| NaiveDate::from_ymd_opt(year, month, day).map(observed);
    let nth = |month, weekday, n| NaiveDate::from_weekday_of_month_opt(year, month, weekday, n);
    let all = [
        ("New Year's Day", fixed(1, 1)),
        ("Birthday of Martin Luther King, Jr.", nth(1, Weekday::Mon, 3)),
        ("Washington's Birthday", nth(2, Weekday::Mon, 3)),
        ("Memorial Day", last_monday_of_may(year)),
        ("Juneteenth National Independence Day", fixed(6, 19)),
        ("Independence Day", fixed(7, 4)),
        ("Labor Day", nth(9, Weekday::Mon, 1)),
        ("Columbus Day", nth(10, Weekday::Mon, 2)),
        ("Veterans Day", fixed(11, 11)),
        ("Thanksgiving Day", nth(11, Weekday::Thu, 4)),
        ("Christmas Day", fixed(12, 25)),
    ];
    all.into_iter().filter_map(|(name, day)| day.map(|day| (name, day))).collect()
}

fn observed(day: NaiveDate) -> NaiveDate {
    match day.weekday() {
        Weekday::Sat => day - Duration::days(1),
        Weekday::Sun => day + Duration::days(1),
        _ => day,
    }
}

fn last_monday_of_may(year: i32) -> Option<NaiveDate> {
    let last = NaiveDate::from_ymd_opt(year, 5, 31)?;
    Some(last - Duration::days(last.weekday().num_days_from_monday().into()))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// As the Office of Personnel Management publishes them.
    #[test]
    fn the_holidays_of_2026_and_2027() {
        let days = |year| federal(year).iter().map(|(_, day)| day.to_string()).collect::<Vec<_>>();
        assert_eq!(
            days(2026),
            [
                "2026-01-01",
                "2026-01-19",
                "2026-02-16",
                "2026-05-25",
                "2026-06-19",
                "2026-07-03",
                "2026-09-07",
                "2026-10-12",
                "2026-11-11",
                "2026-11-26",
                "2026-12-25",
            ]
        );
        assert_eq!(
            days(2027),
            [
                "2027-01-01",
                "2027-01-18",
                "2027-02-15",
                "2027-05-31",
                "2027-06-18",
                "2027-07-05",
                "2027-09-06",
                "2027-10-11",
                "2027-11-11",
                "2027-11-25",
                "2027-12-24",
            ]
        );
    }
}
