//! The right to sign controlled substances: entered by one person, executed by another who is a DEA registrant (1311.125).

pub mod routes;
pub mod store;

use crate::schema::controlled_access;
use chrono::{DateTime, NaiveDate, Utc};
use diesel::deserialize::FromSqlRow;
use diesel::expression::AsExpression;
use diesel::prelude::*;
use diesel::sql_types::Jsonb;
use model::event::PractitionerSnapshot;
use model::{ControlledAccessId, DeaNumber, Name, Note, PractitionerId};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// The first letters of individual practitioners' registrations; M is a mid-level practitioner's.
const PRACTITIONERS: &[char] = &['A', 'B', 'F', 'G', 'M'];

/// Who did something, and when.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
#[schema(as = AccessDeed)]
pub struct Deed {
    pub by: String,
    pub at: DateTime<Utc>,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema, AsExpression, FromSqlRow)]
#[diesel(sql_type = Jsonb)]
#[serde(tag = "status", rename_all = "snake_case")]
#[schema(as = AccessStanding)]
pub enum Standing {
    /// It waits for a second person to execute it.
    Entered {
        entered: Deed,
    },
    Granted {
        entered: Deed,
        executed: Deed,
    },
    Revoked {
        revoked: Deed,
        reason: String,
    },
}
model::jsonb!(Standing);

#[derive(Clone, Debug, PartialEq, Queryable, Selectable, Insertable, Serialize, ToSchema)]
#[diesel(table_name = controlled_access)]
#[schema(as = ControlledAccess)]
pub struct Access {
    pub id: ControlledAccessId,
    pub version: i64,
    pub practitioner_id: PractitionerId,
    /// The registration it is for.
    #[schema(value_type = String)]
    pub dea_number: DeaNumber,
    /// The last day it counts: that of the registration or of the state's licence, whichever is first.
    pub expires_on: NaiveDate,
    #[serde(flatten)]
    pub standing: Standing,
}

#[derive(Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = EnterControlledAccess)]
pub struct Enter {
    pub practitioner_id: PractitionerId,
    /// The last day of the DEA registration or of the state's licence, whichever is first.
    pub expires_on: NaiveDate,
    /// Said when the practitioner's family name is not the one the registration was made under.
    #[serde(default)]
    pub name_differs: bool,
}

#[derive(Debug, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    #[error("The practitioner has no DEA number.")]
    NoDeaNumber,
    #[error("The practitioner has no state licence on record.")]
    NoLicence,
    #[error("The DEA number is no individual practitioner's: it begins with A, B, F, G or M.")]
    OtherRegistrant,
    #[error("The second letter of the DEA number is neither the initial of the family name nor 9.")]
    OtherInitial,
    #[error("It would have expired already.")]
    Expired,
    #[error("Whoever enters it does not execute it: that takes a second person.")]
    Oneself,
    #[error("Only a DEA registrant executes it.")]
    NotARegistrant,
    #[error("The practitioner has been granted it already.")]
    GrantedAlready,
    #[error("It does not wait to be executed.")]
    NotEntered,
    #[error("It has been revoked already.")]
    Revoked,
}

/// Check digit and shape are the type's; here are the letters.
fn require_own(number: &DeaNumber, family_name: &Name, name_differs: bool) -> Result<(), Refusal> {
    let mut letters = number.as_str().chars();
    let (kind, initial) = (letters.next(), letters.next());
    if !kind.is_some_and(|kind| PRACTITIONERS.contains(&kind)) {
        return Err(Refusal::OtherRegistrant);
    }
    let own = family_name.as_str().chars().next().map(|letter| letter.to_ascii_uppercase());
    if name_differs || initial == Some('9') || initial == own { Ok(()) } else { Err(Refusal::OtherInitial) }
}

impl Access {
    pub fn enter(
        id: ControlledAccessId,
        wish: &Enter,
        of: &PractitionerSnapshot,
        entered: Deed,
    ) -> Result<Self, Refusal> {
        let dea_number = of.dea_number.clone().ok_or(Refusal::NoDeaNumber)?;
        require_own(&dea_number, &of.family_name, wish.name_differs)?;
        if of.license_states.is_empty() {
            return Err(Refusal::NoLicence);
        }
        if wish.expires_on < entered.at.date_naive() {
            return Err(Refusal::Expired);
        }
        let (practitioner_id, expires_on) = (of.practitioner_id, wish.expires_on);
        Ok(Self {
            id,
            version: 1,
            practitioner_id,
            dea_number,
            expires_on,
            standing: Standing::Entered { entered },
        })
    }

    /// `registrant` is the practitioner whose own the executing client is, after the second factor.
    pub fn execute(self, registrant: &PractitionerSnapshot, executed: Deed) -> Result<Self, Refusal> {
        let Standing::Entered { entered } = self.standing else { return Err(Refusal::NotEntered) };
        if registrant.dea_number.is_none() {
            return Err(Refusal::NotARegistrant);
        }
        if entered.by == executed.by {
            return Err(Refusal::Oneself);
        }
        if self.expires_on < executed.at.date_naive() {
            return Err(Refusal::Expired);
        }
        let standing = Standing::Granted { entered, executed };
        Ok(Self { standing, version: self.version + 1, ..self })
    }

    /// At once, by one person: a credential was lost, a registration has lapsed, or somebody has left.
    pub fn revoke(self, reason: &Note, revoked: Deed) -> Result<Self, Refusal> {
        if matches!(self.standing, Standing::Revoked { .. }) {
            return Err(Refusal::Revoked);
        }
        let standing = Standing::Revoked { revoked, reason: reason.to_string() };
        Ok(Self { standing, version: self.version + 1, ..self })
    }

    pub fn counts_on(&self, day: NaiveDate) -> bool {
        matches!(self.standing, Standing::Granted { .. }) && day <= self.expires_on
    }
}

#[cfg(test)]
mod tests;
