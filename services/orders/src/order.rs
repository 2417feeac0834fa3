//! An order for a test, an image, or another practitioner's visit: signed once, sent, and followed until its results are read.

pub mod compose;
pub mod content;
pub mod courier;
pub mod draft;
pub mod duplicate;
mod line;
pub mod printed;
pub mod progress;
pub mod refusal;
pub mod routes;
pub mod signing;
pub mod state;
pub mod store;

pub use content::{Content, Kind};
pub use duplicate::{Duplicate, Duplicates};
pub use refusal::Refusal;
pub use state::{State, Status};

use crate::schema::{order_history, orders};
use crate::task::Subject;
use chrono::{DateTime, NaiveDate, Utc};
use diesel::deserialize::FromSqlRow;
use diesel::expression::AsExpression;
use diesel::prelude::*;
use diesel::sql_types::Jsonb;
use model::{LaboratoryId, LocationId, OrderId, PatientId, PractitionerId};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

/// Who signed, and when; the date is that of the practice's wall.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema, AsExpression, FromSqlRow)]
#[diesel(sql_type = Jsonb)]
#[schema(as = OrderSignature)]
pub struct Signature {
    pub signed_by: String,
    pub signed_at: DateTime<Utc>,
    pub signed_on: NaiveDate,
}
model::jsonb!(Signature);

#[derive(Clone, PartialEq, Queryable, Selectable, Insertable, Serialize, ToSchema)]
#[diesel(table_name = orders)]
pub struct Order {
    pub id: OrderId,
    pub version: i64,
    /// ORC-2: what laboratories know it by, the same for its whole life.
    pub order_number: String,
    pub patient_id: PatientId,
    pub practitioner_id: PractitionerId,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub location_id: Option<LocationId>,
    /// Who performs it; a referral names a person instead.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub laboratory_id: Option<LaboratoryId>,
    #[serde(flatten)]
    pub content: Content,
    /// The same tests ordered or done before, and why they are ordered again.
    #[serde(skip_serializing_if = "Duplicates::is_empty")]
    pub duplicates: Duplicates,
    /// Once given it is never taken back, and nothing above it changes.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub signature: Option<Signature>,
    #[serde(flatten)]
    pub state: State,
}

impl Order {
    pub fn with_state(self, state: State) -> Self {
        Self { state, version: self.version + 1, ..self }
    }

    pub fn subject(&self) -> Subject {
        Subject::Other { noun: "order", id: self.id.0 }
    }

    /// MSH-10 of the order itself.
    pub fn first_message(&self) -> String {
        format!("{}-1", self.order_number)
    }

    /// MSH-10 of the message that cancels it.
    pub fn cancellation(&self) -> String {
        format!("{}-2", self.order_number)
    }
}

/// Something that happened to an order.
#[derive(Clone, Queryable, Selectable, Insertable, Serialize, ToSchema)]
#[diesel(table_name = order_history)]
#[schema(as = OrderEvent)]
pub struct Entry {
    #[serde(skip)]
    id: Uuid,
    #[serde(skip)]
    order_id: OrderId,
    at: DateTime<Utc>,
    actor: String,
    change: String,
    /// The status after it.
    status: Status,
    #[serde(skip_serializing_if = "Option::is_none")]
    note: Option<String>,
}

impl Entry {
    pub fn new(id: Uuid, order: &Order, change: &str, by: &str, at: DateTime<Utc>) -> Self {
        let (actor, change) = (by.to_owned(), change.to_owned());
        Self { id, order_id: order.id, at, actor, change, status: order.state.status(), note: None }
    }

    pub fn note(self, note: Option<String>) -> Self {
        Self { note, ..self }
    }
}
