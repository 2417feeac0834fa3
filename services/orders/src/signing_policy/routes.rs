//! The signing policy over HTTP.

use super::{SetSigningPolicy, SigningPolicy, store};
use crate::controlled::audit::{self, AuditKind, Happening};
use actix_web::{get, put, web};
use diesel::QueryResult;
use platform::idempotency::once;
use platform::{Body, Caller, Db, IfMatch, Problem, Reply, Tx};
use utoipa_actix_web::service_config::ServiceConfig;

pub fn all(config: &mut ServiceConfig<'_>) {
    config.service(get_signing_policy).service(set_signing_policy);
}

#[utoipa::path(responses((status = 200, description = "The policy.", body = SigningPolicy)))]
#[get("/v1/signing-policy")]
/// Reads when signing demands a second factor; until it is set, for controlled substances only.
pub async fn get_signing_policy(caller: Caller, db: web::Data<Db>) -> Result<Reply, Problem> {
    let policy = db.read(&caller.context(), async |tx| Ok::<_, Problem>(store::find(tx).await?)).await?;
    Ok(Reply::ok(&policy)?.version(policy.version))
}

#[utoipa::path(request_body = SetSigningPolicy, responses((status = 200, description = "The policy as it is now.", body = SigningPolicy)))]
#[put("/v1/signing-policy")]
/// Sets whether every signing demands a second factor, and whether this practice signs controlled substances.
///
/// Enrol the prescribers' factors first (POST /v1/second-factors). Controlled substances need the module for them as well,
/// and, to be lawful, what no program can supply: identity-proofed credentials and an audit (21 CFR 1311.105, 1311.300).
pub async fn set_signing_policy(
    caller: Caller,
    db: web::Data<Db>,
    seen: IfMatch,
    body: Body<SetSigningPolicy>,
) -> Result<Reply, Problem> {
    let (said, client) = (body.value, caller.client.clone());
    once(&db, &caller, body.digest, async move |tx| {
        let before = store::find(tx).await?;
        seen.require(before.version)?;
        let after = before.clone().replaced_by(said.clone());
        // Nothing to lock before the first is set: whoever comes second finds it changed.
        if !store::put(tx, &after).await? {
            seen.require(after.version)?;
        }
        if before.controlled_substances || after.controlled_substances {
            tell(tx, &client, &after).await?;
        }
        Ok(Reply::ok(&after)?.version(after.version))
    })
    .await
}

/// Who signs controlled substances, and how, is a matter of access (21 CFR 1311.150(a)(4)).
async fn tell(tx: &mut Tx, client: &str, after: &SigningPolicy) -> QueryResult<()> {
    let wanted =
        if after.controlled_substances { "controlled substances on" } else { "controlled substances off" };
    let happening = Happening {
        kind: AuditKind::PolicySet,
        actor: client.to_owned(),
        subject: format!("signing-policy/{}", after.version),
        outcome: "done",
        note: Some(wanted.to_owned()),
    };
    audit::store::record(tx, &happening).await
}
