//! The generated files are what the measurements take them for: read without fault, balanced, always the same.

#[path = "corpus.rs"]
mod corpus;
#[path = "measured.rs"]
mod measured;

use std::error::Error;
use std::io::Read;

use corpus::{Corpus, Kind};
use x12::validate::Level;

const BYTES: usize = 600_000;

#[test]
fn remittances_read_and_balance() -> Result<(), Box<dyn Error>> {
    let (text, tally) = Corpus::text(Kind::Remittance, BYTES);
    assert_eq!(measured::read_remittances(&text)?, (tally.claims, 0));
    assert_eq!(measured::read_payments(&text)?, (tally.claims, 0));
    assert_eq!(measured::copy_payments(&text)?, (tally.claims, 0));
    let kept = measured::keep_remittances(&text)?;
    assert!(kept.iter().flat_map(|one| one.claims()).all(|claim| claim.unknown.0.is_empty()));
    assert_eq!(kept.len(), tally.transactions);
    assert_eq!(first_difference(&text, &measured::write_remittances(&kept)?), None);
    Ok(())
}

#[test]
fn claims_read_and_add_up() -> Result<(), Box<dyn Error>> {
    let (text, tally) = Corpus::text(Kind::Professional, BYTES);
    assert_eq!(measured::read_claims(&text)?, (tally.claims, 0));
    assert_eq!(measured::read_submissions(&text)?, (tally.claims, 0));
    assert_eq!(measured::copy_submissions(&text)?, (tally.claims, 0));
    let kept = measured::keep_claims(&text)?;
    assert!(kept.iter().flat_map(|one| one.claims()).all(|claim| claim.unknown.0.is_empty()));
    assert_eq!(kept.len(), tally.transactions);
    assert_eq!(first_difference(&text, &measured::write_claims(&kept)?), None);
    Ok(())
}

#[test]
fn the_same_bytes_come_in_pieces_and_at_once() -> Result<(), Box<dyn Error>> {
    for kind in [Kind::Remittance, Kind::Professional] {
        let (text, tally) = Corpus::text(kind, BYTES);
        let mut streamed = String::new();
        Corpus::new(kind, BYTES).read_to_string(&mut streamed)?;
        assert!(streamed == text);
        assert_eq!((tally.bytes, tally.segments), (text.len(), text.matches('~').count()));
        let (elements, bytes) = measured::tokenize(&text)?;
        assert_eq!(elements + bytes + tally.segments, text.len());
        assert_eq!(measured::tokenize_by_number(&text)?, (elements, bytes));
    }
    Ok(())
}

#[test]
fn nothing_is_wrong_at_any_level() -> Result<(), Box<dyn Error>> {
    for kind in [Kind::Remittance, Kind::Professional] {
        let (text, _) = Corpus::text(kind, BYTES);
        assert_eq!(measured::validate(&text, Level::Relation)?, 0);
    }
    Ok(())
}

/// The first segment that is not the same, on both sides.
fn first_difference<'t>(left: &'t str, right: &'t str) -> Option<(&'t str, &'t str)> {
    let different = left.split('~').zip(right.split('~')).find(|(one, other)| one != other);
    different.or((left.len() != right.len()).then_some(("the length", "is not the same")))
}
