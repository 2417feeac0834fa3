//! CLM01: the number a claim goes by outside, which every answer brings back.

use diesel::deserialize::{self, FromSql, FromSqlRow};
use diesel::expression::AsExpression;
use diesel::pg::{Pg, PgValue};
use diesel::serialize::{self, Output, ToSql};
use model::EncounterId;
use serde::Serialize;
use utoipa::ToSchema;

/// Eighteen capital letters and digits (payers return twenty): the same for the same encounter and submission.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, ToSchema, AsExpression, FromSqlRow)]
#[serde(transparent)]
#[schema(value_type = String)]
#[diesel(sql_type = diesel::sql_types::Text)]
pub struct ClaimNumber(String);

/// Digits and capitals without I, L, O and U, which people misread.
const ALPHABET: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";

/// The low 5·n bits of a number, five a letter.
pub fn letters(number: u128, n: u32) -> String {
    let digit = |shift: u32| char::from(ALPHABET[((number >> (5 * shift)) & 31) as usize]);
    (0..n).rev().map(digit).collect()
}

impl ClaimNumber {
    /// The low 80 bits of the encounter's id are its random part.
    pub fn of(encounter: EncounterId, submission: i16) -> Self {
        Self(format!("{}{:02}", letters(encounter.0.as_u128(), 16), submission))
    }

    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl std::fmt::Display for ClaimNumber {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0)
    }
}

impl ToSql<diesel::sql_types::Text, Pg> for ClaimNumber {
    fn to_sql<'b>(&'b self, out: &mut Output<'b, '_, Pg>) -> serialize::Result {
        ToSql::<diesel::sql_types::Text, Pg>::to_sql(self.0.as_str(), out)
    }
}

impl FromSql<diesel::sql_types::Text, Pg> for ClaimNumber {
    fn from_sql(value: PgValue<'_>) -> deserialize::Result<Self> {
        <String as FromSql<diesel::sql_types::Text, Pg>>::from_sql(value).map(Self)
    }
}
