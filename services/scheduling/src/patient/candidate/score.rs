//! Weighing two records against each other, in whole points.

use super::name::{FamilyLikeness, GivenLikeness};
use super::place::PlaceLikeness;
use super::{Grade, How, Known, Likeness, Number, Reason, Trait};
use chrono::{Datelike, NaiveDate};
use model::Sex;

const CERTAIN: i32 = 90;
const PROBABLE: i32 = 70;
/// Below it two records have less in common than namesakes.
const POSSIBLE: i32 = 40;

/// The reasons so far, and the best grade they still allow.
struct Scale {
    reasons: Vec<Reason>,
    best: Grade,
}

impl Scale {
    fn add(&mut self, field: Trait, how: How, points: i32) {
        self.reasons.push(Reason { field, how, points });
    }

    /// Grades are ordered from the surest on.
    fn at_most(&mut self, grade: Grade) {
        self.best = self.best.max(grade);
    }

    fn has(&self, field: Trait, how: How) -> bool {
        self.reasons.iter().any(|reason| reason.field == field && reason.how == how)
    }
}

/// How like a record is to what is known of somebody; nothing when it is not worth looking at.
///
/// Who differs in the given name, or in the birth date by more than a slip, is never more than `possible`: twins share
/// everything else, and so do a father and a son of one name.
pub fn likeness(asked: &Known, record: &Known) -> Option<Likeness> {
    let mut scale = Scale { reasons: Vec::new(), best: Grade::Certain };
    identifiers(&mut scale, asked, record);
    let identified = scale.has(Trait::Identifiers, How::Same);
    birth_date(&mut scale, asked, record, identified);
    given_name(&mut scale, asked, record, identified);
    contact(&mut scale, asked, record);
    family_name(&mut scale, asked, record, identified);
    let sum: i32 = scale.reasons.iter().map(|reason| reason.points).sum();
    let floor = if identified { POSSIBLE } else { 0 };
    let ceiling = match scale.best {
        Grade::Certain => 100,
        Grade::Probable => CERTAIN - 1,
        Grade::Possible => PROBABLE - 1,
    };
    let score = sum.clamp(floor, ceiling);
    let grade = match score {
        CERTAIN.. => Grade::Certain,
        PROBABLE.. => Grade::Probable,
        _ => Grade::Possible,
    };
    let worth = score > 0 && score >= POSSIBLE.min(attainable(asked) * 3 / 5);
    worth.then_some(Likeness { score, grade, reasons: scale.reasons })
}

/// What a record would get that agrees in everything that is known.
fn attainable(asked: &Known) -> i32 {
    let points = [
        (asked.given.is_some(), 18),
        (asked.family.is_some(), 22),
        (asked.birth_date.is_some(), 34),
        (asked.phone.is_some(), 14),
        (asked.email.is_some(), 14),
        (asked.place.is_some(), 12),
        (!asked.identifiers.is_empty(), 45),
    ];
    points.iter().filter(|(known, _)| *known).map(|(_, points)| points).sum()
}

fn identifiers(scale: &mut Scale, asked: &Known, record: &Known) {
    let issuers_fit = |one: &Number, two: &Number| match (&one.issuer, &two.issuer) {
        (Some(one), Some(two)) => one == two,
        _ => true,
    };
    let pairs = || {
        let all =
            asked.identifiers.iter().flat_map(|one| record.identifiers.iter().map(move |two| (one, two)));
        all.filter(|(one, two)| one.system == two.system && issuers_fit(one, two))
    };
    if pairs().any(|(one, two)| one.value == two.value) {
        scale.add(Trait::Identifiers, How::Same, 45);
    } else if pairs().next().is_some() {
        scale.add(Trait::Identifiers, How::Different, -10);
    }
}

fn birth_date(scale: &mut Scale, asked: &Known, record: &Known, identified: bool) {
    let (Some(one), Some(two)) = (asked.birth_date, record.birth_date) else {
        return scale.at_most(if identified { Grade::Certain } else { Grade::Probable });
    };
    let how = dates(one, two);
    let points = match how {
        How::Same => 34,
        How::Transposed => 26,
        How::DigitsSwapped => 22,
        How::OneDigitOff => 20,
        _ => -30,
    };
    scale.add(Trait::BirthDate, how, points);
    match how {
        How::Same => (),
        How::Different if !identified => scale.at_most(Grade::Possible),
        How::Different => scale.at_most(Grade::Probable),
        _ if !identified => scale.at_most(Grade::Probable),
        _ => (),
    }
}

fn dates(one: NaiveDate, two: NaiveDate) -> How {
    if one == two {
        return How::Same;
    }
    if one.year() == two.year() && (one.month(), one.day()) == (two.day(), two.month()) {
        return How::Transposed;
    }
    digits(&one.format("%Y%m%d").to_string(), &two.format("%Y%m%d").to_string())
}

/// Whether numbers of one length differ by one digit, or by two neighbours in each other's place.
fn digits(one: &str, two: &str) -> How {
    let (one, two) = (one.as_bytes(), two.as_bytes());
    if one.len() != two.len() {
        return How::Different;
    }
    let off: Vec<usize> = (0..one.len()).filter(|n| one[*n] != two[*n]).collect();
    match off[..] {
        [] => How::Same,
        [_] => How::OneDigitOff,
        [a, b] if b == a + 1 && one[a] == two[b] && one[b] == two[a] => How::DigitsSwapped,
        _ => How::Different,
    }
}

/// Nothing when one of them does not say.
fn sexes_differ(asked: &Known, record: &Known) -> Option<bool> {
    let (one, two) = (asked.sex?, record.sex?);
    (one != Sex::Unknown && two != Sex::Unknown).then_some(one != two)
}

fn given_name(scale: &mut Scale, asked: &Known, record: &Known, identified: bool) {
    let differ = sexes_differ(asked, record);
    if let Some(differ) = differ {
        let (how, points) = if differ { (How::Different, -12) } else { (How::Same, 4) };
        scale.add(Trait::Sex, how, points);
    }
    let (Some(one), Some(two)) = (&asked.given, &record.given) else {
        return scale.at_most(if identified { Grade::Certain } else { Grade::Probable });
    };
    let families = asked.family.as_ref().zip(record.family.as_ref());
    if families.is_some_and(|(family, others)| one.is_swapped(family, two, others)) {
        scale.at_most(Grade::Probable);
        return scale.add(Trait::GivenName, How::Swapped, 15);
    }
    let (how, points) = match one.likeness(two) {
        GivenLikeness::Same => (How::Same, 18),
        GivenLikeness::Part => (How::Part, 16),
        // Daniel and Danielle, or Alexander and Alexandra, are more likely brother and sister than one person.
        _ if differ == Some(true) => (How::Different, -25),
        GivenLikeness::Nickname => (How::Nickname, 16),
        GivenLikeness::Similar => (How::Similar, 14),
        GivenLikeness::SoundsAlike => (How::SoundsAlike, 12),
        GivenLikeness::Initial => (How::Initial, 6),
        GivenLikeness::Different => (How::Different, -25),
    };
    scale.add(Trait::GivenName, how, points);
    match how {
        How::Same | How::Part | How::Nickname => (),
        How::Different if !identified => scale.at_most(Grade::Possible),
        _ => scale.at_most(Grade::Probable),
    }
}

fn contact(scale: &mut Scale, asked: &Known, record: &Known) {
    if let (Some(one), Some(two)) = (&asked.phone, &record.phone) {
        let how = digits(one, two);
        let points = match how {
            How::Same => 14,
            How::OneDigitOff | How::DigitsSwapped => 6,
            _ => 0,
        };
        scale.add(Trait::Phone, how, points);
    }
    if let (Some(one), Some(two)) = (&asked.email, &record.email) {
        let (how, points) = if one == two { (How::Same, 14) } else { (How::Different, 0) };
        scale.add(Trait::Email, how, points);
    }
    if let (Some(one), Some(two)) = (&asked.place, &record.place) {
        let (how, points) = match one.likeness(two) {
            PlaceLikeness::Same => (How::Same, 12),
            PlaceLikeness::Similar => (How::Similar, 7),
            PlaceLikeness::Different => (How::Different, 0),
        };
        scale.add(Trait::Address, how, points);
    }
}

/// Comes last: whether another family name speaks against depends on all else.
fn family_name(scale: &mut Scale, asked: &Known, record: &Known, identified: bool) {
    let (Some(one), Some(two)) = (&asked.family, &record.family) else {
        return scale.at_most(if identified { Grade::Certain } else { Grade::Probable });
    };
    if scale.has(Trait::GivenName, How::Swapped) {
        return scale.add(Trait::FamilyName, How::Swapped, 15);
    }
    let (how, points) = match one.likeness(two) {
        FamilyLikeness::Same => (How::Same, 22),
        FamilyLikeness::Part => (How::Part, 19),
        FamilyLikeness::Similar => (How::Similar, 18),
        FamilyLikeness::SoundsAlike => (How::SoundsAlike, 16),
        FamilyLikeness::Different if is_one_person(scale) => (How::Changed, 4),
        FamilyLikeness::Different => (How::Different, -12),
    };
    scale.add(Trait::FamilyName, how, points);
    if matches!(how, How::Changed | How::Different) {
        scale.at_most(Grade::Probable);
    }
}

/// Whether all but the family name says so.
fn is_one_person(scale: &Scale) -> bool {
    let named = [How::Same, How::Part, How::Nickname].iter().any(|how| scale.has(Trait::GivenName, *how));
    let reached = [Trait::Phone, Trait::Email, Trait::Address, Trait::Identifiers];
    named
        && scale.has(Trait::BirthDate, How::Same)
        && !scale.has(Trait::Sex, How::Different)
        && reached.iter().any(|field| scale.has(*field, How::Same))
}
