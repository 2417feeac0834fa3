//! Published files that strict validators agree on.

use crate::claim::samples::{each_transaction, text, valid};
use crate::claim::tests::interchange;
use crate::remittance::{Imbalance, Remittance};

#[test]
fn published_remittances_can_be_read_and_balance_as_the_index_says() {
    for sample in valid("835") {
        let mut found = Vec::new();
        each_transaction(&text(&sample), |set| {
            let read = Remittance::read(set).unwrap_or_else(|error| panic!("{}: {error}", sample.name));
            found.extend(read.check());
        });
        let payments = found.iter().filter(|one| matches!(one, Imbalance::Payment { .. })).count();
        assert_eq!(payments == 0, sample.case.contains("top level balances"), "{}: {found:?}", sample.name);
        let claims = found.len() - payments;
        assert_eq!(claims == 0, !sample.case.contains("out of balance"), "{}: {found:?}", sample.name);
    }
}

#[test]
fn published_remittances_can_be_written_again() {
    for sample in valid("835") {
        each_transaction(&text(&sample), |set| {
            let mut read = Remittance::read(set).unwrap_or_else(|error| panic!("{}: {error}", sample.name));
            read.unknown.0.clear();
            read.groups.iter_mut().for_each(|group| group.unknown.0.clear());
            let again = read.write("0001").unwrap_or_else(|error| panic!("{}: {error}", sample.name));
            each_transaction(&interchange("HP", "005010X221A1", again), |set| {
                assert_eq!(Remittance::read(set).as_ref(), Ok(&read), "{}", sample.name);
            });
        });
    }
}
