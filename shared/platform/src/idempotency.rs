//! Idempotency keys: the stored answer is written in the transaction of its effect, so there is never one without the other.

use crate::caller::Caller;
use crate::db::{Db, Tx};
use crate::problem::Problem;
use crate::reply::{Headers, Reply};
use crate::request::Digest;
use actix_web::http::StatusCode;
use diesel::prelude::*;
use diesel::sql_types::{Binary, Bool, Jsonb, Nullable, SmallInt, Text};
use diesel_async::RunQueryDsl;
use serde_json::Value;
use std::rc::Rc;

/// Runs a request's effect once per key: same key and same request replay the stored answer, another request is refused.
///
/// Without a key it is an ordinary transaction.
pub async fn once<F>(db: &Db, caller: &Caller, digest: Digest, effect: F) -> Result<Reply, Problem>
where
    F: AsyncFn(&mut Tx) -> Result<Reply, Problem> + 'static,
{
    let Some(key) = caller.idempotency_key.clone() else {
        return db.transaction(&caller.context(), effect).await;
    };
    if key.is_empty() || key.len() > 255 {
        return Err(Problem::invalid("Idempotency-Key", "must be 1 to 255 characters, such as a UUID"));
    }
    let slot = Rc::new(Slot { client: caller.client.clone(), operation: caller.operation.id, key });
    db.transaction(&caller.context(), async move |tx| {
        slot.lock(tx).await?;
        if let Some(kept) = slot.find(tx).await? {
            return kept.replay(digest);
        }
        let reply = effect(tx).await?;
        slot.keep(tx, digest, &reply).await?;
        Ok(reply)
    })
    .await
}

struct Slot {
    client: String,
    operation: &'static str,
    key: String,
}

#[derive(QueryableByName)]
struct Locked {
    #[diesel(sql_type = Bool)]
    locked: bool,
}

#[derive(QueryableByName)]
struct Kept {
    #[diesel(sql_type = Binary)]
    digest: Vec<u8>,
    #[diesel(sql_type = SmallInt)]
    status: i16,
    #[diesel(sql_type = Jsonb)]
    headers: Value,
    #[diesel(sql_type = Nullable<Jsonb>)]
    body: Option<Value>,
}

impl Slot {
    /// Held to the end of the transaction; a second request with the key does not queue, it is told to come back.
    async fn lock(&self, tx: &mut Tx) -> Result<(), Problem> {
        let name = format!("{}\n{}\n{}", self.client, self.operation, self.key);
        let sql = "SELECT pg_try_advisory_xact_lock(hashtextextended(practice()::text || $1, 0)) AS locked";
        let held: Locked = diesel::sql_query(sql).bind::<Text, _>(name).get_result(tx).await?;
        if held.locked {
            return Ok(());
        }
        Err(Problem::conflict("in-flight", "A request with this Idempotency-Key is still running.")
            .next_step("Wait, then send the same request again to get its answer.")
            .retry_after(1))
    }

    async fn find(&self, tx: &mut Tx) -> QueryResult<Option<Kept>> {
        diesel::sql_query(
            "SELECT digest, status, headers, body FROM idempotency \
             WHERE practice_id = practice() AND client = $1 AND operation = $2 AND key = $3",
        )
        .bind::<Text, _>(&self.client)
        .bind::<Text, _>(self.operation)
        .bind::<Text, _>(&self.key)
        .get_result(tx)
        .await
        .optional()
    }

    async fn keep(&self, tx: &mut Tx, digest: Digest, reply: &Reply) -> Result<(), Problem> {
        diesel::sql_query(
            "INSERT INTO idempotency (client, operation, key, digest, status, headers, body) \
             VALUES ($1, $2, $3, $4, $5, $6, $7)",
        )
        .bind::<Text, _>(&self.client)
        .bind::<Text, _>(self.operation)
        .bind::<Text, _>(&self.key)
        .bind::<Binary, _>(&digest.0[..])
        .bind::<SmallInt, _>(reply.status.cast_signed())
        .bind::<Jsonb, _>(serde_json::to_value(&reply.headers)?)
        .bind::<Nullable<Jsonb>, _>(&reply.body)
        .execute(tx)
        .await?;
        Ok(())
    }
}

impl Kept {
    fn replay(self, digest: Digest) -> Result<Reply, Problem> {
        if self.digest != digest.0 {
            let detail = "This Idempotency-Key was used for another request.";
            return Err(Problem::new(StatusCode::UNPROCESSABLE_ENTITY, "key-reused", detail)
                .next_step("Use a new key for a new request."));
        }
        let headers: Headers = serde_json::from_value(self.headers)?;
        Ok(Reply {
            status: self.status.cast_unsigned(),
            headers,
            body: self.body,
            replayed: true,
            shown_once: None,
        })
    }
}
