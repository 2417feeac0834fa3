//! The same test again: nobody does one twice unknowingly.

use chrono::{DateTime, TimeDelta, Utc};
use diesel::deserialize::FromSqlRow;
use diesel::expression::AsExpression;
use diesel::sql_types::Jsonb;
use model::{Note, OrderId, ResultId, word_enum};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

/// A test of the last thirty days counts as the same one.
pub const WINDOW: TimeDelta = TimeDelta::days(30);

word_enum! {
    /// Why a test is ordered again.
    DuplicateReason {
        FollowUp = "follow_up",
        ResultUnclear = "result_unclear",
        ConditionChanged = "condition_changed",
        OtherLaboratory = "other_laboratory",
        /// Needs a note.
        Other = "other",
    }
}

/// Where the test stands already.
#[derive(Clone, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(tag = "found", rename_all = "snake_case")]
#[schema(as = DuplicateFound)]
pub enum Found {
    Ordered { order_id: OrderId },
    Resulted { result_id: ResultId },
}

/// A test that was ordered or done before.
#[derive(Clone, PartialEq, Serialize, Deserialize, ToSchema)]
#[schema(as = DuplicateTest)]
pub struct Duplicate {
    /// The test's place in the order.
    pub index: usize,
    pub at: DateTime<Utc>,
    #[serde(flatten)]
    pub found: Found,
}

impl Duplicate {
    pub fn what(&self) -> Uuid {
        match self.found {
            Found::Ordered { order_id } => order_id.0,
            Found::Resulted { result_id } => result_id.0,
        }
    }

    /// Without the test's name, which stands at the place that is named.
    pub fn words(&self) -> String {
        let day = self.at.date_naive();
        match self.found {
            Found::Ordered { order_id } => format!("was ordered on {day}: order {order_id}"),
            Found::Resulted { result_id } => format!("was done on {day}: result {result_id}"),
        }
    }
}

/// Why the same tests are ordered again.
#[derive(Clone, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Reason {
    #[schema(inline)]
    pub code: DuplicateReason,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<Note>,
}

/// What was found when it was signed, and the reason given for it.
#[derive(Clone, Default, PartialEq, Serialize, Deserialize, ToSchema, AsExpression, FromSqlRow)]
#[diesel(sql_type = Jsonb)]
#[schema(as = OrderDuplicates)]
pub struct Duplicates {
    pub tests: Vec<Duplicate>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<Reason>,
}
model::jsonb!(Duplicates);
model::redacted!(Duplicates);

impl Duplicates {
    pub fn is_empty(&self) -> bool {
        self.tests.is_empty()
    }
}
