//! Quiet hours: when nobody is to be woken, and where a message that falls into them goes.

use chrono::{DateTime, Duration, NaiveTime, Timelike, Utc};
use chrono_tz::Tz;
use diesel::deserialize::FromSqlRow;
use diesel::expression::AsExpression;
use diesel::sql_types::Jsonb;
use model::Invalid;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// From one time on the wall to another, over midnight where `to` is the earlier; full minutes, at most 20 hours.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema, AsExpression, FromSqlRow)]
#[diesel(sql_type = Jsonb)]
#[serde(try_from = "FromTo", into = "FromTo")]
pub struct QuietHours {
    /// Wall time, such as `21:00:00`.
    from: NaiveTime,
    /// Wall time, such as `08:00:00`; the first moment that is not quiet.
    to: NaiveTime,
}
model::jsonb!(QuietHours);

/// Two times that are not quiet hours yet.
#[derive(Clone, Copy, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FromTo {
    from: NaiveTime,
    to: NaiveTime,
}

/// How long before quiet hours a message is sent that cannot wait for their end: room for another try.
const LEAD: i32 = 15;

impl TryFrom<FromTo> for QuietHours {
    type Error = Invalid;
    fn try_from(said: FromTo) -> Result<Self, Invalid> {
        let FromTo { from, to } = said;
        let full = |time: NaiveTime| time.second() == 0 && time.nanosecond() == 0;
        let length = (to - from).num_minutes().rem_euclid(24 * 60);
        if full(from) && full(to) && (1..=20 * 60).contains(&length) {
            Ok(Self { from, to })
        } else {
            Err(Invalid("must be two different times in full minutes, at most 20 hours apart"))
        }
    }
}

impl From<QuietHours> for FromTo {
    fn from(quiet: QuietHours) -> FromTo {
        FromTo { from: quiet.from, to: quiet.to }
    }
}

impl QuietHours {
    /// Nine in the evening to eight in the morning.
    pub fn usual() -> Self {
        let hour = |hour: u64| NaiveTime::MIN + std::time::Duration::from_secs(hour * 3600);
        Self { from: hour(21), to: hour(8) }
    }

    pub fn hold(&self, at: DateTime<Utc>, zone: Tz) -> bool {
        let time = at.with_timezone(&zone).time();
        if self.from < self.to {
            self.from <= time && time < self.to
        } else {
            time >= self.from || time < self.to
        }
    }

    /// The first full minute from a moment on that is not quiet, found by the minute: right whatever the clocks do.
    pub fn end_after(&self, at: DateTime<Utc>, zone: Tz) -> DateTime<Utc> {
        let mut minute = at.with_second(0).and_then(|at| at.with_nanosecond(0)).unwrap_or(at);
        while self.hold(minute, zone) || minute < at {
            minute += Duration::minutes(1);
        }
        minute
    }

    /// A quarter of an hour before the quiet hours began that hold at a moment.
    pub fn eve_of(&self, at: DateTime<Utc>, zone: Tz) -> DateTime<Utc> {
        let mut minute = at.with_second(0).and_then(|at| at.with_nanosecond(0)).unwrap_or(at);
        let mut left = LEAD;
        while left > 0 {
            minute -= Duration::minutes(1);
            left -= i32::from(!self.hold(minute, zone));
        }
        minute
    }
}

/// When a message goes that should go at `wished` and must go before `start`: as wished, else when quiet hours end, else
/// before they begin.
pub fn before_start(
    wished: DateTime<Utc>,
    start: DateTime<Utc>,
    quiet: Option<QuietHours>,
    zone: Tz,
) -> DateTime<Utc> {
    match quiet.filter(|quiet| quiet.hold(wished, zone)) {
        None => wished,
        Some(quiet) => Some(quiet.end_after(wished, zone))
            .filter(|end| *end < start)
            .unwrap_or_else(|| quiet.eve_of(wished, zone)),
    }
}

/// When news goes that is there now: at once, else when quiet hours end; at once all the same when that is too late.
pub fn as_news(
    now: DateTime<Utc>,
    start: DateTime<Utc>,
    quiet: Option<QuietHours>,
    zone: Tz,
) -> DateTime<Utc> {
    match quiet.filter(|quiet| quiet.hold(now, zone)) {
        None => now,
        Some(quiet) => Some(quiet.end_after(now, zone)).filter(|end| *end < start).unwrap_or(now),
    }
}

#[cfg(test)]
mod tests;
