//! A fill: what a pharmacy handed out on a prescription, under a number of its own.

pub mod ledger;
mod measure;
mod refusal;
pub mod routes;
pub mod store;

pub use ledger::Ledger;
pub use measure::Measure;
pub use refusal::Refusal;

use crate::prescription::DaysSupply;
use crate::schema::fills;
use chrono::{DateTime, NaiveDate, Utc};
use diesel::deserialize::FromSqlRow;
use diesel::expression::AsExpression;
use diesel::prelude::*;
use diesel::sql_types::Jsonb;
use model::{FillId, Name, Ndc, Note, PrescriptionId, word_enum};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

word_enum! {
    FillKind {
        /// The rest of this fill is owed.
        Partial = "partial",
        /// With it the fill is complete; the next one is a refill.
        Complete = "complete",
    }

    /// In what the drug handed out differs from the one written (HL7 ActSubstanceAdminSubstitutionCode).
    SubstitutionKind {
        Generic = "generic",
        Brand = "brand",
        /// Another product of the same ingredients, strength and form.
        Equivalent = "equivalent",
    }

    /// Why another product was given (HL7 SubstanceAdminSubstitutionReason, and the patient's wish).
    SubstitutionReason {
        ContinuingTherapy = "continuing_therapy",
        FormularyPolicy = "formulary_policy",
        OutOfStock = "out_of_stock",
        Regulatory = "regulatory",
        PatientRequest = "patient_request",
    }

    /// Why a fill that was recorded did not happen.
    WithdrawalReason {
        EnteredByMistake = "entered_by_mistake",
        WrongPatient = "wrong_patient",
        WrongDrug = "wrong_drug",
        WrongQuantity = "wrong_quantity",
        NotPickedUp = "not_picked_up",
        ReturnedUnopened = "returned_unopened",
        Other = "other",
    }
}

#[derive(Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Substitution {
    pub kind: SubstitutionKind,
    pub reason: SubstitutionReason,
}

/// What was handed out, when, and by whom.
#[derive(Clone, PartialEq, Serialize, Deserialize, ToSchema, AsExpression, FromSqlRow)]
#[diesel(sql_type = Jsonb)]
pub struct Handout {
    pub days_supply: DaysSupply,
    /// The package it was taken from.
    pub ndc: Ndc,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub substitution: Option<Substitution>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub lot: Option<Name>,
    /// On the wall of the prescriber's location.
    pub dispensed_on: NaiveDate,
    pub operator: Name,
    pub terminal: Name,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<Note>,
}
model::jsonb!(Handout);
model::redacted!(Handout);

/// That a fill did not happen after all.
#[derive(Clone, PartialEq, Serialize, Deserialize, ToSchema, AsExpression, FromSqlRow)]
#[diesel(sql_type = Jsonb)]
pub struct Withdrawal {
    pub reason: WithdrawalReason,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<Note>,
    pub operator: Name,
    pub terminal: Name,
    pub at: DateTime<Utc>,
}
model::jsonb!(Withdrawal);
model::redacted!(Withdrawal);

#[derive(Clone, PartialEq, Queryable, Selectable, Insertable, Serialize, Deserialize, ToSchema)]
#[diesel(table_name = fills)]
pub struct Fill {
    pub id: FillId,
    pub prescription_id: PrescriptionId,
    /// 1, 2, 3 …; a number is given once, also when its fill is withdrawn.
    pub number: i32,
    pub kind: FillKind,
    pub quantity: Measure,
    #[serde(flatten)]
    pub handout: Handout,
    pub recorded_at: DateTime<Utc>,
    /// The client of this API that said so.
    pub recorded_by: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub withdrawal: Option<Withdrawal>,
}
model::redacted!(Fill);

impl Fill {
    pub fn is_live(&self) -> bool {
        self.withdrawal.is_none()
    }
}
