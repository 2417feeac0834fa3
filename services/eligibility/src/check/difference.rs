//! Where the payer's record says otherwise than ours, and what taking it over would change.

mod address;
mod name;
mod proposal;

pub use proposal::{Acceptance, Proposal};

use super::question::Question;
use crate::coverage::Coverage;
use model::event::DemographicChanges;
use model::{Demographics, Sex};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use x12::date::d8;
use x12::eligibility::{self as x, Patient, Response};
use x12::writer::fold;

model::word_enum! {
    /// What the payer's record has otherwise.
    Topic {
        Name = "name",
        BirthDate = "birth_date",
        Sex = "sex",
        Address = "address",
        MemberId = "member_id",
        GroupNumber = "group_number",
        SubscriberName = "subscriber_name",
        SubscriberBirthDate = "subscriber_birth_date",
        SubscriberSex = "subscriber_sex",
        SubscriberAddress = "subscriber_address",
    }
}

#[derive(Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[schema(as = EligibilityDifference)]
pub struct Difference {
    pub field: Topic,
    pub ours: String,
    pub payers: String,
    /// What accepting it changes; absent where the payer's value cannot be taken over as it is.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub proposal: Option<Proposal>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub accepted: Option<Acceptance>,
}

pub fn between(response: &Response, question: &Question) -> Vec<Difference> {
    let mut found = Vec::new();
    if let Some(theirs) = response.patient().filter(|theirs| !is_the_holder(theirs, response, question)) {
        found.extend(of_person(
            theirs,
            &question.patient,
            [Topic::Name, Topic::BirthDate, Topic::Sex, Topic::Address],
        ));
    }
    let holder = question.coverage.holder.subscriber().zip(response.subscriber.as_ref());
    let named = |theirs| response.dependent.is_some() || is_the_holder(theirs, response, question);
    if let Some((ours, theirs)) = holder.filter(|(_, theirs)| named(theirs)) {
        let topics = [
            Topic::SubscriberName,
            Topic::SubscriberBirthDate,
            Topic::SubscriberSex,
            Topic::SubscriberAddress,
        ];
        found.extend(of_person(theirs, ours, topics));
    }
    found.extend(of_coverage(response, &question.coverage));
    found
}

/// Whether a payer that names no dependent speaks of who holds the coverage, and not of the patient.
fn is_the_holder(theirs: &Patient, response: &Response, question: &Question) -> bool {
    let holder = question.coverage.holder.subscriber().filter(|_| response.dependent.is_none());
    holder.is_some_and(|holder| is_same_person(theirs, holder) && !is_same_person(theirs, &question.patient))
}

/// What we have of a topic today, in the words differences are told in; empty where we have nothing.
pub fn ours(topic: Topic, patient: &Demographics, coverage: &Coverage) -> String {
    let subscriber = coverage.holder.subscriber();
    let of_subscriber = |told: fn(&Demographics) -> String| subscriber.map(told).unwrap_or_default();
    match topic {
        Topic::Name => name::ours(patient),
        Topic::BirthDate => birth_date(patient),
        Topic::Sex => sex(patient),
        Topic::Address => address::ours(patient),
        Topic::SubscriberName => of_subscriber(name::ours),
        Topic::SubscriberBirthDate => of_subscriber(birth_date),
        Topic::SubscriberSex => of_subscriber(sex),
        Topic::SubscriberAddress => of_subscriber(address::ours),
        Topic::MemberId => coverage.member_id.to_string(),
        Topic::GroupNumber => coverage.group_number.as_ref().map(ToString::to_string).unwrap_or_default(),
    }
}

/// Name, birth date, sex and address, under these topics.
fn of_person(theirs: &Patient, ours: &Demographics, topics: [Topic; 4]) -> Vec<Difference> {
    let [named, born, of_sex, lives] = topics;
    let name = name::difference(&theirs.party, ours)
        .map(|(payers, changes)| Difference::new(named, name::ours(ours), payers, changes.map(Proposal::of)));
    let birth = theirs.birth.filter(|birth| *birth != ours.birth_date).map(|birth| {
        let changes = DemographicChanges { birth_date: Some(birth), ..DemographicChanges::default() };
        Difference::new(born, birth_date(ours), birth.to_string(), Some(Proposal::of(changes)))
    });
    let other =
        their_sex(theirs).filter(|theirs| ours.sex != Sex::Unknown && *theirs != ours.sex).map(|theirs| {
            let changes = DemographicChanges { sex: Some(theirs), ..DemographicChanges::default() };
            Difference::new(of_sex, sex(ours), theirs.to_string(), Some(Proposal::of(changes)))
        });
    let address = theirs.address.as_ref().and_then(|theirs| address::difference(theirs, ours));
    let address = address.map(|(payers, changes)| {
        Difference::new(lives, address::ours(ours), payers, changes.map(Proposal::of))
    });
    [name, birth, other, address].into_iter().flatten().collect()
}

fn of_coverage(response: &Response, coverage: &Coverage) -> Vec<Difference> {
    let subscriber = response.subscriber.as_ref();
    let member_id = subscriber.map(member_id).unwrap_or_default();
    let numbered = [response.dependent.as_ref(), subscriber].into_iter().flatten();
    let mut groups = numbered.flat_map(|person| &person.references).filter(|found| found.qualifier == "6P");
    let group = groups.next().map(|found| found.value.as_str().trim()).unwrap_or_default();
    let ours = coverage.group_number.as_ref().map(|number| number.as_str()).unwrap_or_default();
    let texts = [
        (Topic::MemberId, coverage.member_id.as_str(), member_id, Proposal::of_member_id(member_id)),
        (Topic::GroupNumber, ours, group, Proposal::of_group_number(group)),
    ];
    let differs = |ours: &str, theirs: &str| {
        !ours.is_empty() && !theirs.is_empty() && canonical(ours) != canonical(theirs)
    };
    let found = texts.into_iter().filter(|(_, ours, theirs, _)| differs(ours, theirs));
    found
        .map(|(topic, ours, theirs, proposal)| {
            Difference::new(topic, ours.to_owned(), theirs.to_owned(), proposal)
        })
        .collect()
}

impl Difference {
    fn new(field: Topic, ours: String, payers: String, proposal: Option<Proposal>) -> Self {
        Self { field, ours, payers, proposal, accepted: None }
    }
}

impl Topic {
    /// Whether taking it over changes the patient, not the coverage.
    pub fn is_of_patient(self) -> bool {
        matches!(self, Self::Name | Self::BirthDate | Self::Sex | Self::Address)
    }
}

fn birth_date(person: &Demographics) -> String {
    person.birth_date.to_string()
}

fn sex(person: &Demographics) -> String {
    person.sex.to_string()
}

fn their_sex(person: &Patient) -> Option<Sex> {
    match person.sex.as_ref()? {
        x::Sex::Female => Some(Sex::Female),
        x::Sex::Male => Some(Sex::Male),
        _ => None,
    }
}

/// NM109 where it is a member id.
pub fn member_id(person: &Patient) -> &str {
    if person.party.id_qualifier == "MI" { person.party.id.trim() } else { "" }
}

/// Same birth date, and a family name in common: another id, a pet name or a second surname make it nobody else.
pub fn is_same_person(theirs: &Patient, ours: &Demographics) -> bool {
    theirs.birth.map(d8) == Some(d8(ours.birth_date)) && name::is_related(&theirs.party, ours)
}

/// Letters and digits only, without accents and case.
pub fn canonical(text: &str) -> String {
    fold(text).chars().filter(char::is_ascii_alphanumeric).map(|c| c.to_ascii_uppercase()).collect()
}
