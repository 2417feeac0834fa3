//! A 271 from anywhere, read as the answers of our own checks are, and kept nowhere.

pub mod routes;

use crate::check::ServiceTypes;
use crate::check::answer::{Asked, Told, understand};
use crate::check::benefit::{Dated, Reference, full_name, in_one_line, said};
use crate::check::finding::Finding;
use chrono::NaiveDate;
use serde::Serialize;
use utoipa::ToSchema;
use x12::eligibility::{Patient, Sex};
use x12::name::Party;

/// One response of a 271: about one patient, or why none is spoken of.
#[derive(Serialize, ToSchema)]
#[schema(as = EligibilityResponse)]
pub struct Response {
    /// TRN02 of the inquiry it answers.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub trace: Option<String>,
    /// BHT03.
    pub reference: String,
    pub payer: Named,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub provider: Option<Named>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub subscriber: Option<Person>,
    /// The patient, where that is not the subscriber.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub dependent: Option<Person>,
    #[serde(flatten)]
    pub finding: Finding,
}

#[derive(Serialize, ToSchema)]
#[schema(as = EligibilityParty)]
pub struct Named {
    pub name: String,
    pub id: String,
    /// NM108, such as `XX` for an NPI.
    pub id_qualifier: String,
}

/// A person as the payer has them.
#[derive(Serialize, ToSchema)]
#[schema(as = EligibilityPerson)]
pub struct Person {
    pub name: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub given_name: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub middle_name: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub family_name: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub suffix: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub member_id: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub birth_date: Option<NaiveDate>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sex: Option<model::Sex>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub address: Option<String>,
    /// INS02, such as `18` for the subscriber or `19` for a child.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub relationship: Option<String>,
    pub dates: Vec<Dated>,
    pub references: Vec<Reference>,
}

/// What the reader wants to know, as far as they say it.
#[derive(Clone)]
pub struct Wish {
    pub service_types: ServiceTypes,
    /// The day the answer was written, unless told.
    pub service_date: Option<NaiveDate>,
}

impl Response {
    pub fn read(told: &Told, wish: &Wish) -> Self {
        let response = &told.response;
        let answered = response.header.created.date();
        let day = wish.service_date.unwrap_or(answered);
        let asked = Asked { service_types: &wish.service_types, day, answered };
        Self {
            trace: response.echoed_trace().and_then(|trace| said(&trace.number)),
            reference: String::from(&response.header.reference),
            payer: Named::from(&response.payer),
            provider: response.provider.as_ref().map(Named::from),
            subscriber: response.subscriber.as_ref().map(Person::from),
            dependent: response.dependent.as_ref().map(Person::from),
            finding: understand(told, &asked),
        }
    }
}

impl From<&Party> for Named {
    fn from(party: &Party) -> Self {
        let (id, id_qualifier) = (String::from(&party.id), String::from(&party.id_qualifier));
        Self { name: full_name(party), id, id_qualifier }
    }
}

impl From<&Patient> for Person {
    fn from(person: &Patient) -> Self {
        let party = &person.party;
        let member = said(&party.id).filter(|_| party.id_qualifier == "MI");
        Self {
            name: full_name(party),
            given_name: said(&party.first),
            middle_name: said(&party.middle),
            family_name: said(&party.name),
            suffix: said(&party.suffix),
            member_id: member,
            birth_date: person.birth,
            sex: person.sex.as_ref().map(sex),
            address: person.address.as_ref().map(in_one_line),
            relationship: person.relationship.as_ref().and_then(|relationship| said(&relationship.code)),
            dates: person.dates.iter().map(Dated::from).collect(),
            references: person.references.iter().map(Reference::from).collect(),
        }
    }
}

fn sex(sex: &Sex) -> model::Sex {
    match sex {
        Sex::Female => model::Sex::Female,
        Sex::Male => model::Sex::Male,
        _ => model::Sex::Unknown,
    }
}
