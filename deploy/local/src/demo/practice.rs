//! The practice of the demo: made on the first run, found again on later ones.

use anyhow::Context;
use serde::Serialize;
use serde_json::{Value, json};

use super::api::{Api, Request, Role};
use crate::State;

const LOCATION_NPI: &str = "1640873018";
const PRACTITIONER_NPI: &str = "1357924681";
const VISIT: &str = "Office visit";
const FEES: &str = "Standard fees";

/// What is charged for an office visit and for a rapid strep test, in cents.
pub const CHARGES: [(&str, i64); 2] = [("99213", 15_000), ("87880", 3_250)];

#[derive(Clone, Debug, Serialize)]
pub struct Practice {
    pub location: String,
    pub practitioner: String,
    pub visit_type: String,
    pub payer: String,
    pub pharmacy: String,
}

/// Where the partners of the sandbox are reached.
pub struct Sandbox {
    pub payer: String,
    pub pharmacy: String,
    /// Of the pharmacy at this address; none that asks the simulator for a failure.
    pub ncpdp_id: String,
}

impl Sandbox {
    pub fn of(state: &State) -> Sandbox {
        let port = state.ports.get("pharmacy").copied().unwrap_or_default();
        Sandbox {
            payer: format!("{}/x12/270", state.url("payer")),
            pharmacy: format!("{}/script", state.url("pharmacy")),
            ncpdp_id: format!("{port:05}21"),
        }
    }
}

impl Practice {
    pub async fn set_up(api: &Api, sandbox: &Sandbox) -> anyhow::Result<Practice> {
        let found = find(api, "/v1/locations", |it| it["npi"] == LOCATION_NPI).await?;
        let location = or_create(api, Role::FrontOffice, found, "/v1/locations", &location()).await?;
        let found = find(api, "/v1/practitioners", |it| it["npi"] == PRACTITIONER_NPI).await?;
        let practitioner =
            or_create(api, Role::FrontOffice, found, "/v1/practitioners", &practitioner()).await?;
        let found = find(api, "/v1/visit-types", |it| it["name"] == VISIT).await?;
        let visit_type = or_create(api, Role::FrontOffice, found, "/v1/visit-types", &visit_type()).await?;
        open_hours(api, &practitioner, &location).await?;
        own_client(api, &practitioner).await?;
        let found = find(api, "/v1/payers", |it| it["connection"]["url"] == sandbox.payer.as_str()).await?;
        let payer = or_create(api, Role::FrontOffice, found, "/v1/payers", &payer(sandbox)).await?;
        let found = find(api, "/v1/pharmacies", |it| it["ncpdp_id"] == sandbox.ncpdp_id.as_str()).await?;
        let pharmacy = or_create(api, Role::Prescriber, found, "/v1/pharmacies", &pharmacy(sandbox)).await?;
        let found = find(api, "/v1/fee-schedules", |it| it["name"] == FEES).await?;
        or_create(api, Role::Biller, found, "/v1/fee-schedules", &fees()).await?;
        Ok(Practice { location, practitioner, visit_type, payer, pharmacy })
    }
}

async fn find(api: &Api, path: &str, is_it: impl Fn(&Value) -> bool) -> anyhow::Result<Option<String>> {
    let items = api.list(Role::Admin, path).await?;
    let found = items.iter().find(|item| is_it(item));
    found.map(|item| item["id"].as_str().map(str::to_owned).context("an item has no id")).transpose()
}

async fn or_create(
    api: &Api,
    role: Role,
    found: Option<String>,
    path: &str,
    body: &Value,
) -> anyhow::Result<String> {
    match found {
        Some(id) => Ok(id),
        None => api.post(role, path, body).await?.id(),
    }
}

/// The client `prescriber` is the practitioner's own: only it signs in that name.
async fn own_client(api: &Api, practitioner: &str) -> anyhow::Result<()> {
    let path = format!("/v1/prescribers/{practitioner}/credentials");
    let client = Role::Prescriber.client_id();
    let found = find(api, &path, |it| it["client_id"] == client && it["revoked"].is_null()).await?;
    if found.is_none() {
        api.post(Role::Admin, &path, &json!({"client_id": client})).await?;
    }
    Ok(())
}

/// Round the clock, so that the demo finds a slot whenever it is run.
async fn open_hours(api: &Api, practitioner: &str, location: &str) -> anyhow::Result<()> {
    let path = format!("/v1/practitioners/{practitioner}/availability");
    let known = api.send(&Request::get(Role::FrontOffice, &path)).await?;
    if known.status != 404 {
        return known.done().map(|_| ());
    }
    let rule = json!({
        "location_id": location, "rrule": "FREQ=DAILY", "start_time": "00:00:00", "end_time": "23:59:00",
        "effective_from": "2026-01-01",
    });
    api.send(&Request::put(Role::FrontOffice, path, &json!({"rules": [rule]}))).await?.done().map(|_| ())
}

fn location() -> Value {
    json!({
        "name": "Westport Family Practice", "time_zone": "America/Chicago", "npi": LOCATION_NPI,
        "tax_id": "430912875", "phone": "8165550142", "place_of_service": "11",
        "address": {"line1": "4128 Pennsylvania Avenue", "line2": "Suite 3", "city": "Kansas City", "state": "MO",
                    "postal_code": "64111-3017"},
    })
}

fn practitioner() -> Value {
    json!({
        "given_name": "Helen", "family_name": "Ortega", "npi": PRACTITIONER_NPI, "taxonomy": "207Q00000X",
        "license_states": ["MO", "KS"],
    })
}

fn visit_type() -> Value {
    json!({"name": VISIT, "minutes": 15, "cancel_notice_minutes": 1440})
}

fn payer(sandbox: &Sandbox) -> Value {
    json!({
        "name": "ABC Company", "payer_id": "842610001", "transactions": ["270", "276", "837P", "835"],
        "connection": {"kind": "https", "url": sandbox.payer},
    })
}

fn pharmacy(sandbox: &Sandbox) -> Value {
    json!({
        "ncpdp_id": sandbox.ncpdp_id, "name": "Broadway Pharmacy", "phone": "8165550177",
        "address": {"line1": "3901 Broadway Boulevard", "city": "Kansas City", "state": "MO", "postal_code": "64111"},
        "script": {"endpoint": sandbox.pharmacy},
    })
}

fn fees() -> Value {
    let fee = |(code, cents): (&str, i64)| json!({"procedure_code": code, "charge": super::Cents(cents)});
    json!({"name": FEES, "effective": "2026-01-01", "items": CHARGES.map(fee)})
}
