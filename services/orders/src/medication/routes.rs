//! Medications over HTTP.

use super::{Catalogue, Medication};
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
    /// The beginning or parts of a name, an NDC with or without hyphens, or an RXCUI.
    #[serde(default)]
    #[param(value_type = Option<String>)]
    q: String,
    #[param(value_type = Option<String>)]
    cursor: Option<Cursor>,
    #[serde(default)]
    #[param(value_type = Option<u32>)]
    limit: Limit,
}

#[utoipa::path(params(ListMedications), responses((status = 200, description = "Medications, best match first.", body = Listing<Medication>)))]
#[get("/v1/medications")]
/// Searches the medication catalogue.
pub async fn list_medications(_caller: Caller, query: Query<ListMedications>) -> Result<Reply, Problem> {
    let asked = query.0;
    let after = asked.cursor.map(|Cursor(place)| place.as_u128());
    let found = Catalogue::get().search(&asked.q).into_iter();
    let rest = found.filter(|(place, _)| after.is_none_or(|after| *place > after));
    let page: Vec<_> = rest.take(usize::try_from(asked.limit.and_one()).unwrap_or_default()).collect();
    let page = Listing::cut(page, asked.limit, |(place, _)| Uuid::from_u128(*place));
    let items = page.items.into_iter().map(|(_, medication)| medication).collect();
    Ok(Reply::ok(&Listing { items, next: page.next })?)
}
