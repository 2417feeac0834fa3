//! Published files that strict validators agree on.

use chrono::Timelike as _;

use crate::claim::samples::{each_transaction, text, valid};
use crate::claim::{Claim, ProfessionalClaims, Submission};

#[test]
fn published_claims_can_be_read_and_written_again() {
    for sample in valid("837P") {
        each_transaction(&text(&sample), |set| {
            let read =
                ProfessionalClaims::read(set).unwrap_or_else(|error| panic!("{}: {error}", sample.name));
            assert!(read.claims().count() > 0, "{}", sample.name);
            let mut known = read.clone();
            forget_unread(&mut known, forget_unread_of_claim);
            let again = known.write("0001").unwrap_or_else(|error| panic!("{}: {error}", sample.name));
            let again = super::interchange("HC", "005010X222A1", again);
            each_transaction(&again, |set| {
                assert_eq!(ProfessionalClaims::read(set).as_ref(), Ok(&known), "{}", sample.name);
            });
        });
    }
}

/// What `write` leaves out: unread segments, and the seconds of BHT05.
pub(crate) fn forget_unread<C>(claims: &mut Submission<C>, forget_claim: fn(&mut C)) {
    let minute = claims.header.created.with_second(0);
    claims.header.created = minute.expect("every minute has a second 0");
    claims.unknown.0.clear();
    for provider in &mut claims.billing_providers {
        provider.unknown.0.clear();
        for subscriber in &mut provider.subscribers {
            subscriber.unknown.0.clear();
            for patient in &mut subscriber.patients {
                patient.unknown.0.clear();
                patient.claims.iter_mut().for_each(forget_claim);
            }
            subscriber.claims.iter_mut().for_each(forget_claim);
        }
    }
}

fn forget_unread_of_claim(claim: &mut Claim) {
    claim.unknown.0.clear();
    claim.other_subscribers.iter_mut().for_each(|other| other.unknown.0.clear());
    claim.lines.iter_mut().for_each(|line| line.unknown.0.clear());
}
