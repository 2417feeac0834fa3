//! People and where they live, as every service and every standard needs them.

use crate::code::{Name, Phone, PostalCode, StateCode};
use crate::word_enum;
use chrono::NaiveDate;
use diesel::deserialize::FromSqlRow;
use diesel::expression::AsExpression;
use diesel::sql_types::Jsonb;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

word_enum! {
    /// Administrative sex as payers and pharmacies exchange it (X12 DMG03, SCRIPT Gender).
    Sex { Female = "female", Male = "male", Unknown = "unknown" }

    /// How the patient stands to the subscriber of a coverage (X12 SBR02 / PAT01).
    Relationship { Own = "self", Spouse = "spouse", Child = "child", Other = "other" }

    /// The order in which coverages pay (X12 SBR01).
    Rank { Primary = "primary", Secondary = "secondary", Tertiary = "tertiary" }
}

#[derive(Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema, AsExpression, FromSqlRow)]
#[diesel(sql_type = Jsonb)]
#[serde(deny_unknown_fields)]
pub struct Address {
    pub line1: Name,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub line2: Option<Name>,
    pub city: Name,
    pub state: StateCode,
    pub postal_code: PostalCode,
}

/// Who a person is to a payer or a pharmacy: the least that identifies them.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema, AsExpression, FromSqlRow)]
#[diesel(sql_type = Jsonb)]
#[serde(deny_unknown_fields)]
pub struct Demographics {
    pub given_name: Name,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub middle_name: Option<Name>,
    pub family_name: Name,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub suffix: Option<Name>,
    pub birth_date: NaiveDate,
    pub sex: Sex,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub address: Option<Address>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub phone: Option<Phone>,
}

crate::redacted!(Address, Demographics);
crate::jsonb!(Address, Demographics);
