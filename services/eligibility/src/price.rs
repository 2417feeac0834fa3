//! Prices: what the practice charges for a procedure on a day, and what a payer's contract allows for it.

pub mod events;
pub mod routes;
pub mod store;

use crate::schema::contract_prices;
use chrono::NaiveDate;
use diesel::deserialize::FromSqlRow;
use diesel::expression::AsExpression;
use diesel::prelude::*;
use diesel::sql_types::Jsonb;
use model::{Money, Name, PayerId, ProcedureCode};
use serde::{Deserialize, Serialize};
use std::collections::HashSet;
use utoipa::ToSchema;
use uuid::Uuid;

/// What a payer's contract allows from a date of service on; of several the latest one that lists the procedure decides.
#[derive(Clone, Serialize, ToSchema, Queryable, Selectable, Insertable)]
#[diesel(table_name = contract_prices)]
pub struct ContractPrices {
    pub id: Uuid,
    pub payer_id: PayerId,
    pub name: Name,
    /// The first date of service they hold for.
    pub effective: NaiveDate,
    pub items: AllowedAmounts,
    pub version: i64,
}

/// Contract prices without their items, which can be thousands.
#[derive(Serialize, ToSchema, Queryable, Selectable)]
#[diesel(table_name = contract_prices)]
pub struct ContractPricesHeading {
    pub id: Uuid,
    pub payer_id: PayerId,
    pub name: Name,
    pub effective: NaiveDate,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema, AsExpression, FromSqlRow)]
#[serde(transparent)]
#[diesel(sql_type = Jsonb)]
pub struct AllowedAmounts(pub Vec<AllowedAmount>);
model::jsonb!(AllowedAmounts);

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct AllowedAmount {
    pub procedure_code: ProcedureCode,
    /// For one unit: what the payer and the patient pay together.
    pub amount: Money,
}

#[derive(Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct LoadContractPrices {
    pub payer_id: PayerId,
    pub name: Name,
    /// The first date of service they hold for.
    pub effective: NaiveDate,
    /// 1 to 10000 procedures, each once.
    pub items: Vec<AllowedAmount>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    #[error("There is no such payer in this practice.")]
    UnknownPayer,
    #[error("List 1 to 10000 procedures.")]
    Count,
    #[error("An amount is not negative.")]
    Negative { item: usize },
    #[error("The procedure is listed twice: keep one amount.")]
    Twice { item: usize },
}

const MOST_ITEMS: usize = 10_000;

impl ContractPrices {
    pub fn load(id: Uuid, asked: LoadContractPrices) -> Result<Self, Refusal> {
        let LoadContractPrices { payer_id, name, effective, items } = asked;
        if !(1..=MOST_ITEMS).contains(&items.len()) {
            return Err(Refusal::Count);
        }
        let mut seen = HashSet::new();
        for (item, allowed) in items.iter().enumerate() {
            if allowed.amount.is_negative() {
                return Err(Refusal::Negative { item });
            }
            if !seen.insert(&allowed.procedure_code) {
                return Err(Refusal::Twice { item });
            }
        }
        Ok(Self { id, payer_id, name, effective, items: AllowedAmounts(items), version: 1 })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_procedure_has_one_amount() {
        let load = |items: &[(&str, i64)]| {
            let item = |(code, cents): &(&str, i64)| AllowedAmount {
                procedure_code: code.parse().expect("a code"),
                amount: Money::from_cents(*cents),
            };
            let asked = LoadContractPrices {
                payer_id: PayerId(Uuid::nil()),
                name: "2027".parse().expect("a name"),
                effective: NaiveDate::default(),
                items: items.iter().map(item).collect(),
            };
            ContractPrices::load(Uuid::nil(), asked).err()
        };
        assert_eq!(load(&[("99213", 9_000), ("87880", 0)]), None);
        assert_eq!(load(&[]), Some(Refusal::Count));
        assert_eq!(load(&[("99213", -1)]), Some(Refusal::Negative { item: 0 }));
        assert_eq!(load(&[("99213", 1), ("99214", 1), ("99213", 2)]), Some(Refusal::Twice { item: 2 }));
    }
}
