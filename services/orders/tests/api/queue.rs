//! The queue: who sees it, who has what in hand, and what a pharmacist is shown.

use crate::counter::{CLIENT, Clerk, Counter, KIM, LOU};
use crate::office::AMOXICILLIN;
use reqwest::Method;
use serde_json::{Value, json};

fn ids(items: &[Value]) -> Vec<&str> {
    items.iter().filter_map(|item| item["id"].as_str()).collect()
}

#[actix_web::test]
async fn a_pharmacy_sees_its_own_and_nothing_else() {
    let counter = Counter::open().await;
    let other = Counter::pharmacy(&counter.office, "9900012").await;
    counter.bind(&other, &["rival"]).await.expect(200);
    let id = counter.signed().await;
    let theirs = counter.signed_at(&other).await;
    assert_eq!(ids(&counter.queue("").await), [id.as_str()]);
    let get = async |client: &str, path: &str| counter.request(client, Method::GET, path).send().await;
    let rival = get("rival", "/v1/pharmacy/queue").await.expect(200).body;
    assert_eq!(ids(rival["items"].as_array().expect("a list")), [theirs.as_str()]);
    let version = counter.office.get(&theirs).await.version();
    for (path, status) in [("", 404), ("/print", 404)] {
        let path = format!("/v1/pharmacy/prescriptions/{theirs}{path}");
        assert_eq!(get(CLIENT, &path).await.status, status, "{path}");
    }
    for (verb, said) in [
        ("take", json!({})),
        ("return", json!({})),
        ("accept", json!({})),
        ("dispense", Counter::fill(1, "30")),
        ("partial", Counter::fill(1, "10")),
        ("withdraw", json!({"fill_number": 1, "reason_code": "wrong_patient"})),
        ("decline", json!({"reason_code": "out_of_stock"})),
        ("answer-cancel", json!({"answer": "approve"})),
    ] {
        counter.send(KIM, (&theirs, verb), (version, None), said).await.refused(404, "not-found");
    }
    assert_eq!(counter.office.get(&theirs).await.version(), version);
    let taken = counter.request(CLIENT, Method::POST, "/v1/pharmacy/queue/take");
    let taken = taken.json(&KIM.says(json!({"most": 25}))).send().await.expect(200);
    assert_eq!(ids(taken.body["items"].as_array().expect("a list")), [id.as_str()]);
}

#[actix_web::test]
async fn a_client_that_speaks_for_no_pharmacy_is_told_what_to_do() {
    let counter = Counter::open().await;
    let id = counter.signed().await;
    let path = format!("/v1/pharmacy/prescriptions/{id}");
    for path in ["/v1/pharmacy/queue", &path, &format!("{path}/print"), "/v1/pharmacy/webhook"] {
        let answer = counter.request("nobody", Method::GET, path).send().await;
        answer.refused(403, "client-not-bound");
        assert!(answer.body["next_step"].as_str().is_some_and(|step| step.contains("/clients")));
    }
    let stranger = Clerk { client: "nobody", ..KIM };
    counter.take(stranger, &id).await.refused(403, "client-not-bound");
    let elsewhere = counter.office.house.other_practice();
    elsewhere
        .request(Method::GET, "/v1/pharmacy/queue")
        .client(CLIENT)
        .send()
        .await
        .refused(403, "client-not-bound");
    counter.bind(&counter.place, &[]).await.expect(200);
    counter.get("/v1/pharmacy/queue").await.refused(403, "client-not-bound");
}

#[actix_web::test]
async fn a_hold_names_its_holder_and_ends() {
    let counter = Counter::open().await;
    let id = counter.signed().await;
    let taken = counter.take(KIM, &id).await.expect(200);
    let held = &taken.body["held"];
    assert_eq!((&held["operator"], &held["terminal"]), (&json!("Kim Park"), &json!("counter 1")));
    for verb in ["take", "accept", "return"] {
        let refused = counter.act(LOU, &id, verb, json!({})).await;
        refused.refused(409, "held");
        assert_eq!(refused.body["held"]["by"], "Kim Park at counter 1");
        assert_eq!(refused.body["held"]["since"], held["since"]);
    }
    counter.act(LOU, &id, "dispense", Counter::fill(1, "30")).await.refused(409, "held");
    let again = counter.take(KIM, &id).await.expect(200);
    assert_eq!((again.version(), &again.body["held"]["since"]), (taken.version(), &held["since"]));
    assert!(again.body["held"]["until"].as_str() >= held["until"].as_str());
    counter.holds_end().await;
    counter.act(KIM, &id, "accept", json!({})).await.refused(409, "not-held");
    let other = counter.take(LOU, &id).await.expect(200);
    assert_eq!(other.body["held"]["operator"], "Lou Reyes");
    counter.act(KIM, &id, "dispense", Counter::fill(1, "30")).await.refused(409, "held");
    counter.act(LOU, &id, "return", json!({"note": "lunch"})).await.expect(200);
    assert!(counter.read(&id).await.expect(200).body.get("held").is_none());
    counter.take(KIM, &id).await.expect(200);
}

#[actix_web::test]
async fn the_queue_says_what_waits_who_has_what_and_what_is_late() {
    let counter = Counter::open().await;
    let first = counter.signed().await;
    let second = counter.signed().await;
    let third = counter.signed().await;
    counter.take(KIM, &second).await.expect(200);
    assert_eq!(ids(&counter.queue("").await), [first.as_str(), &second, &third]);
    assert_eq!(ids(&counter.queue("?held=true").await), [second.as_str()]);
    assert_eq!(ids(&counter.queue("?held=false").await), [first.as_str(), &third]);
    assert_eq!(ids(&counter.queue("?status=accepted_by_pharmacy").await), [second.as_str()]);
    assert!(counter.queue("?overdue=true").await.is_empty());
    counter.run("UPDATE queue_entries SET due_at = now() - interval '1 hour'").await;
    assert_eq!(counter.queue("?overdue=true").await.len(), 3);
    counter.act(KIM, &second, "accept", json!({})).await.expect(200);
    assert_eq!(ids(&counter.queue("?overdue=true").await), [first.as_str(), &third]);
    assert_eq!(ids(&counter.queue("?overdue=false").await), [second.as_str()]);
    let page = counter.get("/v1/pharmacy/queue?limit=2").await.expect(200).body;
    let next = page["next"].as_str().expect("more");
    assert_eq!(ids(&counter.queue(&format!("?limit=2&cursor={next}")).await), [third.as_str()]);
    for bad in ["?state=waiting", "?limit=101", "?status=waiting", "?held=perhaps"] {
        assert_eq!(counter.get(&format!("/v1/pharmacy/queue{bad}")).await.status, 400, "{bad}");
    }
}

#[actix_web::test]
async fn terminals_that_ask_at_once_get_different_ones() {
    let counter = Counter::open().await;
    for _ in 0..6 {
        counter.signed().await;
    }
    let take = async |clerk: Clerk, most: u8| {
        let request = counter.request(CLIENT, Method::POST, "/v1/pharmacy/queue/take");
        request.json(&clerk.says(json!({"most": most}))).send().await
    };
    take(KIM, 0).await.names("/most");
    take(KIM, 26).await.names("/most");
    let (kim, lou) = tokio::join!(take(KIM, 3), take(LOU, 3));
    let mut all: Vec<String> = Vec::new();
    for answer in [kim.expect(200), lou.expect(200)] {
        all.extend(ids(answer.body["items"].as_array().expect("a list")).into_iter().map(str::to_owned));
    }
    let taken = all.len();
    all.sort();
    all.dedup();
    assert_eq!((taken, all.len()), (all.len(), taken), "nothing is taken twice");
    let rest = take(LOU, 25).await.expect(200).body["items"].as_array().expect("a list").len();
    assert_eq!(taken + rest, 6);
    assert_eq!(counter.queue("?held=true").await.len(), 6);
    let accepted = counter.announced().await.into_iter().filter(|kind| kind == "accepted").count();
    assert_eq!(accepted, 6);
    let id = counter.queue("").await[0]["id"].as_str().expect("an id").to_owned();
    let entry = counter.office.history(&id).await.pop().expect("a history");
    assert_eq!((&entry["change"], &entry["status"]), (&json!("taken"), &json!("accepted_by_pharmacy")));
    let version = counter.office.get(&id).await.version();
    assert_eq!(counter.queue("").await[0]["version"], version);
}

#[actix_web::test]
async fn a_pharmacist_is_shown_everything_that_counts() {
    let counter = Counter::open().await;
    counter.office.allergic_to("Penicillin").await;
    let mut wish = counter.office.wish_of(&counter.place, AMOXICILLIN, "C48480");
    wish["note"] = "<b>mind</b> the \"cap\"".into();
    let id = counter.office.draft(wish).await;
    let report = counter.office.check(&id).await.expect(200);
    let check = report.id();
    let override_it = json!({"reason_code": "tolerated_previously", "note": "took it in spring"});
    let house = counter.office.house.if_match(report.version());
    house.post(&format!("/v1/prescriptions/{id}/checks/{check}/override"), override_it).await.expect(200);
    counter.office.act(&id, "sign", json!({})).await.expect(200);
    let record = counter.read(&id).await.expect(200);
    assert_eq!(record.version(), counter.office.get(&id).await.version());
    let body = record.body;
    for (pointer, expected) in [
        ("/patient/family_name", json!("Smith")),
        ("/patient/birth_date", json!("1963-05-19")),
        ("/prescriber/npi", json!("1993999998")),
        ("/location/phone", json!("8165550111")),
        ("/medication/rxcui", json!(AMOXICILLIN)),
        ("/sig/text", json!("Take 1 by mouth daily")),
        ("/quantity/value", json!("30")),
        ("/refills_left", json!(0)),
        ("/quantity_left", json!("30")),
        ("/next_fill_number", json!(1)),
        ("/substitution_allowed", json!(true)),
        ("/diagnosis_codes/0", json!("J02.0")),
        ("/cancel_requested", json!(false)),
        ("/expired", json!(false)),
        ("/overridden_alerts/0/overridden/reason_code", json!("tolerated_previously")),
        ("/overridden_alerts/0/overridden/note", json!("took it in spring")),
        ("/history/0/change", json!("drafted")),
    ] {
        assert_eq!(body.pointer(pointer), Some(&expected), "{pointer}");
    }
    let page = counter.get(&format!("/v1/pharmacy/prescriptions/{id}/print")).await.expect(200);
    assert!(page.header("content-type").is_some_and(|kind| kind.starts_with("text/html")));
    assert_eq!(page.header("cache-control"), Some("no-store"));
    for text in
        ["John Smith", "1963-05-19", "Take 1 by mouth daily", "tolerated_previously: took it in spring"]
    {
        assert!(page.text.contains(text), "{text}");
    }
    assert!(page.text.contains("&lt;b&gt;mind&lt;/b&gt; the &quot;cap&quot;"));
    assert!(!page.text.contains("<script") && !page.text.contains("<b>"));
}

#[actix_web::test]
async fn what_cannot_be_dispensed_says_why_and_becomes_a_task() {
    let counter = Counter::open().await;
    let id = counter.signed().await;
    counter.act(KIM, &id, "decline", json!({"reason_code": "out_of_stock"})).await.refused(409, "not-held");
    counter.take(KIM, &id).await.expect(200);
    counter.act(KIM, &id, "decline", json!({"reason_code": "other"})).await.names("/note");
    counter.act(KIM, &id, "decline", json!({"reason_code": "bored"})).await.names("/reason_code");
    let said = json!({"reason_code": "out_of_stock", "note": "back on Friday"});
    counter.act(KIM, &id, "decline", said).await.expect(200);
    let lost = json!({"told_by": "Kim", "resend": true});
    let noted = counter.office.act(&id, "report-not-received", lost).await.expect(200).body;
    assert_eq!(noted["resent"], false, "it lies in the queue");
    let declined = counter.office.get(&id).await.body;
    assert_eq!(
        (&declined["status"], &declined["reason"]),
        (&json!("not_dispensed"), &json!("out of stock: back on Friday"))
    );
    assert!(counter.queue("").await.is_empty());
    let tasks = counter.office.items("/v1/tasks?kind=not_dispensed").await;
    assert_eq!((tasks.len(), &tasks[0]["subject"]), (1, &json!(format!("prescription/{id}"))));
    // Nobody has it in hand and nothing was dispensed: the practice takes it back at once and sends it elsewhere.
    let cancelled = counter.office.act(&id, "cancel", json!({})).await.expect(200);
    assert_eq!(cancelled.body["status"], "cancelled");
    assert!(counter.office.items("/v1/tasks?kind=not_dispensed").await.is_empty());
    let other = Counter::pharmacy(&counter.office, "9900012").await;
    let again = counter.signed_at(&other).await;
    assert_eq!(counter.office.status(&again).await, "accepted_by_network");
}

#[actix_web::test]
async fn the_prescriber_is_asked_for_more_or_for_something_else() {
    let counter = Counter::open().await;
    let id = counter.signed().await;
    counter.take(KIM, &id).await.expect(200);
    let alternative =
        json!({"description": "Cephalexin 500 MG Oral Capsule", "rxcui": "309114", "quantity": "20"});
    let said =
        json!({"reason_code": "out_of_stock", "alternatives": [alternative], "note": "none before Friday"});
    counter.act(KIM, &id, "request-change", said).await.expect(200);
    counter.act(KIM, &id, "dispense", Counter::fill(1, "30")).await.expect(200);
    counter.act(KIM, &id, "request-renewal", json!({"refills": 2})).await.expect(200);
    let requests = counter.read(&id).await.expect(200).body["requests"].as_array().expect("a list").clone();
    let kinds: Vec<&Value> = requests.iter().map(|request| &request["transaction"]).collect();
    assert_eq!(kinds, ["RxChangeRequest", "RxRenewalRequest"]);
    let raw = |n: usize| requests[n]["body"].as_str().expect("XML");
    let script::Body::RxChangeRequest(change) = script::parse(raw(0)).expect("a message").body else {
        panic!()
    };
    assert_eq!(change.requested[0].description.as_str(), "Cephalexin 500 MG Oral Capsule");
    let renewal = script::parse(raw(1)).expect("a message");
    let order = counter.office.get(&id).await.body["order_number"].clone();
    assert_eq!(renewal.header.prescriber_order_number.expect("a number").as_str(), order);
    assert_eq!(renewal.header.from.id.as_str(), "9900011");
    let script::Body::RxRenewalRequest(renewal) = renewal.body else { panic!() };
    let dispensed = renewal.dispensed.expect("what was dispensed");
    assert_eq!(dispensed.requested_refills, Some(2));
    assert!(dispensed.last_fill.is_some());
    for kind in ["renewal_requested", "change_requested"] {
        assert_eq!(counter.office.items(&format!("/v1/tasks?kind={kind}")).await.len(), 1, "{kind}");
    }
    let changes: Vec<Value> = counter.office.history(&id).await.iter().map(|e| e["change"].clone()).collect();
    assert!(changes.contains(&json!("change requested")) && changes.contains(&json!("renewal requested")));
    let many: Vec<Value> = (0..10).map(|_| json!({"description": "x"})).collect();
    let said = json!({"reason_code": "generic", "alternatives": many});
    counter.act(KIM, &id, "request-change", said).await.names("/alternatives");
}

#[actix_web::test]
async fn what_the_practice_does_not_take_is_not_asked() {
    let counter = Counter::open().await;
    let id = counter.signed().await;
    counter.run("UPDATE pharmacies SET service_levels = '{new_rx}'").await;
    counter.act(KIM, &id, "request-renewal", json!({})).await.refused(409, "service-level");
    counter
        .act(KIM, &id, "request-change", json!({"reason_code": "generic"}))
        .await
        .refused(409, "service-level");
    let gone = counter.signed().await;
    counter.run("UPDATE pharmacies SET service_levels = '{new_rx,renewal}'").await;
    counter.office.act(&gone, "cancel", json!({})).await.expect(200);
    counter.act(KIM, &gone, "request-renewal", json!({})).await.refused(409, "wrong-status");
}
