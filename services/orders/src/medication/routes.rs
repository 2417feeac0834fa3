//! Medications over HTTP.

use super::{Catalogue, FoundMedication};
use actix_web::get;
use platform::page::Limit;
use platform::{Caller, Cursor, Listing, Problem, Query, Reply};
use serde::Deserialize;
use utoipa::IntoParams;
use utoipa_actix_web::service_config::ServiceConfig;
use uuid::Uuid;

pub fn all(config: &mut ServiceConfig<'_>) {
    config.service(list_medications);
}

#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct ListMedications {
    /// Words of a name or brand, of strength and form, or their beginnings; an NDC with or without hyphens; an RXCUI.
    #[serde(default)]
    #[param(value_type = Option<String>)]
    q: String,
    #[param(value_type = Option<String>)]
    cursor: Option<Cursor>,
    #[serde(default)]
    #[param(value_type = Option<u32>)]
    limit: Limit,
}

#[utoipa::path(params(ListMedications), responses((status = 200, description = "Medications, best match first.", body = Listing<FoundMedication>)))]
#[get("/v1/medications")]
/// Searches the medication catalogue.
///
/// Typing errors are forgiven when nothing is written as asked; `matched` says so. `prescribable` and `checkable` say
/// what the reference data does not allow.
pub async fn list_medications(_caller: Caller, query: Query<ListMedications>) -> Result<Reply, Problem> {
    let ListMedications { q, cursor, limit } = query.0;
    let after = cursor.map(|Cursor(place)| place.as_u128());
    let found = Catalogue::get().search(&q, after, limit.size() + 1);
    let page = Listing::cut(found, limit, |(place, _)| Uuid::from_u128(*place));
    let items = page.items.into_iter().map(|(_, medication)| medication).collect();
    Ok(Reply::ok(&Listing { items, next: page.next })?)
}
