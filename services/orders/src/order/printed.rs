//! An order on paper, for a performer that takes no other.

use super::Order;
use super::content::What;
use super::signing::Cast;
use platform::print::{Html, page};

pub fn printed(order: &Order, cast: &Cast) -> String {
    let (person, content) = (&cast.patient.demographics, &order.content);
    let who = &cast.practitioner;
    let text = |value: Option<String>| value.unwrap_or_default();
    let to = match (&content.what, &cast.laboratory) {
        (What::Referral { referred_to }, _) => {
            let name = referred_to.name.as_ref().map(|name| format!("{name}, ")).unwrap_or_default();
            format!("{name}{}", referred_to.specialty)
        }
        (_, laboratory) => text(laboratory.as_ref().map(|laboratory| laboratory.name.to_string())),
    };
    let address = person
        .address
        .as_ref()
        .map(|at| format!("{}, {}, {} {}", at.line1, at.city, at.state, at.postal_code));
    let insured = cast.coverages.iter().map(|c| format!("{}, member {}", c.payer_name, c.member_id));
    let diagnoses: Vec<String> = content.diagnosis_codes.iter().map(ToString::to_string).collect();
    let signed = order.signature.as_ref().map(|s| format!("{} on {}", s.signed_by, s.signed_on));
    let facts = [
        ("Order", order.order_number.clone()),
        ("To", to),
        ("Patient", format!("{}, {}", person.family_name, person.given_name)),
        ("Date of birth", person.birth_date.to_string()),
        ("Medical record number", text(cast.patient.mrn.as_ref().map(ToString::to_string))),
        ("Address", text(address)),
        ("Insurance", insured.collect::<Vec<_>>().join("; ")),
        ("Bill", content.bill.to_string()),
        ("Priority", content.priority.to_string()),
        ("Diagnoses", diagnoses.join(", ")),
        ("Question", text(content.question.as_ref().map(ToString::to_string))),
        ("Ordered by", format!("{} {}, NPI {}", who.given_name, who.family_name, who.npi)),
        ("Signed", text(signed)),
    ];
    let tests = content
        .tests()
        .iter()
        .map(|test| Html::row("td", [test.code.as_str().to_owned(), test.name.to_string()]));
    let row = |(name, value): (&str, String)| Html::row("td", [name.to_owned(), value]);
    page("Order", [Html::table(&["", ""], facts.map(row)), Html::table(&["Code", "Test"], tests)])
}
