//! What a payer is asked about: X12 service type codes (EQ01, EB03).

use diesel::deserialize::FromSqlRow;
use diesel::expression::AsExpression;
use diesel::sql_types::Jsonb;
use model::Invalid;
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;
use utoipa::ToSchema;

pub use model::ServiceType;

/// 1 to 99 codes, each once, sorted: equal questions are equal values.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema, AsExpression, FromSqlRow)]
#[serde(try_from = "Vec<ServiceType>", into = "Vec<ServiceType>")]
#[diesel(sql_type = Jsonb)]
#[schema(value_type = Vec<ServiceType>)]
pub struct ServiceTypes(Vec<ServiceType>);

model::jsonb!(ServiceTypes);

/// EQ01 repeats at most so often.
const LONGEST: usize = 99;
/// The code for the plan as a whole.
pub const PLAN: &str = "30";
/// The code for a physician's office visit.
pub const OFFICE_VISIT: &str = "98";

impl ServiceTypes {
    pub fn plan() -> Self {
        Self(vec![ServiceType::plan()])
    }

    /// These and the plan as a whole, whose status is always asked for.
    pub fn with_plan(codes: &[ServiceType]) -> Self {
        let all: BTreeSet<ServiceType> =
            codes.iter().take(LONGEST - 1).cloned().chain([ServiceType::plan()]).collect();
        Self(all.into_iter().collect())
    }

    /// Whether an answer to these answers the others too.
    pub fn cover(&self, others: &Self) -> bool {
        others.0.iter().all(|code| self.0.binary_search(code).is_ok())
    }

    pub fn codes(&self) -> impl Iterator<Item = &str> {
        self.0.iter().map(ServiceType::as_str)
    }
}

impl TryFrom<Vec<ServiceType>> for ServiceTypes {
    type Error = Invalid;

    fn try_from(mut codes: Vec<ServiceType>) -> Result<Self, Invalid> {
        codes.sort_unstable();
        codes.dedup();
        if (1..=LONGEST).contains(&codes.len()) {
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
        let more = ServiceTypes::with_plan(&["98".parse().expect("a code")]);
        assert_eq!(more, other);
        assert!(more.cover(&ServiceTypes::plan()) && !ServiceTypes::plan().cover(&more));
        Ok(())
    }
}
