//! What stands beside a patient's name: numbers others know them by, who pays what they owe, whom to call.

use chrono::NaiveDate;
use diesel::deserialize::FromSqlRow;
use diesel::expression::AsExpression;
use diesel::sql_types::Jsonb;
use model::{Address, Invalid, Name, Phone, word_enum};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// Most identifiers, and most emergency contacts, of a patient.
pub const MOST: usize = 20;

word_enum! {
    /// Whose number it is.
    IdentifierSystem {
        DriverLicense = "driver_license",
        StateId = "state_id",
        Passport = "passport",
        MilitaryId = "military_id",
        Medicaid = "medicaid",
        Medicare = "medicare",
        /// The number of another system, such as the one patients were brought from; `issuer` names it.
        External = "external",
    }

    /// How the guarantor stands to the patient.
    GuarantorRelationship {
        Own = "self",
        Spouse = "spouse",
        Parent = "parent",
        Guardian = "guardian",
        Other = "other",
    }
}

/// A number by which somebody else knows the patient.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Identifier {
    pub system: IdentifierSystem,
    pub value: Name,
    /// Who gave it, such as `MO` for a driver's license.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub issuer: Option<Name>,
}

/// At most 20, none twice.
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema, AsExpression, FromSqlRow)]
#[diesel(sql_type = Jsonb)]
#[serde(try_from = "Vec<Identifier>")]
#[schema(max_items = 20)]
pub struct Identifiers(Vec<Identifier>);

/// Who pays what the patient owes.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema, AsExpression, FromSqlRow)]
#[diesel(sql_type = Jsonb)]
#[serde(try_from = "SaidOfGuarantor")]
pub struct Guarantor {
    pub relationship: GuarantorRelationship,
    /// In full; absent only when the patient is meant.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<Name>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub birth_date: Option<NaiveDate>,
    /// Where statements go; the patient's when absent.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub address: Option<Address>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub phone: Option<Phone>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct SaidOfGuarantor {
    relationship: GuarantorRelationship,
    name: Option<Name>,
    birth_date: Option<NaiveDate>,
    address: Option<Address>,
    phone: Option<Phone>,
}

/// Whom to call when something happens to the patient.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct EmergencyContact {
    pub name: Name,
    /// In the patient's words, such as `daughter`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub relationship: Option<Name>,
    pub phone: Phone,
}

/// At most 20, whom to call first at the front.
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema, AsExpression, FromSqlRow)]
#[diesel(sql_type = Jsonb)]
#[serde(try_from = "Vec<EmergencyContact>")]
#[schema(max_items = 20)]
pub struct EmergencyContacts(Vec<EmergencyContact>);
model::jsonb!(Identifiers, Guarantor, EmergencyContacts);

model::redacted!(Identifiers, Guarantor, EmergencyContacts);

impl Identifiers {
    pub fn iter(&self) -> impl Iterator<Item = &Identifier> {
        self.0.iter()
    }

    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

impl TryFrom<Vec<Identifier>> for Identifiers {
    type Error = Invalid;
    fn try_from(all: Vec<Identifier>) -> Result<Self, Invalid> {
        if all.len() > MOST {
            return Err(Invalid("must be at most 20"));
        }
        if all.iter().enumerate().any(|(n, one)| all[..n].contains(one)) {
            return Err(Invalid("must not name one identifier twice"));
        }
        Ok(Self(all))
    }
}

impl TryFrom<Vec<EmergencyContact>> for EmergencyContacts {
    type Error = Invalid;
    fn try_from(all: Vec<EmergencyContact>) -> Result<Self, Invalid> {
        if all.len() > MOST {
            return Err(Invalid("must be at most 20"));
        }
        Ok(Self(all))
    }
}

impl TryFrom<SaidOfGuarantor> for Guarantor {
    type Error = Invalid;
    fn try_from(said: SaidOfGuarantor) -> Result<Self, Invalid> {
        let SaidOfGuarantor { relationship, name, birth_date, address, phone } = said;
        if relationship != GuarantorRelationship::Own && name.is_none() {
            return Err(Invalid("must have a name unless the relationship is self"));
        }
        Ok(Self { relationship, name, birth_date, address, phone })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::{Value, json};

    fn guarantor(json: Value) -> Result<Guarantor, serde_json::Error> {
        serde_json::from_value(json)
    }

    #[test]
    fn a_guarantor_other_than_the_patient_has_a_name() {
        assert!(guarantor(json!({"relationship": "self"})).is_ok());
        assert!(guarantor(json!({"relationship": "parent", "name": "Ann Smith"})).is_ok());
        assert!(guarantor(json!({"relationship": "parent", "phone": "8165550100"})).is_err());
        assert!(guarantor(json!({"relationship": "parent", "name": "Ann Smith", "colour": "red"})).is_err());
    }

    #[test]
    fn lists_are_bounded_and_an_identifier_stands_once() {
        let passport = |n: usize| json!({"system": "passport", "value": n.to_string()});
        let read = |all: Vec<Value>| serde_json::from_value::<Identifiers>(json!(all));
        assert!(read((0..MOST).map(passport).collect()).is_ok());
        assert!(read((0..=MOST).map(passport).collect()).is_err());
        assert!(read(vec![passport(1), passport(1)]).is_err());
        let contact = json!({"name": "Ann", "relationship": "daughter", "phone": "8165550100"});
        let contacts = |n| serde_json::from_value::<EmergencyContacts>(json!(vec![contact.clone(); n]));
        assert!(contacts(MOST).is_ok());
        assert!(contacts(MOST + 1).is_err());
    }
}
