//! What a patient must not be given, or the statement that nothing of the kind is known.

pub mod routes;
pub mod store;

use crate::schema::allergies;
use chrono::{DateTime, Utc};
use diesel::deserialize::FromSqlRow;
use diesel::expression::AsExpression;
use diesel::prelude::*;
use diesel::sql_types::Jsonb;
use model::{AllergyId, Name, PatientId, Rxcui, word_enum};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

word_enum! {
    /// How bad the reaction was.
    ReactionSeverity { Mild = "mild", Moderate = "moderate", Severe = "severe" }
}

#[derive(Clone, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Substance {
    /// RxNorm ingredient, where it is a drug.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub rxcui: Option<Rxcui>,
    /// An ingredient or a class, such as penicillin.
    pub name: Name,
}

#[derive(Clone, PartialEq, Serialize, Deserialize, ToSchema, AsExpression, FromSqlRow)]
#[diesel(sql_type = Jsonb)]
#[serde(untagged)]
#[schema(as = AllergyEntry)]
pub enum Entry {
    Substance {
        substance: Substance,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        reaction: Option<Name>,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        severity: Option<ReactionSeverity>,
    },
    NoneKnown {
        /// Always true: the patient was asked.
        no_known_allergies: bool,
    },
}
model::jsonb!(Entry);
model::redacted!(Entry);

#[derive(Clone, PartialEq, Queryable, Selectable, Insertable, Serialize, ToSchema)]
#[diesel(table_name = allergies)]
pub struct Allergy {
    pub id: AllergyId,
    pub version: i64,
    pub patient_id: PatientId,
    #[serde(flatten)]
    pub entry: Entry,
    pub recorded_at: DateTime<Utc>,
    pub recorded_by: String,
}

#[derive(Debug, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    #[error("give either a substance or no_known_allergies: true")]
    NeitherOrBoth,
    #[error("belongs to a substance, which is missing")]
    WithoutSubstance(&'static str),
    #[error("The patient has allergies on record, so it cannot be said that there are none.")]
    Contradicts,
}

/// What is on record of a patient's allergies: asking was forgotten, nothing is known, or these.
#[derive(Clone, PartialEq)]
pub enum Record {
    NeverAsked,
    NoneKnown,
    Substances(Vec<Substance>),
}

impl Record {
    pub fn of(entries: Vec<Entry>) -> Self {
        if entries.is_empty() {
            return Self::NeverAsked;
        }
        let substances = entries.into_iter().filter_map(Entry::into_substance);
        let substances: Vec<_> = substances.collect();
        if substances.is_empty() { Self::NoneKnown } else { Self::Substances(substances) }
    }
}

impl Entry {
    pub fn is_none_known(&self) -> bool {
        matches!(self, Self::NoneKnown { .. })
    }

    fn into_substance(self) -> Option<Substance> {
        match self {
            Self::Substance { substance, .. } => Some(substance),
            Self::NoneKnown { .. } => None,
        }
    }
}

impl Allergy {
    /// The new entry, judged against what is on record.
    pub fn admit(entry: &Entry, record: &Record) -> Result<(), Refusal> {
        match (entry, record) {
            (Entry::NoneKnown { .. }, Record::Substances(_)) => Err(Refusal::Contradicts),
            _ => Ok(()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn substance(name: &str) -> Entry {
        let substance = Substance { rxcui: None, name: name.parse().expect("a name") };
        Entry::Substance { substance, reaction: None, severity: None }
    }

    const NONE: Entry = Entry::NoneKnown { no_known_allergies: true };

    #[test]
    fn silence_is_not_the_same_as_none() {
        assert!(Record::of(vec![]) == Record::NeverAsked);
        assert!(Record::of(vec![NONE]) == Record::NoneKnown);
        assert!(
            matches!(Record::of(vec![NONE, substance("latex")]), Record::Substances(list) if list.len() == 1)
        );
    }

    #[test]
    fn none_contradicts_what_is_on_record() {
        let known = Record::of(vec![substance("penicillin")]);
        assert_eq!(Allergy::admit(&NONE, &known), Err(Refusal::Contradicts));
        assert_eq!(Allergy::admit(&substance("latex"), &known), Ok(()));
        assert_eq!(Allergy::admit(&substance("latex"), &Record::NoneKnown), Ok(()));
    }
}
