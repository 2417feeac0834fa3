//! Where clients are kept; asked before the practice is known, so in the platform's own name.

use super::{Client, ClientId};
use crate::schema::clients;
use diesel::prelude::*;
use diesel::query_dsl::methods::FilterDsl as _;
use diesel_async::RunQueryDsl;
use model::{PracticeId, Scope};
use platform::Tx;

type Row = (PracticeId, String, Vec<String>, Vec<u8>);

pub async fn find(tx: &mut Tx, id: ClientId) -> anyhow::Result<Option<Client>> {
    let columns = (clients::practice_id, clients::name, clients::scopes, clients::secret_hash);
    let row: Option<Row> = clients::table.find(id.as_str()).select(columns).first(tx).await.optional()?;
    let Some((practice, name, scopes, secret)) = row else { return Ok(None) };
    // A scope that was abolished since is a scope the client no longer has.
    let granted = |scope: &Scope| scope.is_grantable();
    let scopes = scopes.iter().filter_map(|word| word.parse().ok().filter(granted)).collect();
    Ok(Some(Client { id, practice, name, scopes, secret: secret.try_into()? }))
}

/// Adds the client or changes it; false when the id belongs to another practice.
pub async fn keep(tx: &mut Tx, client: &Client) -> QueryResult<bool> {
    let scopes: Vec<&str> = client.scopes.iter().map(|scope| scope.as_str()).collect();
    let row = (
        clients::practice_id.eq(client.practice),
        clients::name.eq(&client.name),
        clients::scopes.eq(scopes),
        clients::secret_hash.eq(client.secret.as_bytes()),
        clients::changed_at.eq(diesel::dsl::now),
    );
    let kept = diesel::insert_into(clients::table)
        .values((clients::client_id.eq(client.id.as_str()), row.clone()))
        .on_conflict(clients::client_id)
        .do_update()
        .set(row)
        .filter(clients::practice_id.eq(client.practice))
        .execute(tx)
        .await?;
    Ok(kept == 1)
}
