//! HL7 messages: what laboratories say, what we say to them, and that each is heard once.

pub mod arrival;
pub mod inbound;
pub mod mllp;
pub mod routes;
pub mod store;
pub mod tls;

use crate::message::Direction;
use crate::schema::hl7_messages;
use chrono::{DateTime, Utc};
use diesel::prelude::*;
use model::{LaboratoryId, OrderId};
use uuid::Uuid;

/// A message as it went over the wire.
#[derive(Clone, Queryable, Selectable, Insertable)]
#[diesel(table_name = hl7_messages)]
pub struct Logged {
    pub id: Uuid,
    pub laboratory_id: Option<LaboratoryId>,
    pub order_id: Option<OrderId>,
    pub direction: Direction,
    /// MSH-3 and MSH-4 of the sender.
    pub sender: Option<String>,
    /// MSH-10.
    pub control_id: Option<String>,
    pub at: DateTime<Utc>,
    pub body: Vec<u8>,
    /// What was answered.
    pub answer: Option<String>,
    /// Whether it was taken (AA).
    pub accepted: bool,
}

impl Logged {
    pub fn incoming(id: Uuid, header: Option<&hl7::Header>, body: &[u8], at: DateTime<Utc>) -> Self {
        Self {
            id,
            laboratory_id: None,
            order_id: None,
            direction: Direction::In,
            sender: header.map(|h| sender(&h.sending_application, &h.sending_facility)),
            control_id: header.map(|header| header.control_id.clone()),
            at,
            body: body.to_vec(),
            answer: None,
            accepted: false,
        }
    }
}

/// Who sends, as one text.
pub fn sender(application: &str, facility: &str) -> String {
    format!("{application}|{facility}")
}
