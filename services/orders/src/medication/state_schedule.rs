//! Drugs that a state controls more strictly than the federal schedules do.

use super::table::rows;
use super::{Medication, Schedule};
use model::StateCode;
use std::sync::OnceLock;

struct Row {
    state: &'static str,
    ingredient: &'static str,
    schedule: Schedule,
}

fn table() -> &'static [Row] {
    static TABLE: OnceLock<Vec<Row>> = OnceLock::new();
    TABLE.get_or_init(|| {
        let read = |fields: Vec<&'static str>| match fields[..] {
            [state, ingredient, schedule, ..] => {
                schedule.parse().ok().map(|schedule| Row { state, ingredient, schedule })
            }
            _ => None,
        };
        rows(include_str!("../../reference/state_schedules.tsv")).filter_map(read).collect()
    })
}

/// The schedule a state puts the drug into, where it puts it into one of its own.
pub fn of(medication: &Medication, state: &StateCode) -> Option<Schedule> {
    let of_state = table().iter().filter(|row| row.state == state.as_str());
    let schedules = of_state.filter(|row| medication.has_ingredient(row.ingredient)).map(|row| row.schedule);
    schedules.max_by_key(|schedule| schedule.rank())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_row_is_read_and_names_a_state_and_its_source() {
        let text = include_str!("../../reference/state_schedules.tsv");
        assert_eq!(table().len(), rows(text).count());
        for fields in rows(text) {
            assert!(fields[0].parse::<StateCode>().is_ok() && !fields[3].is_empty(), "{fields:?}");
        }
    }
}
