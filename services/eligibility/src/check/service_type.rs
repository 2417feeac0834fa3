//! What a payer is asked about: X12 service type codes (EQ01, EB03).

use diesel::deserialize::FromSqlRow;
use diesel::expression::AsExpression;
use diesel::sql_types::Jsonb;
use model::Invalid;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// One or two capital letters or digits, such as `30` (the plan as a whole) or `98` (a physician's office visit).
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, ToSchema)]
#[serde(try_from = "String", into = "String")]
#[schema(value_type = String, example = "30")]
pub struct ServiceType(String);

/// 1 to 99 codes, each once, sorted: equal questions are equal values.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema, AsExpression, FromSqlRow)]
#[serde(try_from = "Vec<ServiceType>", into = "Vec<ServiceType>")]
#[diesel(sql_type = Jsonb)]
#[schema(value_type = Vec<ServiceType>)]
pub struct ServiceTypes(Vec<ServiceType>);

model::jsonb!(ServiceTypes);

/// The code for the plan as a whole.
pub const PLAN: &str = "30";
/// The code for a physician's office visit.
pub const OFFICE_VISIT: &str = "98";

impl ServiceType {
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl ServiceTypes {
    pub fn plan() -> Self {
        Self(vec![ServiceType(PLAN.to_owned())])
    }

    pub fn codes(&self) -> impl Iterator<Item = &str> {
        self.0.iter().map(ServiceType::as_str)
    }
}

impl TryFrom<String> for ServiceType {
    type Error = Invalid;

    fn try_from(text: String) -> Result<Self, Invalid> {
        let code = |byte: u8| byte.is_ascii_digit() || byte.is_ascii_uppercase();
        let well_formed = (1..=2).contains(&text.len()) && text.bytes().all(code);
        if well_formed {
            Ok(Self(text))
        } else {
            Err(Invalid("a service type is an X12 code such as 30, 98 or UC"))
        }
    }
}

impl From<ServiceType> for String {
    fn from(code: ServiceType) -> String {
        code.0
    }
}

impl TryFrom<Vec<ServiceType>> for ServiceTypes {
    type Error = Invalid;

    fn try_from(mut codes: Vec<ServiceType>) -> Result<Self, Invalid> {
        codes.sort_unstable();
        codes.dedup();
        if (1..=99).contains(&codes.len()) {
            Ok(Self(codes))
        } else {
            Err(Invalid("ask for 1 to 99 service types"))
        }
    }
}

impl From<ServiceTypes> for Vec<ServiceType> {
    fn from(types: ServiceTypes) -> Self {
        types.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn equal_questions_are_equal_values() -> serde_json::Result<()> {
        let one: ServiceTypes = serde_json::from_str(r#"["98","30","98"]"#)?;
        let other: ServiceTypes = serde_json::from_str(r#"["30","98"]"#)?;
        assert_eq!(one, other);
        for bad in ["[]", r#"["300"]"#, r#"["a"]"#, r#"[""]"#, r#"["3*"]"#] {
            assert!(serde_json::from_str::<ServiceTypes>(bad).is_err(), "{bad}");
        }
        Ok(())
    }
}
