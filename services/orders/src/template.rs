//! Prescriptions written once and used often: favourites of a prescriber or of the practice, and sets of several.

pub mod routes;
pub mod store;

use crate::medication::Catalogue;
use crate::prescription::content::{DaysSupply, Refills, Sig};
use crate::prescription::draft::{AskedQuantity, ChosenMedication, DraftPrescription, Mistake};
use crate::schema::prescription_templates;
use chrono::{DateTime, Utc};
use diesel::deserialize::FromSqlRow;
use diesel::expression::AsExpression;
use diesel::prelude::*;
use diesel::sql_types::Jsonb;
use model::{
    Icd10, Invalid, LocationId, Name, Note, PatientId, PharmacyId, PractitionerId, PrescriptionTemplateId,
    word_enum,
};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

pub use TemplateKind as Kind;

word_enum! {
    TemplateKind { Favorite = "favorite", OrderSet = "order_set" }
}

/// A prescription but for whom, by whom and where.
#[derive(Clone, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = PrescriptionTemplateLine)]
pub struct Line {
    pub medication: ChosenMedication,
    pub sig: Sig,
    pub quantity: AskedQuantity,
    pub days_supply: DaysSupply,
    pub refills: Refills,
    #[serde(default = "yes")]
    pub substitution_allowed: bool,
    #[serde(default)]
    #[schema(max_items = 2)]
    pub diagnosis_codes: Vec<Icd10>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<Note>,
}

fn yes() -> bool {
    true
}

/// 1 to 20.
#[derive(Clone, PartialEq, Serialize, Deserialize, ToSchema, AsExpression, FromSqlRow)]
#[diesel(sql_type = Jsonb)]
#[serde(try_from = "Vec<Line>")]
#[schema(as = PrescriptionTemplateLines, value_type = Vec<Line>)]
pub struct Lines(Vec<Line>);
model::jsonb!(Lines);
model::redacted!(Lines);

impl Lines {
    pub fn one(line: Line) -> Self {
        Self(vec![line])
    }

    pub fn all(&self) -> &[Line] {
        &self.0
    }
}

impl TryFrom<Vec<Line>> for Lines {
    type Error = Invalid;

    fn try_from(lines: Vec<Line>) -> Result<Self, Invalid> {
        if (1..=20).contains(&lines.len()) {
            Ok(Self(lines))
        } else {
            Err(Invalid("must be 1 to 20 prescriptions"))
        }
    }
}

/// For whom, by whom and where a template is drafted.
#[derive(Clone, Copy, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Recipient {
    pub patient_id: PatientId,
    pub prescriber_id: PractitionerId,
    pub pharmacy_id: PharmacyId,
    pub location_id: Option<LocationId>,
}

impl Line {
    pub fn draft_for(&self, recipient: &Recipient) -> DraftPrescription {
        let line = self.clone();
        DraftPrescription {
            patient_id: recipient.patient_id,
            prescriber_id: recipient.prescriber_id,
            pharmacy_id: recipient.pharmacy_id,
            location_id: recipient.location_id,
            medication: line.medication,
            sig: line.sig,
            quantity: line.quantity,
            days_supply: line.days_supply,
            refills: line.refills,
            substitution_allowed: line.substitution_allowed,
            diagnosis_codes: line.diagnosis_codes,
            note: line.note,
            earliest_fill_date: None,
        }
    }

    /// What would keep it from being drafted for anybody.
    pub fn mistakes(&self) -> Vec<Mistake> {
        let nobody = Recipient {
            patient_id: PatientId(uuid::Uuid::nil()),
            prescriber_id: PractitionerId(uuid::Uuid::nil()),
            pharmacy_id: PharmacyId(uuid::Uuid::nil()),
            location_id: None,
        };
        match Catalogue::get().find(&self.medication.rxcui) {
            Some(medication) => self.draft_for(&nobody).mistakes(medication),
            None => vec![Mistake(
                "/medication/rxcui",
                "is not in the catalogue: take one of GET /v1/medications".to_owned(),
            )],
        }
    }
}

#[derive(Clone, PartialEq, Queryable, Selectable, Insertable, Serialize, ToSchema)]
#[diesel(table_name = prescription_templates)]
#[schema(as = PrescriptionTemplate)]
pub struct Template {
    pub id: PrescriptionTemplateId,
    pub version: i64,
    pub kind: Kind,
    /// Whose it is; the whole practice's when left out.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub prescriber_id: Option<PractitionerId>,
    pub name: Name,
    pub lines: Lines,
    pub created_at: DateTime<Utc>,
    pub created_by: String,
}

#[derive(Debug, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    #[error("There is one of this name already.")]
    NameTaken,
}
