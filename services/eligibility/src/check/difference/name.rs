//! Names: when a payer's is another than ours, not just written otherwise.

use super::canonical;
use model::event::DemographicChanges;
use model::{Demographics, Name};
use x12::name::Party;

/// A payer's name, with what it has put into the wrong element.
struct Theirs<'a> {
    given: &'a str,
    middle: &'a str,
    family: &'a str,
    suffix: &'a str,
}

const SUFFIXES: [&str; 8] = ["JR", "SR", "II", "III", "IV", "V", "2ND", "3RD"];

impl<'a> Theirs<'a> {
    /// "SMITH JR" as a last name and "JOHN Q" as a first name are common.
    fn read(party: &'a Party) -> Self {
        let (mut given, mut middle) = (party.first.as_str().trim(), party.middle.as_str().trim());
        let (mut family, mut suffix) = (party.name.as_str().trim(), party.suffix.as_str().trim());
        if let Some((name, last)) =
            family.rsplit_once(' ').filter(|(_, last)| suffix.is_empty() && is_suffix(last))
        {
            (family, suffix) = (name.trim(), last);
        }
        let initial = |last: &str| canonical(last).len() == 1;
        if let Some((name, last)) =
            given.rsplit_once(' ').filter(|(_, last)| middle.is_empty() && initial(last))
        {
            (given, middle) = (name.trim(), last);
        }
        Self { given, middle, family, suffix }
    }

    fn in_one_line(&self) -> String {
        joined([self.given, self.middle, self.family, self.suffix])
    }
}

fn is_suffix(word: &str) -> bool {
    SUFFIXES.contains(&canonical(word).as_str())
}

fn joined(parts: [&str; 4]) -> String {
    parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" ")
}

fn text(name: Option<&Name>) -> &str {
    name.map_or("", Name::as_str)
}

pub fn ours(person: &Demographics) -> String {
    let (middle, suffix) = (text(person.middle_name.as_ref()), text(person.suffix.as_ref()));
    joined([person.given_name.as_str(), middle, person.family_name.as_str(), suffix])
}

/// The payer's name where it differs in more than case, accents, hyphens or an initial, with what it would change.
pub fn difference(party: &Party, ours: &Demographics) -> Option<(String, Option<DemographicChanges>)> {
    let theirs = Theirs::read(party);
    if theirs.given.is_empty() || theirs.family.is_empty() {
        return None;
    }
    let (middle, suffix) = (text(ours.middle_name.as_ref()), text(ours.suffix.as_ref()));
    let given = !is_equal(theirs.given, ours.given_name.as_str())
        && !is_equal(theirs.given, &format!("{} {middle}", ours.given_name));
    let family = !is_equal(theirs.family, ours.family_name.as_str());
    let middle = !middle.is_empty() && !theirs.middle.is_empty() && !is_initial_of(theirs.middle, middle);
    let suffix = !theirs.suffix.is_empty() && !is_equal(&plain_suffix(theirs.suffix), &plain_suffix(suffix));
    if !(given || family || middle || suffix) {
        return None;
    }
    let changes = || {
        let changed = |differs: bool, text: &str| match differs {
            true => text_as_written(text).parse::<Name>().map(Some),
            false => Ok(None),
        };
        Ok::<_, model::Invalid>(DemographicChanges {
            given_name: changed(given, theirs.given)?,
            middle_name: changed(middle, theirs.middle)?,
            family_name: changed(family, theirs.family)?,
            suffix: changed(suffix, theirs.suffix)?,
            ..DemographicChanges::default()
        })
    };
    Some((theirs.in_one_line(), changes().ok()))
}

/// A family name in common, or a part of one; a name by marriage is told by the payer (INS03).
pub fn is_related(party: &Party, ours: &Demographics) -> bool {
    let theirs = Theirs::read(party);
    let parts = |name: &str| -> Vec<String> {
        name.split([' ', '-']).map(canonical).filter(|part| part.len() > 1).collect()
    };
    let family = parts(ours.family_name.as_str());
    is_equal(theirs.family, ours.family_name.as_str())
        || parts(theirs.family).iter().any(|part| family.contains(part))
}

fn is_equal(one: &str, other: &str) -> bool {
    canonical(one) == canonical(other)
}

fn is_initial_of(theirs: &str, ours: &str) -> bool {
    let (theirs, ours) = (canonical(theirs), canonical(ours));
    let either = theirs.len() == 1 || ours.len() == 1;
    theirs == ours || (either && theirs.chars().next() == ours.chars().next())
}

fn plain_suffix(suffix: &str) -> String {
    match canonical(suffix).as_str() {
        "2ND" => "II".to_owned(),
        "3RD" => "III".to_owned(),
        other => other.to_owned(),
    }
}

/// Payers shout; a name all in capitals is written as names are, numerals apart.
fn text_as_written(text: &str) -> String {
    if text.chars().any(char::is_lowercase) || (is_suffix(text) && !["JR", "SR"].contains(&text)) {
        return text.to_owned();
    }
    let mut begins = true;
    let cased = text.chars().map(|c| {
        let written = if begins { c } else { c.to_ascii_lowercase() };
        begins = !c.is_alphanumeric();
        written
    });
    cased.collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    /// Given, middle, family, suffix; empty for none.
    fn ours_of(name: [&str; 4]) -> Demographics {
        let [given, middle, family, suffix] = name.map(|part| Some(part).filter(|part| !part.is_empty()));
        serde_json::from_value(json!({"given_name": given, "middle_name": middle, "family_name": family,
            "suffix": suffix, "birth_date": "1984-02-29", "sex": "female"}))
        .expect("a person")
    }

    fn theirs_of([given, middle, family, suffix]: [&str; 4]) -> Party {
        let party = Party::person("IL", family, given, "MI", "1");
        Party { middle: middle.into(), suffix: suffix.into(), ..party }
    }

    #[test]
    fn only_what_differs_materially_is_told_and_only_that_is_proposed() {
        let none: Option<&str> = None;
        for (ours, theirs, expected) in [
            (["Nora", "", "Ríos", ""], ["NORA", "", "RIOS", ""], None),
            (["Ann-Marie", "", "Smith-Jones", ""], ["ANN MARIE", "", "SMITH JONES", ""], None),
            (["Mary Ann", "", "O'Hara", ""], ["MARYANN", "", "OHARA", ""], None),
            (["John", "Quentin", "Smith", ""], ["JOHN", "Q", "SMITH", ""], None),
            (["John", "", "Smith", ""], ["JOHN", "Q", "SMITH", ""], None),
            (["John", "Q", "Smith", ""], ["JOHN Q", "", "SMITH", ""], None),
            (["John", "", "Smith", "Jr."], ["JOHN", "", "SMITH JR", ""], None),
            (["John", "", "Smith", "II"], ["JOHN", "", "SMITH", "2ND"], None),
            (["John", "", "Smith", "Jr."], ["JOHN", "", "SMITH", ""], None),
            (["John", "", "Smith", ""], ["", "", "SMITH", ""], None),
            (["Bill", "", "Smith", ""], ["WILLIAM", "", "SMITH", ""], Some(["William", "", "", ""])),
            (["Nora", "", "Ríos", ""], ["NORA", "", "RIVERS", ""], Some(["", "", "Rivers", ""])),
            (["Nora", "", "Smith", ""], ["NORA", "", "SMITH-JONES", ""], Some(["", "", "Smith-Jones", ""])),
            (["John", "Q", "Smith", ""], ["JOHN", "ADAM", "SMITH", ""], Some(["", "Adam", "", ""])),
            (["John", "", "Smith", ""], ["JOHN", "", "SMITH JR", ""], Some(["", "", "", "Jr"])),
            (["John", "", "Smith", "Jr"], ["JOHN", "", "SMITH", "III"], Some(["", "", "", "III"])),
            (["Nora", "", "Rios", ""], ["Nora", "", "de la Cruz", ""], Some(["", "", "de la Cruz", ""])),
        ] {
            let found = difference(&theirs_of(theirs), &ours_of(ours));
            let changes = found.map(|(_, changes)| changes.expect("usable"));
            let told = changes.map(|c| [c.given_name, c.middle_name, c.family_name, c.suffix]);
            let expected = expected.map(|parts| {
                parts.map(|part| {
                    if part.is_empty() { none } else { Some(part) }.map(|part| part.parse().expect("a name"))
                })
            });
            assert_eq!(told, expected, "{ours:?} {theirs:?}");
        }
    }
}
