//! Which of a patient's visits uses which authorization: decided anew for all of them whenever something changes.

use super::Authorization;
use super::visit::{Stage, Visit};
use crate::schema::authorization_bookings;
use chrono::NaiveDate;
use diesel::prelude::*;
use model::event::{AuthorizationKind, AuthorizationScope};
use model::{AppointmentId, AuthorizationId, CoverageId};
use std::collections::{BTreeMap, BTreeSet};

/// A visit uses an authorization, or will.
#[derive(Clone, Debug, PartialEq, Queryable, Selectable, Insertable)]
#[diesel(table_name = authorization_bookings)]
pub struct Booking {
    pub authorization_id: AuthorizationId,
    pub appointment_id: AppointmentId,
    pub coverage_id: CoverageId,
    pub kind: AuthorizationKind,
    pub units: i32,
    /// False while the visit is only booked.
    pub used: bool,
}

/// The days on which a coverage is active; no last one while it goes on.
#[derive(Clone, Copy, Debug)]
pub struct Span {
    pub first: NaiveDate,
    pub last: Option<NaiveDate>,
}

/// What the choice knows of an authorization.
#[derive(Clone, Debug)]
pub struct Candidate {
    pub id: AuthorizationId,
    pub coverage_id: CoverageId,
    pub kind: AuthorizationKind,
    pub approved: bool,
    pub effective: NaiveDate,
    pub expires: NaiveDate,
    pub covered: Span,
    pub scope: AuthorizationScope,
    /// What visits may use in all; none when there is no limit.
    pub for_visits: Option<i32>,
    pub units_per_visit: i32,
}

impl Candidate {
    /// `by_visits` is what visits have used of it so far; the rest of what is used are corrections.
    pub fn of(authorization: &Authorization, covered: Span, by_visits: i32) -> Self {
        let corrections = authorization.used - by_visits;
        Self {
            id: authorization.id,
            coverage_id: authorization.coverage_id,
            kind: authorization.kind,
            approved: authorization.is_approved(),
            effective: authorization.effective,
            expires: authorization.expires,
            covered,
            scope: authorization.covers.scope(),
            for_visits: authorization.granted.map(|granted| granted.get() - corrections),
            units_per_visit: authorization.units_per_visit.get(),
        }
    }

    fn fits(&self, visit: &Visit) -> bool {
        let day = visit.service_date;
        self.approved
            && (self.effective..=self.expires).contains(&day)
            && self.covered.first <= day
            && self.covered.last.is_none_or(|last| day <= last)
            && self.scope.fits(visit.practitioner_id, visit.location_id, visit.visit_type_id)
    }
}

/// Of each coverage and kind a visit uses one: the one that expires first among those that fit and have enough left.
///
/// What a completed visit used stays used. Then completed visits choose, then booked ones, each in the order of their dates.
pub fn settle(candidates: &[Candidate], visits: &[Visit], before: &[Booking]) -> Vec<Booking> {
    let completed: BTreeSet<AppointmentId> =
        visits.iter().filter(|visit| visit.stage == Stage::Completed).map(|visit| visit.id).collect();
    let stays = |booking: &&Booking| booking.used && completed.contains(&booking.appointment_id);
    let mut bookings: Vec<Booking> = before.iter().filter(stays).cloned().collect();
    let mut settled: BTreeSet<_> =
        bookings.iter().map(|kept| (kept.appointment_id, kept.coverage_id, kept.kind)).collect();
    let mut taken: BTreeMap<AuthorizationId, i32> = BTreeMap::new();
    for kept in &bookings {
        *taken.entry(kept.authorization_id).or_default() += kept.units;
    }
    let kinds: BTreeSet<_> =
        candidates.iter().map(|candidate| (candidate.coverage_id, candidate.kind)).collect();
    let mut order: Vec<&Visit> = visits.iter().filter(|visit| visit.stage != Stage::Off).collect();
    order.sort_by_key(|visit| (visit.stage, visit.service_date, visit.id));
    for visit in order {
        for &(coverage, kind) in &kinds {
            if !settled.insert((visit.id, coverage, kind)) {
                continue;
            }
            let of_kind = candidates.iter().filter(|one| (one.coverage_id, one.kind) == (coverage, kind));
            if let Some(chosen) = choose(of_kind, visit, &taken) {
                *taken.entry(chosen.id).or_default() += chosen.units_per_visit;
                bookings.push(chosen.booking(visit));
            }
        }
    }
    bookings
}

fn choose<'a>(
    candidates: impl Iterator<Item = &'a Candidate>,
    visit: &Visit,
    taken: &BTreeMap<AuthorizationId, i32>,
) -> Option<&'a Candidate> {
    let has_enough = |one: &Candidate| {
        let taken = taken.get(&one.id).copied().unwrap_or_default();
        one.for_visits.is_none_or(|most| taken + one.units_per_visit <= most)
    };
    candidates
        .filter(|one| one.fits(visit) && has_enough(one))
        .min_by_key(|one| (one.expires, one.effective, one.id))
}

impl Candidate {
    fn booking(&self, visit: &Visit) -> Booking {
        Booking {
            authorization_id: self.id,
            appointment_id: visit.id,
            coverage_id: self.coverage_id,
            kind: self.kind,
            units: self.units_per_visit,
            used: visit.stage == Stage::Completed,
        }
    }
}

#[cfg(test)]
mod tests;
