//! The public holidays of the United States (5 U.S.C. 6103), with the day they are observed on, and the days between them.

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

/// Neither Saturday, Sunday nor a federal holiday.
pub fn is_business_day(day: NaiveDate) -> bool {
    // New Year's Day can be observed on the last day of the year before.
    let years = [day.year(), day.year() + 1];
    let holiday = years.into_iter().any(|year| federal(year).iter().any(|(_, observed)| *observed == day));
    !holiday && !matches!(day.weekday(), Weekday::Sat | Weekday::Sun)
}

/// The business day so many business days after a day; none counts as the day itself.
pub fn business_days_after(day: NaiveDate, count: u8) -> NaiveDate {
    day.iter_days()
        .skip(1)
        .filter(|day| is_business_day(*day))
        .nth(usize::from(count.max(1)) - 1)
        .unwrap_or(day)
}

/// The last business day before a day.
pub fn business_day_before(day: NaiveDate) -> NaiveDate {
    let before = std::iter::successors(day.pred_opt(), NaiveDate::pred_opt);
    before.into_iter().find(|day| is_business_day(*day)).unwrap_or(day)
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

    #[test]
    fn business_days_leave_out_weekends_and_holidays() {
        for (from, count, expected) in [
            ("2026-11-23", 1, "2026-11-24"),
            ("2026-11-25", 1, "2026-11-27"),
            ("2026-11-25", 3, "2026-12-01"),
            ("2026-11-27", 1, "2026-11-30"),
            ("2026-11-28", 1, "2026-11-30"),
            // New Year's Day of 2028 is a Saturday.
            ("2027-12-30", 1, "2028-01-03"),
            ("2026-06-18", 10, "2026-07-06"),
        ] {
            let day = |text: &str| text.parse::<NaiveDate>().expect("a date");
            assert_eq!(business_days_after(day(from), count), day(expected), "{from} + {count}");
        }
    }

    #[test]
    fn the_business_day_before_is_found_across_holidays() {
        for (day, expected) in
            [("2026-11-30", "2026-11-27"), ("2026-11-27", "2026-11-25"), ("2026-11-25", "2026-11-24")]
        {
            let date = |text: &str| text.parse::<NaiveDate>().expect("a date");
            assert_eq!(business_day_before(date(day)), date(expected), "{day}");
        }
    }

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
