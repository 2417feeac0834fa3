//! Keeping what was settled: bookings, history, counts and announcements change together, while nobody else touches the patient.

use super::settle::{Booking, Candidate, settle};
use super::{Authorization, Cause, Usage, Warning, store};
use crate::authorization::visit::Visit;
use chrono::{DateTime, Utc};
use diesel::result::QueryResult;
use model::event::{
    AuthorizationExhausted, AuthorizationRunningLow, AuthorizationSnapshot, AuthorizationUpdated,
};
use model::{AppointmentId, AuthorizationId, PatientId};
use platform::{Tx, mint, outbox};
use std::collections::{BTreeMap, BTreeSet};
use uuid::Uuid;

/// Settles all of a patient's authorizations; `changed` is one that was changed and not kept yet.
///
/// The caller holds the patient (`visit::store::lock_patient`), so that a visit and an authorization that arrive at the same
/// moment see each other. Answers the authorizations as they stand now.
pub async fn settle_patient(
    tx: &mut Tx,
    patient: PatientId,
    changed: Option<Authorization>,
    now: DateTime<Utc>,
) -> QueryResult<Vec<Authorization>> {
    let known = store::lock_of_patient(tx, patient).await?;
    if known.is_empty() {
        return Ok(known);
    }
    let before = store::bookings(tx, &known).await?;
    let visits = store::visits_of(tx, patient).await?;
    let spans = store::spans(tx, &known).await?;
    let by_visits = used_by_visits(&before);
    let with_change = |one: &Authorization| match &changed {
        Some(changed) if changed.id == one.id => changed.clone(),
        _ => one.clone(),
    };
    let wanted: Vec<Authorization> = known.iter().map(with_change).collect();
    let used = |id: &AuthorizationId| by_visits.get(id).copied().unwrap_or_default();
    let candidates: Vec<Candidate> = wanted
        .iter()
        .filter_map(|one| Some(Candidate::of(one, *spans.get(&one.coverage_id)?, used(&one.id))))
        .collect();
    let after = settle(&candidates, &visits, &before);
    let change = Change { before: &before, after: &after, visits: &visits };
    store::rebook(tx, &before, &after).await?;
    let mut standing = Vec::new();
    for (was, one) in known.into_iter().zip(wanted) {
        standing.push(change.keep(tx, was, one, now).await?);
    }
    Ok(standing)
}

fn used_by_visits(bookings: &[Booking]) -> BTreeMap<AuthorizationId, i32> {
    let mut sums = BTreeMap::new();
    for booking in bookings.iter().filter(|booking| booking.used) {
        *sums.entry(booking.authorization_id).or_default() += booking.units;
    }
    sums
}

struct Change<'a> {
    before: &'a [Booking],
    after: &'a [Booking],
    visits: &'a [Visit],
}

impl Change<'_> {
    /// Keeps one authorization with its new counts, writes its history, and announces what is new about it.
    async fn keep(
        &self,
        tx: &mut Tx,
        was: Authorization,
        wanted: Authorization,
        now: DateTime<Utc>,
    ) -> QueryResult<Authorization> {
        let lines = self.lines(&wanted, now);
        let moved: i32 = lines.iter().map(|line| line.units).sum();
        // A correction may have given back what a visit used: then there is nothing left for the visit to give back.
        let used = (wanted.used + moved).max(0);
        let excess = used - wanted.used - moved;
        store::record(tx, without(lines, excess)).await?;
        let reserved_for = visits(self.after, wanted.id, false);
        let reserved = self.after.iter().filter(|one| !one.used && one.authorization_id == wanted.id);
        let reserved = reserved.map(|one| one.units).sum();
        let moved = moved != 0 || reserved_for != visits(self.before, wanted.id, false);
        let version = if wanted.version == was.version && moved { was.version + 1 } else { wanted.version };
        let (standing, warning) = Authorization { used, reserved, version, ..wanted }.warn(now.date_naive());
        if standing != was {
            store::update(tx, &standing).await?;
        }
        let snapshot = standing.snapshot(reserved_for, visits(self.after, standing.id, true));
        announce(tx, snapshot, standing.version != was.version, warning).await?;
        Ok(standing)
    }

    /// What the history has to say of the difference.
    fn lines(&self, of: &Authorization, now: DateTime<Utc>) -> Vec<Usage> {
        let used = |bookings: &[Booking]| -> BTreeMap<AppointmentId, i32> {
            let of_this = bookings.iter().filter(|one| one.used && one.authorization_id == of.id);
            of_this.map(|one| (one.appointment_id, one.units)).collect()
        };
        let (before, after) = (used(self.before), used(self.after));
        let new = after.iter().filter(|(visit, _)| !before.contains_key(visit));
        let new = new.map(|(&visit, &units)| (Cause::Visit { appointment_id: visit }, visit, units));
        let back = before.iter().filter(|(visit, _)| !after.contains_key(visit));
        let back =
            back.map(|(&visit, &units)| (Cause::VisitTakenBack { appointment_id: visit }, visit, -units));
        let day = |visit| self.visits.iter().find(|one| one.id == visit).map(|one| one.service_date);
        let line = |(cause, visit, units): (Cause, AppointmentId, i32)| Usage {
            id: mint::<Uuid>(),
            authorization_id: of.id,
            cause,
            units,
            used_on: day(visit).unwrap_or(now.date_naive()),
            recorded_at: now,
        };
        new.chain(back).map(line).collect()
    }
}

/// Takes what was given back once too often out of the lines that give back.
fn without(lines: Vec<Usage>, mut excess: i32) -> Vec<Usage> {
    let shortened = lines.into_iter().map(|line| {
        let less = excess.min(-line.units).max(0);
        excess -= less;
        Usage { units: line.units + less, ..line }
    });
    shortened.filter(|line| line.units != 0).collect()
}

fn visits(bookings: &[Booking], of: AuthorizationId, used: bool) -> Vec<AppointmentId> {
    let of_this = bookings.iter().filter(|one| one.used == used && one.authorization_id == of);
    of_this.map(|one| one.appointment_id).collect::<BTreeSet<_>>().into_iter().collect()
}

async fn announce(
    tx: &mut Tx,
    snapshot: AuthorizationSnapshot,
    changed: bool,
    warning: Option<Warning>,
) -> QueryResult<()> {
    if changed {
        outbox::put(tx, &AuthorizationUpdated(snapshot.clone())).await?;
    }
    match warning {
        Some(Warning::RunningLow) => outbox::put(tx, &AuthorizationRunningLow(snapshot)).await.map(|_| ()),
        Some(Warning::Exhausted) => outbox::put(tx, &AuthorizationExhausted(snapshot)).await.map(|_| ()),
        Some(Warning::No) | None => Ok(()),
    }
}
