//! Which segments of the original stay, go, and come.

use std::collections::{BTreeSet, HashMap, VecDeque};

use similar::{Algorithm, DiffTag, capture_diff_slices};

use super::meaning::Meaning;

/// What to do with an original.
#[derive(Default)]
pub(super) struct Plan {
    /// Segments to leave out, by position.
    pub(super) dropped: BTreeSet<usize>,
    /// Segments to write behind the one at a position, or in its place where that is dropped.
    pub(super) added: Vec<(usize, Vec<Meaning>)>,
}

impl Plan {
    pub(super) fn changes_count(&self) -> bool {
        self.added.iter().map(|(_, added)| added.len()).sum::<usize>() != self.dropped.len()
    }
}

/// For each written segment the one of the original that says the same; of equal ones the first goes to the first.
pub(super) fn pairs(found: &[Meaning], written: &[Meaning]) -> Vec<Option<usize>> {
    let mut waiting: HashMap<&Meaning, VecDeque<usize>> = HashMap::new();
    for (n, meaning) in found.iter().enumerate() {
        waiting.entry(meaning).or_default().push_back(n);
    }
    written.iter().map(|meaning| waiting.get_mut(meaning)?.pop_front()).collect()
}

/// Carries the difference between what the value said and what it says now over to the original.
///
/// # Errors
/// A segment that is to go cannot be found in the original.
pub(super) fn plan(found: &[Meaning], before: &[Meaning], after: &[Meaning]) -> Result<Plan, Meaning> {
    let place = pairs(found, before);
    let mut plan = Plan::default();
    for op in capture_diff_slices(Algorithm::Myers, before, after) {
        if op.tag() == DiffTag::Equal {
            continue;
        }
        // SE is counted when the text is written.
        let gone = op.old_range().filter(|&n| before[n].id() != "SE");
        let mut last = (0..op.old_range().start).rev().find_map(|n| place[n]).unwrap_or(0);
        for n in gone {
            last = place[n].ok_or_else(|| before[n].clone())?;
            plan.dropped.insert(last);
        }
        let come: Vec<Meaning> =
            after[op.new_range()].iter().filter(|new| new.id() != "SE").cloned().collect();
        if !come.is_empty() {
            plan.added.push((last, come));
        }
    }
    Ok(plan)
}
