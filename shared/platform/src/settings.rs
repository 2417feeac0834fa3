//! Settings: laptop defaults embedded in the service, `SERVICE__SECTION__KEY` from the environment on top.

use serde::Deserialize;
use serde::de::DeserializeOwned;
use std::net::SocketAddr;

/// A value that must not be seen in logs.
#[derive(Clone, Deserialize)]
#[serde(transparent)]
pub struct Secret(String);

impl Secret {
    pub fn expose(&self) -> &str {
        &self.0
    }
}

impl From<&str> for Secret {
    fn from(text: &str) -> Self {
        Self(text.to_owned())
    }
}

impl std::fmt::Debug for Secret {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("[secret]")
    }
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Http {
    pub listen: SocketAddr,
    /// Threads that serve requests.
    pub workers: usize,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Database {
    /// The service's own role, which owns nothing.
    pub url: Secret,
    /// The role that owns the tables; only `migrate` needs it.
    #[serde(default)]
    pub owner_url: Option<Secret>,
    pub connections: u32,
    /// Numbered keys that seal what must not lie in the database readable: `1:<32 bytes in base64url>`; the first seals.
    #[serde(default)]
    pub sealing_keys: Option<Secret>,
}

impl Database {
    /// The owner's URL, or what to set.
    pub fn owner(&self) -> anyhow::Result<&str> {
        let url = self.owner_url.as_ref().map(Secret::expose);
        url.ok_or_else(|| {
            anyhow::anyhow!("migrating needs DATABASE__OWNER_URL: the role that owns the tables")
        })
    }
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Bus {
    pub url: Secret,
}

/// How a service knows that a call came through the gateway.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CallerKey {
    /// The gateway's Ed25519 public key, base64url without padding.
    pub public_key: String,
}

#[derive(Clone, Copy, Debug, Deserialize, PartialEq, Eq)]
#[serde(rename_all = "snake_case")]
pub enum LogFormat {
    Text,
    Json,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Telemetry {
    pub format: LogFormat,
    /// As `info,scheduling=debug`.
    pub filter: String,
}

/// The settings every service has.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Basic {
    pub http: Http,
    pub database: Database,
    pub bus: Bus,
    pub caller: CallerKey,
    pub telemetry: Telemetry,
}

/// Reads the embedded defaults, then the environment; an unknown key is an error that names it.
pub fn load<S: DeserializeOwned>(service: &str, defaults: &str) -> anyhow::Result<S> {
    let environment = config::Environment::with_prefix(&service.to_uppercase())
        .prefix_separator("__")
        .separator("__")
        .try_parsing(true);
    let settings = config::Config::builder()
        .add_source(config::File::from_str(defaults, config::FileFormat::Toml))
        .add_source(environment)
        .build()?;
    Ok(settings.try_deserialize()?)
}
