//! Level 4: what one segment asks of another, and forms of values that codes and lengths cannot tell.

mod acknowledgment;
mod benefit;
mod birth;
mod claim;
mod coverage;
mod days;
mod diagnosis;
mod form;
mod inquiry;
mod payer;
mod reason;
mod remittance;
mod sequence;
mod status;
mod value;

use super::check::Checks;
use crate::guide::Guide;

/// The relations that transaction sets of `guide` have to keep.
pub(super) fn watch(guide: &Guide, checks: &mut Checks) {
    match guide.st01 {
        "835" => {
            checks.add::<remittance::Remittance>();
            checks.add::<reason::Reasons>();
            checks.add::<days::Days>();
        }
        "837" => {
            checks.add::<sequence::Sequence>();
            checks.add::<coverage::Coverage>();
            checks.add::<claim::Claims>();
            checks.add::<payer::Payers>();
            checks.add::<diagnosis::Diagnoses>();
            checks.add::<reason::Reasons>();
            checks.add::<birth::Births>();
            checks.add::<days::Days>();
        }
        "270" => {
            checks.add::<inquiry::Inquiry>();
            checks.add::<diagnosis::Diagnoses>();
            checks.add::<birth::Births>();
        }
        "271" => {
            checks.add::<benefit::Benefit>();
            checks.add::<diagnosis::Diagnoses>();
            checks.add::<birth::Births>();
        }
        "276" | "277" => {
            checks.add::<status::Status>();
            checks.add::<birth::Births>();
            checks.add::<days::Days>();
        }
        "278" => {
            checks.add::<diagnosis::Diagnoses>();
            checks.add::<birth::Births>();
        }
        "999" => checks.add::<acknowledgment::Acknowledgment>(),
        _ => {}
    }
    checks.add::<value::Values>();
}
