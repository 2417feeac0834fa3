//! What the gateway's binary can be asked beside serving: the platform's commands, and to add a client.

use crate::client::{self, Client, ClientId, SecretHash, read_scopes};
use crate::settings::Settings;
use anyhow::Context as _;
use clap::Parser;
use model::PracticeId;
use platform::Db;

/// Where the secret is read from: arguments can be seen by every program on the machine.
const SECRET: &str = "GATEWAY_CLIENT_SECRET";
/// A random 128-bit secret in hexadecimal has this many characters; a shorter one could be guessed.
const SHORTEST_SECRET: usize = 32;

/// Adds a client or changes it; its secret comes from GATEWAY_CLIENT_SECRET.
#[derive(Parser)]
#[command(bin_name = "gateway add-client")]
struct AddClient {
    #[arg(long)]
    practice: PracticeId,
    #[arg(long)]
    client_id: String,
    /// What people call it.
    #[arg(long)]
    name: String,
    /// As "scheduling:read orders:read".
    #[arg(long)]
    scopes: String,
}

/// Commands that end by themselves; `None` when there is nothing left to do but serve.
pub async fn run(settings: &Settings) -> anyhow::Result<Option<()>> {
    if std::env::args().nth(1).as_deref() != Some("add-client") {
        return platform::service::command(&settings.basic(), crate::MIGRATIONS, crate::document::own).await;
    }
    let asked = AddClient::parse_from(std::env::args().skip(1));
    let secret = std::env::var(SECRET).with_context(|| format!("{SECRET} must hold the client's secret"))?;
    add_client(&Db::open(&settings.database), asked.read(&secret)?).await.map(Some)
}

impl AddClient {
    fn read(self, secret: &str) -> anyhow::Result<Client> {
        anyhow::ensure!(
            secret.len() >= SHORTEST_SECRET,
            "{SECRET} must have at least {SHORTEST_SECRET} characters"
        );
        let id: ClientId = self.client_id.parse()?;
        let scopes = read_scopes(&self.scopes)?;
        anyhow::ensure!(!scopes.is_empty(), "a client without a scope could do nothing: give --scopes");
        Ok(Client { id, practice: self.practice, name: self.name, scopes, secret: SecretHash::of(secret) })
    }
}

/// Adds or changes a client; can be run again and again.
pub async fn add_client(db: &Db, client: Client) -> anyhow::Result<()> {
    let id = client.id.clone();
    if let Some(scope) = client.scopes.iter().find(|scope| !scope.is_grantable()) {
        anyhow::bail!("the scope {scope} cannot be given to a client");
    }
    let kept = db.system(async move |tx| anyhow::Ok(client::store::keep(tx, &client).await?)).await?;
    anyhow::ensure!(kept, "the client id {} belongs to another practice: choose another", id.as_str());
    tracing::info!(client = id.as_str(), "the client is known");
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(scopes: &str, secret: &str) -> Result<Client, String> {
        let practice = uuid::Uuid::nil().to_string();
        let words = [
            "add-client",
            "--practice",
            &practice,
            "--client-id",
            "desk",
            "--name",
            "Desk",
            "--scopes",
            scopes,
        ];
        let asked = AddClient::try_parse_from(words).map_err(|error| error.to_string())?;
        asked.read(secret).map_err(|error| error.to_string())
    }

    #[test]
    fn a_client_needs_real_scopes_and_a_long_secret() {
        let secret = "0123456789abcdef0123456789abcdef";
        assert!(read("orders:read admin", secret).is_ok_and(|client| client.scopes.len() == 2));
        assert!(read("orders:read fly", secret).is_err_and(|error| error.contains("\"fly\"")));
        assert!(read("admin link:holder", secret).is_err_and(|error| error.contains("\"link:holder\"")));
        assert!(read("", secret).is_err_and(|error| error.contains("--scopes")));
        assert!(read("admin", "short").is_err_and(|error| error.contains("32 characters")));
    }
}
