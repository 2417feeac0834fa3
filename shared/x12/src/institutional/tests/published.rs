//! Published files that name the guide.

use super::{Claim, InstitutionalClaims, interchange};
use crate::X12Error;
use crate::claim::samples::{Sample, of_guide, text};
use crate::claim::tests::each_transaction;
use crate::claim::tests::published::forget_unread;
use crate::reader::{Interchange, TransactionSet};

#[test]
fn published_claims_can_be_read_and_written_again() {
    let samples = of_guide("005010X223");
    let read: usize = samples.iter().map(claims_of).sum();
    assert!(read > 0 || samples.is_empty(), "none of the files could be read");
}

/// How many transaction sets of the file are institutional claims; a file that is not sound may have none.
fn claims_of(sample: &Sample) -> usize {
    let text = text(sample);
    let interchanges = match Interchange::read(&text) {
        Ok(interchanges) => interchanges,
        Err(error) if sample.valid => panic!("{}: {error}", sample.name),
        Err(_) => return 0,
    };
    let sets = interchanges.iter().flat_map(Interchange::transactions);
    let sets = sets.filter(|set| set.implementation.starts_with("005010X223"));
    sets.filter(|set| survives(sample, set)).count()
}

fn survives(sample: &Sample, set: &TransactionSet<'_>) -> bool {
    match read_and_written(sample, set) {
        Ok(()) => true,
        Err(error) if sample.valid => panic!("{}: {error}", sample.name),
        Err(_) => false,
    }
}

fn read_and_written(sample: &Sample, set: &TransactionSet<'_>) -> Result<(), X12Error> {
    let mut known = InstitutionalClaims::read(set)?;
    assert!(known.claims().count() > 0, "{}", sample.name);
    forget_unread(&mut known, forget_unread_of_claim);
    each_transaction(&interchange("HC", "005010X223A2", known.write("0001")?), |set| {
        assert_eq!(InstitutionalClaims::read(set).as_ref(), Ok(&known), "{}", sample.name);
    });
    Ok(())
}

fn forget_unread_of_claim(claim: &mut Claim) {
    claim.unknown.0.clear();
    claim.other_subscribers.iter_mut().for_each(|other| other.unknown.0.clear());
    claim.lines.iter_mut().for_each(|line| line.unknown.0.clear());
}
