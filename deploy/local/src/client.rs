//! The demo's API clients: who they are and what each may do.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::servers::secret;
use crate::state::Practices;

#[derive(Clone, Serialize, Deserialize)]
pub struct Client {
    pub client_id: String,
    pub client_secret: String,
    pub scopes: Vec<String>,
    pub practice: Uuid,
}

const FRONT_OFFICE: &str =
    "scheduling:read scheduling:write eligibility:read eligibility:write orders:read billing:read";
const PRESCRIBER: &str =
    "scheduling:read scheduling:write orders:read orders:write prescriptions:sign eligibility:read";
const BILLER: &str = "billing:read billing:write payments:post eligibility:read scheduling:read";
const PHARMACY: &str = "prescriptions:dispense";
const ADMIN: &str = "scheduling:read scheduling:write scheduling:overbook eligibility:read eligibility:write orders:read orders:write \
                     billing:read billing:write prescriptions:sign prescriptions:dispense results:deliver payments:post \
                     audit:read admin";
const OTHER_PRACTICE: &str = "scheduling:read scheduling:write eligibility:read billing:read orders:read";

/// `other-practice` is there to show that nothing of the first practice can be seen from it.
pub fn demo_clients(practices: &Practices) -> BTreeMap<String, Client> {
    let clients = [
        ("front-office", FRONT_OFFICE, practices.first),
        ("prescriber", PRESCRIBER, practices.first),
        ("biller", BILLER, practices.first),
        ("pharmacy", PHARMACY, practices.first),
        ("admin", ADMIN, practices.first),
        ("other-practice", OTHER_PRACTICE, practices.other),
    ];
    let client = |(name, scopes, practice): (&str, &str, Uuid)| {
        let client = Client {
            client_id: name.to_owned(),
            client_secret: secret::random(),
            scopes: scopes.split_whitespace().map(str::to_owned).collect(),
            practice,
        };
        (name.to_owned(), client)
    };
    clients.into_iter().map(client).collect()
}
