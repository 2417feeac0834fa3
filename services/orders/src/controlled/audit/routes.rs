//! The audit over HTTP.

use super::{AuditEntry, store};
use actix_web::{get, web};
use platform::page::Limit;
use platform::{Caller, Cursor, Db, Listing, Problem, Query, Reply, Tx};
use serde::Deserialize;
use utoipa::IntoParams;
use utoipa_actix_web::service_config::ServiceConfig;
use uuid::Uuid;

pub fn all(config: &mut ServiceConfig<'_>) {
    config.service(list_controlled_audit);
}

#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct ListControlledAudit {
    #[param(value_type = Option<String>)]
    cursor: Option<Cursor>,
    #[serde(default)]
    #[param(value_type = Option<u32>)]
    limit: Limit,
}

#[utoipa::path(params(ListControlledAudit),
    responses((status = 200, description = "A page of the audit, oldest first.", body = Listing<AuditEntry>)))]
#[get("/v1/controlled-substance-audit")]
/// Lists what happened to controlled substances and to the rights over them.
pub async fn list_controlled_audit(
    caller: Caller,
    db: web::Data<Db>,
    query: Query<ListControlledAudit>,
) -> Result<Reply, Problem> {
    let ListControlledAudit { cursor, limit } = query.0;
    let after = cursor.and_then(|Cursor(id)| i64::try_from(id.as_u128()).ok()).unwrap_or_default();
    let read = async move |tx: &mut Tx| Ok::<_, Problem>(store::list(tx, after, limit).await?);
    let items = db.read(&caller.context(), read).await?;
    // Entries have a number in place of an id.
    Ok(Reply::ok(&Listing::cut(items, limit, |entry| Uuid::from_u128(entry.seq.unsigned_abs().into())))?)
}
