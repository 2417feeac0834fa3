//! A pharmacy that fetches from the queue: its clients, what they do, and the whole way of a prescription through it.

use crate::office::Office;
use kit::Answer;
use model::Scope;
use reqwest::Method;
use serde_json::{Value, json};

pub const CLIENT: &str = "drugstore";

pub struct Counter {
    pub office: Office,
    /// The pharmacy's id.
    pub place: String,
}

/// Somebody at a terminal, through a client.
#[derive(Clone, Copy)]
pub struct Clerk {
    pub client: &'static str,
    pub operator: &'static str,
    pub terminal: &'static str,
}

pub const KIM: Clerk = Clerk { client: CLIENT, operator: "Kim Park", terminal: "counter 1" };
pub const LOU: Clerk = Clerk { client: CLIENT, operator: "Lou Reyes", terminal: "counter 2" };

impl Clerk {
    /// What is said, with who says it.
    pub fn says(self, said: Value) -> Value {
        let mut body = json!({"operator": self.operator, "terminal": self.terminal});
        let fields = said.as_object().expect("an object").clone();
        body.as_object_mut().expect("an object").extend(fields);
        body
    }
}

impl Counter {
    pub async fn open() -> Self {
        let office = Office::open().await;
        office.no_known_allergies().await;
        let place = Self::pharmacy(&office, "9900011").await;
        let counter = Self { office, place };
        counter.bind(&counter.place, &[CLIENT]).await.expect(200);
        counter
    }

    /// A pharmacy with a queue.
    pub async fn pharmacy(office: &Office, ncpdp_id: &str) -> String {
        let mut body = office.pharmacy_body("http://127.0.0.1:9/");
        body.as_object_mut().expect("an object").remove("script");
        body["ncpdp_id"] = ncpdp_id.into();
        body["queue"] = true.into();
        office.house.post("/v1/pharmacies", body).await.expect(201).id()
    }

    pub async fn bind(&self, place: &str, clients: &[&str]) -> Answer {
        let path = format!("/v1/pharmacies/{place}");
        let version = self.office.house.get(&path).await.expect(200).version();
        let house = self.office.house.if_match(version);
        house.put(&format!("{path}/clients"), json!({"clients": clients})).await
    }

    pub async fn signed(&self) -> String {
        self.signed_at(&self.place).await
    }

    pub async fn signed_at(&self, place: &str) -> String {
        self.signed_as(self.office.wish(place)).await
    }

    /// The same drug may be taken already: the prescriber knows.
    pub async fn signed_as(&self, wish: Value) -> String {
        let id = self.office.draft(wish).await;
        let report = self.office.check(&id).await.expect(200);
        let alerts = report.body["alerts"].as_array().expect("a list");
        if alerts.iter().any(|alert| alert["interruptive"] == true) {
            let path = format!("/v1/prescriptions/{id}/checks/{}/override", report.id());
            let house = self.office.house.if_match(report.version());
            house.post(&path, json!({"reason_code": "will_monitor"})).await.expect(200);
        }
        self.office.act(&id, "sign", json!({})).await.expect(200);
        id
    }

    pub async fn signed_with_refills(&self, refills: u16) -> String {
        let mut wish = self.office.wish(&self.place);
        wish["refills"] = refills.into();
        self.signed_as(wish).await
    }

    pub fn request(&self, client: &str, method: Method, path: &str) -> kit::Request {
        self.office.house.request(method, path).client(client).scopes(&[Scope::PrescriptionsDispense])
    }

    pub async fn get(&self, path: &str) -> Answer {
        self.request(CLIENT, Method::GET, path).send().await
    }

    pub async fn read(&self, id: &str) -> Answer {
        self.get(&format!("/v1/pharmacy/prescriptions/{id}")).await
    }

    pub async fn queue(&self, query: &str) -> Vec<Value> {
        let page = self.get(&format!("/v1/pharmacy/queue{query}")).await.expect(200);
        page.body["items"].as_array().expect("a list").clone()
    }

    /// Under the version and key that are given.
    pub async fn send(
        &self,
        clerk: Clerk,
        (id, verb): (&str, &str),
        (version, key): (i64, Option<&str>),
        said: Value,
    ) -> Answer {
        let path = format!("/v1/pharmacy/prescriptions/{id}/{verb}");
        let request =
            self.request(clerk.client, Method::POST, &path).header("if-match", &format!("\"{version}\""));
        let request = match key {
            Some(key) => request.header("idempotency-key", key),
            None => request,
        };
        request.json(&clerk.says(said)).send().await
    }

    /// On what the ETag of this moment names.
    pub async fn act(&self, clerk: Clerk, id: &str, verb: &str, said: Value) -> Answer {
        let version = self.office.get(id).await.version();
        self.send(clerk, (id, verb), (version, None), said).await
    }

    pub async fn take(&self, clerk: Clerk, id: &str) -> Answer {
        self.act(clerk, id, "take", json!({})).await
    }

    /// The number and quantity of a fill of amoxicillin.
    pub fn fill(number: i32, quantity: &str) -> Value {
        json!({"fill_number": number, "quantity": quantity, "days_supply": 10, "ndc": "0093-3109-05", "lot": "A17"})
    }

    /// Every hold of this practice ends now.
    pub async fn holds_end(&self) {
        let sql = "UPDATE queue_entries SET held_until = now(), \
                   hold = jsonb_set(hold, '{until}', to_jsonb(now())) WHERE hold IS NOT NULL";
        self.run(sql).await;
    }

    pub async fn run(&self, sql: &'static str) {
        let house = &self.office.house;
        let run = async move |tx: &mut platform::Tx| {
            use diesel_async::RunQueryDsl;
            Ok::<_, platform::Problem>(diesel::sql_query(sql).execute(tx).await?)
        };
        house.db().transaction(&house.context(), run).await.expect("it runs");
    }

    /// The kinds announced about prescriptions, without the nouns.
    pub async fn announced(&self) -> Vec<String> {
        let kinds = self.office.announced().await;
        kinds.into_iter().filter_map(|kind| Some(kind.strip_prefix("prescription.")?.to_owned())).collect()
    }
}

#[actix_web::test]
async fn from_the_signature_to_the_last_fill() {
    let counter = Counter::open().await;
    let id = counter.signed_with_refills(1).await;
    assert_eq!(counter.office.status(&id).await, "accepted_by_network");
    let waiting = counter.queue("").await;
    assert_eq!(
        (waiting.len(), &waiting[0]["id"], &waiting[0]["status"]),
        (1, &json!(id), &json!("accepted_by_network"))
    );
    counter.take(KIM, &id).await.expect(200);
    assert_eq!(counter.office.status(&id).await, "accepted_by_pharmacy");
    counter.act(KIM, &id, "accept", json!({})).await.expect(200);
    assert_eq!(counter.office.status(&id).await, "verified");
    let partial = counter.act(KIM, &id, "partial", Counter::fill(1, "12")).await.expect(200);
    assert_eq!(partial.body["quantity_left_of_fill"], "18");
    assert_eq!(counter.office.status(&id).await, "partially_dispensed");
    let whole = counter.act(KIM, &id, "dispense", Counter::fill(2, "18")).await.expect(200);
    assert_eq!((&whole.body["refills_left"], &whole.body["quantity_left"]), (&json!(1), &json!("30")));
    assert_eq!(counter.office.status(&id).await, "dispensed");
    assert!(counter.queue("").await.is_empty());
    assert_eq!(counter.queue("?status=dispensed").await.len(), 1);
    counter.take(LOU, &id).await.expect(200);
    counter.act(LOU, &id, "dispense", Counter::fill(3, "30")).await.expect(200);
    counter.take(LOU, &id).await.refused(409, "nothing-left");
    counter.act(LOU, &id, "request-renewal", json!({"refills": 1})).await.expect(200);
    assert_eq!(counter.office.items("/v1/tasks?kind=renewal_requested").await.len(), 1);
    let kinds = ["signed", "transmitted", "accepted", "verified", "dispensed", "dispensed"];
    assert_eq!(counter.announced().await, kinds);
    let history = counter.office.history(&id).await;
    let changes: Vec<&str> = history.iter().filter_map(|entry| entry["change"].as_str()).collect();
    let expected = [
        "drafted",
        "checked",
        "signed",
        "put into the pharmacy's queue",
        "taken",
        "accepted",
        "partially dispensed",
        "dispensed",
        "taken",
        "dispensed",
        "renewal requested",
    ];
    assert_eq!(changes, expected);
    assert!(history.iter().any(|entry| entry["actor"] == "pharmacy 9900011, Kim Park at counter 1"));
}

/// A line of the README as a request.
struct Line<'a> {
    path: &'a str,
    body: Option<Value>,
}

fn line(text: &str) -> Line<'_> {
    let (_, rest) = text.split_once("\"$PRAXIS").expect("an address");
    let (path, rest) = rest.split_once('"').expect("its end");
    let body = rest.split_once("--json '").map(|(_, body)| body.trim_end().trim_end_matches('\''));
    Line { path, body: body.map(|body| serde_json::from_str(body).expect("JSON")) }
}

#[actix_web::test]
async fn the_lines_of_the_readme_run_as_they_stand() {
    let counter = Counter::open().await;
    counter.signed().await;
    let lines: Vec<&str> =
        include_str!("../../README.md").lines().filter(|line| line.starts_with("curl ")).collect();
    assert!(lines.len() >= 8);
    let (mut id, mut tag) = (String::new(), String::new());
    for text in lines {
        let Line { path, body } = line(text);
        let method = if body.is_some() { Method::POST } else { Method::GET };
        let mut request = counter.request(CLIENT, method, &path.replace("$ID", &id));
        if text.contains("If-Match: $ETAG") {
            request = request.header("if-match", &tag);
        }
        if let Some((_, rest)) = text.split_once("Idempotency-Key: ") {
            request = request.header("idempotency-key", rest.split('"').next().expect("a key"));
        }
        if let Some(body) = &body {
            request = request.json(body);
        }
        let answer = request.send().await.expect(200);
        if let Some(first) = answer.body.pointer("/items/0/id") {
            id = first.as_str().expect("an id").to_owned();
        }
        if let Some(etag) = answer.header("etag") {
            tag = etag.to_owned();
        }
    }
    assert_eq!(counter.office.status(&id).await, "partially_dispensed");
}
