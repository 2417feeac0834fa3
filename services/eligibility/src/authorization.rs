//! An authorization: what a payer, or a referring physician, allowed beforehand, until when, and how much of it is left.

mod change;
pub mod due;
pub mod events;
pub mod ledger;
pub mod routes;
pub mod settings;
pub mod settle;
pub mod store;
mod units;
mod usage;
pub mod visit;
mod warning;

pub use change::{ApproveAuthorization, RecordAuthorization, UpdateAuthorization};
pub use settings::Thresholds;
pub use units::{Days, Units, UnitsLeft};
pub use usage::{Cause, RecordUse, Usage};
pub use warning::Warning;

use crate::check::ServiceType;
use crate::schema::authorizations;
use chrono::NaiveDate;
use diesel::deserialize::FromSqlRow;
use diesel::expression::AsExpression;
use diesel::prelude::*;
use diesel::sql_types::Jsonb;
use model::event::{AuthorizationKind, AuthorizationScope, AuthorizationSnapshot, AuthorizationStatus};
use model::{
    AppointmentId, AuthorizationId, AuthorizationNumber, CoverageId, Note, PatientId, ProcedureCode,
};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

#[derive(Clone, PartialEq, Serialize, ToSchema, Queryable, Selectable, Insertable, AsChangeset)]
#[diesel(table_name = authorizations, treat_none_as_null = true)]
pub struct Authorization {
    pub id: AuthorizationId,
    pub patient_id: PatientId,
    pub coverage_id: CoverageId,
    #[schema(inline)]
    pub kind: AuthorizationKind,
    #[serde(flatten)]
    pub state: State,
    pub covers: Covers,
    #[schema(inline)]
    pub unit: Unit,
    /// What a completed visit uses up.
    pub units_per_visit: Units,
    /// Absent when the dates alone limit it.
    pub granted: Option<Units>,
    /// Completed visits and corrections.
    pub used: i32,
    /// Booked visits that will use it, as things stand.
    pub reserved: i32,
    /// The first date of service.
    pub effective: NaiveDate,
    /// The last date of service.
    pub expires: NaiveDate,
    /// `authorization.running-low` is announced when no more than this is left.
    pub warn_units_left: UnitsLeft,
    /// `authorization.running-low` is announced so many days before the last one.
    pub warn_days_before: Days,
    #[serde(skip)]
    pub warned: Warning,
    pub version: i64,
}

/// Where it stands with whoever grants it.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema, AsExpression, FromSqlRow)]
#[serde(tag = "status", rename_all = "snake_case")]
#[diesel(sql_type = Jsonb)]
#[schema(as = AuthorizationState)]
pub enum State {
    Requested,
    Approved {
        /// X12 REF02 with G1 (authorization) or 9F (referral); only a referral can be without.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        number: Option<AuthorizationNumber>,
    },
    Denied {
        reason: Note,
    },
    /// Called off, or recorded by mistake; what was used stays in its history.
    Void {
        reason: Note,
    },
}

/// What it is good for; what is not named is not limited.
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema, AsExpression, FromSqlRow)]
#[serde(deny_unknown_fields, default)]
#[diesel(sql_type = Jsonb)]
#[schema(as = AuthorizationCovers)]
pub struct Covers {
    /// As the payer named them; visits are matched by the fields below, because they have no procedures before they are coded.
    pub procedure_codes: Vec<ProcedureCode>,
    /// X12 service type codes.
    pub service_types: Vec<ServiceType>,
    pub practitioner_id: Option<model::PractitionerId>,
    pub location_id: Option<model::LocationId>,
    pub visit_type_ids: Vec<model::VisitTypeId>,
}

model::jsonb!(State, Covers);
model::redacted!(State, Covers, Authorization);

model::word_enum! {
    /// What is counted.
    Unit { Visit = "visit", Unit = "unit" }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    #[error("There is no such coverage in this practice.")]
    UnknownCoverage,
    #[error("The coverage is another patient's.")]
    OtherPatient,
    #[error("The last day would come before the first.")]
    EndsBeforeItBegins,
    #[error("An approved authorization has the number the payer gave it.")]
    NumberMissing,
    #[error("Only an approved authorization has a number.")]
    NumberTooEarly,
    #[error("More is used than would be granted.")]
    GrantedBelowUsed,
    #[error("Fewer units are left than a visit or this use would take.")]
    Overdrawn,
    #[error("No more can be given back than was used.")]
    BelowZero,
    #[error("Name 1 to 9999 units used, or as many given back with a minus.")]
    NoUnits,
    #[error("An authorization that is {0} cannot be {1}.")]
    WrongStatus(AuthorizationStatus, &'static str),
    #[error("The coverage has another authorization of this kind with this number.")]
    NumberTaken,
}

impl State {
    pub fn status(&self) -> AuthorizationStatus {
        match self {
            Self::Requested => AuthorizationStatus::Requested,
            Self::Approved { .. } => AuthorizationStatus::Approved,
            Self::Denied { .. } => AuthorizationStatus::Denied,
            Self::Void { .. } => AuthorizationStatus::Void,
        }
    }

    pub fn number(&self) -> Option<&AuthorizationNumber> {
        match self {
            Self::Approved { number } => number.as_ref(),
            Self::Requested | Self::Denied { .. } | Self::Void { .. } => None,
        }
    }
}

impl Covers {
    pub fn scope(&self) -> AuthorizationScope {
        AuthorizationScope {
            practitioner_id: self.practitioner_id,
            location_id: self.location_id,
            visit_type_ids: self.visit_type_ids.clone(),
        }
    }
}

impl Authorization {
    pub fn is_approved(&self) -> bool {
        self.state.status() == AuthorizationStatus::Approved
    }

    /// Granted and not used; none when the dates alone limit it.
    pub fn remaining(&self) -> Option<i32> {
        self.granted.map(|granted| granted.get() - self.used)
    }

    /// Takes units by hand, or gives them back; whether booked visits still find some is settled afterwards.
    pub fn correct(self, units: i32) -> Result<Self, Refusal> {
        if !(1..=9999).contains(&units.abs()) {
            return Err(Refusal::NoUnits);
        }
        if !self.is_approved() {
            return Err(Refusal::WrongStatus(self.state.status(), "used or corrected"));
        }
        let used = self.used + units;
        if used < 0 {
            return Err(Refusal::BelowZero);
        }
        if self.granted.is_some_and(|granted| granted.get() < used) {
            return Err(Refusal::Overdrawn);
        }
        Ok(Self { used, version: self.version + 1, ..self })
    }

    /// With the booked visits that will use it, and the completed ones that have.
    pub fn snapshot(
        &self,
        reserved_for: Vec<AppointmentId>,
        used_for: Vec<AppointmentId>,
    ) -> AuthorizationSnapshot {
        AuthorizationSnapshot {
            authorization_id: self.id,
            patient_id: self.patient_id,
            coverage_id: self.coverage_id,
            kind: self.kind,
            status: self.state.status(),
            number: self.state.number().cloned(),
            scope: self.covers.scope(),
            granted: self.granted.map(Units::get),
            used: self.used,
            remaining: self.remaining(),
            effective: self.effective,
            expires: self.expires,
            reserved_for,
            used_for,
        }
    }
}

#[cfg(test)]
mod tests;
