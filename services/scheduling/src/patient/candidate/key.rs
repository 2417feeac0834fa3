//! The traits a patient can be found by again, each as a number: whoever shares one may be the same person.

use super::Known;
use chrono::{Datelike, NaiveDate};

/// A trait with how much it tells: the rarer it is among patients, the more.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Key {
    pub hash: i64,
    pub weight: i32,
}

fn key(weight: i32, text: &str) -> Key {
    let hash = text.bytes().fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3)
    });
    Key { hash: hash.cast_signed(), weight }
}

/// The same for a date and the one with day and month exchanged.
fn either_way(date: NaiveDate) -> String {
    let (month, day) = (date.month(), date.day());
    let (low, high) = if day <= 12 && day < month { (day, month) } else { (month, day) };
    format!("{}-{low}-{high}", date.year())
}

/// All keys of what is known; a patient is kept under those of the whole record.
///
/// Errors in one trait leave others: a mistyped year keeps month and day, a changed family name keeps the birth date, a
/// mistyped name sounds alike or shares the telephone.
pub fn keys(known: &Known) -> Vec<Key> {
    let mut keys = Vec::new();
    keys.extend(known.identifiers.iter().map(|one| key(8, &format!("i {} {}", one.system, one.value))));
    keys.extend(known.phone.iter().map(|phone| key(6, &format!("p {phone}"))));
    keys.extend(known.email.iter().map(|email| key(6, &format!("e {email}"))));
    keys.extend(known.place.iter().map(|place| key(3, &format!("a {}", place.key()))));
    keys.extend(known.birth_date.map(|date| key(5, &format!("b {}", either_way(date)))));
    let codes = known.family.as_ref().map(super::name::Family::codes).unwrap_or_default();
    let roots = known.given.as_ref().map(super::name::Given::roots).unwrap_or_default();
    for code in &codes {
        keys.push(key(1, &format!("s {code}")));
        if let Some(date) = known.birth_date {
            keys.push(key(4, &format!("f {code} {}", date.year())));
            keys.push(key(4, &format!("g {code} {}-{}", date.month(), date.day())));
        }
        keys.extend(roots.iter().map(|root| key(3, &format!("n {code} {root}"))));
    }
    for root in &roots {
        keys.push(key(1, &format!("r {root}")));
        keys.extend(known.birth_date.map(|date| key(2, &format!("y {root} {}", date.year()))));
    }
    keys.sort_unstable_by_key(|key| key.hash);
    keys.dedup_by_key(|key| key.hash);
    keys
}
