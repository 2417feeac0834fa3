//! Whether and how freed time is offered.

use crate::waitlist::settings::{SetWaitlistSettings, WaitlistSettings};
use crate::waitlist::store;
use actix_web::{get, put, web};
use platform::idempotency::once;
use platform::{Body, Caller, Db, IfMatch, Problem, Reply};

#[utoipa::path(responses((status = 200, description = "The settings; version 0 while they were never set.", body = WaitlistSettings)))]
#[get("/v1/waitlist-settings")]
/// Reads how freed time is offered: until the practice says otherwise, at once, with an hour to answer.
pub async fn get_waitlist_settings(caller: Caller, db: web::Data<Db>) -> Result<Reply, Problem> {
    let found = db
        .read(&caller.context(), async move |tx| Ok::<_, Problem>(store::settings::find(tx).await?))
        .await?;
    Ok(Reply::ok(&found)?.version(found.version))
}

#[utoipa::path(request_body = SetWaitlistSettings, responses((status = 200, description = "The settings as they are now.", body = WaitlistSettings)))]
#[put("/v1/waitlist-settings")]
/// Says how freed time is offered; open offers stay as they are.
pub async fn set_waitlist_settings(
    caller: Caller,
    db: web::Data<Db>,
    seen: IfMatch,
    body: Body<SetWaitlistSettings>,
) -> Result<Reply, Problem> {
    let (now, said) = (platform::now(), body.value);
    once(&db, &caller, body.digest, async move |tx| {
        store::enter(tx).await?;
        let before = store::settings::find(tx).await?;
        seen.require(before.version)?;
        let settings = before.set(&said)?;
        store::settings::keep(tx, &settings).await?;
        store::freed::wake_all(tx, now).await?;
        Ok(Reply::ok(&settings)?.version(settings.version))
    })
    .await
}
