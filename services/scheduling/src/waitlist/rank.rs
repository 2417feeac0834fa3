//! Who is offered freed time: matched and ranked in whole points, every point and every refusal with its reason.

use super::{Entry, Priority};
use crate::appointment::occupancy::busy::Busy;
use crate::appointment::occupancy::{Party, Visit, Whose};
use crate::location::Location;
use crate::slot::Slot;
use crate::visit_type::VisitType;
use chrono::{DateTime, Duration, Utc};
use diesel::deserialize::FromSqlRow;
use diesel::expression::AsExpression;
use diesel::sql_types::Jsonb;
use model::{AppointmentId, LocationId, VisitTypeId, WaitlistEntryId, WaitlistOfferId};
use serde::{Deserialize, Serialize};
use std::cmp::Reverse;
use std::collections::HashMap;
use utoipa::ToSchema;
use uuid::Uuid;

/// Nobody is asked who would have less time to answer.
pub const LEAST_TIME: Duration = Duration::minutes(5);

/// Why points were given. A term further up always outweighs all those below it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(tag = "because", rename_all = "snake_case")]
pub enum Term {
    Priority {
        priority: Priority,
        points: i64,
    },
    /// The patient asked for this practitioner by name.
    NamedPractitioner {
        points: i64,
    },
    /// 100 a day, for a thousand days.
    Waiting {
        days: i64,
        points: i64,
    },
    /// 10 for each offer fewer than nine.
    FewOffers {
        offers_had: i32,
        points: i64,
    },
}

impl Term {
    pub fn points(self) -> i64 {
        match self {
            Self::Priority { points, .. }
            | Self::NamedPractitioner { points }
            | Self::Waiting { points, .. }
            | Self::FewOffers { points, .. } => points,
        }
    }
}

/// Why somebody who waits for such a time is not offered it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(tag = "because", rename_all = "snake_case")]
pub enum Miss {
    /// The patient is being asked about another start; never about two at once.
    HasOpenOffer {
        offer_id: WaitlistOfferId,
    },
    /// The patient was offered this very start before, and declined or did not answer.
    WasOffered {
        start: DateTime<Utc>,
    },
    /// An appointment or hold has the patient's own time.
    PatientBusy {
        #[serde(default, skip_serializing_if = "Option::is_none")]
        blocked_by: Option<Uuid>,
    },
    /// The patient has an appointment of this kind that is no later.
    HasSooner {
        appointment_id: AppointmentId,
    },
    /// Not on the dates or in the windows the patient can come.
    OtherTime,
    OtherLocation,
    /// Too little time is left to ask.
    TooShort,
    /// A telehealth visit, and the practitioner is not licensed where the patient lives.
    NotLicensed,
    Deceased,
    /// It was the patient's own time.
    GaveItUp,
    /// No start of this kind of visit is offered and free then.
    NothingFree,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(tag = "verdict", rename_all = "snake_case")]
pub enum Verdict {
    Fits {
        start: DateTime<Utc>,
        /// The sum of the reasons' points.
        points: i64,
        reasons: Vec<Term>,
    },
    PassedOver {
        reasons: Vec<Miss>,
    },
}

/// What was made of one entry.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct Ranked {
    pub entry_id: WaitlistEntryId,
    #[serde(flatten)]
    pub verdict: Verdict,
}

/// Best first, then those passed over; at most a hundred are kept.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, ToSchema, AsExpression, FromSqlRow)]
#[diesel(sql_type = Jsonb)]
#[serde(transparent)]
pub struct Ranking(pub Vec<Ranked>);
model::jsonb!(Ranking);

/// An entry with what is known of its patient.
pub struct Candidate<'e> {
    pub entry: &'e Entry,
    pub open_offer: Option<WaitlistOfferId>,
    /// Starts with this practitioner the patient was offered before.
    pub was_offered: Vec<DateTime<Utc>>,
    /// The patient's next appointment of this kind.
    pub next: Option<(AppointmentId, DateTime<Utc>)>,
    pub licensed: bool,
    pub deceased: bool,
    pub gave_it_up: bool,
}

/// The free starts of one kind of visit, the best use of the freed time first.
pub struct Free {
    pub visit: VisitType,
    pub slots: Vec<Slot>,
}

/// What could be offered, and who has what of their time.
pub struct Chances<'f> {
    pub free: &'f HashMap<VisitTypeId, Free>,
    pub places: &'f HashMap<LocationId, Location>,
    pub busy: &'f Busy,
    pub time_to_answer: Duration,
    pub now: DateTime<Utc>,
}

/// A start for one patient.
#[derive(Clone, Debug, PartialEq)]
pub struct Chance {
    pub slot: Slot,
    pub deadline: DateTime<Utc>,
}

/// The first in rank with the start for it, and what was made of everybody.
pub fn rank<'e>(
    chances: &Chances<'_>,
    candidates: &[Candidate<'e>],
) -> (Option<(&'e Entry, Chance)>, Ranking) {
    let (mut fitting, mut passed_over) = (Vec::new(), Vec::new());
    for candidate in candidates {
        match chances.best(candidate) {
            Ok(chance) => fitting.push((candidate.entry, chance, terms(candidate.entry, chances.now))),
            Err(misses) => passed_over.push(Ranked {
                entry_id: candidate.entry.id,
                verdict: Verdict::PassedOver { reasons: misses },
            }),
        }
    }
    // Among equals, who has waited longest, and then whoever was entered first.
    fitting.sort_by_key(|(entry, _, terms)| (Reverse(points(terms)), entry.since, entry.id));
    let first = fitting.first().map(|(entry, chance, _)| (*entry, chance.clone()));
    let fits = fitting.into_iter().map(|(entry, chance, terms)| Ranked {
        entry_id: entry.id,
        verdict: Verdict::Fits { start: chance.slot.start, points: points(&terms), reasons: terms },
    });
    (first, Ranking(fits.chain(passed_over).take(100).collect()))
}

fn points(terms: &[Term]) -> i64 {
    terms.iter().map(|term| term.points()).sum()
}

/// Priority outweighs a named practitioner, which outweighs waiting, which outweighs offers had.
fn terms(entry: &Entry, now: DateTime<Utc>) -> Vec<Term> {
    let urgency = match entry.priority {
        Priority::Routine => 0,
        Priority::Soon => 1,
        Priority::Urgent => 2,
    };
    let days = (now - entry.since).num_days().clamp(0, 999);
    let fewer = i64::from(9 - entry.offers_had.clamp(0, 9));
    let mut terms = vec![Term::Priority { priority: entry.priority, points: urgency * 1_000_000 }];
    if !entry.practitioner_ids.is_empty() {
        terms.push(Term::NamedPractitioner { points: 200_000 });
    }
    terms.push(Term::Waiting { days, points: days * 100 });
    terms.push(Term::FewOffers { offers_had: entry.offers_had, points: fewer * 10 });
    terms
}

impl Chances<'_> {
    /// The first start that suits, or everything that stood in the way of each.
    fn best(&self, candidate: &Candidate<'_>) -> Result<Chance, Vec<Miss>> {
        if let Some(miss) = never(candidate) {
            return Err(vec![miss]);
        }
        let free = self.free.get(&candidate.entry.visit_type_id);
        let Some(free) = free.filter(|free| !free.slots.is_empty()) else {
            return Err(vec![Miss::NothingFree]);
        };
        let mut misses = Vec::new();
        for slot in &free.slots {
            match self.suits(candidate, &free.visit, slot) {
                Ok(deadline) => return Ok(Chance { slot: slot.clone(), deadline }),
                Err(miss) if !misses.contains(&miss) => misses.push(miss),
                Err(_) => (),
            }
        }
        Err(misses)
    }

    /// The deadline of an offer of this start, or the first thing in its way.
    fn suits(
        &self,
        candidate: &Candidate<'_>,
        visit: &VisitType,
        slot: &Slot,
    ) -> Result<DateTime<Utc>, Miss> {
        let (entry, start) = (candidate.entry, slot.start);
        let place = self.places.get(&slot.location_id).ok_or(Miss::OtherLocation)?;
        if !entry.location_ids.is_empty() && !entry.location_ids.contains(&slot.location_id) {
            return Err(Miss::OtherLocation);
        }
        let (zone, length) = (place.time_zone.0, slot.end - start);
        let day = start.with_timezone(&zone).date_naive();
        if day < entry.earliest || day > entry.latest || !entry.windows.hold(start, length, zone) {
            return Err(Miss::OtherTime);
        }
        if candidate.was_offered.contains(&start) {
            return Err(Miss::WasOffered { start });
        }
        if let Some((appointment_id, _)) = candidate.next.filter(|(_, at)| *at <= start) {
            return Err(Miss::HasSooner { appointment_id });
        }
        let party = Party {
            practitioner: slot.practitioner_id,
            patient: Some(entry.patient_id),
            room: None,
            device: None,
        };
        let needs = Visit { kind: visit, place, start }.needs(Uuid::nil(), &party);
        let own = needs.iter().find(|need| need.whose == Whose::Patient);
        if let Some(blocker) = own.and_then(|own| self.busy.blocker(own)) {
            return Err(Miss::PatientBusy { blocked_by: blocker.by });
        }
        self.deadline(entry, visit, start).ok_or(Miss::TooShort)
    }

    /// By when the patient has to answer; none where too little time is left.
    fn deadline(&self, entry: &Entry, visit: &VisitType, start: DateTime<Utc>) -> Option<DateTime<Utc>> {
        let notice = Duration::minutes(entry.minimum_notice_minutes.max(visit.minimum_notice_minutes).into());
        let deadline = (self.now + self.time_to_answer).min(start - notice);
        (deadline - self.now >= LEAST_TIME).then_some(deadline)
    }
}

/// What stands in the way of every start.
fn never(candidate: &Candidate<'_>) -> Option<Miss> {
    if candidate.deceased {
        return Some(Miss::Deceased);
    }
    if candidate.gave_it_up {
        return Some(Miss::GaveItUp);
    }
    if let Some(offer_id) = candidate.open_offer {
        return Some(Miss::HasOpenOffer { offer_id });
    }
    (!candidate.licensed).then_some(Miss::NotLicensed)
}
