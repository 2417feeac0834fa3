//! The readiness list: what is known of each visit of a day, and the one thing to do next.

mod authorizations;

use crate::office::{Office, open, patient};
use diesel_async::{AsyncConnection as _, AsyncPgConnection, RunQueryDsl as _, SimpleAsyncConnection as _};
use kit::Answer;
use model::event::{
    AccountChanged, AccountSnapshot, EligibilityChecked, EligibilityOutcome, EligibilitySnapshot,
};
use model::{AppointmentId, CoverageId, EligibilityCheckId, Money, PatientId};
use platform::Listeners;
use serde_json::{Value, json};
use std::rc::Rc;
use uuid::Uuid;

/// A booked visit with the day it falls on.
struct Visit {
    appointment: String,
    patient: String,
    date: String,
}

impl Office {
    async fn visit(&self, patient: &str, start: &str) -> Visit {
        let booked = self.house.post("/v1/appointments", self.wish(patient, start)).await.expect(201);
        let date = booked.body["service_date"].as_str().expect("a date").to_owned();
        Visit { appointment: booked.id(), patient: patient.to_owned(), date }
    }

    async fn readiness(&self, query: &str) -> Vec<Value> {
        let answer = self.house.get(&format!("/v1/readiness?{query}")).await.expect(200);
        answer.body["items"].as_array().expect("items").clone()
    }

    /// A patient whose registration lacks nothing.
    async fn whole_patient(&self) -> String {
        let mut body = patient();
        body["email"] = json!("john@example.org");
        self.house.post("/v1/patients", body).await.expect(201).id()
    }
}

/// As a link in a reminder does.
async fn confirm(office: &Office, visit: &Visit) {
    let sql = format!("UPDATE appointments SET confirmed_at = now() WHERE id = '{}'", visit.appointment);
    let confirm =
        async move |tx: &mut platform::Tx| Ok::<_, platform::Problem>(tx.batch_execute(&sql).await?);
    office.house.db().transaction(&office.house.context(), confirm).await.expect("confirmed");
}

fn checked(visit: &Visit, outcome: EligibilityOutcome, copay: Option<i64>) -> EligibilityChecked {
    EligibilityChecked(EligibilitySnapshot {
        rank: None,
        answered_at: None,
        eligibility_check_id: EligibilityCheckId(platform::mint::<Uuid>()),
        coverage_id: CoverageId(platform::mint::<Uuid>()),
        patient_id: PatientId(visit.patient.parse().expect("an id")),
        appointment_id: Some(AppointmentId(visit.appointment.parse().expect("an id"))),
        service_date: visit.date.parse().expect("a date"),
        outcome,
        copay: copay.map(Money::from_cents),
        authorization_required: None,
    })
}

fn account(patient: &str, cents: i64) -> AccountChanged {
    AccountChanged(AccountSnapshot {
        patient_id: PatientId(patient.parse().expect("an id")),
        patient_balance: Money::from_cents(cents),
        payer_balance: Money::ZERO,
    })
}

fn listeners() -> Rc<Listeners> {
    Rc::new(scheduling::listeners())
}

fn code(item: &Value) -> &str {
    item["next_action"]["code"].as_str().expect("a code")
}

#[actix_web::test]
async fn each_visit_of_the_day_says_what_is_known_and_what_to_do() {
    let office = open().await;
    let (house, listeners) = (&office.house, listeners());
    let slots = office.slots().await;
    let visit = office.visit(&office.whole_patient().await, &slots[0]).await;
    let day = format!("date={}", visit.date);

    let items = office.readiness(&day).await;
    assert_eq!(items.len(), 1);
    assert_eq!(items[0]["appointment_id"], json!(visit.appointment));
    assert_eq!(items[0]["eligibility"], json!({"state": "not_checked"}));
    assert_eq!((&items[0]["missing"], &items[0]["forms"]), (&json!([]), &json!([])));
    assert!(items[0].get("balance").is_none() && items[0].get("authorization").is_none());
    assert_eq!(items[0]["patient_name"], "John Smith");
    assert_eq!(code(&items[0]), "check_eligibility");

    house.hear(&listeners, &checked(&visit, EligibilityOutcome::Inactive, None)).await;
    assert_eq!(code(&office.readiness(&day).await[0]), "replace_coverage");
    let active = checked(&visit, EligibilityOutcome::Active, Some(2500));
    house.hear(&listeners, &active).await;
    let item = &office.readiness(&day).await[0];
    let eligibility = &item["eligibility"];
    assert_eq!((&eligibility["state"], &eligibility["copay"]), (&json!("active"), &json!("25.00")));
    assert_eq!((&eligibility["age_days"], &eligibility["service_date"]), (&json!(0), &json!(visit.date)));
    assert_eq!(eligibility["eligibility_check_id"], json!(active.0.eligibility_check_id));
    assert!(eligibility["checked_at"].is_string());
    assert_eq!(code(item), "collect_copay");

    house.hear(&listeners, &account(&visit.patient, 1234)).await;
    let item = &office.readiness(&day).await[0];
    assert_eq!((&item["balance"], code(item)), (&json!("12.34"), "collect_balance"));
    house.hear(&listeners, &account(&visit.patient, 0)).await;
    house.hear(&listeners, &checked(&visit, EligibilityOutcome::Active, None)).await;
    let item = &office.readiness(&day).await[0];
    assert_eq!((&item["confirmed"], code(item)), (&json!(false), "ask_to_confirm"));
    confirm(&office, &visit).await;
    let item = &office.readiness(&day).await[0];
    assert_eq!(
        (&item["balance"], &item["next_action"]),
        (&json!("0.00"), &json!({"code": "nothing", "text": "Nothing is missing."}))
    );
}

#[actix_web::test]
async fn the_primary_coverages_answer_goes_before_a_later_one_about_another_and_is_as_old_as_the_payer_gave_it()
 {
    let office = open().await;
    let (house, listeners) = (&office.house, listeners());
    let slots = office.slots().await;
    let visit = office.visit(&office.whole_patient().await, &slots[0]).await;
    let mut primary = checked(&visit, EligibilityOutcome::Active, None);
    primary.0.answered_at = Some(platform::now() - chrono::TimeDelta::days(2));
    house.hear(&listeners, &primary).await;
    let mut secondary = checked(&visit, EligibilityOutcome::Inactive, None);
    secondary.0.rank = Some(model::Rank::Secondary);
    house.hear(&listeners, &secondary).await;
    let item = &office.readiness(&format!("date={}", visit.date)).await[0];
    assert_eq!(
        (&item["eligibility"]["state"], &item["eligibility"]["age_days"]),
        (&json!("active"), &json!(2))
    );
}

#[actix_web::test]
async fn an_answer_about_this_visit_goes_before_a_later_one_about_another() {
    let office = open().await;
    let (house, listeners) = (&office.house, listeners());
    let slots = office.slots().await;
    let patient = office.whole_patient().await;
    let first = office.visit(&patient, &slots[0]).await;
    let second = office.visit(&patient, &slots[1]).await;
    house.hear(&listeners, &checked(&first, EligibilityOutcome::Active, None)).await;
    house.hear(&listeners, &checked(&second, EligibilityOutcome::Undetermined, None)).await;
    let states: Vec<Value> = office
        .readiness(&format!("date={}", first.date))
        .await
        .iter()
        .map(|item| item["eligibility"]["state"].clone())
        .collect();
    assert_eq!(states[0], "active", "its own answer");
    assert!(second.date != first.date || states[1] == "undetermined");
}

#[actix_web::test]
async fn what_a_registration_lacks_is_named() {
    let office = open().await;
    let (house, listeners) = (&office.house, listeners());
    let slots = office.slots().await;
    let bare =
        json!({"given_name": "Ann", "family_name": "Bell", "birth_date": "1980-01-01", "sex": "female"});
    let bare = house.post("/v1/patients", bare).await.expect(201).id();
    let visit = office.visit(&bare, &slots[0]).await;
    house.hear(&listeners, &checked(&visit, EligibilityOutcome::Active, None)).await;
    let item = &office.readiness(&format!("date={}", visit.date)).await[0];
    assert_eq!(item["missing"], json!(["address", "phone", "email"]));
    assert_eq!(item["next_action"]["text"], "Ask the patient for: address, phone, email.");
}

#[actix_web::test]
async fn forms_are_asked_for_until_they_are_filled_in_and_again_when_they_lapse() {
    let office = open().await;
    let (house, listeners) = (&office.house, listeners());
    let slots = office.slots().await;
    let other_visit =
        house.post("/v1/visit-types", json!({"name": "Injection", "minutes": 15})).await.expect(201).id();
    let form = async |body: Value| house.post("/v1/forms", body).await;
    let consent = form(json!({"name": "Consent", "valid_days": 365})).await.expect(201).id();
    let history =
        form(json!({"name": "History", "visit_type_ids": [office.visit_type]})).await.expect(201).id();
    form(json!({"name": "Injection sheet", "visit_type_ids": [other_visit]})).await.expect(201);
    form(json!({"name": "x", "visit_type_ids": [office.patient]})).await.names("/visit_type_ids");
    form(json!({"name": "x", "valid_days": 0})).await.names("/valid_days");
    assert_eq!(house.get("/v1/forms").await.expect(200).body["items"].as_array().map(Vec::len), Some(3));

    let visit = office.visit(&office.whole_patient().await, &slots[0]).await;
    house.hear(&listeners, &checked(&visit, EligibilityOutcome::Active, None)).await;
    let missing = async || {
        let item = office.readiness(&format!("date={}", visit.date)).await.remove(0);
        let names = item["forms"].as_array().expect("forms").iter().map(|form| form["name"].to_string());
        (names.collect::<Vec<_>>().join(" "), code(&item).to_owned())
    };
    assert_eq!(missing().await, ("\"Consent\" \"History\"".to_owned(), "complete_forms".to_owned()));

    let path = format!("/v1/patients/{}/completed-forms", visit.patient);
    let fill_in =
        async |form: &str, on: &str| house.post(&path, json!({"form_id": form, "completed_on": on})).await;
    // Good for good, however long ago; a year has passed since the other.
    fill_in(&history, "2020-01-01").await.expect(201);
    fill_in(&consent, "2025-01-01").await.expect(201);
    assert_eq!(missing().await.0, "\"Consent\"");
    let today = platform::now().date_naive().to_string();
    fill_in(&consent, &today).await.expect(201);
    assert_eq!(missing().await, (String::new(), "ask_to_confirm".to_owned()));

    fill_in(&consent, &today).await.refused(409, "already-recorded");
    fill_in(&consent, "2999-01-01").await.names("/completed_on");
    fill_in(&office.patient, &today).await.names("/form_id");
    house
        .post(&path.replace(&visit.patient, &consent), json!({"form_id": consent, "completed_on": today}))
        .await
        .refused(404, "not-found");
    assert_eq!(house.get(&path).await.expect(200).body["items"].as_array().map(Vec::len), Some(3));
    let other = house.other_practice();
    assert_eq!(other.get("/v1/forms").await.expect(200).body["items"], json!([]));
    other.get(&path).await.refused(404, "not-found");
}

#[actix_web::test]
async fn the_list_is_in_the_order_of_time_page_by_page_and_only_of_what_is_to_come() {
    let office = open().await;
    let house = &office.house;
    let slots = office.slots().await;
    // A whole day of sixteen visits, booked in no order.
    let day: Vec<&String> = slots.iter().filter(|slot| slot[..10] == slots[20][..10]).take(9).collect();
    let mut booked: Vec<Answer> = Vec::new();
    for n in [4, 0, 7, 2, 8, 6, 1, 5, 3] {
        let patient = office.another_patient().await;
        booked.push(house.post("/v1/appointments", office.wish(&patient, day[n])).await.expect(201));
    }
    let date = booked[0].body["service_date"].as_str().expect("a date").to_owned();
    let act = async |appointment: &Answer, verb: &str, body: Value| {
        let path = format!("/v1/appointments/{}/{verb}", appointment.id());
        house.if_match(1).post(&path, body).await.expect(200);
    };
    act(&booked[0], "cancel", json!({"reason_code": "other"})).await;
    act(&booked[1], "arrive", json!({})).await;
    let (mut seen, mut cursor) = (Vec::new(), String::new());
    loop {
        let page = house.get(&format!("/v1/readiness?date={date}&limit=3{cursor}")).await.expect(200);
        seen.extend(
            page.body["items"].as_array().expect("items").iter().map(|item| item["start"].to_string()),
        );
        match page.body["next"].as_str() {
            Some(next) => cursor = format!("&cursor={next}"),
            None => break,
        }
    }
    let mut sorted = seen.clone();
    sorted.sort_unstable();
    sorted.dedup();
    assert_eq!((seen.len(), &seen), (8, &sorted), "all but the cancelled one, once each, in order");
    let filter =
        format!("date={date}&practitioner_id={}&location_id={}", office.practitioner, office.location);
    assert_eq!(office.readiness(&filter).await.len(), 8);
    assert!(office.readiness(&format!("date={date}&practitioner_id={}", office.patient)).await.is_empty());
    assert!(office.readiness(&format!("date={date}&location_id={}", office.patient)).await.is_empty());
    assert!(office.readiness("date=2020-01-01").await.is_empty());
    house.get("/v1/readiness").await.refused(400, "invalid-request");
    let other = house.other_practice().get(&format!("/v1/readiness?date={date}")).await.expect(200);
    assert_eq!(other.body["items"], json!([]));
}

/// Row-level security keeps indexes from serving comparisons that could leak; one such join read the whole projection a row.
#[actix_web::test]
async fn a_page_looks_up_what_others_announced_by_patient() {
    #[derive(diesel::QueryableByName)]
    struct Line {
        #[diesel(sql_type = diesel::sql_types::Text)]
        #[diesel(column_name = "QUERY PLAN")]
        line: String,
    }
    let office = open().await;
    let (db, context) = (office.house.db(), office.house.context());
    let fill = async |tx: &mut platform::Tx| {
        let sql = "INSERT INTO projection (subject, data) \
            SELECT noun || gen_random_uuid(), jsonb_build_object('patient_id', gen_random_uuid()) \
            FROM generate_series(1, 5000), unnest(ARRAY['eligibility/', 'account/', 'authorization/']) noun";
        Ok::<_, platform::Problem>(tx.batch_execute(sql).await?)
    };
    db.transaction(&context, fill).await.expect("filled");
    let owner = office.house.database().owner().expect("an owner");
    let mut owner = AsyncPgConnection::establish(owner).await.expect("the owner's connection");
    owner.batch_execute("ANALYZE projection").await.expect("analyzed");
    let explain = async |tx: &mut platform::Tx| {
        let prepare = format!(
            "PREPARE page (date, text[], uuid, uuid, uuid, bigint) AS {}",
            scheduling::readiness::store::CASES
        );
        tx.batch_execute(&prepare).await?;
        let explain = "EXPLAIN EXECUTE page ('2026-03-02', '{booked}', NULL, NULL, NULL, 26)";
        Ok::<_, platform::Problem>(diesel::sql_query(explain).load::<Line>(tx).await?)
    };
    let plan = db.transaction(&context, explain).await.expect("a plan");
    let plan: String = plan.into_iter().map(|line| line.line + "\n").collect();
    assert!(plan.contains("appointments_by_day_and_start"), "{plan}");
    assert_eq!(plan.matches("projection_by_patient").count(), 3, "{plan}");
    assert!(!plan.contains("projection_pkey") && !plan.contains("Seq Scan on projection"), "{plan}");
}

#[actix_web::test]
async fn a_merged_record_stands_for_its_survivor() {
    let office = open().await;
    let (house, listeners) = (&office.house, listeners());
    let slots = office.slots().await;
    let form = house.post("/v1/forms", json!({"name": "Consent"})).await.expect(201).id();
    let bare =
        json!({"given_name": "Jon", "family_name": "Smith", "birth_date": "1963-05-19", "sex": "male"});
    let double = house.post("/v1/patients", bare).await.expect(201);
    let survivor = office.whole_patient().await;
    let visit = office.visit(&double.id(), &slots[0]).await;
    house.hear(&listeners, &checked(&visit, EligibilityOutcome::Active, None)).await;
    house.hear(&listeners, &account(&visit.patient, 1000)).await;
    house.hear(&listeners, &account(&survivor, 234)).await;
    let filled = json!({"form_id": form, "completed_on": "2026-01-01"});
    house.post(&format!("/v1/patients/{survivor}/completed-forms"), filled).await.expect(201);
    let merge = format!("/v1/patients/{}/merge", double.id());
    house.if_match(double.version()).post(&merge, json!({"into": survivor})).await.expect(200);
    let item = &office.readiness(&format!("date={}", visit.date)).await[0];
    assert_eq!((&item["patient_id"], &item["patient_name"]), (&json!(survivor), &json!("John Smith")));
    assert_eq!((&item["missing"], &item["forms"]), (&json!([]), &json!([])));
    assert_eq!((&item["balance"], code(item)), (&json!("12.34"), "collect_balance"));
}

#[actix_web::test]
async fn a_minor_needs_a_guarantor() {
    let office = open().await;
    let (house, listeners) = (&office.house, listeners());
    let slots = office.slots().await;
    let mut body = patient();
    body["email"] = json!("john@example.org");
    body["birth_date"] = json!("2020-05-19");
    let child = house.post("/v1/patients", body).await.expect(201).id();
    let visit = office.visit(&child, &slots[0]).await;
    house.hear(&listeners, &checked(&visit, EligibilityOutcome::Active, None)).await;
    let item = &office.readiness(&format!("date={}", visit.date)).await[0];
    assert_eq!(item["missing"], json!(["guarantor"]));
}
