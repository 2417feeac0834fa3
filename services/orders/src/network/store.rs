//! Networks in the database.

use super::{Credentials, Network};
use crate::schema::networks::{self, table};
use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use model::NetworkId;
use platform::page::{Cursor, Limit};
use platform::{Patch, Sealing, Tx};

pub async fn insert(tx: &mut Tx, network: &Network, secret: Option<Vec<u8>>) -> QueryResult<()> {
    let row = (network, networks::secret.eq(secret));
    diesel::insert_into(table).values(row).execute(tx).await.map(|_| ())
}

pub async fn update(tx: &mut Tx, network: &Network, secret: Patch<Vec<u8>>) -> QueryResult<()> {
    let changed = (
        networks::version.eq(network.version),
        networks::name.eq(&network.name),
        networks::door.eq(&network.door),
        networks::account.eq(&network.account),
        networks::authority.eq(&network.authority),
        networks::credentials.eq(network.credentials),
    );
    let row = diesel::update(table.find(network.id));
    match secret {
        Patch::Keep => row.set(changed).execute(tx).await,
        Patch::Clear => row.set((changed, networks::secret.eq(None::<Vec<u8>>))).execute(tx).await,
        Patch::To(secret) => row.set((changed, networks::secret.eq(Some(secret)))).execute(tx).await,
    }
    .map(|_| ())
}

pub async fn find(tx: &mut Tx, id: NetworkId) -> QueryResult<Option<Network>> {
    table.find(id).select(Network::as_select()).first(tx).await.optional()
}

pub async fn find_for_change(tx: &mut Tx, id: NetworkId) -> QueryResult<Option<Network>> {
    table.find(id).select(Network::as_select()).for_update().first(tx).await.optional()
}

pub async fn list(tx: &mut Tx, cursor: Option<Cursor>, limit: Limit) -> QueryResult<Vec<Network>> {
    let mut query = table.select(Network::as_select()).order(networks::id).into_boxed();
    if let Some(Cursor(after)) = cursor {
        query = query.filter(networks::id.gt(after));
    }
    query.limit(limit.and_one()).load(tx).await
}

/// The network with its secret opened; what cannot be opened is an error that says how to mend it.
pub async fn open(
    tx: &mut Tx,
    sealing: impl FnOnce() -> anyhow::Result<Sealing>,
    id: NetworkId,
) -> anyhow::Result<Option<(Network, Option<Credentials>)>> {
    let found: Option<(Network, Option<Vec<u8>>)> =
        table.find(id).select((Network::as_select(), networks::secret)).first(tx).await.optional()?;
    let Some((network, secret)) = found else { return Ok(None) };
    let credentials = match secret {
        Some(sealed) => Some(Credentials::open(&sealing()?, id, &sealed)?),
        None => None,
    };
    Ok(Some((network, credentials)))
}
