//! When and how often a dose is taken, and for how long.

use model::{Invalid, word_enum};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

pub use {
    SigDays as Days, SigMoment as Moment, SigSpanUnit as SpanUnit, SigTimes as Times, SigWeekday as Weekday,
};

word_enum! {
    SigWeekday {
        Monday = "monday",
        Tuesday = "tuesday",
        Wednesday = "wednesday",
        Thursday = "thursday",
        Friday = "friday",
        Saturday = "saturday",
        Sunday = "sunday",
    }

    SigMoment {
        Morning = "morning",
        Noon = "noon",
        Evening = "evening",
        Bedtime = "bedtime",
        BeforeMeals = "before_meals",
        WithMeals = "with_meals",
        AfterMeals = "after_meals",
        EmptyStomach = "empty_stomach",
    }

    SigSpanUnit { Day = "day", Week = "week", Month = "month" }
}

impl Moment {
    /// A time of the day that comes once, not a meal that comes several times.
    pub(super) fn is_part_of_day(self) -> bool {
        matches!(self, Self::Morning | Self::Noon | Self::Evening | Self::Bedtime)
    }
}

/// How often.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(tag = "kind", rename_all = "snake_case", deny_unknown_fields)]
#[schema(as = SigFrequency)]
pub enum Frequency {
    /// One time only.
    Once,
    Daily {
        times: Times,
    },
    /// Every so many hours, or from so many `to` so many.
    Hourly(Hours),
    /// Every so many days.
    EveryDays {
        days: Days,
    },
    Weekly {
        times: Times,
    },
    OnDays {
        days: Weekdays,
    },
    Monthly,
}

/// Doses against days: `doses` in `days`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Rate {
    pub doses: u64,
    pub days: u64,
}

impl Frequency {
    /// The most and the least doses there can be; none for a single dose.
    pub fn rates(&self) -> Option<(Rate, Rate)> {
        let rate = |doses: u64, days: u64| Rate { doses, days };
        let both = |rate: Rate| Some((rate, rate));
        match self {
            Self::Once => None,
            Self::Daily { times } => both(rate(times.0.into(), 1)),
            Self::Hourly(Hours { every, to }) => {
                Some((rate(24, (*every).into()), rate(24, to.unwrap_or(*every).into())))
            }
            Self::EveryDays { days } => both(rate(1, days.0.into())),
            Self::Weekly { times } => both(rate(times.0.into(), 7)),
            Self::OnDays { days } => both(rate(days.0.len() as u64, 7)),
            Self::Monthly => both(rate(1, 30)),
        }
    }

    /// Whether it is taken at least every day.
    pub fn is_daily(&self) -> bool {
        self.rates().is_some_and(|(_, least)| least.doses >= least.days)
    }
}

macro_rules! counts {
    ($($(#[$doc:meta])* $name:ident = $range:expr, $wrong:literal;)*) => {$(
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
        #[serde(try_from = "u16", into = "u16")]
        #[schema(value_type = u16)]
        pub struct $name(u16);

        impl $name {
            pub fn count(self) -> u16 {
                self.0
            }
        }

        impl TryFrom<u16> for $name {
            type Error = Invalid;
            fn try_from(count: u16) -> Result<Self, Invalid> {
                if ($range).contains(&count) { Ok(Self(count)) } else { Err(Invalid($wrong)) }
            }
        }

        impl From<$name> for u16 {
            fn from(counted: $name) -> u16 {
                counted.0
            }
        }
    )*};
}

counts! {
    /// 1 to 12.
    SigTimes = 1..=12, "must be 1 to 12 times";
    /// 2 to 90: every day is daily.
    SigDays = 2..=90, "must be 2 to 90 days";
}

/// Every 1 to 168 hours; `to` is more.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(try_from = "WrittenHours")]
#[schema(as = SigHours)]
pub struct Hours {
    every: u16,
    #[serde(skip_serializing_if = "Option::is_none")]
    to: Option<u16>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct WrittenHours {
    every: u16,
    to: Option<u16>,
}

impl TryFrom<WrittenHours> for Hours {
    type Error = Invalid;

    fn try_from(WrittenHours { every, to }: WrittenHours) -> Result<Self, Invalid> {
        Self::new(every, to)
    }
}

impl Hours {
    pub fn new(every: u16, to: Option<u16>) -> Result<Self, Invalid> {
        let fits = (1..=168).contains(&every) && to.is_none_or(|to| to > every && to <= 168);
        if fits {
            Ok(Self { every, to })
        } else {
            Err(Invalid("must be 1 to 168 hours, `to` more than `every`"))
        }
    }

    pub fn every(self) -> u16 {
        self.every
    }

    pub fn to(self) -> Option<u16> {
        self.to
    }
}

/// One to six days of the week, in their order, each once.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(try_from = "Vec<Weekday>", into = "Vec<Weekday>")]
#[schema(as = SigWeekdays, value_type = Vec<Weekday>)]
pub struct Weekdays(Vec<Weekday>);

impl Weekdays {
    pub fn all(&self) -> &[Weekday] {
        &self.0
    }
}

impl TryFrom<Vec<Weekday>> for Weekdays {
    type Error = Invalid;

    fn try_from(mut days: Vec<Weekday>) -> Result<Self, Invalid> {
        let given = days.len();
        days.sort_unstable();
        days.dedup();
        let fits = days.len() == given && (1..=6).contains(&given);
        if fits { Ok(Self(days)) } else { Err(Invalid("must be one to six different days of the week")) }
    }
}

impl From<Weekdays> for Vec<Weekday> {
    fn from(days: Weekdays) -> Self {
        days.0
    }
}

/// How long: 1 to 365 of a unit.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(try_from = "WrittenSpan")]
#[schema(as = SigSpan)]
pub struct Span {
    value: u16,
    unit: SpanUnit,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct WrittenSpan {
    value: u16,
    unit: SpanUnit,
}

impl TryFrom<WrittenSpan> for Span {
    type Error = Invalid;

    fn try_from(WrittenSpan { value, unit }: WrittenSpan) -> Result<Self, Invalid> {
        Self::new(value, unit)
    }
}

impl Span {
    pub fn new(value: u16, unit: SpanUnit) -> Result<Self, Invalid> {
        if (1..=365).contains(&value) { Ok(Self { value, unit }) } else { Err(Invalid("must be 1 to 365")) }
    }

    pub fn value(self) -> u16 {
        self.value
    }

    pub fn unit(self) -> SpanUnit {
        self.unit
    }

    /// At least so many days: a month has 28 or more.
    pub fn least_days(self) -> u64 {
        u64::from(self.value)
            * match self.unit {
                SpanUnit::Day => 1,
                SpanUnit::Week => 7,
                SpanUnit::Month => 28,
            }
    }

    /// At most so many days.
    pub fn most_days(self) -> u64 {
        u64::from(self.value)
            * match self.unit {
                SpanUnit::Day => 1,
                SpanUnit::Week => 7,
                SpanUnit::Month => 31,
            }
    }
}
