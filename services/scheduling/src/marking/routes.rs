//! The marking policy over HTTP.

use super::{MarkingPolicy, Refusal, SetMarkingPolicy, store};
use actix_web::{get, put, web};
use platform::idempotency::once;
use platform::{Body, Caller, Db, IfMatch, Problem, Reply};
use utoipa_actix_web::service_config::ServiceConfig;

pub fn all(config: &mut ServiceConfig<'_>) {
    config.service(get_marking_policy).service(set_marking_policy);
}

impl From<Refusal> for Problem {
    fn from(refusal: Refusal) -> Self {
        Problem::invalid(format!("/{}", refusal.field), refusal.must)
    }
}

#[utoipa::path(responses((status = 200, description = "The policy.", body = MarkingPolicy)))]
#[get("/v1/marking-policy")]
/// Reads when visits that nobody marked are marked by themselves; never, until it is set.
pub async fn get_marking_policy(caller: Caller, db: web::Data<Db>) -> Result<Reply, Problem> {
    let policy = db.read(&caller.context(), async |tx| Ok::<_, Problem>(store::find(tx).await?)).await?;
    let policy = policy.unwrap_or_default();
    Ok(Reply::ok(&policy)?.version(policy.version))
}

#[utoipa::path(request_body = SetMarkingPolicy, responses((status = 200, description = "The policy as it is now.", body = MarkingPolicy)))]
#[put("/v1/marking-policy")]
/// Sets after how long booked visits become no-shows and begun ones completed, counted from their end.
///
/// The history names the client `marking-policy`, and events follow as if somebody had marked them.
pub async fn set_marking_policy(
    caller: Caller,
    db: web::Data<Db>,
    seen: IfMatch,
    body: Body<SetMarkingPolicy>,
) -> Result<Reply, Problem> {
    let said = body.value;
    once(&db, &caller, body.digest, async move |tx| {
        let before = store::find(tx).await?.unwrap_or_default();
        seen.require(before.version)?;
        let after = before.replaced_by(said)?;
        // Nothing to lock before the first is set: whoever comes second finds it changed.
        if !store::put(tx, &after).await? {
            seen.require(after.version)?;
        }
        Ok(Reply::ok(&after)?.version(after.version))
    })
    .await
}
