//! Rules for member ids in the database: at most one a payer.

use super::MemberIdRule;
use crate::schema::member_id_rules::{self, table};
use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use model::PayerId;
use platform::Tx;

pub async fn find(tx: &mut Tx, payer: PayerId) -> QueryResult<Option<MemberIdRule>> {
    let rule = table.filter(member_id_rules::payer_id.eq(payer));
    rule.select(MemberIdRule::as_select()).first(tx).await.optional()
}

/// False when another came before.
pub async fn put(tx: &mut Tx, rule: &MemberIdRule) -> QueryResult<bool> {
    if rule.version == 1 {
        let insert = diesel::insert_into(table).values(rule).on_conflict_do_nothing();
        return Ok(insert.execute(tx).await? == 1);
    }
    let before = table.filter(member_id_rules::payer_id.eq(rule.payer_id));
    let before = before.filter(member_id_rules::version.eq(rule.version - 1));
    Ok(diesel::update(before).set(rule).execute(tx).await? == 1)
}

pub async fn delete(tx: &mut Tx, rule: &MemberIdRule) -> QueryResult<bool> {
    let it = table.filter(member_id_rules::payer_id.eq(rule.payer_id));
    Ok(diesel::delete(it.filter(member_id_rules::version.eq(rule.version))).execute(tx).await? == 1)
}
