//! How far a signed prescription has come. It only goes forward.

use super::state::{Status, Turn};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(tag = "status", rename_all = "snake_case")]
pub enum Progress {
    Signed,
    Sending,
    /// It was sent and no answer came: it may be at the pharmacy.
    Unknown {
        attempts: i32,
        /// What a person must do once the tries are used up.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        task: Option<String>,
    },
    /// SCRIPT Status 000: the next hop has it.
    AcceptedByNetwork,
    /// SCRIPT Status 010: the pharmacy's system has it; nobody has looked at it yet.
    AcceptedByPharmacy,
    /// SCRIPT Error 900 or 601: a person must look.
    Failed {
        reason: String,
    },
    Verified,
    NotDispensed {
        #[serde(default, skip_serializing_if = "Option::is_none")]
        reason: Option<String>,
    },
    PartiallyDispensed,
    Dispensed,
}

impl Progress {
    /// An error outranks the answers of machines; whatever a pharmacist did outranks an error.
    fn rank(&self) -> u8 {
        match self {
            Self::Signed => 0,
            Self::Sending => 1,
            Self::Unknown { .. } => 2,
            Self::AcceptedByNetwork => 3,
            Self::AcceptedByPharmacy => 4,
            Self::Failed { .. } => 5,
            Self::Verified => 6,
            Self::NotDispensed { .. } => 7,
            Self::PartiallyDispensed => 8,
            Self::Dispensed => 9,
        }
    }

    pub fn further(self, next: Self) -> (Self, Option<Turn>) {
        if next.rank() > self.rank() {
            let turn = next.turn();
            (next, turn)
        } else {
            (self, None)
        }
    }

    /// Back to where the fills that stand bring it; nothing but a fill is ever taken back.
    pub fn withdrawn(self, back: Self) -> (Self, Option<Turn>) {
        let filled = matches!(self, Self::PartiallyDispensed | Self::Dispensed);
        if filled && back.rank() >= Self::Verified.rank() && back.rank() <= self.rank() {
            (back, Some(Turn::FillWithdrawn))
        } else {
            (self, None)
        }
    }

    /// What a turn says besides: a pharmacist who acts shows that the pharmacy has it, also when its Status was lost with us.
    pub fn implied_by(&self, turn: Turn) -> Option<Turn> {
        let by_a_pharmacist = matches!(turn, Turn::Verified | Turn::Dispensed | Turn::NotDispensed);
        (by_a_pharmacist && self.rank() < Self::AcceptedByPharmacy.rank()).then_some(Turn::Accepted)
    }

    pub fn doubt(self, attempts: i32, task: Option<String>) -> Self {
        if self.is_answered() { self } else { Self::Unknown { attempts, task } }
    }

    /// Whether the other side has said anything about it.
    pub fn is_answered(&self) -> bool {
        self.rank() > 2
    }

    /// Whether it is at the pharmacy, or will never be.
    pub fn has_arrived(&self) -> bool {
        self.rank() >= Self::AcceptedByPharmacy.rank()
    }

    /// Whether the sender may still be at it, so that nothing must overtake it.
    pub fn is_being_sent(&self) -> bool {
        matches!(self, Self::Signed | Self::Sending | Self::Unknown { task: None, .. })
    }

    fn turn(&self) -> Option<Turn> {
        match self {
            Self::Signed | Self::Sending | Self::Unknown { .. } => None,
            Self::AcceptedByNetwork => Some(Turn::Transmitted),
            Self::AcceptedByPharmacy => Some(Turn::Accepted),
            Self::Failed { .. } => Some(Turn::Failed),
            Self::Verified => Some(Turn::Verified),
            Self::NotDispensed { .. } => Some(Turn::NotDispensed),
            Self::PartiallyDispensed | Self::Dispensed => Some(Turn::Dispensed),
        }
    }

    pub fn status(&self) -> Status {
        match self {
            Self::Signed => Status::Signed,
            Self::Sending => Status::Sending,
            Self::Unknown { .. } => Status::Unknown,
            Self::AcceptedByNetwork => Status::AcceptedByNetwork,
            Self::AcceptedByPharmacy => Status::AcceptedByPharmacy,
            Self::Failed { .. } => Status::Failed,
            Self::Verified => Status::Verified,
            Self::NotDispensed { .. } => Status::NotDispensed,
            Self::PartiallyDispensed => Status::PartiallyDispensed,
            Self::Dispensed => Status::Dispensed,
        }
    }
}
