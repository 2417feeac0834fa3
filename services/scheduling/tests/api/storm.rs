//! Many clients at once, doing everything to the same few days: no time is ever given twice, and what was acknowledged is
//! there.

mod found;
mod grounds;

use chrono::{DateTime, Utc};
use found::{everything, found};
use futures_util::future::join_all;
use grounds::{Grounds, Kind};
use kit::Answer;
use model::AppointmentId;
use platform::Stop;
use scheduling::waitlist::due;
use serde_json::{Value, json};
use std::collections::BTreeMap;

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

/// What a client was told: each appointment's start and status.
#[derive(Default)]
struct Told {
    appointments: BTreeMap<String, (DateTime<Utc>, String)>,
    series: Vec<(String, i64, Vec<String>)>,
    attempts: usize,
    /// Offers of the waitlist that were taken.
    accepted: usize,
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
    let refused = match answer.status {
        409 => matches!(
            code,
            "slot-taken"
                | "not-offered"
                | "series-blocked"
                | "wrong-status"
                | "waits-already"
                | "offer-closed"
        ),
        // Somebody else answered the same offer.
        412 => code == "stale",
        _ => false,
    };
    assert!(answer.status < 300 || refused, "{}", answer.text);
    answer.status < 300
}

impl Grounds {
    async fn book(&self, chance: &mut Chance, told: &mut Told, kind: Kind, held: bool) {
        let mut wish = self.wish(chance, kind);
        if held {
            let mut hold = wish.clone();
            hold.as_object_mut().expect("an object").remove("patient_id");
            let hold = self.post(None, "/v1/holds", hold).await;
            if !fair(&hold) {
                return;
            }
            wish["hold_id"] = hold.body["id"].clone();
        }
        let booked = self.post(None, "/v1/appointments", wish).await;
        if fair(&booked) {
            told.keep(&booked);
        }
    }

    async fn overbook(&self, chance: &mut Chance, told: &mut Told) {
        let mut wish = self.wish(chance, Kind::Plain);
        wish["overbook_reason"] = json!("It cannot wait.");
        let booked = self.post(None, "/v1/appointments/overbook", wish).await;
        if fair(&booked) {
            told.keep(&booked);
        }
    }

    async fn book_series(&self, chance: &mut Chance, told: &mut Told) {
        let kind = *chance.one(&[Kind::Plain, Kind::Scan]);
        let mut wish = self.wish(chance, kind);
        wish["rrule"] = json!(format!("FREQ=DAILY;COUNT={}", 2 + chance.below(4)));
        wish["on_conflict"] = json!(chance.one(&["refuse_all", "accept_free"]));
        let booked = self.post(None, "/v1/appointment-series", wish).await;
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
        let read = self.get(&format!("/v1/appointments/{id}")).await.expect(200);
        let (verb, said) = match (chance.below(3), read.body["status"] == "cancelled") {
            (0, false) => ("cancel", json!({"reason_code": "patient_request"})),
            (0 | 1, true) => ("reinstate", json!({})),
            _ => ("reschedule", self.elsewhere(chance)),
        };
        let changed = self.post(Some(read.version()), &format!("/v1/appointments/{id}/{verb}"), said).await;
        if fair(&changed) {
            told.keep(&changed);
        }
    }

    async fn wait(&self, chance: &mut Chance) {
        fair(&self.post(None, "/v1/waitlist", self.patience(chance)).await);
    }

    /// Takes or declines an offer of the waitlist that is open.
    async fn answer_offer(&self, chance: &mut Chance, told: &mut Told) {
        let open = self.get("/v1/waitlist/offers?status=open&limit=20").await.expect(200);
        let open = open.body["items"].as_array().expect("items").clone();
        if open.is_empty() {
            return;
        }
        let offer = chance.one(&open);
        let verb = if chance.below(3) == 0 { "decline" } else { "accept" };
        let path = format!("/v1/waitlist/offers/{}/{verb}", text(&offer["id"]));
        let answered = self.post(offer["version"].as_i64(), &path, json!({})).await;
        if fair(&answered) && verb == "accept" {
            let of = (time(&answered.body["start"]), "booked".to_owned());
            told.appointments.insert(text(&answered.body["appointment_id"]), of);
            told.accepted += 1;
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
        let changed = self.post(Some(version), &path, said).await;
        if changed.status == 400 {
            changed.names("/start"); // Moved back so far that an occurrence would lie in the past.
        } else if fair(&changed) {
            told.note(&changed);
            told.series[n].1 = changed.version();
        }
    }
}

impl Told {
    fn keep(&mut self, answer: &Answer) {
        let of = (time(&answer.body["start"]), text(&answer.body["status"]));
        self.appointments.insert(answer.id(), of);
    }

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

async fn storm(grounds: &Grounds, mut chance: Chance, steps: usize) -> Told {
    let mut told = Told::default();
    for _ in 0..steps {
        told.attempts += 1;
        match chance.below(20) {
            0 if chance.below(4) == 0 => grounds.overbook(&mut chance, &mut told).await,
            1 => grounds.wait(&mut chance).await,
            2 => grounds.answer_offer(&mut chance, &mut told).await,
            0..=3 => grounds.book(&mut chance, &mut told, Kind::Plain, false).await,
            4..=5 => grounds.book(&mut chance, &mut told, Kind::Scan, false).await,
            6..=7 => grounds.book(&mut chance, &mut told, Kind::Group, false).await,
            8..=9 => grounds.book(&mut chance, &mut told, Kind::Plain, true).await,
            10..=12 => grounds.book_series(&mut chance, &mut told).await,
            13..=17 => grounds.change(&mut chance, &mut told).await,
            _ => grounds.change_series(&mut chance, &mut told).await,
        }
    }
    told
}

fn given(name: &str) -> Option<u64> {
    std::env::var(name).ok().and_then(|said| said.parse().ok())
}

#[actix_web::test]
async fn no_time_is_given_twice_and_every_acknowledged_booking_is_there() {
    let seed = given("STORM_SEED").unwrap_or_else(|| platform::mint::<AppointmentId>().0.as_u64_pair().1);
    let clients = given("STORM_CLIENTS").unwrap_or(64);
    let steps = usize::try_from(given("STORM_STEPS").unwrap_or(157)).expect("small");
    println!("STORM_SEED={seed} replays what the clients try");
    let grounds = Grounds::open().await;
    let stop = Stop::default();
    let waitlist = actix_web::rt::spawn(due::run(grounds.office.house.db().clone(), stop.clone()));
    let began = std::time::Instant::now();
    let chance = |n: u64| Chance(seed ^ n.wrapping_mul(0xD134_2543_DE82_EF95));
    let all = join_all((0..clients).map(|n| storm(&grounds, chance(n), steps))).await;
    let seconds = began.elapsed().as_secs();
    stop.ask();
    waitlist.await.expect("the waitlist ended");

    let attempts: usize = all.iter().map(|told| told.attempts).sum();
    let accepted: usize = all.iter().map(|told| told.accepted).sum();
    let told: BTreeMap<_, _> = all.into_iter().flat_map(|told| told.appointments).collect();
    let kept = everything(&grounds.office.house).await;
    for (id, of) in &told {
        assert_eq!(kept.get(id), Some(of), "{id}");
    }
    let booked = told.values().filter(|(_, status)| status == "booked").count();
    println!(
        "{clients} clients, {attempts} attempts at {} starts in {seconds} s: {} appointments acknowledged, \
         {booked} still booked, {accepted} of them or others by the waitlist; {} times asked again",
        grounds.starts(),
        told.len(),
        grounds.asked_again.get()
    );
    assert!(booked > attempts / 50 && accepted > 0, "the storm booked nearly nothing");
    let found = found(&grounds.office.house).await;
    println!("{found:?}");
    found.is_sound(i64::try_from(booked).expect("small"));
}
