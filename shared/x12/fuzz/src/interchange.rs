//! Whole interchanges, and their transaction sets one at a time.

use x12::reader::{Delivery, Segments, Transactions};
use x12::{Interchange, X12Error};

use super::Reached;

/// Takes any text.
pub fn check(input: &[u8]) -> Reached {
    let Ok(text) = std::str::from_utf8(input) else { return Reached::Nothing };
    let whole = Interchange::read(text);
    let single: Result<Vec<Delivery<'_>>, X12Error> = Transactions::new(text).collect();
    match (whole, single) {
        (Ok(interchanges), Ok(deliveries)) => {
            same(text, &interchanges, &deliveries);
            Reached::Whole
        }
        (Err(error), Err(other)) => {
            assert_eq!(error, other);
            assert!(error.offset <= text.len() && !format!("{error:?}").is_empty());
            Reached::Refused
        }
        (Err(error), Ok(deliveries)) => {
            assert!(deliveries.is_empty(), "only an empty text may be refused as a whole: {error}");
            Reached::Refused
        }
        (Ok(_), Err(error)) => panic!("one at a time they are refused: {error}"),
    }
}

fn same(text: &str, interchanges: &[Interchange<'_>], deliveries: &[Delivery<'_>]) {
    let sets = interchanges.iter().flat_map(Interchange::transactions);
    assert!(sets.eq(deliveries.iter().map(|delivery| &delivery.set)));
    let mut count = 0;
    for interchange in interchanges {
        count += 2 + interchange.interchange_acknowledgments.len() + 2 * interchange.groups.len();
        count += interchange.transactions().map(|set| set.segments.len()).sum::<usize>();
        let _ = (
            interchange.sender(),
            interchange.receiver(),
            interchange.control(),
            interchange.is_production(),
        );
    }
    assert_eq!(count, Segments::new(text).count(), "every segment has its place");
}
