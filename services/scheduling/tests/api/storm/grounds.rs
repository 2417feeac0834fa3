//! A busy office: four practitioners at two places, five rooms, two scanners, eight days.

use super::{Chance, time};
use crate::office::{Office, open};
use chrono::{DateTime, Datelike, Duration, Utc};
use kit::{Answer, Request};
use model::AppointmentId;
use reqwest::Method;
use serde_json::{Value, json};
use std::cell::Cell;

pub const DAYS: i64 = 8;
const HALF_HOURS: i64 = 16;
const PATIENTS: usize = 60;
/// Answers of 503 in a row; each was waited for as long as the service waits for a connection.
const PATIENCE: usize = 5;
/// On each side of the way between the places.
pub const TRAVEL_MINUTES: i32 = 15;
pub const SEATS: i32 = 3;

/// What is booked.
#[derive(Clone, Copy)]
pub enum Kind {
    /// Takes a room.
    Plain,
    /// Takes a room and the place's scanner.
    Scan,
    /// Three patients at once.
    Group,
}

pub struct Grounds {
    pub office: Office,
    practitioners: Vec<String>,
    locations: Vec<String>,
    patients: Vec<String>,
    visit_types: [String; 3],
    /// The first start of the first day; half hours follow, and days.
    first: DateTime<Utc>,
    /// How often something was not available for a moment.
    pub asked_again: Cell<usize>,
}

impl Grounds {
    pub async fn open() -> Self {
        let office = open().await;
        let created = async |path: &str, body: Value| office.house.post(path, body).await.expect(201).id();
        let place = |name: &str| {
            json!({"name": name, "time_zone": "America/Chicago", "travel_minutes": TRAVEL_MINUTES,
            "address": {"line1": "2 Main Street", "city": "Kansas City", "state": "MO", "postal_code": "64108"},
            "npi": "1234567893", "tax_id": "123456789", "phone": "8165550111", "place_of_service": "11"})
        };
        let mut locations = Vec::new();
        for name in ["North", "South"] {
            locations.push(created("/v1/locations", place(name)).await);
        }
        let (mut rooms, mut scanners) = (Vec::new(), Vec::new());
        for n in 0..5 {
            let room = json!({"name": format!("Room {n}"), "location_id": locations[n % 2]});
            rooms.push(created("/v1/rooms", room).await);
        }
        for location in &locations {
            scanners.push(created("/v1/devices", json!({"name": "Scanner", "location_id": location})).await);
        }
        let visit = |name: &str, more: Value| {
            let mut body = json!({"name": name, "minutes": 30, "room_ids": rooms});
            body.as_object_mut().expect("an object").extend(more.as_object().expect("an object").clone());
            body
        };
        let visit_types = [
            created("/v1/visit-types", visit("Plain", json!({}))).await,
            created("/v1/visit-types", visit("Scan", json!({"device_ids": scanners}))).await,
            created("/v1/visit-types", visit("Group", json!({"capacity": SEATS}))).await,
        ];
        let mut practitioners = vec![office.practitioner.clone()];
        for npi in ["1234567893", "1679576722", "1518998327"] {
            let said = json!({"given_name": "Ann", "family_name": "Bell", "npi": npi, "taxonomy": "207Q00000X",
                "license_states": ["MO"]});
            practitioners.push(created("/v1/practitioners", said).await);
        }
        let rule = |location: &String| {
            json!({"location_id": location, "rrule": "FREQ=DAILY", "start_time": "09:00:00",
            "end_time": "17:00:00", "effective_from": "2026-01-01"})
        };
        let rules: Vec<Value> = locations.iter().map(rule).collect();
        for practitioner in &practitioners {
            let path = format!("/v1/practitioners/{practitioner}/availability");
            office.house.put(&path, json!({"rules": rules})).await.expect(200);
        }
        let mut patients = vec![office.patient.clone()];
        for _ in 1..PATIENTS {
            patients.push(office.another_patient().await);
        }
        // No clock changes in January.
        let year = (platform::now() + Duration::days(2)).year() + 1;
        let path = format!(
            "/v1/slots?visit_type_id={}&from={year}-01-10T00:00:00Z&to={year}-01-12T00:00:00Z&limit=1",
            visit_types[0]
        );
        let slots = office.house.get(&path).await.expect(200);
        let first = time(&slots.body["items"][0]["start"]);
        Self { practitioners, locations, patients, visit_types, first, office, asked_again: Cell::default() }
    }

    /// As a client asks that does what problems say: again, as long as something is not available for a moment.
    async fn insist(&self, request: impl Fn() -> Request) -> Answer {
        for _ in 0..PATIENCE {
            let answer = request().send().await;
            if answer.status != 503 || answer.header("retry-after").is_none() {
                return answer;
            }
            self.asked_again.set(self.asked_again.get() + 1);
        }
        request().send().await
    }

    pub async fn get(&self, path: &str) -> Answer {
        self.insist(|| self.office.house.request(Method::GET, path)).await
    }

    /// Under one key however often it is sent: it takes effect once.
    pub async fn post(&self, version: Option<i64>, path: &str, said: Value) -> Answer {
        let house = &self.office.house;
        let house = version.map_or_else(|| house.clone(), |version| house.if_match(version));
        let key = platform::mint::<AppointmentId>().to_string();
        let request = || house.request(Method::POST, path).header("idempotency-key", &key).json(&said);
        self.insist(request).await
    }

    /// How many starts there are, of all practitioners.
    pub fn starts(&self) -> usize {
        self.practitioners.len() * usize::try_from(DAYS * HALF_HOURS).expect("small")
    }

    pub fn start(&self, chance: &mut Chance) -> DateTime<Utc> {
        let below = |chance: &mut Chance, most: i64| chance.below(usize::try_from(most).expect("small"));
        let (day, half_hour) = (below(chance, DAYS), below(chance, HALF_HOURS));
        self.first + Duration::days(day as i64) + Duration::minutes(30 * half_hour as i64)
    }

    pub fn wish(&self, chance: &mut Chance, kind: Kind) -> Value {
        json!({
            "patient_id": chance.one(&self.patients),
            "practitioner_id": chance.one(&self.practitioners),
            "location_id": chance.one(&self.locations),
            "visit_type_id": self.visit_types[kind as usize],
            "start": self.start(chance).to_rfc3339(),
        })
    }

    /// What a patient waits for.
    pub fn patience(&self, chance: &mut Chance) -> Value {
        json!({
            "patient_id": chance.one(&self.patients),
            "visit_type_id": chance.one(&self.visit_types),
            "earliest": self.first.date_naive(),
            "latest": self.first.date_naive() + Duration::days(DAYS),
        })
    }

    /// Where an appointment may be moved to: to another start, perhaps to another practitioner or place.
    pub fn elsewhere(&self, chance: &mut Chance) -> Value {
        let mut to = json!({"start": self.start(chance).to_rfc3339()});
        if chance.below(3) == 0 {
            to["practitioner_id"] = json!(chance.one(&self.practitioners));
            to["location_id"] = json!(chance.one(&self.locations));
        }
        to
    }
}
