//! A prescriber's second factor: what is held beside the client's secret, shown at the moment of signing.

pub mod challenge;
pub mod prove;
pub mod routes;
pub mod store;
pub mod totp;
pub mod webauthn;

use crate::schema::second_factors;
use chrono::{DateTime, TimeDelta, Utc};
use diesel::deserialize::FromSqlRow;
use diesel::expression::AsExpression;
use diesel::prelude::*;
use diesel::sql_types::Jsonb;
use model::{Name, PractitionerId, SecondFactorId, word_enum};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// So many wrong codes in a row close a factor for a while: a code has a million values.
const MOST_FAILURES: i32 = 5;
const CLOSED_MINUTES: i64 = 15;

word_enum! {
    FactorKind {
        /// A one-time code of a device (RFC 6238).
        Totp = "totp",
        /// A security key (W3C WebAuthn).
        Webauthn = "webauthn",
    }
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema, AsExpression, FromSqlRow)]
#[diesel(sql_type = Jsonb)]
#[serde(tag = "status", rename_all = "snake_case")]
pub enum Standing {
    /// Enrolled, and not shown to work yet.
    Pending,
    Active {
        since: DateTime<Utc>,
    },
    Revoked {
        at: DateTime<Utc>,
        by: String,
    },
}
model::jsonb!(Standing);

/// What keeps a factor from being guessed or used twice.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, AsExpression, FromSqlRow)]
#[diesel(sql_type = Jsonb)]
pub struct Watch {
    /// Wrong ones since the last right one.
    failures: i32,
    closed_until: Option<DateTime<Utc>>,
    /// The last time step whose code was accepted; it and all before are spent.
    last_step: Option<u64>,
}
model::jsonb!(Watch);

#[derive(Clone, Debug, PartialEq, Queryable, Selectable, Insertable, Serialize, ToSchema)]
#[diesel(table_name = second_factors)]
pub struct SecondFactor {
    pub id: SecondFactorId,
    pub version: i64,
    pub practitioner_id: PractitionerId,
    pub kind: FactorKind,
    /// What its holder calls it.
    #[schema(value_type = String)]
    pub name: Name,
    #[serde(flatten)]
    pub standing: Standing,
    #[serde(skip)]
    pub watch: Watch,
}

#[derive(Debug, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    #[error("This needs the prescriber's second factor.")]
    Needed,
    #[error("The prescriber has no second factor that is active.")]
    NotEnrolled,
    #[error("The second factor was not accepted: it is wrong, too old, or used already.")]
    Wrong,
    #[error("The second factor is closed for a while after too many wrong tries.")]
    Closed {
        /// Seconds to wait.
        wait: u32,
    },
    #[error("Security keys need a web application to be used in, and none is set.")]
    NoRelyingParty,
    #[error(
        "This is confirmed with what its kind answers: a code of a device, or the credential of a security key."
    )]
    OtherKind,
    #[error("A second factor that is {0} cannot be {1}.")]
    WrongStanding(&'static str, &'static str),
}

impl Standing {
    fn word(&self) -> &'static str {
        match self {
            Self::Pending => "pending",
            Self::Active { .. } => "active",
            Self::Revoked { .. } => "revoked",
        }
    }
}

impl SecondFactor {
    pub fn enrol(id: SecondFactorId, of: PractitionerId, kind: FactorKind, name: Name) -> Self {
        let standing = Standing::Pending;
        Self { id, version: 1, practitioner_id: of, kind, name, standing, watch: Watch::default() }
    }

    /// None is accepted while it is closed.
    pub fn require_open(&self, now: DateTime<Utc>) -> Result<(), Refusal> {
        let Some(until) = self.watch.closed_until.filter(|until| *until > now) else { return Ok(()) };
        let wait = u32::try_from((until - now).num_seconds() + 1).unwrap_or(u32::MAX);
        Err(Refusal::Closed { wait })
    }

    /// A security key has answered its challenge.
    pub fn answered(self) -> Self {
        Self { watch: Watch::default(), ..self }
    }

    /// Takes a code of the device: each once, and none while it is closed.
    pub fn accept(
        self,
        secret: &totp::Secret,
        code: &totp::Code,
        now: DateTime<Utc>,
    ) -> Result<Self, Refusal> {
        self.require_open(now)?;
        let step = secret.step_of(code, now).ok_or(Refusal::Wrong)?;
        if self.watch.last_step.is_some_and(|last| step <= last) {
            return Err(Refusal::Wrong);
        }
        Ok(Self { watch: Watch { last_step: Some(step), ..Watch::default() }, ..self })
    }

    /// A wrong one was shown.
    pub fn failed(self, now: DateTime<Utc>) -> Self {
        let failures = self.watch.failures + 1;
        let watch = if failures < MOST_FAILURES {
            Watch { failures, ..self.watch }
        } else {
            let closed_until = Some(now + TimeDelta::minutes(CLOSED_MINUTES));
            Watch { failures: 0, closed_until, ..self.watch }
        };
        Self { watch, ..self }
    }

    pub fn require_pending(self) -> Result<Self, Refusal> {
        match self.standing {
            Standing::Pending => Ok(self),
            other => Err(Refusal::WrongStanding(other.word(), "confirmed")),
        }
    }

    /// Its holder has shown that it works.
    pub fn confirm(self, now: DateTime<Utc>) -> Result<Self, Refusal> {
        let pending = self.require_pending()?;
        Ok(Self { standing: Standing::Active { since: now }, version: pending.version + 1, ..pending })
    }

    pub fn revoke(self, by: String, at: DateTime<Utc>) -> Result<Self, Refusal> {
        match self.standing {
            Standing::Revoked { .. } => Err(Refusal::WrongStanding("revoked", "revoked")),
            _ => Ok(Self { standing: Standing::Revoked { at, by }, version: self.version + 1, ..self }),
        }
    }
}

#[cfg(test)]
mod tests;
