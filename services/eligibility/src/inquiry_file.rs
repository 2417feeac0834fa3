//! A file of inquiries for a partner that exchanges files, and the files that answer.

pub mod exchange;
pub mod parts;
pub mod store;

use chrono::{DateTime, Utc};
use model::ConnectionId;
use uuid::Uuid;

/// Most inquiries in one file.
pub const MOST: usize = 2000;

#[derive(Clone)]
pub struct InquiryFile {
    pub id: Uuid,
    pub connection_id: ConnectionId,
    /// ISA13; the file is named after it.
    pub control: i64,
    pub inquiries: usize,
    pub made_at: DateTime<Utc>,
}

impl InquiryFile {
    pub fn name(&self) -> String {
        format!("{:09}.270", self.control)
    }
}
