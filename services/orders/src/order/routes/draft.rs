//! Drafting over HTTP.

use crate::compendium;
use crate::compendium::routes::unknown_laboratory;
use crate::laboratory;
use crate::order::draft::DraftOrder;
use crate::order::{Entry, Order, store};
use crate::prescription::draft::Mistake;
use actix_web::http::StatusCode;
use actix_web::{post, web};
use model::OrderId;
use platform::idempotency::once;
use platform::{Body, Caller, Db, Problem, Reply, Tx, mint, projection};

#[utoipa::path(request_body = DraftOrder, responses((status = 201, description = "Drafted.", body = Order)))]
#[post("/v1/orders")]
/// Drafts a lab, imaging or referral order. Nothing is sent before it is signed.
pub async fn draft_order(
    caller: Caller,
    db: web::Data<Db>,
    body: Body<DraftOrder>,
) -> Result<Reply, Problem> {
    let wish = body.value;
    let context = caller.context();
    projection::wait_for(&db, &context, "patient", wish.patient_id).await?;
    projection::wait_for(&db, &context, "practitioner", wish.practitioner_id).await?;
    if let Some(location) = wish.location_id {
        projection::wait_for(&db, &context, "location", location).await?;
    }
    let (id, now, client) = (mint::<OrderId>(), platform::now(), caller.client.clone());
    once(&db, &caller, body.digest, async move |tx| {
        let (offered, bound) = offered(tx, &wish).await?;
        let number = store::next_number(tx).await?;
        let order = Order::draft((id, number), wish.clone(), &offered, bound).map_err(mistaken)?;
        store::insert(tx, &order).await?;
        store::record(tx, &Entry::new(mint(), &order, "drafted", &client, now)).await?;
        Ok(Reply::created(format!("/v1/orders/{id}"), &order)?.version(order.version))
    })
    .await
}

/// The compendium's tests with the codes asked for, and whether there is a compendium.
async fn offered(tx: &mut Tx, wish: &DraftOrder) -> Result<(Vec<compendium::Test>, bool), Problem> {
    let Some(id) = wish.laboratory_id else { return Ok((Vec::new(), false)) };
    laboratory::store::find(tx, id).await?.ok_or_else(unknown_laboratory)?;
    let codes: Vec<&str> = wish.tests.iter().map(|test| test.code.as_str()).collect();
    let offered = compendium::store::named(tx, id, &codes).await?;
    let bound = !offered.is_empty() || compendium::store::is_loaded(tx, id).await?;
    Ok((offered, bound))
}

fn mistaken(mistakes: Vec<Mistake>) -> Problem {
    let problem =
        Problem::new(StatusCode::BAD_REQUEST, "invalid-request", "The request has something to mend.");
    mistakes.into_iter().fold(problem, |problem, Mistake(pointer, advice)| problem.field(pointer, advice))
}
