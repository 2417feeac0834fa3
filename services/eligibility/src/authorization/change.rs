//! Recording an authorization, changing what it says, and what the payer decides about it.

use super::{Authorization, Covers, Days, Refusal, State, Thresholds, Unit, Units, UnitsLeft, Warning};
use chrono::NaiveDate;
use model::event::{AuthorizationKind, AuthorizationStatus};
use model::{AuthorizationId, AuthorizationNumber, CoverageId, Note, PatientId};
use platform::Patch;
use platform::patch::required;
use serde::Deserialize;
use utoipa::ToSchema;

model::word_enum! {
    /// With what an authorization begins.
    FirstStatus { Requested = "requested", Approved = "approved" }
}

#[derive(Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct RecordAuthorization {
    pub patient_id: PatientId,
    /// Whose payer it is of.
    pub coverage_id: CoverageId,
    #[schema(inline)]
    pub kind: AuthorizationKind,
    #[schema(inline)]
    pub status: FirstStatus,
    /// As the payer gave it; an approved authorization has one, a referral may.
    pub number: Option<AuthorizationNumber>,
    #[serde(default)]
    pub covers: Covers,
    /// `visit` unless told.
    #[serde(default = "visits")]
    #[schema(inline)]
    pub unit: Unit,
    /// 1 unless told.
    #[serde(default = "one")]
    pub units_per_visit: Units,
    /// Left out when the dates alone limit it.
    pub granted: Option<Units>,
    /// The first date of service.
    pub effective: NaiveDate,
    /// The last date of service.
    pub expires: NaiveDate,
    /// As the practice's settings say, unless told.
    pub warn_units_left: Option<UnitsLeft>,
    /// As the practice's settings say, unless told.
    pub warn_days_before: Option<Days>,
}

const fn visits() -> Unit {
    Unit::Visit
}

const fn one() -> Units {
    Units::ONE
}

/// What is left out stays as it is; null takes away what may be absent.
#[derive(Clone, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct UpdateAuthorization {
    #[serde(default)]
    #[schema(value_type = Option<AuthorizationNumber>)]
    pub number: Patch<AuthorizationNumber>,
    /// As a whole.
    #[serde(default, deserialize_with = "required")]
    pub covers: Option<Covers>,
    #[serde(default, deserialize_with = "required")]
    pub units_per_visit: Option<Units>,
    #[serde(default)]
    #[schema(value_type = Option<Units>)]
    pub granted: Patch<Units>,
    #[serde(default, deserialize_with = "required")]
    pub effective: Option<NaiveDate>,
    #[serde(default, deserialize_with = "required")]
    pub expires: Option<NaiveDate>,
    #[serde(default, deserialize_with = "required")]
    pub warn_units_left: Option<UnitsLeft>,
    #[serde(default, deserialize_with = "required")]
    pub warn_days_before: Option<Days>,
}

/// What the payer said when it approved; what is left out is as it was requested.
#[derive(Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ApproveAuthorization {
    /// Only a referral can be without.
    pub number: Option<AuthorizationNumber>,
    pub granted: Option<Units>,
    pub effective: Option<NaiveDate>,
    pub expires: Option<NaiveDate>,
}

impl Authorization {
    pub fn record(
        id: AuthorizationId,
        asked: RecordAuthorization,
        defaults: &Thresholds,
    ) -> Result<Self, Refusal> {
        let state = match asked.status {
            FirstStatus::Requested if asked.number.is_some() => return Err(Refusal::NumberTooEarly),
            FirstStatus::Requested => State::Requested,
            FirstStatus::Approved => State::Approved { number: asked.number },
        };
        let authorization = Self {
            id,
            patient_id: asked.patient_id,
            coverage_id: asked.coverage_id,
            kind: asked.kind,
            state,
            covers: asked.covers,
            unit: asked.unit,
            units_per_visit: asked.units_per_visit,
            granted: asked.granted,
            used: 0,
            reserved: 0,
            effective: asked.effective,
            expires: asked.expires,
            warn_units_left: asked.warn_units_left.unwrap_or(defaults.warn_units_left),
            warn_days_before: asked.warn_days_before.unwrap_or(defaults.warn_days_before),
            warned: Warning::No,
            version: 1,
        };
        authorization.sound()
    }

    pub fn update(self, asked: UpdateAuthorization) -> Result<Self, Refusal> {
        let status = self.state.status();
        let state = match (self.state, asked.number) {
            (State::Approved { number }, said) => State::Approved { number: said.apply(number) },
            (state @ State::Requested, Patch::Keep) => state,
            (State::Requested, _) => return Err(Refusal::NumberTooEarly),
            _ => return Err(Refusal::WrongStatus(status, "changed")),
        };
        let authorization = Self {
            state,
            covers: asked.covers.unwrap_or(self.covers),
            units_per_visit: asked.units_per_visit.unwrap_or(self.units_per_visit),
            granted: asked.granted.apply(self.granted),
            effective: asked.effective.unwrap_or(self.effective),
            expires: asked.expires.unwrap_or(self.expires),
            warn_units_left: asked.warn_units_left.unwrap_or(self.warn_units_left),
            warn_days_before: asked.warn_days_before.unwrap_or(self.warn_days_before),
            version: self.version + 1,
            ..self
        };
        authorization.sound()
    }

    /// Also after a denial, when an appeal was won.
    pub fn approve(self, said: ApproveAuthorization) -> Result<Self, Refusal> {
        let status = self.state.status();
        if !matches!(status, AuthorizationStatus::Requested | AuthorizationStatus::Denied) {
            return Err(Refusal::WrongStatus(status, "approved"));
        }
        let authorization = Self {
            state: State::Approved { number: said.number },
            granted: said.granted.or(self.granted),
            effective: said.effective.unwrap_or(self.effective),
            expires: said.expires.unwrap_or(self.expires),
            version: self.version + 1,
            ..self
        };
        authorization.sound()
    }

    pub fn deny(self, reason: Note) -> Result<Self, Refusal> {
        match self.state.status() {
            AuthorizationStatus::Requested => {
                Ok(Self { state: State::Denied { reason }, version: self.version + 1, ..self })
            }
            status => Err(Refusal::WrongStatus(status, "denied")),
        }
    }

    pub fn void(self, reason: Note) -> Result<Self, Refusal> {
        match self.state.status() {
            AuthorizationStatus::Void => Err(Refusal::WrongStatus(AuthorizationStatus::Void, "made void")),
            _ => Ok(Self { state: State::Void { reason }, version: self.version + 1, ..self }),
        }
    }

    fn sound(self) -> Result<Self, Refusal> {
        if self.expires < self.effective {
            return Err(Refusal::EndsBeforeItBegins);
        }
        let needs_number = self.kind == AuthorizationKind::Authorization && self.is_approved();
        if needs_number && self.state.number().is_none() {
            return Err(Refusal::NumberMissing);
        }
        if self.granted.is_some_and(|granted| granted.get() < self.used) {
            return Err(Refusal::GrantedBelowUsed);
        }
        Ok(self)
    }
}
