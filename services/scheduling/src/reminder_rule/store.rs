//! Reminder rules in the database.

use super::ReminderRule;
use crate::schema::reminder_rules;
use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use model::ReminderRuleId;
use platform::Tx;
use platform::page::{Cursor, Limit};

pub async fn insert(tx: &mut Tx, rule: &ReminderRule) -> QueryResult<()> {
    diesel::insert_into(reminder_rules::table).values(rule).execute(tx).await.map(|_| ())
}

pub async fn find(tx: &mut Tx, id: ReminderRuleId) -> QueryResult<Option<ReminderRule>> {
    reminder_rules::table.find(id).select(ReminderRule::as_select()).first(tx).await.optional()
}

pub async fn find_for_change(tx: &mut Tx, id: ReminderRuleId) -> QueryResult<Option<ReminderRule>> {
    let one = reminder_rules::table.find(id).select(ReminderRule::as_select());
    one.for_update().first(tx).await.optional()
}

pub async fn update(tx: &mut Tx, rule: &ReminderRule) -> QueryResult<()> {
    use reminder_rules::{enabled, since, version};
    let set = (version.eq(rule.version), enabled.eq(rule.enabled), since.eq(rule.since));
    diesel::update(reminder_rules::table.find(rule.id)).set(set).execute(tx).await.map(|_| ())
}

/// Those that apply; a practice has a handful.
pub async fn enabled(tx: &mut Tx) -> QueryResult<Vec<ReminderRule>> {
    let all = reminder_rules::table.filter(reminder_rules::enabled).order(reminder_rules::id);
    all.select(ReminderRule::as_select()).load(tx).await
}

pub async fn list(tx: &mut Tx, cursor: Option<Cursor>, limit: Limit) -> QueryResult<Vec<ReminderRule>> {
    let all = reminder_rules::table.select(ReminderRule::as_select()).order(reminder_rules::id);
    let mut query = all.into_boxed();
    if let Some(Cursor(after)) = cursor {
        query = query.filter(reminder_rules::id.gt(ReminderRuleId(after)));
    }
    query.limit(limit.and_one()).load(tx).await
}
