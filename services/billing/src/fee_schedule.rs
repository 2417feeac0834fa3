//! Fee schedules: what the practice charges for a procedure from a date on.

mod routes;
pub mod store;

pub use routes::routes;

use crate::schema::fee_schedules;
use chrono::NaiveDate;
use diesel::deserialize::FromSqlRow;
use diesel::expression::AsExpression;
use diesel::prelude::{Insertable, Queryable, Selectable};
use diesel::sql_types::Jsonb;
use model::event::{FeeScheduleSnapshot, Price};
use model::{FeeScheduleId, Money, Name, ProcedureCode};
use serde::{Deserialize, Serialize};
use std::collections::HashSet;
use utoipa::ToSchema;

/// Prices that hold from a date on; of several the latest one that lists the procedure decides.
#[derive(Serialize, ToSchema, Queryable, Selectable, Insertable)]
#[diesel(table_name = fee_schedules)]
pub struct FeeSchedule {
    pub id: FeeScheduleId,
    #[serde(skip)]
    pub version: i64,
    pub name: Name,
    pub effective: NaiveDate,
    pub items: Fees,
}

#[derive(Clone, Debug, Serialize, Deserialize, ToSchema, AsExpression, FromSqlRow)]
#[serde(transparent)]
#[diesel(sql_type = Jsonb)]
pub struct Fees(pub Vec<Fee>);
model::jsonb!(Fees);

#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Fee {
    pub procedure_code: ProcedureCode,
    /// For one unit.
    pub charge: Money,
}

#[derive(Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct CreateFeeSchedule {
    pub name: Name,
    /// The first date of service the prices hold for.
    pub effective: NaiveDate,
    pub items: Vec<Fee>,
}

#[derive(Debug, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    #[error("a fee schedule lists at least one price")]
    Empty,
    #[error("a price is not negative")]
    Negative { item: usize },
    #[error("the procedure is listed twice: keep one price")]
    Twice { item: usize },
}

impl FeeSchedule {
    pub fn create(id: FeeScheduleId, request: CreateFeeSchedule) -> Result<Self, Refusal> {
        if request.items.is_empty() {
            return Err(Refusal::Empty);
        }
        let mut seen = HashSet::new();
        for (item, fee) in request.items.iter().enumerate() {
            if fee.charge.is_negative() {
                return Err(Refusal::Negative { item });
            }
            if !seen.insert(&fee.procedure_code) {
                return Err(Refusal::Twice { item });
            }
        }
        Ok(Self {
            id,
            version: 1,
            name: request.name,
            effective: request.effective,
            items: Fees(request.items),
        })
    }

    /// What is announced: whoever estimates prices keeps it.
    pub fn snapshot(&self) -> FeeScheduleSnapshot {
        let price = |fee: &Fee| Price { procedure_code: fee.procedure_code.clone(), charge: fee.charge };
        FeeScheduleSnapshot {
            fee_schedule_id: self.id,
            name: self.name.clone(),
            effective: self.effective,
            items: self.items.0.iter().map(price).collect(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn listing(fees: &[(&str, i64)]) -> Result<FeeSchedule, Refusal> {
        let fee = |(code, cents): &(&str, i64)| Fee {
            procedure_code: code.parse().expect("a code"),
            charge: Money::from_cents(*cents),
        };
        let request = CreateFeeSchedule {
            name: "Standard".parse().expect("a name"),
            effective: NaiveDate::default(),
            items: fees.iter().map(fee).collect(),
        };
        FeeSchedule::create(FeeScheduleId(uuid::Uuid::nil()), request)
    }

    #[test]
    fn takes_one_price_a_procedure() {
        assert!(listing(&[("99213", 15_000), ("87880", 0)]).is_ok());
        assert_eq!(listing(&[]).err(), Some(Refusal::Empty));
        assert_eq!(listing(&[("99213", 1), ("99213", 2)]).err(), Some(Refusal::Twice { item: 1 }));
        assert_eq!(listing(&[("99213", -1)]).err(), Some(Refusal::Negative { item: 0 }));
    }
}
