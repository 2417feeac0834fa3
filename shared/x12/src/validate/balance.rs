//! Level 3: amounts and counts that have to add up.

mod acknowledgment;
mod charge;
mod remittance;
mod total;

pub(super) use total::cents;

use super::check::Checks;
use crate::guide::Guide;

/// The balances that transaction sets of `guide` have to keep.
pub(super) fn watch(guide: &Guide, checks: &mut Checks) {
    match (guide.st01, guide.id) {
        ("835", _) => checks.add::<remittance::Remittance>(),
        ("837", _) => checks.add::<charge::Charge>(),
        ("277", "005010X214") => checks.add::<acknowledgment::Acknowledgment>(),
        _ => {}
    }
}
