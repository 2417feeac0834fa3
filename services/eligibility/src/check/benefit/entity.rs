//! Whom a statement is about besides the payer (2120), and how to reach them.

use super::code::in_words;
use super::said;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use x12::eligibility as x;
use x12::explain::CodeList;
use x12::name;

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[schema(as = BenefitEntity)]
pub struct Entity {
    /// NM101, such as `PR` for another payer or `P3` for a primary care provider.
    pub role: String,
    /// NM101 in words.
    #[serde(default)]
    pub role_name: String,
    pub name: String,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub id: String,
    /// NM108, such as `XX` for an NPI, `PI` for a payer id, `MI` for a member id.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub id_qualifier: String,
    /// N3 and N4 in one line.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub address: Option<String>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub contacts: Vec<Contact>,
    /// PRV03.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub taxonomy: Option<String>,
}

/// Whom to ask (PER).
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, ToSchema)]
#[schema(as = BenefitContact)]
pub struct Contact {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    pub ways: Vec<Way>,
}

#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, ToSchema)]
#[schema(as = BenefitContactWay)]
pub struct Way {
    pub kind: ContactWay,
    pub value: String,
}

model::word_enum! {
    /// How to reach someone (PER03, PER05, PER07).
    ContactWay {
        Phone = "phone",
        Extension = "extension",
        Fax = "fax",
        Email = "email",
        Url = "url",
        Other = "other",
    }
}

impl Entity {
    pub fn is(&self, roles: &[&str]) -> bool {
        roles.contains(&self.role.as_str())
    }

    /// NM109 where it is one of these kinds.
    pub fn id_of(&self, qualifier: &str) -> Option<String> {
        (self.id_qualifier == qualifier && !self.id.is_empty()).then(|| self.id.clone())
    }
}

impl From<&x::BenefitEntity> for Entity {
    fn from(entity: &x::BenefitEntity) -> Self {
        let party = &entity.party;
        let address = entity.address.as_ref();
        let taxonomy = entity.provider.as_ref().and_then(|(_, taxonomy)| said(taxonomy));
        Self {
            role: String::from(&party.entity),
            role_name: in_words(CodeList::Entity, party.entity.as_str()),
            name: full_name(party),
            id: String::from(&party.id),
            id_qualifier: String::from(&party.id_qualifier),
            address: address.map(in_one_line),
            contacts: entity.contacts.iter().map(Contact::from).collect(),
            taxonomy,
        }
    }
}

impl From<&name::Contact> for Contact {
    fn from(per: &name::Contact) -> Self {
        let way = |(kind, value): &(x12::Text, x12::Text)| Way {
            kind: match kind.as_str() {
                "TE" | "WP" | "HP" | "CP" => ContactWay::Phone,
                "EX" => ContactWay::Extension,
                "FX" => ContactWay::Fax,
                "EM" => ContactWay::Email,
                "UR" => ContactWay::Url,
                _ => ContactWay::Other,
            },
            value: String::from(value),
        };
        Self { name: said(&per.name), ways: per.numbers.iter().map(way).collect() }
    }
}

/// First, middle and last name with the suffix, or the organization's.
pub fn full_name(party: &name::Party) -> String {
    let parts = [&party.first, &party.middle, &party.name, &party.suffix].into_iter().filter_map(said);
    parts.collect::<Vec<_>>().join(" ")
}

pub fn in_one_line(address: &name::Address) -> String {
    let name::Address { line1, line2, city, state, zip, .. } = address;
    [line1, line2, city, state, zip].into_iter().filter_map(said).collect::<Vec<_>>().join(", ")
}
