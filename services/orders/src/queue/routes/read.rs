//! Looking at the queue.

use crate::pharmacy_client;
use crate::queue::shown::{Filter, Papers, PharmacyRecord, QueueItem};
use crate::queue::store;
use crate::signing_key::store::keyring;
use crate::{history, message, safety};
use actix_web::{HttpResponse, get, web};
use model::PrescriptionId;
use platform::{Caller, Db, Id, Listing, Problem, Query, Reply, Tx, print};

#[utoipa::path(params(Filter), responses((status = 200, description = "A page of the queue, oldest first.", body = Listing<QueueItem>)))]
#[get("/v1/pharmacy/queue")]
/// Lists the prescriptions sent to the caller's pharmacy: what waits, who has what in hand, what is to be cancelled.
///
/// The client must be bound to a pharmacy (PUT /v1/pharmacies/{id}/clients); it sees that pharmacy's prescriptions only.
pub async fn list_queue(caller: Caller, db: web::Data<Db>, query: Query<Filter>) -> Result<Reply, Problem> {
    let (now, client, filter) = (platform::now(), caller.client.clone(), query.0);
    let limit = filter.limit;
    let read = async move |tx: &mut Tx| {
        let pharmacy = pharmacy_client::own(tx, &client).await?;
        Ok::<_, Problem>(store::list(tx, pharmacy.id, &filter, now).await?)
    };
    let found = db.read(&caller.context(), read).await?;
    let items =
        found.into_iter().map(|(entry, prescription)| QueueItem::of(entry, prescription, now)).collect();
    Ok(Reply::ok(&Listing::cut(items, limit, |item: &QueueItem| item.standing.id.0))?)
}

#[utoipa::path(params(("id" = PrescriptionId, Path, description = "The prescription.")),
    responses((status = 200, description = "Everything a pharmacist needs.", body = PharmacyRecord)))]
#[get("/v1/pharmacy/prescriptions/{id}")]
/// Reads a prescription sent to the caller's pharmacy, with its fills, overridden safety alerts and history.
pub async fn get_pharmacy_prescription(
    caller: Caller,
    db: web::Data<Db>,
    id: Id<PrescriptionId>,
) -> Result<Reply, Problem> {
    let record = record(&caller, &db, id.0).await?;
    let version = record.prescription.standing.version;
    Ok(Reply::ok(&record)?.version(version))
}

#[utoipa::path(params(("id" = PrescriptionId, Path, description = "The prescription.")),
    responses((status = 200, description = "A page to be printed.", body = String, content_type = "text/html")))]
#[get("/v1/pharmacy/prescriptions/{id}/print")]
/// The same to be printed: a page that needs nothing else.
pub async fn print_pharmacy_prescription(
    caller: Caller,
    db: web::Data<Db>,
    id: Id<PrescriptionId>,
) -> Result<HttpResponse, Problem> {
    Ok(print::answer(record(&caller, &db, id.0).await?.printed()))
}

async fn record(caller: &Caller, db: &Db, id: PrescriptionId) -> Result<PharmacyRecord, Problem> {
    let (now, client, sealing) = (platform::now(), caller.client.clone(), db.sealing()?);
    let read = async move |tx: &mut Tx| {
        let pharmacy = pharmacy_client::own(tx, &client).await?;
        let found = store::find(tx, pharmacy.id, id).await?;
        let counter = found.ok_or_else(|| Problem::missing("prescription"))?;
        counter.prescription.require_intact(&keyring(tx, &sealing).await?)?;
        let papers = Papers {
            report: safety::store::last(tx, id).await?,
            messages: message::store::list(tx, id).await?,
            history: history::store::list(tx, id).await?,
        };
        Ok::<_, Problem>(PharmacyRecord::of(counter, papers, now))
    };
    db.read(&caller.context(), read).await
}
