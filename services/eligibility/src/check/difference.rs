//! Where the payer's record of a person says otherwise than ours.

use super::finding::{Difference, Topic};
use super::question::Question;
use model::Demographics;
use x12::date::d8;
use x12::eligibility::{Patient, Response};
use x12::writer::fold;

pub fn between(response: &Response, question: &Question) -> Vec<Difference> {
    let mut found = Vec::new();
    let mut compare = |field, ours: String, payers: String| {
        if !payers.is_empty() && !ours.is_empty() && canonical(&ours) != canonical(&payers) {
            found.push(Difference { field, ours, payers });
        }
    };
    if let Some(theirs) = response.patient() {
        let ours = &question.patient;
        compare(Topic::Name, our_name(ours), their_name(theirs));
        let birth = theirs.birth.map(|day| day.to_string());
        compare(Topic::BirthDate, ours.birth_date.to_string(), birth.unwrap_or_default());
        compare(Topic::Address, our_address(ours), their_address(theirs));
    }
    let id = response.subscriber.as_ref().map(member_id);
    compare(Topic::MemberId, question.coverage.member_id.to_string(), id.unwrap_or_default().to_owned());
    found
}

/// NM109 where it is a member id.
pub fn member_id(person: &Patient) -> &str {
    if person.party.id_qualifier == "MI" { person.party.id.trim() } else { "" }
}

/// Same family name and birth date: another id does not make it another person.
pub fn is_same_person(theirs: &Patient, ours: &Demographics) -> bool {
    canonical(&theirs.party.name) == canonical(ours.family_name.as_str())
        && theirs.birth.map(d8) == Some(d8(ours.birth_date))
}

/// Letters and digits only, without accents and case.
pub fn canonical(text: &str) -> String {
    fold(text).chars().filter(char::is_ascii_alphanumeric).map(|c| c.to_ascii_uppercase()).collect()
}

fn our_name(person: &Demographics) -> String {
    format!("{} {}", person.given_name, person.family_name)
}

fn their_name(person: &Patient) -> String {
    if person.party.first.is_empty() || person.party.name.is_empty() {
        return String::new();
    }
    format!("{} {}", person.party.first, person.party.name)
}

fn our_address(person: &Demographics) -> String {
    person.address.as_ref().map_or_else(String::new, |a| {
        let lines = [a.line1.as_str(), a.line2.as_ref().map_or("", |line| line.as_str()), a.city.as_str()];
        in_one_line(lines, a.state.as_str(), &a.postal_code.digits())
    })
}

fn their_address(person: &Patient) -> String {
    person
        .address
        .as_ref()
        .map_or_else(String::new, |a| in_one_line([&a.line1, &a.line2, &a.city], &a.state, &a.zip))
}

/// The first five digits of the ZIP: payers often have no more.
fn in_one_line(lines: [&str; 3], state: &str, zip: &str) -> String {
    let zip: String = zip.chars().take(5).collect();
    let parts = lines.into_iter().chain([state, &zip]).filter(|part| !part.is_empty());
    parts.collect::<Vec<_>>().join(", ")
}
