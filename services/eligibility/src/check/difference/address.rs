//! Addresses: when a payer's is another place than ours.

use super::canonical;
use crate::check::benefit::in_one_line;
use model::event::DemographicChanges;
use model::{Address, Demographics, Invalid, Name};
use x12::name;

/// Words of a street as people and payers write them, each with the form of the Postal Service (Publication 28).
const WORDS: [(&str, &str); 27] = [
    ("STREET", "ST"),
    ("AVENUE", "AVE"),
    ("AV", "AVE"),
    ("ROAD", "RD"),
    ("DRIVE", "DR"),
    ("LANE", "LN"),
    ("COURT", "CT"),
    ("BOULEVARD", "BLVD"),
    ("PLACE", "PL"),
    ("CIRCLE", "CIR"),
    ("HIGHWAY", "HWY"),
    ("PARKWAY", "PKWY"),
    ("TERRACE", "TER"),
    ("TRAIL", "TRL"),
    ("SQUARE", "SQ"),
    ("APARTMENT", ""),
    ("APT", ""),
    ("SUITE", ""),
    ("STE", ""),
    ("UNIT", ""),
    ("NORTH", "N"),
    ("SOUTH", "S"),
    ("EAST", "E"),
    ("WEST", "W"),
    ("MOUNT", "MT"),
    ("SAINT", "ST"),
    ("FORT", "FT"),
];

pub fn ours(person: &Demographics) -> String {
    person.address.as_ref().map(|ours| in_one_line(&as_x12(ours))).unwrap_or_default()
}

/// The payer's address where it is another place, with what it would change.
pub fn difference(
    theirs: &name::Address,
    ours: &Demographics,
) -> Option<(String, Option<DemographicChanges>)> {
    let ours = as_x12(ours.address.as_ref()?);
    let said = !in_one_line(theirs).is_empty();
    if !said || place(theirs) == place(&ours) {
        return None;
    }
    let changes = address(theirs)
        .map(|address| DemographicChanges { address: Some(address), ..DemographicChanges::default() });
    Some((in_one_line(&shortened(theirs)), changes.ok()))
}

/// The first five digits of the ZIP: payers often have no more.
fn as_x12(address: &Address) -> name::Address {
    let line2 = address.line2.as_ref().map_or("", Name::as_str);
    shortened(&name::Address {
        line1: address.line1.as_str().into(),
        line2: line2.into(),
        city: address.city.as_str().into(),
        state: address.state.as_str().into(),
        zip: address.postal_code.digits().as_str().into(),
        ..name::Address::default()
    })
}

fn shortened(address: &name::Address) -> name::Address {
    name::Address { zip: address.zip.chars().take(5).collect(), ..address.clone() }
}

/// An address in a form that is equal for equal places.
fn place(address: &name::Address) -> Vec<String> {
    let name::Address { line1, line2, city, state, .. } = address;
    let lines = [line1, line2, city, state].into_iter().flat_map(|line| line.as_str().split([' ', '-', ',']));
    let words = lines.map(canonical).map(|word| {
        let short = WORDS.iter().find(|(long, _)| *long == word).map(|(_, short)| (*short).to_owned());
        short.unwrap_or(word)
    });
    let zip = address.zip.chars().take(5).collect();
    words.filter(|word| !word.is_empty()).chain([zip]).collect()
}

fn address(theirs: &name::Address) -> Result<Address, Invalid> {
    let line2 = theirs.line2.as_str().trim();
    Ok(Address {
        line1: theirs.line1.as_str().parse()?,
        line2: if line2.is_empty() { None } else { Some(line2.parse()?) },
        city: theirs.city.as_str().parse()?,
        state: theirs.state.as_str().parse()?,
        postal_code: theirs.zip.as_str().parse()?,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn theirs(text: &str) -> name::Address {
        let [line1, line2, city, state, zip] =
            text.split('|').map(x12::Text::from).collect::<Vec<_>>().try_into().expect("five parts");
        name::Address { line1, line2, city, state, zip, ..name::Address::default() }
    }

    #[test]
    fn another_way_of_writing_is_no_other_place() {
        let ours: Demographics = serde_json::from_value(json!({"given_name": "Nora", "family_name": "Ríos",
            "birth_date": "1984-02-29", "sex": "female", "address": {"line1": "12 North Mill Street",
            "line2": "Apartment 4", "city": "Saint Paul", "state": "MN", "postal_code": "55101-1234"}}))
        .expect("a person");
        for (payers, differs) in [
            ("12 NORTH MILL STREET|APARTMENT 4|SAINT PAUL|MN|551011234", false),
            ("12 N. MILL ST.|#4|ST PAUL|MN|55101", false),
            ("12 N MILL ST APT 4||ST. PAUL|MN|551019999", false),
            ("||||", false),
            ("12 N MILL ST|APT 5|ST PAUL|MN|55101", true),
            ("14 N MILL ST|APT 4|ST PAUL|MN|55101", true),
            ("12 N MILL ST|APT 4|ST PAUL|MN|55102", true),
            ("||ST PAUL|MN|55101", true),
        ] {
            let found = difference(&theirs(payers), &ours);
            assert_eq!(found.is_some(), differs, "{payers}");
            let usable = found.and_then(|(_, changes)| changes).is_some();
            assert_eq!(usable, differs && !payers.starts_with('|'), "{payers}");
        }
    }
}
