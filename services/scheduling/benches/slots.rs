//! What a search of free starts costs: 50 practitioners, two weeks, 30,000 booked visits, before and after millions of past
//! ones lie in the tables. `cargo bench -p scheduling --bench slots`; `PAST=5000000` says how many.

use chrono::{Duration, SecondsFormat};
use diesel_async::{AsyncConnection, AsyncPgConnection, SimpleAsyncConnection};
use kit::House;
use model::scope::Service;
use serde_json::{Value, json};
use std::io::Write;
use std::time::Instant;

const PRACTITIONERS: usize = 50;
const DAYS: usize = 14;
const ROUNDS: usize = 60;

#[actix_web::main]
async fn main() {
    let past: usize = std::env::var("PAST").map_or(5_000_000, |said| said.parse().expect("PAST is a number"));
    let house = kit::service(Service::Scheduling, scheduling::MIGRATIONS, scheduling::routes).await;
    let office = Office::open(&house).await;
    let mut owner =
        AsyncPgConnection::establish(house.database().owner().expect("an owner")).await.expect("a database");
    let practice = format!("SELECT set_config('app.practice', '{}', false)", house.practice);
    owner.batch_execute(&practice).await.expect("a practice");

    say("booking 30,000 visits of the next two weeks");
    owner.batch_execute(&office.book_ahead()).await.expect("booked");
    let before = office.measure(&house).await;
    say(&format!("filling in {past} past visits"));
    let began = Instant::now();
    office.fill_past(&mut owner, past).await;
    say(&format!("filled in {} s", began.elapsed().as_secs()));
    let after = office.measure(&house).await;

    say(&format!(
        "\n{:<46}{:>12}{:>12}{:>12}{:>12}",
        "milliseconds, half of the requests / nearly all", "p50", "p95", "p50 + past", "p95 + past"
    ));
    for ((name, (p50, p95)), (_, (then50, then95))) in before.into_iter().zip(after) {
        say(&format!("{name:<46}{p50:>12}{p95:>12}{then50:>12}{then95:>12}"));
    }
}

fn say(text: &str) {
    writeln!(std::io::stdout(), "{text}").expect("stdout");
}

struct Office {
    visit: String,
    long: String,
    location: String,
    practitioners: Vec<String>,
    /// When the first day of the two weeks opens.
    from: chrono::DateTime<chrono::Utc>,
}

/// The NPI with this middle part and the check digit that makes it one.
fn npi(n: usize) -> String {
    let digits = format!("80840{}", 100_000_000 + n);
    let sum: usize = digits
        .bytes()
        .rev()
        .enumerate()
        .map(|(i, byte)| {
            let digit = usize::from(byte - b'0') * if i % 2 == 0 { 2 } else { 1 };
            digit / 10 + digit % 10
        })
        .sum();
    format!("{}{}", 100_000_000 + n, (10 - sum % 10) % 10)
}

impl Office {
    async fn open(house: &House) -> Self {
        let created = async |path: &str, body: Value| house.post(path, body).await.expect(201).id();
        let location = json!({"name": "Clinic", "time_zone": "America/Phoenix", "npi": "1234567893",
            "address": {"line1": "1 Main Street", "city": "Phoenix", "state": "AZ", "postal_code": "85001"},
            "tax_id": "123456789", "phone": "8165550111", "place_of_service": "11"});
        let location = created("/v1/locations", location).await;
        let mut practitioners = Vec::new();
        for n in 0..PRACTITIONERS {
            let said = json!({"given_name": "Ann", "family_name": format!("Bell {n}"), "npi": npi(n),
                "taxonomy": "207Q00000X", "license_states": ["AZ"]});
            let id = created("/v1/practitioners", said).await;
            let rules = json!({"rules": [{"location_id": location, "rrule": "FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR,SA,SU",
                "start_time": "08:00:00", "end_time": "18:00:00", "effective_from": "2019-01-01"}]});
            house.put(&format!("/v1/practitioners/{id}/availability"), rules).await.expect(200);
            practitioners.push(id);
        }
        let visit = created("/v1/visit-types", json!({"name": "Short visit", "minutes": 10})).await;
        let long = created(
            "/v1/visit-types",
            json!({"name": "Long visit", "minutes": 60, "start_every_minutes": 10}),
        )
        .await;
        let tomorrow = (platform::now() + Duration::days(1)).date_naive();
        // Eight in the morning in Phoenix, where clocks never change.
        let from = tomorrow.and_hms_opt(15, 0, 0).expect("a time").and_utc();
        Self { visit, long, location, practitioners, from }
    }

    /// Five of seven ten-minute starts of every practitioner and day, each with a patient of its own time of day.
    fn book_ahead(&self) -> String {
        format!(
            "INSERT INTO patients (id, given_name, family_name, birth_date, sex, mrn) \
               SELECT md5('p' || n)::uuid, 'Pat', 'Ient', '1980-01-01', 'unknown', 'B' || n FROM generate_series(0, {most}) n; \
             CREATE TABLE filling (id uuid, practitioner uuid, patient uuid, start_at timestamptz); \
             ALTER TABLE filling DISABLE ROW LEVEL SECURITY; \
             INSERT INTO filling SELECT gen_random_uuid(), who.id, md5('p' || (who.n - 1) * 60 + s)::uuid, \
               timestamptz '{from}' + d * interval '1 day' + s * interval '10 minutes' \
               FROM unnest(ARRAY[{who}]::uuid[]) WITH ORDINALITY AS who (id, n), generate_series(0, {days} - 1) d, generate_series(0, 59) s \
               WHERE (s + who.n + d) % 7 < 5; \
             {fill} ANALYZE;",
            most = PRACTITIONERS * 60,
            from = self.from.to_rfc3339_opts(SecondsFormat::Secs, true),
            who = self.practitioners.iter().map(|id| format!("'{id}'")).collect::<Vec<_>>().join(","),
            days = DAYS,
            fill = self.fill("booked"),
        )
    }

    /// Moves what is to be filled in into the tables.
    fn fill(&self, status: &str) -> String {
        format!(
            "INSERT INTO appointments (id, patient_id, practitioner_id, location_id, visit_type_id, start_at, end_at, service_date, state) \
               SELECT id, patient, practitioner, '{location}', '{visit}', start_at, start_at + interval '10 minutes', \
               (start_at AT TIME ZONE 'America/Phoenix')::date, '{{\"status\": \"{status}\"}}' FROM filling; \
             INSERT INTO occupancy (resource_id, start_at, end_at, session_id, appointment_id, location_id, reach_start, reach_end) \
               SELECT practitioner, start_at, start_at + interval '10 minutes', id, id, '{location}'::uuid, start_at, start_at + interval '10 minutes' FROM filling \
               UNION ALL SELECT patient, start_at, start_at + interval '10 minutes', id, id, NULL, NULL, NULL FROM filling; \
             TRUNCATE filling;",
            location = self.location,
            visit = self.visit,
        )
    }

    async fn fill_past(&self, owner: &mut AsyncPgConnection, past: usize) {
        let each = past / PRACTITIONERS;
        owner
            .batch_execute("ALTER TABLE occupancy DROP CONSTRAINT occupancy_no_overlap, DROP CONSTRAINT occupancy_no_bilocation")
            .await
            .expect("dropped");
        for (n, practitioner) in self.practitioners.iter().enumerate() {
            let from = self.from.to_rfc3339_opts(SecondsFormat::Secs, true);
            // Back to back from yesterday on; a patient of each practitioner comes every ten hours.
            let sql = format!(
                "INSERT INTO filling SELECT gen_random_uuid(), '{practitioner}', md5('p' || {n} * 60 + k % 60)::uuid, \
                   timestamptz '{from}' - interval '1 day' - k * interval '10 minutes' FROM generate_series(1, {each}) k; {}",
                self.fill("completed")
            );
            owner.batch_execute(&sql).await.expect("filled");
            if n % 10 == 9 {
                say(&format!("  {} %", (n + 1) * 100 / PRACTITIONERS));
            }
        }
        say("  making the constraints' indexes again");
        // As indexes alone: a search reads nothing else of a constraint, and to check ten million rows that lie back to back
        // against each other would take most of an hour.
        owner
            .batch_execute(
                "SET maintenance_work_mem = '1GB'; \
                 CREATE INDEX occupancy_no_overlap ON occupancy USING gist (practice_id, resource_id, during, session_id) \
                   WHERE (NOT overbooked); \
                 CREATE INDEX occupancy_no_bilocation ON occupancy USING gist (practice_id, resource_id, reach, location_id) \
                   WHERE (NOT overbooked AND location_id IS NOT NULL)",
            )
            .await
            .expect("made again");
        owner.batch_execute("VACUUM ANALYZE occupancy, appointments").await.expect("analyzed");
    }

    /// Half and nineteen twentieths of the requests are answered within so many milliseconds.
    async fn measure(&self, house: &House) -> Vec<(String, (String, String))> {
        let from = self.from.to_rfc3339_opts(SecondsFormat::Secs, true);
        let to = (self.from + Duration::days(14)).to_rfc3339_opts(SecondsFormat::Secs, true);
        let base = |visit: &str| format!("/v1/slots?visit_type_id={visit}&from={from}&to={to}");
        let searches = [
            ("the first 25 of all", format!("{}&limit=25", base(&self.visit))),
            ("the first 100 of all", format!("{}&limit=100", base(&self.visit))),
            (
                "25 of one practitioner",
                format!("{}&limit=25&practitioner_id={}", base(&self.visit), self.practitioners[7]),
            ),
            ("none is free in all two weeks: an hour", format!("{}&limit=25", base(&self.long))),
            (
                "why not",
                format!(
                    "/v1/slots/explain?practitioner_id={}&visit_type_id={}&start={from}",
                    self.practitioners[7], self.visit
                ),
            ),
        ];
        let mut figures = Vec::new();
        for (name, path) in searches {
            let mut times = Vec::new();
            for _ in 0..ROUNDS {
                let began = Instant::now();
                house.get(&path).await.expect(200);
                times.push(began.elapsed().as_micros());
            }
            times.sort_unstable();
            let at = |part: usize| {
                let micros = times[times.len() * part / 100];
                format!("{}.{}", micros / 1000, micros % 1000 / 100)
            };
            figures.push((name.to_owned(), (at(50), at(95))));
        }
        figures
    }
}
