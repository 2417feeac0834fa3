//! The door for pharmacies and networks.

use super::inbound;
use crate::pharmacy_client;
use actix_web::http::StatusCode;
use actix_web::{HttpResponse, post, web};
use platform::{Caller, Db, Problem, Text, Tx, mint};
use utoipa_actix_web::service_config::ServiceConfig;

pub fn all(config: &mut ServiceConfig<'_>) {
    config.service(receive_script_message);
}

#[utoipa::path(
    request_body(content = String, content_type = "application/xml", description = "A SCRIPT 2017071 or 2023011 message."),
    responses(
        (status = 200, description = "A SCRIPT Status 010, or Error 900 with the reason.", body = String, content_type = "application/xml"),
        (status = 400, description = "A SCRIPT Error 900: the body is no SCRIPT message.", body = String, content_type = "application/xml"),
    )
)]
#[post("/v1/script/messages")]
/// Takes a SCRIPT message about a prescription.
///
/// Verify, RxFill, CancelRxResponse, Status and Error are matched by RelatesToMessageID or PrescriberOrderNumber.
/// Every message is stored as it came. The same MessageID of the same sender is answered the same and changes nothing
/// more, so it may be sent until an answer arrives; an Idempotency-Key is not needed. A client that is bound to a pharmacy
/// sends what is from that pharmacy, and nothing else; fills of a prescription that went into its queue are recorded there.
pub async fn receive_script_message(
    caller: Caller,
    db: web::Data<Db>,
    body: Text,
) -> Result<HttpResponse, Problem> {
    let now = platform::now();
    let answer_id = inbound::answer_id(mint())?;
    let (raw, client) = (body.value, caller.client.clone());
    let take = async move |tx: &mut Tx| {
        let sender = pharmacy_client::store::pharmacy_of(tx, &client).await?;
        match sender.and_then(|pharmacy| inbound::of_another(&raw, &pharmacy.ncpdp_id)) {
            Some(message) => inbound::refuse_stranger(tx, &raw, &message, &answer_id, now).await,
            None => inbound::receive(tx, &raw, &answer_id, now).await,
        }
    };
    let answered = db.transaction(&caller.context(), take).await?;
    let status = if answered.readable { StatusCode::OK } else { StatusCode::BAD_REQUEST };
    Ok(HttpResponse::build(status).content_type("application/xml; charset=utf-8").body(answered.xml))
}
