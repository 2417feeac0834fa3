//! Requests of pharmacies over HTTP.

mod act;
mod change;
mod renewal;

pub use change::*;
pub use renewal::*;

use super::{Kind, Refusal, Request, Status, store};
use model::{PatientId, PharmacyRequestId};
use platform::page::Limit;
use platform::{Caller, Cursor, Db, Listing, Problem, Query, Reply, Tx};
use serde::Deserialize;
use utoipa::IntoParams;
use utoipa_actix_web::service_config::ServiceConfig;

pub fn all(config: &mut ServiceConfig<'_>) {
    config
        .service(list_renewal_requests)
        .service(get_renewal_request)
        .service(attach_renewal_request)
        .service(approve_renewal_request)
        .service(approve_renewal_request_with_changes)
        .service(deny_renewal_request)
        .service(replace_renewal_request)
        .service(list_change_requests)
        .service(get_change_request)
        .service(attach_change_request)
        .service(approve_change_request)
        .service(approve_change_request_with_changes)
        .service(validate_change_request)
        .service(deny_change_request);
}

impl From<Refusal> for Problem {
    fn from(refusal: Refusal) -> Self {
        let conflict = |code: &str, step: &str| Problem::conflict(code, refusal.to_string()).next_step(step);
        match &refusal {
            Refusal::Answered => conflict("request-answered", "Read the request again."),
            Refusal::Unmatched => {
                conflict("request-unmatched", "POST .../attach the prescription it is about, or deny it.")
            }
            Refusal::CancelPending => {
                conflict("cancel-pending", "Wait for the pharmacy's answer, or call it.")
            }
            Refusal::NeverSigned => Problem::invalid("/prescription_id", "names one that was never signed"),
            Refusal::OtherRefills(_) => Problem::invalid("/refills", refusal.to_string())
                .next_step("POST .../approve-with-changes for another number."),
            Refusal::RefillsMissing => Problem::invalid("/refills", refusal.to_string()),
            Refusal::NothingChanges => {
                Problem::invalid("/refills", refusal.to_string()).next_step("POST .../approve.")
            }
            Refusal::NoSuchChoice => Problem::invalid("/choice", refusal.to_string()),
            Refusal::UnknownChoice => conflict(
                "choice-unknown",
                "Prescribe it by hand with POST .../approve-with-changes, or deny the request.",
            ),
            Refusal::NotToValidate => {
                conflict("not-to-validate", "Approve or deny it instead, or validate it.")
            }
            Refusal::NoWayBack => {
                conflict("pharmacy-unknown", "Add the pharmacy with POST /v1/pharmacies, then answer again.")
            }
            Refusal::OtherParty => Problem::invalid("/prescription", refusal.to_string()),
        }
    }
}

#[derive(Clone, Copy, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct ListRequests {
    #[param(inline)]
    status: Option<Status>,
    patient_id: Option<PatientId>,
    #[param(value_type = Option<String>)]
    cursor: Option<Cursor>,
    #[serde(default)]
    #[param(value_type = Option<u32>)]
    limit: Limit,
}

async fn list(caller: Caller, db: &Db, kind: Kind, query: Query<ListRequests>) -> Result<Reply, Problem> {
    let ListRequests { status, patient_id, cursor, limit } = query.0;
    let filter = store::Filter { kind, status, patient: patient_id, cursor, limit };
    let read = async move |tx: &mut Tx| Ok::<_, Problem>(store::list(tx, &filter).await?);
    let items = db.read(&caller.context(), read).await?;
    Ok(Reply::ok(&Listing::cut(items, limit, |request: &Request| request.id.0))?)
}

async fn get(caller: Caller, db: &Db, kind: Kind, id: PharmacyRequestId) -> Result<Reply, Problem> {
    let read = async move |tx: &mut Tx| Ok::<_, Problem>(store::find(tx, kind, id).await?);
    let found = db.read(&caller.context(), read).await?;
    let request = found.ok_or_else(|| Problem::missing("request"))?;
    Ok(Reply::ok(&request)?.version(request.version))
}
