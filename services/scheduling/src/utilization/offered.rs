//! The minutes availability rules offer, whether anybody books them or not.

use super::Place;
use crate::availability::Availability;
use crate::location::Location;
use chrono::{DateTime, Duration, NaiveDate, NaiveTime, Utc};
use model::LocationId;
use std::collections::{BTreeMap, HashMap};

/// Rules are measured in steps of so many minutes, from when each opens; the shortest visit is as long.
const STEP_MINUTES: i32 = 5;

/// By practitioner, location and day on its wall; what two rules both offer counts once.
pub fn offered_minutes(
    rules: &[Availability],
    locations: &HashMap<LocationId, Location>,
    from: NaiveDate,
    to: NaiveDate,
) -> BTreeMap<Place, i64> {
    // A day more on both sides covers every zone; what falls outside is left out below.
    let midnight = |day: NaiveDate| day.and_time(NaiveTime::MIN).and_utc();
    let (first, last) = (midnight(from) - Duration::days(1), midnight(to) + Duration::days(2));
    let mut starts: BTreeMap<Place, Vec<DateTime<Utc>>> = BTreeMap::new();
    for availability in rules {
        for rule in &availability.rules.0 {
            let Some(place) = locations.get(&rule.location_id) else { continue };
            for start in rule.starts(STEP_MINUTES, place.time_zone.0, first, last) {
                let day = start.with_timezone(&place.time_zone.0).date_naive();
                if (from..=to).contains(&day) {
                    starts.entry((availability.practitioner_id, place.id, day)).or_default().push(start);
                }
            }
        }
    }
    starts.into_iter().map(|(place, starts)| (place, covered(starts))).collect()
}

/// The minutes the steps cover together.
fn covered(mut starts: Vec<DateTime<Utc>>) -> i64 {
    starts.sort_unstable();
    let step = Duration::minutes(STEP_MINUTES.into());
    let (mut minutes, mut until) = (0, DateTime::<Utc>::MIN_UTC);
    for start in starts {
        let end = start + step;
        minutes += (end - start.max(until)).num_minutes().max(0);
        until = until.max(end);
    }
    minutes
}
