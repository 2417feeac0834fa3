//! Why a start can or cannot be had: every rule, and everything that has the time.

use crate::appointment::occupancy::{Span, Taken};
use crate::availability::{Miss, Rule};
use crate::visit_type::VisitType;
use chrono::{DateTime, Duration, NaiveDateTime, TimeZone, Utc};
use chrono_tz::Tz;
use model::{Invalid, LocationId, word_enum};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

/// An instant, or a time on the wall of the location, which the clocks may skip or show twice.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(try_from = "String")]
pub enum Moment {
    Instant(DateTime<Utc>),
    Wall(NaiveDateTime),
}

impl TryFrom<String> for Moment {
    type Error = Invalid;
    fn try_from(text: String) -> Result<Self, Invalid> {
        let instant = DateTime::parse_from_rfc3339(&text).map(|instant| Self::Instant(instant.to_utc()));
        let moment = instant.or_else(|_| text.parse().map(Self::Wall));
        moment.map_err(|_| {
            Invalid("must be RFC 3339, or a time on the wall of the location such as 2027-03-14T02:30:00")
        })
    }
}

impl Moment {
    /// None where the clocks skip it, two where they show it twice.
    pub fn instants(self, zone: Tz) -> Vec<DateTime<Utc>> {
        match self {
            Self::Instant(instant) => vec![instant],
            Self::Wall(wall) => {
                let found = zone.from_local_datetime(&wall);
                let late = found.latest().filter(|late| Some(*late) != found.earliest());
                found.earliest().into_iter().chain(late).map(|instant| instant.to_utc()).collect()
            }
        }
    }
}

word_enum! {
    /// What is in the way apart from rules and bookings.
    Obstacle {
        /// The clocks skip this time on the wall on that day.
        ClockChange = "clock_change",
        Past = "past",
        /// Nearer than the visit type's minimum notice: not offered, though staff may book it.
        MinimumNotice = "minimum_notice",
    }
}

/// Everything that decides about a start.
#[derive(Debug, PartialEq, Serialize, ToSchema)]
pub struct Explanation {
    /// None where the clocks skip it; the later of two has an explanation of its own.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub start: Option<DateTime<Utc>>,
    /// Whether `POST /v1/appointments` would find the practitioner free.
    pub bookable: bool,
    pub obstacles: Vec<Obstacle>,
    /// The practitioner's rules in their order; one that offers the start is enough.
    pub rules: Vec<Judged>,
    /// What has the practitioner's time, buffers included.
    pub taken: Vec<TakenTime>,
}

/// A rule, and why it does not offer the start.
#[derive(Debug, PartialEq, Serialize, ToSchema)]
pub struct Judged {
    /// Its place in the practitioner's availability, from 0.
    pub rule: usize,
    pub location_id: LocationId,
    pub offers: bool,
    pub because: Vec<Miss>,
}

#[derive(Debug, PartialEq, Serialize, ToSchema)]
pub struct TakenTime {
    pub from: DateTime<Utc>,
    pub to: DateTime<Utc>,
    /// The appointment or hold.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub blocked_by: Option<Uuid>,
}

/// A rule, and the zone of its location.
pub type Placed<'r> = (usize, &'r Rule, Tz);

/// What is to be said of one instant.
pub fn explain(
    start: DateTime<Utc>,
    visit: &VisitType,
    rules: &[Placed<'_>],
    taken: &[Taken],
    now: DateTime<Utc>,
) -> Explanation {
    let rules: Vec<Judged> = rules.iter().map(|placed| judge(placed, visit, start)).collect();
    let wanted = Span::with_buffers(start, visit);
    let taken: Vec<TakenTime> = taken.iter().filter(|one| one.span.overlaps(&wanted)).map(shown).collect();
    let notice = now + Duration::minutes(visit.minimum_notice_minutes.into());
    let mut obstacles = Vec::new();
    if start < now {
        obstacles.push(Obstacle::Past);
    } else if start < notice {
        obstacles.push(Obstacle::MinimumNotice);
    }
    let bookable = start >= now && taken.is_empty() && rules.iter().any(|rule| rule.offers);
    Explanation { start: Some(start), bookable, obstacles, rules, taken }
}

/// Of a time on the wall that does not come.
pub fn skipped() -> Explanation {
    let obstacles = vec![Obstacle::ClockChange];
    Explanation { start: None, bookable: false, obstacles, rules: Vec::new(), taken: Vec::new() }
}

fn judge(&(rule, said, zone): &Placed<'_>, visit: &VisitType, start: DateTime<Utc>) -> Judged {
    let because = said.misses(visit, start.with_timezone(&zone).naive_local());
    Judged { rule, location_id: said.location_id, offers: because.is_empty(), because }
}

fn shown(taken: &Taken) -> TakenTime {
    TakenTime { from: taken.span.start, to: taken.span.end, blocked_by: taken.by }
}
