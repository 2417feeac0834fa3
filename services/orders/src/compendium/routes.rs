//! Compendia over HTTP.

use super::{LoadedTest, Refusal, Test, admit, store};
use crate::laboratory;
use actix_web::{get, post, web};
use model::{LaboratoryId, Name};
use platform::idempotency::once;
use platform::page::Limit;
use platform::{Body, Caller, Cursor, Db, Listing, Problem, Query, Reply, Tx, mint};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use utoipa_actix_web::service_config::ServiceConfig;

pub fn all(config: &mut ServiceConfig<'_>) {
    config.service(load_compendium).service(list_compendium_tests);
}

impl From<Refusal> for Problem {
    fn from(refusal: Refusal) -> Self {
        match refusal {
            Refusal::Size => Problem::invalid("/tests", refusal.to_string()),
            Refusal::Twice(index) => Problem::invalid(format!("/tests/{index}/code"), refusal.to_string()),
        }
    }
}

#[derive(Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct LoadCompendium {
    pub laboratory_id: LaboratoryId,
    #[schema(min_items = 1, max_items = 10_000)]
    pub tests: Vec<LoadedTest>,
}

#[derive(Serialize, ToSchema)]
pub struct LoadedCompendium {
    pub laboratory_id: LaboratoryId,
    /// How many tests it offers now.
    pub tests: usize,
}

#[utoipa::path(request_body = LoadCompendium, responses((status = 201, description = "Loaded.", body = LoadedCompendium)))]
#[post("/v1/compendia")]
/// Loads what a laboratory offers, in the place of what was loaded before.
///
/// With a compendium an order may name only tests of it. LOINC codes are taken where they are given; none come with the
/// program.
pub async fn load_compendium(
    caller: Caller,
    db: web::Data<Db>,
    body: Body<LoadCompendium>,
) -> Result<Reply, Problem> {
    let LoadCompendium { laboratory_id, tests } = body.value;
    admit(&tests)?;
    let row = |test: LoadedTest| Test {
        id: mint(),
        laboratory_id,
        code: test.code.into(),
        name: test.name,
        loinc: test.loinc.map(Into::into),
        specimen: test.specimen,
    };
    let tests: Vec<Test> = tests.into_iter().map(row).collect();
    once(&db, &caller, body.digest, async move |tx| {
        let laboratory = laboratory::store::find_for_change(tx, laboratory_id).await?;
        laboratory.ok_or_else(unknown_laboratory)?;
        store::replace(tx, laboratory_id, &tests).await?;
        let place = format!("/v1/compendia?laboratory_id={laboratory_id}");
        Ok(Reply::created(place, &LoadedCompendium { laboratory_id, tests: tests.len() })?)
    })
    .await
}

pub fn unknown_laboratory() -> Problem {
    Problem::invalid("/laboratory_id", "is no laboratory of this practice: see GET /v1/laboratories")
}

#[derive(Clone, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct ListCompendiumTests {
    laboratory_id: LaboratoryId,
    /// A part of the name or code.
    #[param(value_type = Option<String>)]
    q: Option<Name>,
    #[param(value_type = Option<String>)]
    cursor: Option<Cursor>,
    #[serde(default)]
    #[param(value_type = Option<u32>)]
    limit: Limit,
}

#[utoipa::path(params(ListCompendiumTests), responses((status = 200, description = "A page of tests.", body = Listing<Test>)))]
#[get("/v1/compendia")]
/// Lists what a laboratory offers.
pub async fn list_compendium_tests(
    caller: Caller,
    db: web::Data<Db>,
    query: Query<ListCompendiumTests>,
) -> Result<Reply, Problem> {
    let ListCompendiumTests { laboratory_id, q, cursor, limit } = query.0;
    let read = async move |tx: &mut Tx| {
        let text = q.as_ref().map(Name::as_str);
        Ok::<_, Problem>(store::list(tx, laboratory_id, text, cursor, limit).await?)
    };
    let items = db.read(&caller.context(), read).await?;
    Ok(Reply::ok(&Listing::cut(items, limit, |test| test.id))?)
}
