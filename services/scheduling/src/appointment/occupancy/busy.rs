//! What is taken of some resources' time, to ask whether a visit fits in. The constraints of the database say the same.

use super::{Blocker, Need, Span, Taken};
use chrono::Duration;
use model::RoomId;
use std::collections::HashMap;
use uuid::Uuid;

#[derive(Clone, Debug, Default)]
pub struct Busy {
    /// Earliest first.
    of: HashMap<Uuid, Vec<Taken>>,
    /// The longest of them, travel included: what begins earlier than this before a need is over when it starts.
    longest: Duration,
}

impl FromIterator<(Uuid, Taken)> for Busy {
    fn from_iter<I: IntoIterator<Item = (Uuid, Taken)>>(rows: I) -> Self {
        let mut busy = Self::default();
        for (resource, taken) in rows {
            busy.longest = busy.longest.max(length(&taken));
            busy.of.entry(resource).or_default().push(taken);
        }
        for taken in busy.of.values_mut() {
            taken.sort_by_key(|one| one.span.start);
        }
        busy
    }
}

impl Busy {
    /// What stands in the way of a need, the earliest first.
    pub fn blocker(&self, need: &Need) -> Option<Blocker> {
        let reach = need.stay.map_or(need.span, |stay| stay.reach);
        let mut sharing = 0;
        for taken in self.near(need.resource, reach) {
            let blocked = |elsewhere| Blocker { whose: need.whose, elsewhere, by: Some(taken.by) };
            if taken.span.overlaps(&need.span) && !need.overbooked {
                if taken.session != need.session.key || taken.overbooked {
                    return Some(blocked(false));
                }
                sharing += 1;
                if need.session.seats.is_some_and(|seats| sharing >= i64::from(seats)) {
                    return Some(blocked(false));
                }
            }
            if is_elsewhere(taken, need) && !taken.overbooked && !need.overbooked {
                return Some(blocked(true));
            }
        }
        None
    }

    /// What stands in the way of the first need that cannot be met.
    pub fn first_blocker(&self, needs: &[Need]) -> Option<Blocker> {
        needs.iter().find_map(|need| self.blocker(need))
    }

    /// Everything that overlaps a need or keeps its practitioner elsewhere.
    pub fn overlapping(&self, need: &Need) -> impl Iterator<Item = &Taken> {
        let reach = need.stay.map_or(need.span, |stay| stay.reach);
        let in_the_way = |taken: &&Taken| taken.span.overlaps(&need.span) || is_elsewhere(taken, need);
        self.near(need.resource, reach).filter(in_the_way)
    }

    pub fn take(&mut self, need: &Need, by: Uuid) {
        let new = Taken::of(need, by);
        self.longest = self.longest.max(length(&new));
        let taken = self.of.entry(need.resource).or_default();
        let at = taken.partition_point(|one| one.span.start < new.span.start);
        taken.insert(at, new);
    }

    /// The room that will do: the one its session meets in already, else the first that is free.
    pub fn choose(&self, rooms: &[RoomId], need: impl Fn(RoomId) -> Need) -> Option<RoomId> {
        let meets =
            |need: &Need| self.near(need.resource, need.span).any(|one| one.session == need.session.key);
        let known = rooms.iter().find(|room| meets(&need(**room)));
        let mut candidates = known.into_iter().chain(rooms);
        candidates.find(|room| self.blocker(&need(**room)).is_none()).copied()
    }

    /// Those that could be in the way, travel included.
    fn near(&self, resource: Uuid, reach: Span) -> impl Iterator<Item = &Taken> {
        let taken = self.of.get(&resource).map_or(&[][..], Vec::as_slice);
        let from = taken.partition_point(|one| one.span.start < reach.start - self.longest);
        let last = reach.end + self.longest;
        taken[from..].iter().take_while(move |one| one.span.start < last)
    }
}

fn length(taken: &Taken) -> Duration {
    let reach = taken.stay.map_or(taken.span, |stay| stay.reach);
    reach.end - reach.start
}

fn is_elsewhere(taken: &Taken, need: &Need) -> bool {
    match (taken.stay, need.stay) {
        (Some(there), Some(here)) => there.location != here.location && there.reach.overlaps(&here.reach),
        _ => false,
    }
}
