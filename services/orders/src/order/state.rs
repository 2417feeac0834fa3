//! How far an order has come.

use chrono::{DateTime, Utc};
use diesel::deserialize::FromSqlRow;
use diesel::expression::AsExpression;
use diesel::sql_types::Jsonb;
use model::{Note, word_enum};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

pub use OrderStatus as Status;

word_enum! {
    OrderStatus {
        Draft = "draft",
        Signed = "signed",
        Sending = "sending",
        Unknown = "unknown",
        Sent = "sent",
        Acknowledged = "acknowledged",
        Rejected = "rejected",
        InProgress = "in_progress",
        Resulted = "resulted",
        Reviewed = "reviewed",
        CancelPending = "cancel_pending",
        CancelDenied = "cancel_denied",
        Cancelled = "cancelled",
    }
}

#[derive(Clone, PartialEq, Serialize, Deserialize, ToSchema, AsExpression, FromSqlRow)]
#[diesel(sql_type = Jsonb)]
#[serde(tag = "status", rename_all = "snake_case")]
#[schema(as = OrderState)]
pub enum State {
    Draft,
    /// To be sent, or to be handed over on paper.
    Signed,
    Sending,
    /// It was sent and no answer came: it may be there.
    Unknown {
        attempts: i32,
        /// No further try is made: a person must ask.
        given_up: bool,
    },
    /// Handed over by a person.
    Sent {
        how: Note,
        sent_by: String,
        sent_at: DateTime<Utc>,
    },
    /// AA: the laboratory's system has it.
    Acknowledged,
    /// AE or AR: a person must look.
    Rejected {
        reason: String,
    },
    /// Some results are there, or none is final yet.
    InProgress,
    /// All results are there.
    Resulted,
    /// All results are there and have been read.
    Reviewed {
        reviewed_by: String,
        reviewed_at: DateTime<Utc>,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        note: Option<Note>,
    },
    /// The laboratory was asked to cancel it.
    CancelPending {
        note: Note,
    },
    CancelDenied {
        reason: String,
    },
    Cancelled {
        note: Note,
    },
}
model::jsonb!(State);
model::redacted!(State);

/// What follows from a wish to cancel.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Recall {
    /// The performer never had it electronically.
    Done,
    /// It must be told.
    ToBeTold,
}

/// What is known of the results of an order.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Results {
    Partial,
    Complete,
    /// Complete, and the last of them read by this client.
    Read(String),
}

impl State {
    pub fn status(&self) -> Status {
        match self {
            Self::Draft => Status::Draft,
            Self::Signed => Status::Signed,
            Self::Sending => Status::Sending,
            Self::Unknown { .. } => Status::Unknown,
            Self::Sent { .. } => Status::Sent,
            Self::Acknowledged => Status::Acknowledged,
            Self::Rejected { .. } => Status::Rejected,
            Self::InProgress => Status::InProgress,
            Self::Resulted => Status::Resulted,
            Self::Reviewed { .. } => Status::Reviewed,
            Self::CancelPending { .. } => Status::CancelPending,
            Self::CancelDenied { .. } => Status::CancelDenied,
            Self::Cancelled { .. } => Status::Cancelled,
        }
    }

    /// Whether the order itself is still to be sent.
    pub fn is_to_be_sent(&self) -> bool {
        matches!(self, Self::Signed | Self::Sending | Self::Unknown { given_up: false, .. })
    }

    /// The answer of the laboratory; what it shows later, by results, outranks it.
    pub fn answered(self, refused: Option<String>) -> Self {
        match (self, refused) {
            (Self::Signed | Self::Sending | Self::Unknown { .. }, None) => Self::Acknowledged,
            (Self::Signed | Self::Sending | Self::Unknown { .. }, Some(reason)) => Self::Rejected { reason },
            (Self::CancelPending { note }, None) => Self::Cancelled { note },
            (Self::CancelPending { .. }, Some(reason)) => Self::CancelDenied { reason },
            (state, _) => state,
        }
    }

    pub fn doubt(self, attempts: i32, given_up: bool) -> Self {
        match self {
            Self::Signed | Self::Sending | Self::Unknown { .. } => Self::Unknown { attempts, given_up },
            state => state,
        }
    }

    /// Err: the status in which it cannot be cancelled.
    pub fn recall(self, note: Note, by_wire: bool) -> Result<(Self, Recall), Status> {
        match self {
            Self::Draft | Self::Signed | Self::Sent { .. } | Self::Rejected { .. } => {
                Ok((Self::Cancelled { note }, Recall::Done))
            }
            Self::Acknowledged | Self::Unknown { given_up: true, .. } | Self::CancelDenied { .. }
                if by_wire =>
            {
                Ok((Self::CancelPending { note }, Recall::ToBeTold))
            }
            state => Err(state.status()),
        }
    }

    /// Given to the performer by a person: on paper, or because the line does not work.
    pub fn hand_over(
        self,
        how: Note,
        sent_by: String,
        sent_at: DateTime<Utc>,
        by_wire: bool,
    ) -> Result<Self, Status> {
        match self {
            Self::Signed if !by_wire => Ok(Self::Sent { how, sent_by, sent_at }),
            Self::Rejected { .. } | Self::Unknown { given_up: true, .. } => {
                Ok(Self::Sent { how, sent_by, sent_at })
            }
            state => Err(state.status()),
        }
    }

    /// What a referral or an order on paper came to, in the words of who has read it.
    pub fn close(self, note: Note, reviewed_by: String, reviewed_at: DateTime<Utc>) -> Result<Self, Status> {
        match self {
            Self::Sent { .. } | Self::Acknowledged | Self::InProgress | Self::Resulted => {
                Ok(Self::Reviewed { reviewed_by, reviewed_at, note: Some(note) })
            }
            state => Err(state.status()),
        }
    }

    /// Results show that the performer has it, whatever was answered before; one that was cancelled stays so.
    pub fn hear(self, results: Results, now: DateTime<Utc>) -> Self {
        match (self, results) {
            (state @ (Self::Cancelled { .. } | Self::Draft), _) => state,
            (_, Results::Partial) => Self::InProgress,
            (_, Results::Complete) => Self::Resulted,
            (state @ Self::Reviewed { .. }, Results::Read(_)) => state,
            (_, Results::Read(reviewed_by)) => Self::Reviewed { reviewed_by, reviewed_at: now, note: None },
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn note() -> Note {
        "no longer needed".parse().expect("a note")
    }

    fn given_up() -> State {
        State::Unknown { attempts: 5, given_up: true }
    }

    #[test]
    fn nothing_that_may_be_on_the_wire_is_cancelled_over_its_head() {
        let trying = State::Unknown { attempts: 1, given_up: false };
        for (state, wanted) in [
            (State::Draft, Ok(Recall::Done)),
            (State::Signed, Ok(Recall::Done)),
            (State::Sending, Err(Status::Sending)),
            (trying, Err(Status::Unknown)),
            (given_up(), Ok(Recall::ToBeTold)),
            (State::Acknowledged, Ok(Recall::ToBeTold)),
            (State::Rejected { reason: String::new() }, Ok(Recall::Done)),
            (State::InProgress, Err(Status::InProgress)),
            (State::Resulted, Err(Status::Resulted)),
            (State::Cancelled { note: note() }, Err(Status::Cancelled)),
        ] {
            let status = state.status();
            assert_eq!(state.recall(note(), true).map(|(_, recall)| recall), wanted, "{status}");
        }
    }

    #[test]
    fn answers_move_only_what_waits_for_them() {
        for (state, refused, wanted) in [
            (State::Sending, None, Status::Acknowledged),
            (given_up(), None, Status::Acknowledged),
            (State::Sending, Some("no such test"), Status::Rejected),
            (State::CancelPending { note: note() }, None, Status::Cancelled),
            (State::CancelPending { note: note() }, Some("done"), Status::CancelDenied),
            (State::Resulted, None, Status::Resulted),
            (State::InProgress, Some("late"), Status::InProgress),
        ] {
            let status = state.status();
            assert_eq!(state.answered(refused.map(str::to_owned)).status(), wanted, "{status}");
        }
    }

    #[test]
    fn results_outrank_answers_and_a_correction_opens_the_order_again() {
        let now = DateTime::UNIX_EPOCH;
        let read = |state: State| state.hear(Results::Read("ann".to_owned()), now);
        assert_eq!(
            State::Rejected { reason: String::new() }.hear(Results::Partial, now).status(),
            Status::InProgress
        );
        assert_eq!(State::Sending.hear(Results::Complete, now).status(), Status::Resulted);
        assert_eq!(read(State::Resulted).status(), Status::Reviewed);
        assert_eq!(read(State::Resulted).hear(Results::Complete, now).status(), Status::Resulted);
        assert_eq!(
            State::Cancelled { note: note() }.hear(Results::Complete, now).status(),
            Status::Cancelled
        );
    }
}
