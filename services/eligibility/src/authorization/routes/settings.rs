//! A practice's settings for authorizations over HTTP.

use crate::authorization::settings::SetThresholds;
use crate::authorization::{Thresholds, store};
use actix_web::{get, put, web};
use platform::{Body, Caller, Db, IfMatch, Problem, Reply, idempotency};

/// Shows when the practice is warned that an authorization runs out.
#[utoipa::path(responses((status = 200, description = "The settings", body = Thresholds)))]
#[get("/v1/authorization-settings")]
pub async fn get_authorization_settings(caller: Caller, db: web::Data<Db>) -> Result<Reply, Problem> {
    let context = caller.context();
    let settings = db.read(&context, async |tx| Ok::<_, Problem>(store::settings::find(tx).await?)).await?;
    Ok(Reply::ok(&settings)?.version(settings.version))
}

/// Sets when the practice is warned; it holds for authorizations recorded from now on.
#[utoipa::path(request_body = SetThresholds, responses((status = 200, description = "The settings as they are now", body = Thresholds)))]
#[put("/v1/authorization-settings")]
pub async fn set_authorization_settings(
    caller: Caller,
    db: web::Data<Db>,
    seen: IfMatch,
    body: Body<SetThresholds>,
) -> Result<Reply, Problem> {
    let said = body.value;
    idempotency::once(&db, &caller, body.digest, async move |tx| {
        let before = store::settings::find(tx).await?;
        seen.require(before.version)?;
        let after = before.replaced_by(said);
        // Nothing to lock before the first is set: whoever comes second finds it changed.
        if !store::settings::put(tx, &after).await? {
            seen.require(after.version)?;
        }
        Ok(Reply::ok(&after)?.version(after.version))
    })
    .await
}
