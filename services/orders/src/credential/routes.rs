//! Prescribers' credentials over HTTP.

use super::{BindCredential, Credential, Refusal, store};
use actix_web::{get, post, web};
use model::{CredentialId, PractitionerId};
use platform::idempotency::once;
use platform::page::Limit;
use platform::{Body, Caller, Cursor, Db, Id, IfMatch, Listing, Problem, Query, Reply, Tx, mint, projection};
use serde::Deserialize;
use utoipa::{IntoParams, ToSchema};
use utoipa_actix_web::service_config::ServiceConfig;

pub fn all(config: &mut ServiceConfig<'_>) {
    config.service(bind_credential).service(list_credentials).service(revoke_credential);
}

impl From<Refusal> for Problem {
    fn from(refusal: Refusal) -> Self {
        match refusal {
            Refusal::Bound => Problem::conflict("client-bound", refusal.to_string())
                .field("/client_id", "is bound to one prescriber, and to one only")
                .next_step("Give each prescriber a client of the API of their own."),
            Refusal::Oneself => Problem::conflict("binds-itself", refusal.to_string())
                .next_step("Let another client with the scope admin bind it."),
            Refusal::Revoked => Problem::conflict("credential-revoked", refusal.to_string())
                .next_step("Read the list of credentials again."),
        }
    }
}

#[utoipa::path(request_body = BindCredential, params(("id" = PractitionerId, Path, description = "The practitioner.")),
    responses((status = 201, description = "From now on this client signs in the practitioner's name.", body = Credential)))]
#[post("/v1/prescribers/{id}/credentials")]
/// Makes a client of the API a prescriber's own.
///
/// Only it can sign what is prescribed in that name, with the scope `prescriptions:sign`. A client belongs to one
/// prescriber; a prescriber may have several. Whoever does this has made sure who holds the client's secret.
pub async fn bind_credential(
    caller: Caller,
    db: web::Data<Db>,
    practitioner: Id<PractitionerId>,
    body: Body<BindCredential>,
) -> Result<Reply, Problem> {
    let (id, now, wish) = (mint::<CredentialId>(), platform::now(), body.value);
    let credential = Credential::bind(id, practitioner.0, wish.client_id, caller.client.clone(), now)?;
    projection::wait_for(&db, &caller.context(), "practitioner", practitioner.0).await?;
    once(&db, &caller, body.digest, async move |tx| {
        store::insert(tx, &credential).await?;
        let place = format!("/v1/prescribers/{}/credentials", credential.practitioner_id);
        Ok(Reply::created(place, &credential)?.version(credential.version))
    })
    .await
}

/// Nothing needs to be said.
#[derive(Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct RevokeCredential {}

#[utoipa::path(request_body = RevokeCredential, params(("id" = CredentialId, Path, description = "The credential.")),
    responses((status = 200, description = "Revoked; it signs nothing any more.", body = Credential)))]
#[post("/v1/prescriber-credentials/{id}/revoke")]
/// Takes a client's right to sign in a prescriber's name back, at once.
pub async fn revoke_credential(
    caller: Caller,
    db: web::Data<Db>,
    id: Id<CredentialId>,
    seen: IfMatch,
    body: Body<RevokeCredential>,
) -> Result<Reply, Problem> {
    let (now, by) = (platform::now(), caller.client.clone());
    once(&db, &caller, body.digest, async move |tx| {
        let found = store::find_for_change(tx, id.0).await?.ok_or_else(|| Problem::missing("credential"))?;
        seen.require(found.version)?;
        let revoked = found.revoke(by.clone(), now)?;
        store::update(tx, &revoked).await?;
        Ok(Reply::ok(&revoked)?.version(revoked.version))
    })
    .await
}

#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct ListCredentials {
    #[param(value_type = Option<String>)]
    cursor: Option<Cursor>,
    #[serde(default)]
    #[param(value_type = Option<u32>)]
    limit: Limit,
}

#[utoipa::path(params(("id" = PractitionerId, Path, description = "The practitioner."), ListCredentials),
    responses((status = 200, description = "A page of credentials, oldest first, with those revoked.", body = Listing<Credential>)))]
#[get("/v1/prescribers/{id}/credentials")]
/// Lists the clients that sign or have signed in a practitioner's name.
pub async fn list_credentials(
    caller: Caller,
    db: web::Data<Db>,
    of: Id<PractitionerId>,
    query: Query<ListCredentials>,
) -> Result<Reply, Problem> {
    let ListCredentials { cursor, limit } = query.0;
    let read = async move |tx: &mut Tx| Ok::<_, Problem>(store::list(tx, of.0, cursor, limit).await?);
    let items = db.read(&caller.context(), read).await?;
    Ok(Reply::ok(&Listing::cut(items, limit, |credential| credential.id.0))?)
}
