//! Rights over controlled substances in the database.

use super::{Access, Refusal};
use crate::controlled::Right;
use crate::schema::controlled_access as access;
use chrono::NaiveDate;
use diesel::dsl::sql;
use diesel::prelude::*;
use diesel::sql_types::Bool;
use diesel_async::RunQueryDsl;
use model::{ControlledAccessId, PractitionerId};
use platform::page::{Cursor, Limit};
use platform::{Problem, Tx, db::on_constraint};

pub async fn insert(tx: &mut Tx, entered: &Access) -> QueryResult<()> {
    diesel::insert_into(access::table).values(entered).execute(tx).await.map(|_| ())
}

pub async fn find_for_change(tx: &mut Tx, id: ControlledAccessId) -> QueryResult<Option<Access>> {
    access::table.find(id).select(Access::as_select()).for_update().first(tx).await.optional()
}

pub async fn update(tx: &mut Tx, changed: &Access) -> Result<(), Problem> {
    let updated = diesel::update(access::table.find(changed.id))
        .set((access::version.eq(changed.version), access::standing.eq(&changed.standing)))
        .execute(tx)
        .await;
    on_constraint(updated.map(|_| ()), "controlled_access_one_granted", Refusal::GrantedAlready)
}

/// Locked, so that it is not revoked while it is used.
pub async fn right(tx: &mut Tx, of: PractitionerId, today: NaiveDate) -> QueryResult<Right> {
    let granted: Option<Access> = access::table
        .filter(access::practitioner_id.eq(of))
        .filter(sql::<Bool>("status = 'granted'"))
        .select(Access::as_select())
        .for_share()
        .first(tx)
        .await
        .optional()?;
    let counts = granted.filter(|access| access.counts_on(today));
    Ok(counts.map_or(Right::NotGranted, |access| Right::Granted(access.dea_number)))
}

pub async fn list(
    tx: &mut Tx,
    of: Option<PractitionerId>,
    cursor: Option<Cursor>,
    limit: Limit,
) -> QueryResult<Vec<Access>> {
    let mut query = access::table.select(Access::as_select()).order(access::id).into_boxed();
    if let Some(of) = of {
        query = query.filter(access::practitioner_id.eq(of));
    }
    if let Some(Cursor(after)) = cursor {
        query = query.filter(access::id.gt(after));
    }
    query.limit(limit.and_one()).load(tx).await
}
