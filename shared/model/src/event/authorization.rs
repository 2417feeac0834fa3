//! What is announced of a payer's authorizations and of referrals: how far they reach and what is left of them.

use super::facts;
use crate::code::AuthorizationNumber;
use crate::id::{
    AppointmentId, AuthorizationId, CoverageId, LocationId, PatientId, PractitionerId, VisitTypeId,
};
use crate::word_enum;
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

word_enum! {
    /// Who lets a visit be paid for.
    AuthorizationKind {
        /// The payer, beforehand (X12 REF G1).
        Authorization = "authorization",
        /// The primary care provider who sends the patient (X12 REF 9F).
        Referral = "referral",
    }

    /// Where an authorization stands.
    AuthorizationStatus { Requested = "requested", Approved = "approved", Denied = "denied", Void = "void" }
}

/// The visits an authorization is good for; what is not named is not limited.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct AuthorizationScope {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub practitioner_id: Option<PractitionerId>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub location_id: Option<LocationId>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub visit_type_ids: Vec<VisitTypeId>,
}

impl AuthorizationScope {
    pub fn fits(&self, practitioner: PractitionerId, location: LocationId, visit_type: VisitTypeId) -> bool {
        self.practitioner_id.is_none_or(|only| only == practitioner)
            && self.location_id.is_none_or(|only| only == location)
            && (self.visit_type_ids.is_empty() || self.visit_type_ids.contains(&visit_type))
    }
}

/// An authorization without what is treated under it: procedures stay in eligibility.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct AuthorizationSnapshot {
    pub authorization_id: AuthorizationId,
    pub patient_id: PatientId,
    pub coverage_id: CoverageId,
    pub kind: AuthorizationKind,
    pub status: AuthorizationStatus,
    /// The payer's; absent until it is approved.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub number: Option<AuthorizationNumber>,
    pub scope: AuthorizationScope,
    /// Units the payer granted; absent when the dates alone limit it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub granted: Option<i32>,
    pub used: i32,
    /// Granted and not used.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub remaining: Option<i32>,
    pub effective: NaiveDate,
    /// The last day.
    pub expires: NaiveDate,
    /// The booked appointments that will use it, as things stand.
    pub reserved_for: Vec<AppointmentId>,
    /// The completed visits that have used it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub used_for: Vec<AppointmentId>,
}

facts! { AuthorizationSnapshot by "authorization"/authorization_id:
    AuthorizationRecorded = "authorization.recorded",
    AuthorizationUpdated = "authorization.updated",
    /// Few units are left, or the last day is near.
    AuthorizationRunningLow = "authorization.running-low",
    AuthorizationExhausted = "authorization.exhausted",
}
