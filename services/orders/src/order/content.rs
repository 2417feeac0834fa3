//! What is ordered.

use crate::compendium::{Loinc, TestCode};
use chrono::{DateTime, Utc};
use diesel::deserialize::FromSqlRow;
use diesel::expression::AsExpression;
use diesel::sql_types::Jsonb;
use model::{Icd10, Name, Note, Npi, Phone, word_enum};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

pub use {OrderBill as Bill, OrderKind as Kind, OrderPriority as Priority};

word_enum! {
    OrderKind { Lab = "lab", Imaging = "imaging", Referral = "referral" }

    /// TQ1-9 (table 0485).
    OrderPriority { Routine = "routine", Urgent = "urgent", Stat = "stat" }

    /// Whom the laboratory bills.
    OrderBill {
        Insurance = "insurance",
        Patient = "patient",
        /// The practice's account with the laboratory.
        Practice = "practice",
    }
}

/// The words of the order; frozen by the signature.
#[derive(Clone, PartialEq, Serialize, Deserialize, ToSchema, AsExpression, FromSqlRow)]
#[diesel(sql_type = Jsonb)]
#[schema(as = OrderContent)]
pub struct Content {
    #[serde(flatten)]
    pub what: What,
    pub priority: Priority,
    /// Why; the first is the primary one.
    pub diagnosis_codes: Vec<Icd10>,
    /// What the performer is to find out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub question: Option<Note>,
    pub bill: Bill,
}
model::jsonb!(Content);
model::redacted!(Content);

#[derive(Clone, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(tag = "kind", rename_all = "snake_case")]
#[schema(as = Ordered)]
pub enum What {
    Lab {
        tests: Vec<Test>,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        specimen: Option<Specimen>,
    },
    Imaging {
        tests: Vec<Test>,
    },
    Referral {
        referred_to: ReferredTo,
    },
}

/// A test or an image by the performer's code.
#[derive(Clone, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = OrderedTest)]
pub struct Test {
    pub code: TestCode,
    /// Taken from the compendium where one is loaded.
    pub name: Name,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub loinc: Option<Loinc>,
}

impl Test {
    /// What tells whether two tests are the same, whoever performs them.
    pub fn key(&self) -> &str {
        self.loinc.as_ref().map_or_else(|| self.code.as_str(), Loinc::as_str)
    }
}

/// What was taken from the patient.
#[derive(Clone, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = TakenSpecimen)]
pub struct Specimen {
    /// Such as `serum`.
    pub source: Name,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub collected_at: Option<DateTime<Utc>>,
}

/// A practitioner of another practice, or a speciality.
#[derive(Clone, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ReferredTo {
    pub specialty: Name,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<Name>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub npi: Option<Npi>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub phone: Option<Phone>,
}

impl Content {
    pub fn kind(&self) -> Kind {
        match self.what {
            What::Lab { .. } => Kind::Lab,
            What::Imaging { .. } => Kind::Imaging,
            What::Referral { .. } => Kind::Referral,
        }
    }

    pub fn tests(&self) -> &[Test] {
        match &self.what {
            What::Lab { tests, .. } | What::Imaging { tests } => tests,
            What::Referral { .. } => &[],
        }
    }

    pub fn specimen(&self) -> Option<&Specimen> {
        match &self.what {
            What::Lab { specimen, .. } => specimen.as_ref(),
            What::Imaging { .. } | What::Referral { .. } => None,
        }
    }
}
