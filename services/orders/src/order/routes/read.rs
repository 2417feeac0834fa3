//! Reading orders.

use super::case::examine;
use crate::exchange;
use crate::message::Direction;
use crate::order::printed::printed;
use crate::order::store::{self, Filter};
use crate::order::{Entry, Order, Status};
use actix_web::{HttpResponse, get, web};
use chrono::{DateTime, Utc};
use model::{OrderId, PatientId};
use platform::page::Limit;
use platform::{Caller, Cursor, Db, Id, Listing, Problem, Query, Reply, Tx, print};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

async fn existing(tx: &mut Tx, id: OrderId) -> Result<Order, Problem> {
    store::find(tx, id).await?.ok_or_else(|| Problem::missing("order"))
}

#[utoipa::path(params(("id" = OrderId, Path, description = "The order.")),
    responses((status = 200, description = "The order.", body = Order)))]
#[get("/v1/orders/{id}")]
/// Reads an order.
pub async fn get_order(caller: Caller, db: web::Data<Db>, id: Id<OrderId>) -> Result<Reply, Problem> {
    let order = db.read(&caller.context(), async move |tx| existing(tx, id.0).await).await?;
    Ok(Reply::ok(&order)?.version(order.version))
}

#[derive(Clone, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct ListOrders {
    patient_id: Option<PatientId>,
    /// Such as `acknowledged`, for what is outstanding.
    #[param(inline)]
    status: Option<Status>,
    #[param(value_type = Option<String>)]
    cursor: Option<Cursor>,
    #[serde(default)]
    #[param(value_type = Option<u32>)]
    limit: Limit,
}

#[utoipa::path(params(ListOrders), responses((status = 200, description = "A page of orders, oldest first.", body = Listing<Order>)))]
#[get("/v1/orders")]
/// Lists orders.
pub async fn list_orders(
    caller: Caller,
    db: web::Data<Db>,
    query: Query<ListOrders>,
) -> Result<Reply, Problem> {
    let ListOrders { patient_id: patient, status, cursor, limit } = query.0;
    let filter = Filter { patient, status, cursor, limit };
    let read = async move |tx: &mut Tx| Ok::<_, Problem>(store::list(tx, &filter).await?);
    let items = db.read(&caller.context(), read).await?;
    Ok(Reply::ok(&Listing::cut(items, limit, |order| order.id.0))?)
}

/// What happened, oldest first.
#[derive(Serialize, ToSchema)]
pub struct OrderHistory {
    pub items: Vec<Entry>,
}

#[utoipa::path(params(("id" = OrderId, Path, description = "The order.")),
    responses((status = 200, description = "What happened to it, oldest first.", body = OrderHistory)))]
#[get("/v1/orders/{id}/history")]
/// Reads what happened to an order: who, when, and what came of it.
pub async fn get_order_history(caller: Caller, db: web::Data<Db>, id: Id<OrderId>) -> Result<Reply, Problem> {
    let read = async move |tx: &mut Tx| {
        existing(tx, id.0).await?;
        Ok::<_, Problem>(store::history(tx, id.0).await?)
    };
    let items = db.read(&caller.context(), read).await?;
    Ok(Reply::ok(&OrderHistory { items })?)
}

/// A message as it went over the wire, with what was answered.
#[derive(Serialize, ToSchema)]
pub struct Hl7Message {
    pub direction: Direction,
    /// MSH-10.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub control_id: Option<String>,
    pub at: DateTime<Utc>,
    /// What is no UTF-8 is shown with replacement characters.
    pub body: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub answer: Option<String>,
}

/// The messages about an order, oldest first.
#[derive(Serialize, ToSchema)]
pub struct Hl7Log {
    pub items: Vec<Hl7Message>,
}

#[utoipa::path(params(("id" = OrderId, Path, description = "The order.")),
    responses((status = 200, description = "Every HL7 message about it, in and out.", body = Hl7Log)))]
#[get("/v1/orders/{id}/hl7")]
/// Reads the raw HL7 messages about an order.
pub async fn get_order_hl7(caller: Caller, db: web::Data<Db>, id: Id<OrderId>) -> Result<Reply, Problem> {
    let read = async move |tx: &mut Tx| {
        existing(tx, id.0).await?;
        Ok::<_, Problem>(exchange::store::about(tx, id.0).await?)
    };
    let shown = |message: exchange::Logged| Hl7Message {
        direction: message.direction,
        control_id: message.control_id,
        at: message.at,
        body: String::from_utf8_lossy(&message.body).into_owned(),
        answer: message.answer,
    };
    let found = db.read(&caller.context(), read).await?;
    Ok(Reply::ok(&Hl7Log { items: found.into_iter().map(shown).collect() })?)
}

#[utoipa::path(params(("id" = OrderId, Path, description = "The order.")),
    responses((status = 200, description = "A page to be printed.", body = String, content_type = "text/html")))]
#[get("/v1/orders/{id}/print")]
/// The same to be printed, for a performer that takes paper.
pub async fn print_order(
    caller: Caller,
    db: web::Data<Db>,
    id: Id<OrderId>,
) -> Result<HttpResponse, Problem> {
    let now = platform::now();
    let read = async move |tx: &mut Tx| {
        let order = existing(tx, id.0).await?;
        let (cast, _) = examine(tx, &order, now).await?;
        Ok::<_, Problem>(printed(&order, &cast))
    };
    Ok(print::answer(db.read(&caller.context(), read).await?))
}
