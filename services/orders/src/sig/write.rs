//! Directions as one plain sentence: English words, numbers as digits, no abbreviation.

use super::{Dose, DoseUnit, Frequency, Moment, Number, Span, SpanUnit, Structured, Weekday};
use std::fmt::{self, Display};

impl Display for Structured {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {} {} {}", self.route.verb(), self.dose, self.route.written(), self.frequency)?;
        for moment in self.moments.all() {
            write!(f, " {}", moment.written())?;
        }
        if let Some(needed) = &self.as_needed {
            f.write_str(" as needed")?;
            if let Some(reason) = &needed.reason {
                write!(f, " for {}", reason.as_str())?;
            }
        }
        if let Some(span) = self.duration {
            write!(f, " for {span}")?;
        }
        if let Some(most) = self.at_most {
            write!(f, ". No more than {} in 24 hours", Counted(most, self.dose.unit()))?;
        }
        if let Some(indication) = &self.indication {
            write!(f, ". For {}", indication.as_str())?;
        }
        Ok(())
    }
}

/// A number of units: above one there are several.
struct Counted(Number, DoseUnit);

impl Display for Counted {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.0, self.1.written(self.0 > Number::ONE))
    }
}

impl Display for Dose {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.most() > self.least() {
            write!(f, "{} to ", self.least())?;
        }
        Counted(self.most(), self.unit()).fmt(f)
    }
}

impl Display for Frequency {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Once => f.write_str("one time only"),
            Self::Daily { times } => write!(f, "{} daily", often(times.count())),
            Self::Hourly(hours) => match (hours.every(), hours.to()) {
                (1, None) => f.write_str("every hour"),
                (every, None) => write!(f, "every {every} hours"),
                (every, Some(to)) => write!(f, "every {every} to {to} hours"),
            },
            Self::EveryDays { days } if days.count() == 2 => f.write_str("every other day"),
            Self::EveryDays { days } => write!(f, "every {} days", days.count()),
            Self::Weekly { times } => write!(f, "{} weekly", often(times.count())),
            Self::OnDays { days } => match days.all() {
                [day] => write!(f, "once weekly on {}", day.written()),
                days => write!(f, "on {}", listed(days)),
            },
            Self::Monthly => f.write_str("once monthly"),
        }
    }
}

fn often(times: u16) -> String {
    match times {
        1 => "once".to_owned(),
        2 => "twice".to_owned(),
        more => format!("{more} times"),
    }
}

fn listed(days: &[Weekday]) -> String {
    let names: Vec<&str> = days.iter().map(|day| day.written()).collect();
    match names.split_last() {
        Some((last, [])) => (*last).to_owned(),
        Some((last, others)) => format!("{} and {last}", others.join(", ")),
        None => String::new(),
    }
}

impl Weekday {
    pub(super) fn written(self) -> &'static str {
        match self {
            Self::Monday => "Monday",
            Self::Tuesday => "Tuesday",
            Self::Wednesday => "Wednesday",
            Self::Thursday => "Thursday",
            Self::Friday => "Friday",
            Self::Saturday => "Saturday",
            Self::Sunday => "Sunday",
        }
    }
}

impl Moment {
    fn written(self) -> &'static str {
        match self {
            Self::Morning => "in the morning",
            Self::Noon => "at noon",
            Self::Evening => "in the evening",
            Self::Bedtime => "at bedtime",
            Self::BeforeMeals => "before meals",
            Self::WithMeals => "with meals",
            Self::AfterMeals => "after meals",
            Self::EmptyStomach => "on an empty stomach",
        }
    }
}

impl Display for Span {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let unit = match self.unit() {
            SpanUnit::Day => "day",
            SpanUnit::Week => "week",
            SpanUnit::Month => "month",
        };
        let plural = if self.value() == 1 { "" } else { "s" };
        write!(f, "{} {unit}{plural}", self.value())
    }
}
