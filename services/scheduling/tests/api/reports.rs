//! The day sheet and the utilization report, as data and on paper.

use crate::office::{Office, open, patient};
use diesel_async::RunQueryDsl as _;
use serde_json::{Value, json};

impl Office {
    async fn another_practitioner(&self) -> String {
        let body = json!({"given_name": "Ann", "family_name": "Bell", "npi": "1234567893",
            "taxonomy": "207Q00000X", "license_states": ["MO"]});
        self.house.post("/v1/practitioners", body).await.expect(201).id()
    }

    /// An appointment as it stands, however long ago; the start is in UTC, in daytime.
    pub async fn past(&self, practitioner: &str, start: &str, minutes: u32, state: Value) {
        let day = &start[..10];
        let sql = format!(
            "INSERT INTO appointments (id, patient_id, practitioner_id, location_id, visit_type_id, start_at, end_at, \
               service_date, state) \
             VALUES (gen_random_uuid(), '{}', '{practitioner}', '{}', '{}', '{start}Z', \
               '{start}Z'::timestamptz + {minutes} * interval '1 minute', '{day}', '{state}')",
            self.patient, self.location, self.visit_type
        );
        let insert = async move |tx: &mut platform::Tx| {
            Ok::<_, platform::Problem>(diesel::sql_query(&*sql).execute(tx).await?)
        };
        self.house.db().transaction(&self.house.context(), insert).await.expect("inserted");
    }
}

/// Counted by hand: 8 hours a day are offered by one practitioner, none by the other.
async fn three_days(office: &Office) -> String {
    let (one, other) = (office.practitioner.clone(), office.another_practitioner().await);
    let state = |status: &str| json!({"status": status});
    let cancelled = |late: bool| json!({"status": "cancelled", "reason_code": "other", "late": late});
    office.past(&one, "2026-03-02T15:00", 30, state("completed")).await;
    office.past(&one, "2026-03-02T16:00", 45, state("completed")).await;
    office.past(&one, "2026-03-02T17:00", 30, state("no_show")).await;
    office.past(&other, "2026-03-02T18:00", 30, state("completed")).await;
    office.past(&one, "2026-03-03T19:00", 30, cancelled(true)).await;
    office.past(&one, "2026-03-03T20:00", 30, cancelled(false)).await;
    office.past(&one, "2026-03-03T21:00", 60, state("booked")).await;
    office.past(&one, "2026-03-04T22:00", 15, state("in_progress")).await;
    office.past(&one, "2026-03-05T15:00", 15, state("completed")).await;
    other
}

#[actix_web::test]
async fn utilization_is_what_was_counted_by_hand() {
    let office = open().await;
    let other = three_days(&office).await;
    let path = "/v1/reports/utilization?from=2026-03-02&to=2026-03-04";
    let report = office.house.get(path).await.expect(200).body;
    assert_eq!(
        report["items"],
        json!([
            {"practitioner_id": other, "practitioner": "Ann Bell", "location_id": office.location,
             "location": "Bone and Joint Clinic", "offered_minutes": 0, "booked_minutes": 30, "completed_minutes": 30,
             "no_shows": 0, "cancellations": 0, "late_cancellations": 0},
            {"practitioner_id": office.practitioner, "practitioner": "Marcus Jones", "location_id": office.location,
             "location": "Bone and Joint Clinic", "offered_minutes": 1440, "booked_minutes": 150,
             "completed_minutes": 75, "no_shows": 1, "cancellations": 2, "late_cancellations": 1, "fill_per_mille": 104},
        ])
    );
    let total = json!({"offered_minutes": 1440, "booked_minutes": 180, "completed_minutes": 105, "no_shows": 1,
        "cancellations": 2, "late_cancellations": 1, "fill_per_mille": 125});
    assert_eq!(report["total"], total);
    let days: Vec<(&Value, &Value, &Value)> = report["by_day"]
        .as_array()
        .expect("days")
        .iter()
        .map(|day| (&day["date"], &day["booked_minutes"], &day["fill_per_mille"]))
        .collect();
    let expected = [
        (json!("2026-03-02"), json!(105), json!(219)),
        (json!("2026-03-03"), json!(60), json!(125)),
        (json!("2026-03-04"), json!(15), json!(31)),
    ];
    assert_eq!(days, expected.iter().map(|(a, b, c)| (a, b, c)).collect::<Vec<_>>());

    let one = office.house.get(&format!("{path}&practitioner_id={other}")).await.expect(200).body;
    assert_eq!(
        (one["items"].as_array().map(Vec::len), &one["total"]["booked_minutes"]),
        (Some(1), &json!(30))
    );
    let nowhere = office.house.get(&format!("{path}&location_id={other}")).await.expect(200).body;
    assert_eq!((&nowhere["items"], &nowhere["total"]["offered_minutes"]), (&json!([]), &json!(0)));
    let elsewhere = office.house.other_practice().get(path).await.expect(200).body;
    assert_eq!(elsewhere["items"], json!([]));
}

#[actix_web::test]
async fn a_report_is_about_92_days_at_most() {
    let office = open().await;
    let ask = async |from: &str, to: &str| {
        office.house.get(&format!("/v1/reports/utilization?from={from}&to={to}")).await
    };
    ask("2026-01-01", "2026-04-02").await.expect(200);
    ask("2026-01-01", "2026-04-03").await.names("?to");
    ask("2026-01-02", "2026-01-01").await.names("?to");
}

#[actix_web::test]
async fn utilization_is_printed_with_a_chart() {
    let office = open().await;
    three_days(&office).await;
    let path = "/v1/reports/utilization/print?from=2026-03-02&to=2026-03-04";
    let page = office.house.get(path).await.expect(200);
    assert_eq!(page.header("content-type"), Some("text/html; charset=utf-8"));
    assert_eq!(page.text.matches("<rect class=\"offered\"").count(), 3);
    assert_eq!(page.text.matches("<rect class=\"booked\"").count(), 3);
    for part in ["<td>24:00</td><td>2:30</td><td>1:15</td><td>10.4 %</td>", "Marcus Jones", "Total"] {
        assert!(page.text.contains(part), "{part}: {}", page.text);
    }
}

#[actix_web::test]
async fn a_day_sheet_is_by_practitioner_in_the_order_of_time() {
    let office = open().await;
    let house = &office.house;
    let slots = office.slots().await;
    let other = office.another_practitioner().await;
    let rules = json!({"rules": [{"location_id": office.location, "rrule": "FREQ=DAILY", "start_time": "09:00:00",
        "end_time": "17:00:00", "effective_from": "2026-01-01"}]});
    house.put(&format!("/v1/practitioners/{other}/availability"), rules).await.expect(200);
    // On a day that is whole.
    let day: Vec<&String> = slots.iter().filter(|slot| slot[..10] == slots[20][..10]).collect();
    let mut ids = Vec::new();
    for (practitioner, slot) in
        [(&office.practitioner, 3), (&other, 0), (&office.practitioner, 1), (&other, 2)]
    {
        let mut wish = office.wish(&office.another_patient().await, day[slot]);
        wish["practitioner_id"] = json!(practitioner);
        wish["reason"] = json!("Left knee");
        ids.push(house.post("/v1/appointments", wish).await.expect(201));
    }
    let date = ids[0].body["service_date"].as_str().expect("a date").to_owned();
    let path = format!("/v1/appointments/{}", ids[3].id());
    house.if_match(1).post(&format!("{path}/cancel"), json!({"reason_code": "other"})).await.expect(200);
    let sheet = house.get(&format!("/v1/day-sheets?date={date}")).await.expect(200).body;
    let days = sheet["practitioners"].as_array().expect("practitioners");
    let told: Vec<(&str, Vec<&str>)> = days
        .iter()
        .map(|day| {
            let visits = day["visits"].as_array().expect("visits").iter();
            (
                day["practitioner"].as_str().expect("a name"),
                visits.map(|v| v["wall_start"].as_str().expect("a time")).collect(),
            )
        })
        .collect();
    assert_eq!(told, [("Ann Bell", vec!["09:00:00"]), ("Marcus Jones", vec!["09:30:00", "10:30:00"])]);
    let visit = &days[1]["visits"][0];
    assert_eq!(visit["appointment_id"], json!(ids[2].id()));
    for (field, value) in [
        ("patient_name", "John Smith"),
        ("birth_date", "1963-05-19"),
        ("phone", "8165550100"),
        ("visit_type", "Office visit"),
        ("status", "booked"),
        ("reason", "Left knee"),
        ("wall_end", "10:00:00"),
    ] {
        assert_eq!(visit[field], value, "{field}");
    }
    assert_eq!(
        (&visit["ready"], &visit["next_action"]["code"]),
        (&json!(false), &json!("check_eligibility"))
    );
    let one =
        house.get(&format!("/v1/day-sheets?date={date}&practitioner_id={other}")).await.expect(200).body;
    assert_eq!(one["practitioners"].as_array().map(Vec::len), Some(1));
    let elsewhere = house.other_practice().get(&format!("/v1/day-sheets?date={date}")).await.expect(200).body;
    assert_eq!(elsewhere["practitioners"], json!([]));
}

#[actix_web::test]
async fn a_day_sheet_is_printed_without_scripts_and_kept_nowhere() {
    let office = open().await;
    let house = &office.house;
    let slots = office.slots().await;
    let mut evil = patient();
    evil["family_name"] = json!("<script>alert('x')</script>");
    let evil = house.post("/v1/patients", evil).await.expect(201).id();
    let mut wish = office.wish(&evil, &slots[0]);
    wish["reason"] = json!("\"><img src=x onerror=alert(1)>");
    let booked = house.post("/v1/appointments", wish).await.expect(201);
    let date = booked.body["service_date"].as_str().expect("a date").to_owned();
    let page = house.get(&format!("/v1/day-sheets/print?date={date}")).await.expect(200);
    assert_eq!(page.header("content-type"), Some("text/html; charset=utf-8"));
    assert_eq!(page.header("cache-control"), Some("no-store"));
    assert!(page.text.contains("John &lt;script&gt;alert(&#39;x&#39;)&lt;/script&gt;"), "{}", page.text);
    for bad in ["<script", "<img", "http://", "https://", "src=x onerror=alert(1)>"] {
        assert!(!page.text.contains(bad), "{bad}: {}", page.text);
    }
    assert!(page.text.contains("@media print") && page.text.contains("<h2>Marcus Jones</h2>"));
    let empty = house.get("/v1/day-sheets/print?date=2020-01-01").await.expect(200);
    assert!(empty.text.contains("No visits."));
}

#[actix_web::test]
async fn a_group_takes_the_time_once() {
    let office = open().await;
    let one = office.practitioner.clone();
    // The same start: a group of three, of whom one did not come.
    for status in ["completed", "completed", "no_show"] {
        office.past(&one, "2026-03-02T15:00", 60, json!({"status": status})).await;
    }
    let path = "/v1/reports/utilization?from=2026-03-02&to=2026-03-02";
    let total = office.house.get(path).await.expect(200).body["total"].clone();
    assert_eq!((&total["booked_minutes"], &total["completed_minutes"]), (&json!(60), &json!(60)));
    assert_eq!((&total["no_shows"], &total["fill_per_mille"]), (&json!(1), &json!(125)));
}
