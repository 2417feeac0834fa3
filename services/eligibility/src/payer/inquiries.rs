//! What a payer wants to be told in an inquiry, and by what it finds a person.

use crate::check::{ServiceType, ServiceTypes};
use crate::connection::Bounded;
use crate::coverage::Coverage;
use diesel::deserialize::FromSqlRow;
use diesel::expression::AsExpression;
use diesel::sql_types::Jsonb;
use model::{Demographics, Sex};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

model::word_enum! {
    /// By what a payer finds a person.
    Search {
        MemberIdNameBirthDate = "member_id_name_birth_date",
        MemberIdBirthDate = "member_id_birth_date",
        MemberIdName = "member_id_name",
        NameBirthDate = "name_birth_date",
    }

    /// What a payer wants besides.
    Required { Sex = "sex", GroupNumber = "group_number", MiddleName = "middle_name" }
}

/// Whatever is left out is as most payers have it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema, AsExpression, FromSqlRow)]
#[serde(deny_unknown_fields, default)]
#[diesel(sql_type = Jsonb)]
#[schema(as = PayerInquiries)]
pub struct Inquiries {
    /// By what the payer can find a person. Everything that is known is said first; where the payer does not find the
    /// person by that, less is said if it is listed here.
    pub searches: Vec<Search>,
    /// Without these nothing is sent.
    pub required: Vec<Required>,
    /// How often other words are tried by themselves when the payer does not know the person (a name without its suffix,
    /// its hyphen or its middle name, the formal name for a nickname or the nickname for it, or another of its searches): 0 to
    /// 5.
    pub second_tries: Bounded<0, 5>,
    /// The only service types it is asked about, 30 among them or not; all when absent.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub service_types: Option<ServiceTypes>,
}

model::jsonb!(Inquiries);

impl Default for Inquiries {
    fn default() -> Self {
        Self {
            searches: vec![Search::MemberIdNameBirthDate],
            required: Vec::new(),
            second_tries: Bounded::new(2),
            service_types: None,
        }
    }
}

impl Inquiries {
    /// Of what is asked, what this payer is asked about; the plan as a whole when nothing is left.
    pub fn about(&self, asked: &ServiceTypes) -> ServiceTypes {
        let Some(taken) = &self.service_types else { return asked.clone() };
        let both: Vec<ServiceType> = Vec::from(asked.clone())
            .into_iter()
            .filter(|code| taken.codes().any(|known| known == code.as_str()))
            .collect();
        ServiceTypes::try_from(both).unwrap_or_else(|_| ServiceTypes::plan())
    }

    /// What the payer wants and we do not have.
    pub fn missing(&self, patient: &Demographics, coverage: &Coverage) -> Vec<Required> {
        let lacks = |required: &&Required| match required {
            Required::Sex => patient.sex == Sex::Unknown,
            Required::GroupNumber => coverage.group_number.is_none(),
            Required::MiddleName => patient.middle_name.is_none(),
        };
        self.required.iter().filter(lacks).copied().collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn a_payer_is_asked_about_what_it_takes() {
        let rules = |codes| Inquiries {
            service_types: serde_json::from_value(codes).expect("codes"),
            ..Inquiries::default()
        };
        let asked: ServiceTypes = serde_json::from_value(json!(["30", "98"])).expect("codes");
        let about = |rules: Inquiries| serde_json::to_value(rules.about(&asked)).expect("JSON");
        assert_eq!(about(Inquiries::default()), json!(["30", "98"]));
        assert_eq!(about(rules(json!(["30"]))), json!(["30"]));
        assert_eq!(about(rules(json!(["98", "UC"]))), json!(["98"]));
        assert_eq!(about(rules(json!(["UC"]))), json!(["30"]));
    }
}
