//! What an outcome rests on.

use crate::check::benefit::Benefit;
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

model::word_enum! {
    /// Which statement of the payer decided.
    BasisCode {
        /// One about the service asked about.
        AskedService = "asked_service",
        /// One about the plan as a whole.
        Plan = "plan",
        /// One about medical care, such as an office visit.
        MedicalCare = "medical_care",
        /// The payer says it does not cover what was asked about.
        NotCovered = "not_covered",
        /// The coverage had ended by the day asked about.
        Ended = "ended",
        /// The coverage begins after the day asked about.
        NotBegun = "not_begun",
    }
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[schema(as = EligibilityBasis)]
pub struct Basis {
    pub code: BasisCode,
    pub meaning: String,
    /// The services the deciding statement names, in words; empty where it speaks of the whole plan.
    pub services: Vec<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub plan: Option<String>,
    /// The last day of the coverage.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub ended: Option<NaiveDate>,
    /// The first day of the coverage.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub begins: Option<NaiveDate>,
}

impl Basis {
    pub fn of(code: BasisCode, decisive: &Benefit) -> Self {
        let (services, plan) = (decisive.services.clone(), decisive.plan.clone());
        Self { code, meaning: code.in_words().to_owned(), services, plan, ended: None, begins: None }
    }
}

impl BasisCode {
    fn in_words(self) -> &'static str {
        match self {
            Self::AskedService => "The payer says so of what was asked about.",
            Self::Plan => "The payer says so of the plan as a whole.",
            Self::MedicalCare => "The payer says so of medical care, and nothing of the plan as a whole.",
            Self::NotCovered => "The payer does not cover what was asked about.",
            Self::Ended => "The coverage had ended by the day asked about.",
            Self::NotBegun => "The coverage begins after the day asked about.",
        }
    }
}
