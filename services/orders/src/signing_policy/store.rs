//! Signing policies in the database.

use super::SigningPolicy;
use crate::schema::signing_policies as policies;
use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use platform::Tx;

pub async fn find(tx: &mut Tx) -> QueryResult<SigningPolicy> {
    let found = policies::table.select(SigningPolicy::as_select()).first(tx).await.optional()?;
    Ok(found.unwrap_or_default())
}

/// False when another came before: what is there is no longer the version before this.
pub async fn put(tx: &mut Tx, policy: &SigningPolicy) -> QueryResult<bool> {
    // Only here: elsewhere its `filter` would be one too many.
    use diesel::query_dsl::methods::FilterDsl as _;
    let change = (
        policies::version.eq(policy.version),
        policies::second_factor.eq(policy.second_factor),
        policies::controlled_substances.eq(policy.controlled_substances),
        policies::web_application.eq(&policy.web_application),
    );
    let put = diesel::insert_into(policies::table)
        .values(policy)
        .on_conflict(policies::practice_id)
        .do_update()
        .set(change)
        .filter(policies::version.eq(policy.version - 1));
    Ok(put.execute(tx).await? == 1)
}
