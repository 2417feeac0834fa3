//! Who may be the same person: what two records have in common, weighed in points.

pub mod key;
pub mod name;
pub mod place;
pub mod routes;
pub mod score;
pub mod store;

use super::Patient;
use super::related::{Identifier, IdentifierSystem};
use chrono::NaiveDate;
use model::{PatientId, Sex, word_enum};
use name::{Family, Given};
use place::Place;
use serde::Serialize;
use utoipa::ToSchema;

/// Most candidates an answer names.
pub const MOST: usize = 20;

word_enum! {
    /// How sure it is that two records are of one person.
    Grade {
        /// Name and birth date agree, and more besides: nobody would think them two.
        Certain = "certain",
        /// Much agrees, and what does not is an ordinary slip: somebody should look.
        Probable = "probable",
        /// Something agrees; relatives and namesakes are among these.
        Possible = "possible",
    }

    /// What was compared.
    Trait {
        GivenName = "given_name",
        FamilyName = "family_name",
        BirthDate = "birth_date",
        Sex = "sex",
        Phone = "phone",
        Email = "email",
        Address = "address",
        Identifiers = "identifiers",
    }

    /// How the two agree, or do not.
    How {
        Same = "same",
        /// A few letters differ.
        Similar = "similar",
        /// One leaves out a part of a compound name or a second given name.
        Part = "part",
        /// One is the initial of the other.
        Initial = "initial",
        /// One is a short or pet form of the other, or both of a third.
        Nickname = "nickname",
        SoundsAlike = "sounds_alike",
        /// Given name and family name stand in each other's place.
        Swapped = "swapped",
        /// Day and month stand in each other's place.
        Transposed = "transposed",
        OneDigitOff = "one_digit_off",
        /// Two digits next to each other stand in each other's place.
        DigitsSwapped = "digits_swapped",
        /// Another family name, though all else says that it is one person: as after a marriage.
        Changed = "changed",
        Different = "different",
    }
}

/// One thing two records agree or disagree in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct Reason {
    pub field: Trait,
    pub how: How,
    /// What it adds to the score; negative when it speaks against.
    pub points: i32,
}

/// How like two records are, and why.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct Likeness {
    /// 90 and more is `certain`, 70 and more `probable`; what little is known of a person gives little.
    #[schema(minimum = 0, maximum = 100)]
    pub score: i32,
    pub grade: Grade,
    pub reasons: Vec<Reason>,
}

/// A patient who may be the one that is meant.
#[derive(Serialize, ToSchema)]
pub struct Candidate {
    pub patient: Patient,
    #[serde(flatten)]
    pub likeness: Likeness,
    /// The record that was compared, where it is one that was merged into the patient.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub by_record: Option<PatientId>,
}

/// A number by which others know somebody, in letters and digits alone.
pub struct Number {
    pub system: IdentifierSystem,
    pub value: String,
    pub issuer: Option<String>,
}

/// What is known of somebody, prepared for comparison.
#[derive(Default)]
pub struct Known {
    pub given: Option<Given>,
    pub family: Option<Family>,
    pub birth_date: Option<NaiveDate>,
    pub sex: Option<Sex>,
    pub phone: Option<String>,
    pub email: Option<String>,
    pub place: Option<Place>,
    pub identifiers: Vec<Number>,
}

impl Known {
    pub fn of(patient: &Patient) -> Self {
        Self {
            given: Given::of(patient.given_name.as_str()),
            family: Family::of(patient.family_name.as_str()),
            birth_date: Some(patient.birth_date),
            sex: Some(patient.sex),
            phone: patient.phone.as_ref().map(|phone| phone.as_str().to_owned()),
            email: patient.email.as_ref().map(|email| email.as_str().to_lowercase()),
            place: patient.address.as_ref().map(Place::of),
            identifiers: patient.identifiers.iter().filter_map(Number::of).collect(),
        }
    }
}

impl Number {
    /// Nothing when it holds neither letter nor digit.
    pub fn of(identifier: &Identifier) -> Option<Self> {
        let plain = |text: &str| name::words(text).concat();
        let value = plain(identifier.value.as_str());
        let issuer = identifier.issuer.as_ref().map(|issuer| plain(issuer.as_str()));
        (!value.is_empty()).then_some(Self { system: identifier.system, value, issuer })
    }
}

#[cfg(test)]
mod tests;
