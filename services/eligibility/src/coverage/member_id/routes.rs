//! Rules for member ids over HTTP.

use super::{MemberIdRule, SetMemberIdRule, store};
use crate::payer;
use actix_web::{delete, get, put, web};
use model::PayerId;
use platform::idempotency::once;
use platform::{Body, Caller, Db, Id, IfMatch, Problem, Reply};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// The rule, and an invented id that keeps it.
#[derive(Serialize, ToSchema)]
#[schema(as = MemberIdRuleWithExample)]
pub struct Shown {
    #[serde(flatten)]
    pub rule: MemberIdRule,
    pub example: String,
}

/// Nothing is to be said.
#[derive(Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct DeleteMemberIdRule {}

impl From<MemberIdRule> for Shown {
    fn from(rule: MemberIdRule) -> Self {
        let example = rule.pattern.example();
        Self { rule, example }
    }
}

fn missing() -> Problem {
    Problem::missing("member id rule")
}

/// Shows what member ids of a payer look like.
#[utoipa::path(params(("id" = PayerId, Path, description = "The payer")),
    responses((status = 200, description = "The rule", body = Shown)))]
#[get("/v1/payers/{id}/member-id-rule")]
pub async fn get_member_id_rule(
    caller: Caller,
    db: web::Data<Db>,
    id: Id<PayerId>,
) -> Result<Reply, Problem> {
    let Id(id) = id;
    let found =
        db.read(&caller.context(), async move |tx| Ok::<_, Problem>(store::find(tx, id).await?)).await?;
    let shown = Shown::from(found.ok_or_else(missing)?);
    Ok(Reply::ok(&shown)?.version(shown.rule.version))
}

/// Sets what member ids of a payer look like; a coverage with another id is refused, or kept with a warning.
///
/// While there is none its version is 0. Coverages that are recorded already stay as they are.
#[utoipa::path(params(("id" = PayerId, Path, description = "The payer")), request_body = SetMemberIdRule,
    responses((status = 200, description = "The rule as it is now", body = Shown)))]
#[put("/v1/payers/{id}/member-id-rule")]
pub async fn set_member_id_rule(
    caller: Caller,
    db: web::Data<Db>,
    id: Id<PayerId>,
    seen: IfMatch,
    body: Body<SetMemberIdRule>,
) -> Result<Reply, Problem> {
    let (Id(payer_id), said) = (id, body.value);
    once(&db, &caller, body.digest, async move |tx| {
        payer::store::find(tx, payer_id).await?.ok_or_else(|| Problem::missing("payer"))?;
        let version = store::find(tx, payer_id).await?.map_or(0, |rule| rule.version);
        seen.require(version)?;
        let SetMemberIdRule { pattern, enforced } = said.clone();
        let rule = MemberIdRule { payer_id, version: version + 1, pattern, enforced };
        if !store::put(tx, &rule).await? {
            seen.require(rule.version)?;
        }
        Ok(Reply::ok(&Shown::from(rule))?.version(version + 1))
    })
    .await
}

/// Takes the rule away: any id is taken again.
#[utoipa::path(params(("id" = PayerId, Path, description = "The payer")), request_body = DeleteMemberIdRule,
    responses((status = 200, description = "The rule as it was", body = Shown)))]
#[delete("/v1/payers/{id}/member-id-rule")]
pub async fn delete_member_id_rule(
    caller: Caller,
    db: web::Data<Db>,
    id: Id<PayerId>,
    seen: IfMatch,
    body: Body<DeleteMemberIdRule>,
) -> Result<Reply, Problem> {
    let Id(payer_id) = id;
    once(&db, &caller, body.digest, async move |tx| {
        let rule = store::find(tx, payer_id).await?.ok_or_else(missing)?;
        seen.require(rule.version)?;
        if !store::delete(tx, &rule).await? {
            seen.require(rule.version + 1)?;
        }
        let version = rule.version;
        Ok(Reply::ok(&Shown::from(rule))?.version(version))
    })
    .await
}
