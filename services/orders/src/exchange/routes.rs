//! The door for laboratories.

use super::inbound;
use actix_web::http::StatusCode;
use actix_web::{HttpResponse, post, web};
use platform::http::HL7_LIMIT;
use platform::{Blob, Caller, Db, Problem, mint};
use utoipa_actix_web::scope;
use utoipa_actix_web::service_config::ServiceConfig;
use uuid::Uuid;

pub fn all(config: &mut ServiceConfig<'_>) {
    let large = web::PayloadConfig::new(HL7_LIMIT);
    config.service(scope::scope("/v1/hl7").app_data(large).service(receive_hl7_message));
}

/// The number of an answer: at most 20 characters, as 2.3 has it.
pub fn answer_number(id: Uuid) -> String {
    let digits = id.simple().to_string();
    digits[digits.len() - 20..].to_owned()
}

#[utoipa::path(
    request_body(content = String, content_type = "application/hl7-v2", description = "An ORU^R01 of HL7 2.3 to 2.8."),
    responses(
        (status = 200, description = "An ACK: AA, or AE or AR with the reason.", body = String, content_type = "application/hl7-v2"),
        (status = 400, description = "An ACK with AR: the body is no HL7 message.", body = String, content_type = "application/hl7-v2"),
    )
)]
#[post("/messages")]
/// Takes results of a laboratory.
///
/// They are matched by our order number, else by medical record number, and always by name and date of birth; what
/// cannot be matched for certain waits at `/v1/unmatched-results`. A later report under the same OBR-3 and OBR-4 replaces
/// what was said before. The same MSH-10 of the same sender is answered the same and changes nothing more, so a message
/// may be sent until an answer arrives.
pub async fn receive_hl7_message(
    caller: Caller,
    db: web::Data<Db>,
    body: Blob,
) -> Result<HttpResponse, Problem> {
    let (now, number) = (platform::now(), answer_number(mint()));
    let raw = body.value;
    let receive = async move |tx: &mut platform::Tx| inbound::receive(tx, &raw, &number, now).await;
    let answered = db.transaction(&caller.context(), receive).await?;
    let status = if answered.readable { StatusCode::OK } else { StatusCode::BAD_REQUEST };
    Ok(HttpResponse::build(status).content_type("application/hl7-v2").body(answered.acknowledgment))
}
