//! The processes Praxis consists of: what each is started with.

use anyhow::Context;

use crate::client::Client;
use crate::database;
use crate::place::Place;
use crate::recipe::Recipe;
use crate::state::State;

/// In the order they are started.
pub const SERVICES: [&str; 5] = ["scheduling", "eligibility", "orders", "billing", "gateway"];
pub const SIMULATORS: [&str; 3] = ["payer", "clearinghouse", "pharmacy"];
pub const PACKAGES: [&str; 6] = ["scheduling", "eligibility", "orders", "billing", "gateway", "simulators"];

/// Serves.
pub fn service(name: &str, state: &State, place: &Place) -> anyhow::Result<Recipe> {
    let recipe = Recipe::new(name, place.bin.join(name), place.log(name)).marked(&place.local);
    with_settings(recipe, name, state)
}

/// Brings the service's database up to date and ends.
pub fn migration(name: &str, state: &State, place: &Place) -> anyhow::Result<Recipe> {
    let owner = role_url(state, name, "owner")?;
    Ok(service(name, state, place)?
        .named(format!("the migration of {name}"))
        .args(["migrate"])
        .env(format!("{}__DATABASE__OWNER_URL", name.to_uppercase()), owner))
}

/// Tells the gateway of a client and ends; again and again with the same effect.
pub fn registration(name: &str, client: &Client, state: &State, place: &Place) -> anyhow::Result<Recipe> {
    let practice = client.practice.to_string();
    Ok(service("gateway", state, place)?
        .named(format!("telling the gateway of the client {name}"))
        .args(["add-client", "--practice", &practice, "--client-id", &client.client_id])
        .args(["--name", name, "--scopes", &client.scopes.join(" ")])
        .env("GATEWAY_CLIENT_SECRET", &client.client_secret))
}

pub fn simulator(name: &str, state: &State, place: &Place) -> anyhow::Result<Recipe> {
    let recipe = Recipe::new(name, place.bin.join("simulators"), place.log(name))
        .marked(&place.local)
        .args([name, "--listen", &listen(state, name)?, "--state"])
        .args([place.local.join("simulators").join(name)]);
    if name != "pharmacy" {
        return Ok(recipe);
    }
    let client = state.clients.get("pharmacy").context("the state has no client pharmacy")?;
    Ok(recipe
        .args(["--praxis-url", &state.gateway_url()])
        .env("PRAXIS_CLIENT_ID", &client.client_id)
        .env("PRAXIS_CLIENT_SECRET", &client.client_secret))
}

fn with_settings(recipe: Recipe, name: &str, state: &State) -> anyhow::Result<Recipe> {
    let prefix = name.to_uppercase();
    let recipe = recipe
        .env(format!("{prefix}__HTTP__LISTEN"), listen(state, name)?)
        .env(format!("{prefix}__DATABASE__URL"), role_url(state, name, "app")?)
        .env(format!("{prefix}__BUS__URL"), state.server_url("rabbitmq")?)
        .env(format!("{prefix}__CALLER__PUBLIC_KEY"), state.keys.caller_public_key()?)
        .env(format!("{prefix}__TELEMETRY__FORMAT"), "json");
    Ok(match name {
        "gateway" => with_gateway_settings(recipe, state),
        // The sandbox's payer and pharmacies are on this machine.
        "eligibility" => recipe
            .env("ELIGIBILITY__DATABASE__SEALING_KEYS", sealing_keys(state))
            .env("ELIGIBILITY__PAYER__PRIVATE_NETWORKS", "true"),
        "orders" => recipe
            .env("ORDERS__DATABASE__SEALING_KEYS", sealing_keys(state))
            .env("ORDERS__DELIVERY__PRIVATE_NETWORKS", "true"),
        "billing" => recipe.env("BILLING__CLEARINGHOUSE__URL", state.url("clearinghouse")),
        _ => recipe,
    })
}

fn with_gateway_settings(recipe: Recipe, state: &State) -> Recipe {
    let upstreams = SERVICES.into_iter().filter(|name| *name != "gateway");
    upstreams
        .fold(recipe, |recipe, name| {
            recipe.env(format!("GATEWAY__UPSTREAMS__{}", name.to_uppercase()), state.url(name))
        })
        .env("GATEWAY__CALLER__SIGNING_SEED", &state.keys.caller_seed)
        .env("GATEWAY__TOKEN__SIGNING_SEED", &state.keys.token_seed)
        .env("GATEWAY__PUBLIC_URL", state.gateway_url())
}

fn sealing_keys(state: &State) -> String {
    format!("1:{}", state.keys.sealing_key)
}

fn listen(state: &State, name: &str) -> anyhow::Result<String> {
    let port = state.ports.get(name).with_context(|| format!("{name} has no port"))?;
    Ok(format!("127.0.0.1:{port}"))
}

fn role_url(state: &State, service: &str, kind: &str) -> anyhow::Result<String> {
    let role = format!("{service}_{kind}");
    let password = state.passwords.get(&role).with_context(|| format!("the role {role} has no password"))?;
    database::url(state.server_url("postgres")?, &role, password, service)
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::*;
    use crate::state::Running;

    fn ready_state() -> anyhow::Result<State> {
        let mut state = State::new();
        for (name, url) in
            [("postgres", "postgres://postgres:x@127.0.0.1:1/postgres"), ("rabbitmq", "amqp://b/%2f")]
        {
            state.servers.insert(name.to_owned(), Running { url: url.to_owned(), pid: None, log: None });
        }
        for name in SERVICES.into_iter().chain(SIMULATORS) {
            state.assign_port(name)?;
            state.password(&format!("{name}_app"));
            state.password(&format!("{name}_owner"));
        }
        Ok(state)
    }

    fn value(recipe: &Recipe, name: &str) -> Option<String> {
        recipe.env.iter().find(|(key, _)| key == name).map(|(_, value)| value.to_string_lossy().into_owned())
    }

    #[test]
    fn only_the_gateway_can_sign_and_only_migrations_own_the_database() -> anyhow::Result<()> {
        let (state, place) = (ready_state()?, Place::at(Path::new("/nowhere")));
        let billing = service("billing", &state, &place)?;
        assert_eq!(value(&billing, "BILLING__CLEARINGHOUSE__URL"), Some(state.url("clearinghouse")));
        assert!(value(&billing, "BILLING__DATABASE__URL").is_some_and(|url| url.contains("//billing_app:")));
        assert_eq!(value(&billing, "BILLING__CALLER__PUBLIC_KEY"), Some(state.keys.caller_public_key()?));
        assert!(billing.env.iter().all(|(key, _)| !key.contains("SEED") && !key.contains("OWNER")));

        let migration = migration("billing", &state, &place)?;
        assert!(
            value(&migration, "BILLING__DATABASE__OWNER_URL")
                .is_some_and(|url| url.contains("billing_owner"))
        );
        let gateway = service("gateway", &state, &place)?;
        assert_eq!(value(&gateway, "GATEWAY__UPSTREAMS__ORDERS"), Some(state.url("orders")));
        assert_eq!(value(&gateway, "GATEWAY__CALLER__SIGNING_SEED"), Some(state.keys.caller_seed.clone()));
        Ok(())
    }

    #[test]
    fn only_the_pharmacy_gets_a_client() -> anyhow::Result<()> {
        let (state, place) = (ready_state()?, Place::at(Path::new("/nowhere")));
        assert!(value(&simulator("pharmacy", &state, &place)?, "PRAXIS_CLIENT_SECRET").is_some());
        assert!(value(&simulator("payer", &state, &place)?, "PRAXIS_CLIENT_SECRET").is_none());
        Ok(())
    }
}
