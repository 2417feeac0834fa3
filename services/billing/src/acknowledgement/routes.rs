//! Acknowledgements over HTTP.

use super::{Receipt, receive};
use actix_web::{post, web};
use platform::http::X12_LIMIT;
use platform::{Caller, Db, Problem, Reply, Text, idempotency};
use utoipa_actix_web::scope;
use utoipa_actix_web::service_config::ServiceConfig;

pub fn routes(cfg: &mut ServiceConfig<'_>) {
    let large = web::PayloadConfig::new(X12_LIMIT);
    cfg.service(scope::scope("/v1/acknowledgements").app_data(large).service(receive_acknowledgement));
}

#[utoipa::path(
    request_body(content = String, content_type = "application/edi-x12", description = "A 999, TA1 or 277CA interchange"),
    responses((status = 200, description = "Taken in; the same file again changes nothing", body = Receipt))
)]
#[post("")]
/// Takes in a raw 999, TA1 or 277CA and moves the claims it speaks of. A file that was cut names the segment, and nothing is stored.
pub async fn receive_acknowledgement(
    caller: Caller,
    db: web::Data<Db>,
    file: Text,
) -> Result<Reply, Problem> {
    let now = platform::now();
    idempotency::once(&db, &caller, file.digest, async move |tx| {
        Ok(Reply::ok(&receive(tx, &file.value, now).await?)?)
    })
    .await
}
