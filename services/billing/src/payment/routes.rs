//! Payments over HTTP.

use super::{Payment, PostPayment, Refusal, store};
use crate::ledger;
use actix_web::{post, web};
use model::event::PaymentPosted;
use platform::{Body, Caller, Db, Problem, Reply, idempotency, mint, outbox, projection};
use utoipa_actix_web::service_config::ServiceConfig;

pub fn routes(cfg: &mut ServiceConfig<'_>) {
    cfg.service(post_payment);
}

#[utoipa::path(request_body = PostPayment, responses((status = 201, description = "Posted", body = Payment)))]
#[post("/v1/payments")]
/// Posts a patient's payment; it lowers what the patient owes.
pub async fn post_payment(
    caller: Caller,
    db: web::Data<Db>,
    body: Body<PostPayment>,
) -> Result<Reply, Problem> {
    let patient = body.value.patient_id;
    projection::wait_for(&db, &caller.context(), "patient", patient).await?;
    let (id, transaction, now) = (mint(), mint(), platform::now());
    idempotency::once(&db, &caller, body.digest, async move |tx| {
        let payment = Payment::post(id, body.value.clone(), now)?;
        let postings: Vec<_> = payment.posting(transaction).into_iter().collect();
        store::insert(tx, &payment).await?;
        ledger::store::post(tx, &postings, now).await?;
        outbox::put(tx, &PaymentPosted(payment.snapshot())).await?;
        ledger::store::announce_accounts(tx, &postings).await?;
        Ok(Reply::created(format!("/v1/patients/{patient}/account"), &payment)?)
    })
    .await
}

impl From<Refusal> for Problem {
    fn from(refusal: Refusal) -> Self {
        match refusal {
            Refusal::NotPositive => Problem::invalid("/amount", refusal.to_string()),
        }
    }
}
