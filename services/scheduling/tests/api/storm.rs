//! Many clients at once, doing everything to the same few days: no time is ever given twice, and what was acknowledged is
//! there.

use crate::office::{Office, open};
use chrono::{DateTime, Datelike, Duration, Utc};
use diesel::QueryableByName;
use diesel::sql_types::BigInt;
use diesel_async::RunQueryDsl;
use futures_util::future::join_all;
use kit::{Answer, House};
use model::AppointmentId;
use platform::{Problem, Tx};
use serde_json::{Value, json};
use std::collections::BTreeMap;

const CLIENTS: u64 = 16;
const STEPS: usize = 30;
const DAYS: i64 = 6;

/// Chance that a seed replays.
struct Chance(u64);

impl Chance {
    fn below(&mut self, most: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mixed = (self.0 ^ self.0 >> 30).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        let mixed = (mixed ^ mixed >> 27).wrapping_mul(0x94D0_49BB_1331_11EB);
        usize::try_from((mixed ^ mixed >> 31) % most as u64).expect("small")
    }

    fn one<'a, T>(&mut self, of: &'a [T]) -> &'a T {
        &of[self.below(of.len())]
    }
}

struct Grounds {
    office: Office,
    practitioners: Vec<String>,
    patients: Vec<String>,
    /// The first start of the first day; half hours follow, and days.
    first: DateTime<Utc>,
}

/// What a client was told: each appointment's start and status.
#[derive(Default)]
struct Told {
    appointments: BTreeMap<String, (DateTime<Utc>, String)>,
    series: Vec<(String, i64, Vec<String>)>,
}

fn time(value: &Value) -> DateTime<Utc> {
    value.as_str().expect("a time").parse().expect("a time")
}

fn text(value: &Value) -> String {
    value.as_str().expect("a text").to_owned()
}

/// Refusals that a client of a full calendar gets; anything else is a fault of ours.
fn fair(answer: &Answer) -> bool {
    let code = answer.body["code"].as_str().unwrap_or_default();
    let refused = matches!(code, "slot-taken" | "not-offered" | "series-blocked" | "wrong-status");
    assert!(answer.status < 300 || answer.status == 409 && refused, "{}", answer.text);
    answer.status < 300
}

impl Grounds {
    async fn open() -> Self {
        let office = open().await;
        let second = json!({"given_name": "Ann", "family_name": "Bell", "npi": "1234567893",
            "taxonomy": "207Q00000X", "license_states": ["MO"]});
        let second = office.house.post("/v1/practitioners", second).await.expect(201).id();
        let rules = json!({"rules": [{"location_id": office.location, "rrule": "FREQ=DAILY", "start_time": "09:00:00",
            "end_time": "17:00:00", "effective_from": "2026-01-01"}]});
        office.house.put(&format!("/v1/practitioners/{second}/availability"), rules).await.expect(200);
        let mut patients = vec![office.patient.clone()];
        for _ in 0..7 {
            patients.push(office.another_patient().await);
        }
        // No clock changes in January.
        let year = (platform::now() + Duration::days(2)).year() + 1;
        let path = format!(
            "/v1/slots?visit_type_id={}&from={year}-01-10T00:00:00Z&to={year}-01-12T00:00:00Z&limit=1",
            office.visit_type
        );
        let slots = office.house.get(&path).await.expect(200);
        let first = time(&slots.body["items"][0]["start"]);
        Self { practitioners: vec![office.practitioner.clone(), second], patients, first, office }
    }

    fn start(&self, chance: &mut Chance) -> DateTime<Utc> {
        let (day, half_hour) = (chance.below(DAYS as usize) as i64, chance.below(16) as i64);
        self.first + Duration::days(day) + Duration::minutes(30 * half_hour)
    }

    fn wish(&self, chance: &mut Chance) -> Value {
        let (patient, start) = (chance.one(&self.patients).clone(), self.start(chance));
        let mut wish = self.office.wish(&patient, &start.to_rfc3339());
        wish["practitioner_id"] = json!(chance.one(&self.practitioners));
        wish
    }

    async fn book(&self, chance: &mut Chance, told: &mut Told, held: bool) {
        let mut wish = self.wish(chance);
        if held {
            let mut hold = wish.clone();
            hold.as_object_mut().expect("an object").remove("patient_id");
            let hold = self.office.house.post("/v1/holds", hold).await;
            if !fair(&hold) {
                return;
            }
            wish["hold_id"] = hold.body["id"].clone();
        }
        let booked = self.office.house.post("/v1/appointments", wish).await;
        if fair(&booked) {
            told.appointments
                .insert(booked.id(), (time(&booked.body["start"]), text(&booked.body["status"])));
        }
    }

    async fn book_series(&self, chance: &mut Chance, told: &mut Told) {
        let mut wish = self.wish(chance);
        wish["rrule"] = json!(format!("FREQ=DAILY;COUNT={}", 2 + chance.below(4)));
        wish["on_conflict"] = json!(chance.one(&["refuse_all", "accept_free"]));
        let booked = self.office.house.post("/v1/appointment-series", wish).await;
        if fair(&booked) {
            let ids = told.note(&booked);
            told.series.push((booked.id(), booked.version(), ids));
        }
    }

    async fn change(&self, chance: &mut Chance, told: &mut Told) {
        let ids: Vec<String> = told.appointments.keys().cloned().collect();
        if ids.is_empty() {
            return;
        }
        let id = chance.one(&ids).clone();
        let read = self.office.house.get(&format!("/v1/appointments/{id}")).await.expect(200);
        let house = self.office.house.if_match(read.version());
        let changed = if chance.below(3) == 0 {
            house
                .post(&format!("/v1/appointments/{id}/cancel"), json!({"reason_code": "patient_request"}))
                .await
        } else {
            let start = self.start(chance).to_rfc3339();
            house.post(&format!("/v1/appointments/{id}/reschedule"), json!({"start": start})).await
        };
        if fair(&changed) {
            told.appointments.insert(id, (time(&changed.body["start"]), text(&changed.body["status"])));
        }
    }

    async fn change_series(&self, chance: &mut Chance, told: &mut Told) {
        if told.series.is_empty() {
            return;
        }
        let n = chance.below(told.series.len());
        let (id, version, ids) = told.series[n].clone();
        let scope = chance.one(&["this", "this_and_following", "all"]);
        let mut said = json!({"scope": scope, "appointment_id": chance.one(&ids)});
        let verb = if chance.below(4) == 0 {
            said["reason_code"] = json!("patient_request");
            "cancel"
        } else {
            said["start"] = json!(self.start(chance).to_rfc3339());
            said["on_conflict"] = json!(chance.one(&["refuse_all", "accept_free"]));
            "reschedule"
        };
        let path = format!("/v1/appointment-series/{id}/{verb}");
        let changed = self.office.house.if_match(version).post(&path, said).await;
        if changed.status == 400 {
            changed.names("/start"); // Moved back so far that an occurrence would lie in the past.
        } else if fair(&changed) {
            told.note(&changed);
            told.series[n].1 = changed.version();
        }
    }
}

impl Told {
    /// What a series' answer says of its appointments; those it names.
    fn note(&mut self, answer: &Answer) -> Vec<String> {
        let mut ids = Vec::new();
        for outcome in answer.body["outcomes"].as_array().expect("outcomes") {
            let status = match outcome["outcome"].as_str() {
                Some("booked" | "rescheduled") => "booked",
                Some("cancelled") => "cancelled",
                _ => continue,
            };
            let id = text(&outcome["appointment_id"]);
            self.appointments.insert(id.clone(), (time(&outcome["start"]), status.to_owned()));
            ids.push(id);
        }
        ids
    }
}

async fn storm(grounds: &Grounds, mut chance: Chance) -> Told {
    let mut told = Told::default();
    for _ in 0..STEPS {
        match chance.below(10) {
            0..=2 => grounds.book(&mut chance, &mut told, false).await,
            3 => grounds.book(&mut chance, &mut told, true).await,
            4..=5 => grounds.book_series(&mut chance, &mut told).await,
            6..=7 => grounds.change(&mut chance, &mut told).await,
            _ => grounds.change_series(&mut chance, &mut told).await,
        }
    }
    told
}

#[derive(Debug, PartialEq, QueryableByName)]
struct Found {
    #[diesel(sql_type = BigInt)]
    practitioner: i64,
    #[diesel(sql_type = BigInt)]
    patient: i64,
    #[diesel(sql_type = BigInt)]
    untaken: i64,
    #[diesel(sql_type = BigInt)]
    overtaken: i64,
    /// Met by the database, whether a client learned of it or not.
    #[diesel(sql_type = BigInt)]
    deadlocks: i64,
    #[diesel(sql_type = BigInt)]
    booked: i64,
}

/// Overlaps of live appointments, live ones whose time is not taken for practitioner and patient, time that is taken for
/// none, and how many are live.
const FOUND: &str = "WITH live AS (SELECT * FROM appointments WHERE status = 'booked'), \
    pairs AS (SELECT a.practitioner_id = b.practitioner_id AS practitioner, a.patient_id = b.patient_id AS patient \
      FROM live a JOIN live b ON a.id < b.id AND a.start_at < b.end_at AND b.start_at < a.end_at) \
    SELECT (SELECT count(*) FROM pairs WHERE practitioner) AS practitioner, \
      (SELECT count(*) FROM pairs WHERE patient) AS patient, \
      (SELECT count(*) FROM live l WHERE 2 <> (SELECT count(*) FROM occupancy o WHERE o.appointment_id = l.id \
        AND o.during = tstzrange(l.start_at, l.end_at))) AS untaken, \
      (SELECT count(*) FROM occupancy o WHERE o.appointment_id IS NOT NULL \
        AND NOT EXISTS (SELECT FROM live l WHERE l.id = o.appointment_id)) AS overtaken, \
      (SELECT deadlocks FROM pg_stat_database WHERE datname = current_database()) AS deadlocks, \
      (SELECT count(*) FROM live) AS booked";

/// Start and status of all appointments there are.
async fn everything(house: &House) -> BTreeMap<String, (DateTime<Utc>, String)> {
    let (mut all, mut path) = (BTreeMap::new(), "/v1/appointments?limit=100".to_owned());
    loop {
        let page = house.get(&path).await.expect(200);
        for one in page.body["items"].as_array().expect("items") {
            all.insert(text(&one["id"]), (time(&one["start"]), text(&one["status"])));
        }
        let Some(next) = page.body["next"].as_str() else { return all };
        path = format!("/v1/appointments?limit=100&cursor={next}");
    }
}

#[actix_web::test]
async fn no_time_is_given_twice_and_every_acknowledged_booking_is_there() {
    let given = std::env::var("STORM_SEED").ok().and_then(|seed| seed.parse().ok());
    let seed: u64 = given.unwrap_or_else(|| platform::mint::<AppointmentId>().0.as_u64_pair().1);
    println!("STORM_SEED={seed} replays what the clients try");
    let grounds = Grounds::open().await;
    let clients = (0..CLIENTS).map(|n| storm(&grounds, Chance(seed ^ n.wrapping_mul(0xD134_2543_DE82_EF95))));
    let all = join_all(clients).await;

    let house = &grounds.office.house;
    let count = async |tx: &mut Tx| Ok::<_, Problem>(diesel::sql_query(FOUND).get_result::<Found>(tx).await?);
    let found = house.db().transaction(&house.context(), count).await.expect("counted");
    let told: BTreeMap<_, _> = all.into_iter().flat_map(|told| told.appointments).collect();
    let kept = everything(house).await;
    for (id, of) in &told {
        assert_eq!(kept.get(id), Some(of), "{id}");
    }
    let booked = told.values().filter(|(_, status)| status == "booked").count() as i64;
    println!("{} appointments were acknowledged, {booked} of them still booked", told.len());
    assert!(booked > 30, "the storm booked nearly nothing");
    assert_eq!(found, Found { practitioner: 0, patient: 0, untaken: 0, overtaken: 0, deadlocks: 0, booked });
}
