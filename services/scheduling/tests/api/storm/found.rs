//! What the database says after a storm.

use super::grounds::{SEATS, TRAVEL_MINUTES};
use super::{text, time};
use chrono::{DateTime, Utc};
use diesel::QueryableByName;
use diesel::sql_types::BigInt;
use diesel_async::RunQueryDsl;
use kit::House;
use platform::{Problem, Tx};
use std::collections::BTreeMap;

/// How many pairs of appointments share what they must not, and how many rows do not fit together.
#[derive(Debug, QueryableByName)]
pub struct Found {
    #[diesel(sql_type = BigInt)]
    practitioner: i64,
    #[diesel(sql_type = BigInt)]
    patient: i64,
    #[diesel(sql_type = BigInt)]
    room: i64,
    #[diesel(sql_type = BigInt)]
    device: i64,
    /// Of one practitioner at two places, without the time to get from one to the other.
    #[diesel(sql_type = BigInt)]
    bilocation: i64,
    /// Groups of more than their seats.
    #[diesel(sql_type = BigInt)]
    crowded: i64,
    /// Live ones whose time is not taken for all they need.
    #[diesel(sql_type = BigInt)]
    untaken: i64,
    /// Time that is taken for none.
    #[diesel(sql_type = BigInt)]
    overtaken: i64,
    /// Met by the database, whether a client learned of it or not.
    #[diesel(sql_type = BigInt)]
    deadlocks: i64,
    #[diesel(sql_type = BigInt)]
    overbooked: i64,
    #[diesel(sql_type = BigInt)]
    booked: i64,
}

impl Found {
    pub fn is_sound(&self, acknowledged: i64) {
        let shared = [self.practitioner, self.patient, self.room, self.device, self.bilocation, self.crowded];
        assert_eq!(shared, [0; 6], "{self:?}");
        assert_eq!((self.untaken, self.overtaken, self.deadlocks), (0, 0, 0), "{self:?}");
        assert_eq!(self.booked, acknowledged, "{self:?}");
        assert!(self.overbooked < self.booked, "{self:?}");
    }
}

/// Asked of the appointments themselves, not of the table whose constraints are to keep them apart. `beside` is who may
/// share the time: those of one group, and whoever was booked there on purpose.
fn sql() -> String {
    format!(
        "WITH live AS (SELECT a.*, v.capacity FROM appointments a JOIN visit_types v ON v.id = a.visit_type_id \
           WHERE a.status = 'booked'), \
         two AS (SELECT a.practitioner_id = b.practitioner_id AS practitioner, a.patient_id = b.patient_id AS patient, \
             a.room_id = b.room_id AS room, a.device_id = b.device_id AS device, a.location_id <> b.location_id AS apart, \
             a.start_at < b.end_at AND b.start_at < a.end_at AS together, \
             a.capacity > 1 AND a.visit_type_id = b.visit_type_id AND a.start_at = b.start_at \
               AND a.practitioner_id = b.practitioner_id AND a.location_id = b.location_id AS grouped, \
             a.overbook_reason IS NOT NULL OR b.overbook_reason IS NOT NULL AS overbooked \
           FROM live a JOIN live b ON a.id < b.id AND a.start_at < b.end_at + interval '{way} minutes' \
             AND b.start_at < a.end_at + interval '{way} minutes') \
         SELECT (SELECT count(*) FROM two WHERE together AND practitioner AND NOT grouped AND NOT overbooked) AS practitioner, \
           (SELECT count(*) FROM two WHERE together AND patient) AS patient, \
           (SELECT count(*) FROM two WHERE together AND room AND NOT grouped) AS room, \
           (SELECT count(*) FROM two WHERE together AND device AND NOT grouped) AS device, \
           (SELECT count(*) FROM two WHERE practitioner AND apart AND NOT overbooked) AS bilocation, \
           (SELECT count(*) FROM (SELECT FROM live WHERE capacity > 1 GROUP BY visit_type_id, practitioner_id, location_id, start_at \
             HAVING count(*) > {seats}) AS crowd) AS crowded, \
           (SELECT count(*) FROM live l WHERE 2 + num_nonnulls(l.room_id, l.device_id) <> (SELECT count(*) FROM occupancy o \
             WHERE o.appointment_id = l.id AND o.during = tstzrange(l.start_at, l.end_at) \
             AND o.resource_id IN (l.practitioner_id, l.patient_id, l.room_id, l.device_id))) AS untaken, \
           (SELECT count(*) FROM occupancy o WHERE o.appointment_id IS NOT NULL \
             AND NOT EXISTS (SELECT FROM live l WHERE l.id = o.appointment_id)) AS overtaken, \
           (SELECT deadlocks FROM pg_stat_database WHERE datname = current_database()) AS deadlocks, \
           (SELECT count(*) FROM live WHERE overbook_reason IS NOT NULL) AS overbooked, \
           (SELECT count(*) FROM live) AS booked",
        way = 2 * TRAVEL_MINUTES,
        seats = SEATS,
    )
}

pub async fn found(house: &House) -> Found {
    let count = async |tx: &mut Tx| Ok::<_, Problem>(diesel::sql_query(sql()).get_result::<Found>(tx).await?);
    house.db().transaction(&house.context(), count).await.expect("counted")
}

/// Start and status of all appointments there are.
pub async fn everything(house: &House) -> BTreeMap<String, (DateTime<Utc>, String)> {
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
