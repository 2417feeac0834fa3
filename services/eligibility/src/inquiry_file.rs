//! A file of inquiries for a partner that exchanges files, and the files that answer.

pub mod acknowledgment;
mod core;
pub mod exchange;
mod folder;
pub mod parts;
pub mod store;
mod take;

use chrono::{DateTime, TimeDelta, Utc};
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
    pub progress: Progress,
}

/// How far it has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Progress {
    /// It is still here.
    Waiting,
    /// It was being handed over, and whether it arrived is not known.
    Unsure {
        since: DateTime<Utc>,
    },
    HandedOver {
        at: DateTime<Utc>,
    },
    /// The partner has read it.
    Acknowledged,
}

/// What to do next about a file that travels by CORE.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step {
    HandOver,
    FetchAcknowledgment,
    FetchResults,
}

/// An acknowledgment is there within an hour (CAQH CORE 155); who says for so long that there is none never got the file.
const AN_HOUR: TimeDelta = TimeDelta::hours(1);

impl InquiryFile {
    pub fn name(&self) -> String {
        format!("{:09}.270", self.control)
    }

    /// A file is never handed over a second time while the first time may have worked: the partner is asked instead.
    pub fn next_step(&self, now: DateTime<Utc>) -> Step {
        match self.progress {
            Progress::Waiting => Step::HandOver,
            Progress::Unsure { since } if now < since + AN_HOUR => Step::FetchAcknowledgment,
            Progress::Unsure { .. } => Step::HandOver,
            Progress::HandedOver { at } if now < at + AN_HOUR => Step::FetchAcknowledgment,
            Progress::HandedOver { .. } | Progress::Acknowledged => Step::FetchResults,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_is_handed_over_twice_while_it_may_have_arrived() {
        let moment =
            |minutes: i64| DateTime::from_timestamp(1_782_000_000 + minutes * 60, 0).expect("a moment");
        let (unsure, there) = (Progress::Unsure { since: moment(0) }, Progress::HandedOver { at: moment(0) });
        for (progress, minutes, step) in [
            (Progress::Waiting, 0, Step::HandOver),
            (unsure, 0, Step::FetchAcknowledgment),
            (unsure, 59, Step::FetchAcknowledgment),
            (unsure, 60, Step::HandOver),
            (there, 0, Step::FetchAcknowledgment),
            (there, 60, Step::FetchResults),
            (Progress::Acknowledged, 0, Step::FetchResults),
        ] {
            let id = uuid::Uuid::nil();
            let (connection_id, control, inquiries, made_at) = (ConnectionId(id), 1, 1, moment(0));
            let file = InquiryFile { id, connection_id, control, inquiries, made_at, progress };
            assert_eq!(file.next_step(moment(minutes)), step, "{progress:?} after {minutes} min");
        }
    }
}
