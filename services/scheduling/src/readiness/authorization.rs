//! Which authorizations a visit will use, and what is lacking of them.

use super::{ActionCode, NextAction};
use chrono::{Days, NaiveDate};
use model::event::{AuthorizationKind, AuthorizationSnapshot, AuthorizationStatus, EligibilitySnapshot};
use model::{
    AppointmentId, AuthorizationId, AuthorizationNumber, LocationId, PractitionerId, VisitTypeId, word_enum,
};
use serde::Serialize;
use utoipa::ToSchema;

/// An authorization that is kept for the visit.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
pub struct ReservedAuthorization {
    pub authorization_id: AuthorizationId,
    #[schema(inline)]
    pub kind: AuthorizationKind,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub number: Option<AuthorizationNumber>,
    /// Before the visit; absent when the dates alone limit it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub units_left: Option<i32>,
    /// The last date of service.
    pub expires: NaiveDate,
}

word_enum! {
    /// Why there is none.
    Lack {
        /// None is known.
        Missing = "missing",
        Requested = "requested",
        Denied = "denied",
        UsedUp = "used_up",
        Expired = "expired",
    }
}

/// No authorization is kept for the visit, though it needs one.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
pub struct LackingAuthorization {
    #[schema(inline)]
    pub why: Lack,
    /// The one that would have been used.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub authorization_id: Option<AuthorizationId>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub number: Option<AuthorizationNumber>,
}

/// The visit an authorization would be used for.
#[derive(Clone, Copy, Debug)]
pub struct Visit {
    pub id: AppointmentId,
    pub practitioner: PractitionerId,
    pub location: LocationId,
    pub visit_type: VisitTypeId,
    pub service_date: NaiveDate,
}

/// One that ended longer before the visit is no sign that the visit needs one.
const RECENT: Days = Days::new(60);

pub fn reserved(all: &[AuthorizationSnapshot], visit: &Visit) -> Vec<ReservedAuthorization> {
    let kept = all.iter().filter(|one| one.reserved_for.contains(&visit.id));
    kept.map(|one| ReservedAuthorization {
        authorization_id: one.authorization_id,
        kind: one.kind,
        number: one.number.clone(),
        units_left: one.remaining,
        expires: one.expires,
    })
    .collect()
}

/// Needed is what the payer says, and else what was used for such visits until it ran out.
pub fn lacking(
    all: &[AuthorizationSnapshot],
    visit: &Visit,
    answer: Option<&EligibilitySnapshot>,
) -> Option<LackingAuthorization> {
    let required = answer.and_then(|answer| answer.authorization_required);
    let of_coverage = |one: &&AuthorizationSnapshot| {
        answer.is_none_or(|answer| answer.coverage_id == one.coverage_id)
            && one.scope.fits(visit.practitioner, visit.location, visit.visit_type)
    };
    let fitting = || all.iter().filter(of_coverage);
    match required {
        Some(false) => None,
        Some(true) if fitting().any(|one| is_kept(one, visit) && is_authorization(one)) => None,
        Some(true) => {
            let found = fitting().filter(|one| is_authorization(one));
            let found = found.filter_map(|one| Some((lack(one, visit)?, one)));
            // The nearest to being had: the words stand in this order.
            let nearest = found.min_by_key(|(why, one)| (*why, std::cmp::Reverse(one.expires)));
            Some(match nearest {
                Some((why, one)) => LackingAuthorization::of(why, one),
                None => LackingAuthorization { why: Lack::Missing, authorization_id: None, number: None },
            })
        }
        None if fitting().any(|one| is_kept(one, visit)) => None,
        None => {
            let ran_out = fitting().filter(|one| ran_out_lately(one, visit)).max_by_key(|one| one.expires)?;
            lack(ran_out, visit).map(|why| LackingAuthorization::of(why, ran_out))
        }
    }
}

fn is_authorization(one: &AuthorizationSnapshot) -> bool {
    one.kind == AuthorizationKind::Authorization
}

fn is_kept(one: &AuthorizationSnapshot, visit: &Visit) -> bool {
    one.reserved_for.contains(&visit.id)
}

/// Why this one is not kept for the visit; none when it says nothing about it.
fn lack(one: &AuthorizationSnapshot, visit: &Visit) -> Option<Lack> {
    match one.status {
        AuthorizationStatus::Void => None,
        AuthorizationStatus::Requested => Some(Lack::Requested),
        AuthorizationStatus::Denied => Some(Lack::Denied),
        AuthorizationStatus::Approved if one.expires < visit.service_date => Some(Lack::Expired),
        AuthorizationStatus::Approved if one.effective > visit.service_date => None,
        AuthorizationStatus::Approved => Some(Lack::UsedUp),
    }
}

fn ran_out_lately(one: &AuthorizationSnapshot, visit: &Visit) -> bool {
    let since = visit.service_date.checked_sub_days(RECENT);
    one.status == AuthorizationStatus::Approved
        && one.effective <= visit.service_date
        && since.is_none_or(|since| since <= one.expires)
}

impl LackingAuthorization {
    fn of(why: Lack, one: &AuthorizationSnapshot) -> Self {
        Self { why, authorization_id: Some(one.authorization_id), number: one.number.clone() }
    }

    pub fn next_action(&self) -> NextAction {
        let (code, text) = match self.why {
            Lack::Missing => (
                ActionCode::ObtainAuthorization,
                "Ask the payer for an authorization: it pays for this visit only with one.",
            ),
            Lack::Requested => (
                ActionCode::ObtainAuthorization,
                "Ask the payer what became of the authorization that was requested.",
            ),
            Lack::Denied => (
                ActionCode::ObtainAuthorization,
                "Appeal, or tell the patient: the payer denied the authorization.",
            ),
            Lack::UsedUp => (
                ActionCode::RenewAuthorization,
                "Ask for more units: none of the authorization is left for this visit.",
            ),
            Lack::Expired => (
                ActionCode::RenewAuthorization,
                "Ask for a new authorization: the last day of the old one comes before this visit.",
            ),
        };
        NextAction { code, text: text.to_owned() }
    }
}

#[cfg(test)]
mod tests;
