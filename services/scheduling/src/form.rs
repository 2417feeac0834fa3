//! Forms patients fill in before a visit, and who filled in which when.

pub mod routes;
pub mod store;

use crate::schema::{completed_forms, forms};
use chrono::NaiveDate;
use diesel::prelude::*;
use model::{CompletedFormId, FormId, Name, PatientId, VisitTypeId};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

#[derive(Clone, Debug, PartialEq, Queryable, Selectable, Insertable, Serialize, ToSchema)]
#[diesel(table_name = forms)]
pub struct Form {
    pub id: FormId,
    pub version: i64,
    pub name: Name,
    /// The visits it is asked for; empty means all.
    pub visit_type_ids: Vec<VisitTypeId>,
    /// For how many days a completed one counts, that of completion included; absent means for good.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub valid_days: Option<i32>,
}

#[derive(Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct CreateForm {
    pub name: Name,
    /// At most 100; empty means all.
    #[serde(default)]
    pub visit_type_ids: Vec<VisitTypeId>,
    /// 1 to 3650.
    pub valid_days: Option<i32>,
}

/// That a patient filled in a form.
#[derive(Clone, Debug, PartialEq, Queryable, Selectable, Insertable, Serialize, ToSchema)]
#[diesel(table_name = completed_forms)]
pub struct CompletedForm {
    pub id: CompletedFormId,
    pub patient_id: PatientId,
    pub form_id: FormId,
    pub completed_on: NaiveDate,
}

#[derive(Clone, Copy, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct RecordCompletedForm {
    pub form_id: FormId,
    pub completed_on: NaiveDate,
}

#[derive(Debug, PartialEq, Eq)]
pub struct Refusal {
    pub field: &'static str,
    pub must: &'static str,
}

impl Form {
    pub fn create(id: FormId, said: CreateForm) -> Result<Self, Refusal> {
        let CreateForm { name, mut visit_type_ids, valid_days } = said;
        if visit_type_ids.len() > 100 {
            return Err(Refusal { field: "visit_type_ids", must: "must be at most 100" });
        }
        if valid_days.is_some_and(|days| !(1..=3650).contains(&days)) {
            return Err(Refusal { field: "valid_days", must: "must be 1 to 3650" });
        }
        visit_type_ids.sort_unstable();
        visit_type_ids.dedup();
        Ok(Self { id, version: 1, name, visit_type_ids, valid_days })
    }
}

impl CompletedForm {
    pub fn record(
        id: CompletedFormId,
        patient_id: PatientId,
        said: RecordCompletedForm,
        today: NaiveDate,
    ) -> Result<Self, Refusal> {
        if said.completed_on > today {
            return Err(Refusal { field: "completed_on", must: "must not lie in the future" });
        }
        Ok(Self { id, patient_id, form_id: said.form_id, completed_on: said.completed_on })
    }
}
