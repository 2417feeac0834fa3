//! Loops 2000B and 2000C: the insured, and the patient where that is somebody else.

use super::address;
use crate::claim::Bill;
use model::event::CoverageSnapshot;
use model::{Demographics, Rank, Relationship, Sex};
use x12::Text;
use x12::claim::{
    Claim, ClaimFiling, Demographics as Identity, Patient, PatientCondition, Payer, PayerResponsibility,
    Plan, References, Relationship as Standing, Sex as Gender, Subscriber,
};
use x12::name::{Party, Unread};
use x12::writer::fold;

pub fn subscriber(bill: &Bill, coverage: &CoverageSnapshot, claim: Claim) -> Subscriber {
    let patient = &bill.patient.demographics;
    let own = coverage.relationship == Relationship::Own;
    let insured = coverage.subscriber.as_ref().filter(|_| !own).unwrap_or(patient);
    let group_number = coverage.group_number.as_ref().map(|number| fold(number.as_str()).into());
    let (claims, patients) = match standing(coverage.relationship) {
        None => (vec![claim], Vec::new()),
        Some(standing) => (Vec::new(), vec![dependent(patient, standing, claim)]),
    };
    Subscriber {
        plan: Plan { group_number, ..Plan::new(turn(coverage.rank), ClaimFiling::Commercial) },
        condition: PatientCondition::default(),
        party: person("IL", insured, "MI", coverage.member_id.as_str()),
        address: insured.address.as_ref().map(address),
        demographics: Some(identity(insured)),
        references: References::default(),
        contacts: Vec::new(),
        payer: Payer { party: payer(coverage), ..Payer::default() },
        claims,
        patients,
        unknown: Unread::default(),
    }
}

fn dependent(patient: &Demographics, relationship: Standing, claim: Claim) -> Patient {
    Patient {
        relationship,
        condition: PatientCondition::default(),
        party: person("QC", patient, "", ""),
        address: patient.address.as_ref().map(address).unwrap_or_default(),
        demographics: Some(identity(patient)),
        references: References::default(),
        contacts: Vec::new(),
        claims: vec![claim],
        unknown: Unread::default(),
    }
}

fn payer(coverage: &CoverageSnapshot) -> Party {
    Party::organization("PR", &fold(coverage.payer_name.as_str()), "PI", coverage.payer_code.as_str())
}

fn person(entity: &str, who: &Demographics, qualifier: &str, id: &str) -> Party {
    let text = |name: &Option<model::Name>| {
        name.as_ref().map(|name| Text::from(fold(name.as_str()))).unwrap_or_default()
    };
    let (last, first) = (fold(who.family_name.as_str()), fold(who.given_name.as_str()));
    let (middle, suffix) = (text(&who.middle_name), text(&who.suffix));
    Party { middle, suffix, ..Party::person(entity, &last, &first, qualifier, id) }
}

fn identity(who: &Demographics) -> Identity {
    let sex = match who.sex {
        Sex::Female => Gender::Female,
        Sex::Male => Gender::Male,
        Sex::Unknown => Gender::Unknown,
    };
    Identity { birth_date: who.birth_date, sex }
}

/// PAT01; none where the patient is the subscriber.
fn standing(relationship: Relationship) -> Option<Standing> {
    match relationship {
        Relationship::Own => None,
        Relationship::Spouse => Some(Standing::Spouse),
        Relationship::Child => Some(Standing::Child),
        Relationship::Other => Some(Standing::OtherRelationship),
    }
}

fn turn(rank: Rank) -> PayerResponsibility {
    match rank {
        Rank::Primary => PayerResponsibility::Primary,
        Rank::Secondary => PayerResponsibility::Secondary,
        Rank::Tertiary => PayerResponsibility::Tertiary,
    }
}
