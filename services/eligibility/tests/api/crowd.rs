//! A practice with many patients to be asked about, and a payer that counts.

use actix_web::{App, HttpRequest, HttpResponse, HttpServer, web};
use diesel_async::{AsyncConnection, AsyncPgConnection, RunQueryDsl, SimpleAsyncConnection};
use eligibility::batch::work::{self, work};
use eligibility::check::send::{self, Sender};
use eligibility::connection::line::Line;
use eligibility::settings;
use kit::{House, eventually, samples};
use model::event::LocationUpdated;
use model::scope::Service;
use platform::{Stop, outbound};
use serde_json::json;
use std::cell::RefCell;
use std::collections::HashMap;
use std::rc::Rc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

#[derive(Clone, Copy)]
pub struct Plan {
    pub checks: usize,
    pub at_once: usize,
    pub latency: Duration,
}

pub struct Crowd {
    pub house: House,
    plan: Plan,
    counter: Arc<Counter>,
    batch: RefCell<String>,
}

/// What the payer saw.
#[derive(Default)]
struct Counter {
    now: AtomicUsize,
    most: AtomicUsize,
    traces: Mutex<HashMap<String, usize>>,
}

impl Crowd {
    pub async fn open(plan: Plan) -> Self {
        let house = kit::service(Service::Eligibility, eligibility::MIGRATIONS, eligibility::routes).await;
        let listeners = Rc::new(eligibility::listeners());
        house.hear(&listeners, &LocationUpdated(samples::location())).await;
        let counter = Arc::new(Counter::default());
        let url = payer(counter.clone(), plan.latency);
        let limits = json!({"at_once": plan.at_once, "timeout_seconds": 1});
        let payer = json!({"name": "ABC Company", "payer_id": "842610001", "transactions": ["270"],
            "connection": {"kind": "https", "url": url, "limits": limits}});
        let payer = house.post("/v1/payers", payer).await.expect(201).id();
        let crowd = Self { house, plan, counter, batch: RefCell::default() };
        crowd.fill(&payer).await;
        crowd
    }

    /// As registration has left it: patients and their coverages.
    async fn fill(&self, payer: &str) {
        let owner = self.house.database().owner().expect("an owner");
        let mut owner = AsyncPgConnection::establish(owner).await.expect("a database");
        let person = serde_json::to_value(samples::demographics()).expect("JSON").to_string();
        let (practice, checks) = (self.house.practice, self.plan.checks);
        let sql = format!(
            "SELECT set_config('app.practice', '{practice}', false);
             CREATE TEMP TABLE crowd AS SELECT n, gen_random_uuid() AS patient, gen_random_uuid() AS coverage
               FROM generate_series(1, {checks}) n;
             INSERT INTO projection (subject, data) SELECT 'patient/' || patient,
               jsonb_build_object('patient_id', patient, 'demographics', '{person}'::jsonb) FROM crowd;
             INSERT INTO coverages (id, patient_id, payer_id, member_id, rank, holder, effective)
               SELECT coverage, patient, '{payer}', 'MEMBER' || n, 'primary', '{{\"relationship\": \"self\"}}', '2020-01-01' FROM crowd;
             ANALYZE;"
        );
        owner.batch_execute(&sql).await.expect("filled");
    }

    /// Asks for a batch about everybody.
    pub async fn ask(&self) {
        #[derive(diesel::QueryableByName)]
        struct Id {
            #[diesel(sql_type = diesel::sql_types::Uuid)]
            id: uuid::Uuid,
        }
        let all = async |tx: &mut platform::Tx| {
            let ids: Vec<Id> = diesel::sql_query("SELECT id FROM coverages ORDER BY id").load(tx).await?;
            anyhow::Ok(ids)
        };
        let all = self.house.db().read(&self.house.context(), all).await.expect("coverages");
        let ids: Vec<uuid::Uuid> = all.into_iter().map(|coverage| coverage.id).collect();
        let asked = json!({"coverage_ids": ids, "service_date": "2026-11-24"});
        let batch = self.house.post("/v1/eligibility-batches", asked).await.expect(202).id();
        self.batch.replace(batch);
    }

    /// One of the crowd's.
    pub async fn coverage(&self) -> String {
        let page = self.house.get("/v1/coverages?limit=1").await.expect(200).body;
        page["items"][0]["id"].as_str().expect("a coverage").to_owned()
    }

    /// Starts a sender.
    pub fn send(&self) {
        let settings = settings::Payer {
            timeout_seconds: 5,
            retry_seconds: vec![0, 1, 1, 1],
            unavailable_retries: 3,
            patient_retry_seconds: 1,
            private_networks: true,
            folders: String::new(),
            folder_seconds: 60,
            production: false,
        };
        let sender = Sender { db: self.house.db().clone(), line: Line::open(&settings).expect("a line") };
        actix_web::rt::spawn(send::run(sender, self.house.database().clone(), Stop::default()));
        let work = async |db: &platform::Db, intent| work(db, intent, platform::now()).await;
        actix_web::rt::spawn(outbound::run(self.house.db().clone(), work::KIND, Stop::default(), work));
    }

    /// The service itself, as a process that can be killed. There is no broker: facts wait in the outbox.
    pub fn process(&self) -> std::process::Child {
        service(&self.house).env("ELIGIBILITY__TELEMETRY__FILTER", "off").spawn().expect("the service starts")
    }

    /// How many checks have ended.
    pub async fn done(&self) -> usize {
        self.count(
            "SELECT count(*) AS number FROM outbound WHERE kind = 'send_inquiry' AND done_at IS NOT NULL",
        )
        .await
    }

    async fn count(&self, sql: &'static str) -> usize {
        #[derive(diesel::QueryableByName)]
        struct Number {
            #[diesel(sql_type = diesel::sql_types::BigInt)]
            number: i64,
        }
        let count = async move |tx: &mut platform::Tx| {
            let number: Number = diesel::sql_query(sql).get_result(tx).await?;
            anyhow::Ok(number.number)
        };
        let number = self.house.db().read(&self.house.context(), count).await.expect("a number");
        usize::try_from(number).expect("not negative")
    }

    pub fn most_at_once(&self) -> usize {
        AtomicUsize::load(&self.counter.most, Ordering::SeqCst)
    }

    /// Every check answered and announced once; the payer asked about each once, within its limit.
    pub async fn must_be_whole(&self) {
        let once = "SELECT count(*) AS number FROM checks WHERE jsonb_array_length(attempts) = 1";
        assert_eq!(self.count(once).await, self.plan.checks);
        self.must_be_whole_after(0).await;
    }

    /// The same after so many kills: what was on its way then, or answered but not yet kept, was asked once more.
    pub async fn must_be_whole_after(&self, kills: usize) {
        let checks = self.plan.checks;
        let answered = "SELECT count(*) AS number FROM checks WHERE status = 'answered'";
        assert_eq!(self.count(answered).await, checks);
        let open = "SELECT count(*) AS number FROM exchanges WHERE response IS NULL";
        assert_eq!(self.count(open).await, 0);
        assert_eq!(
            self.count("SELECT count(*) AS number FROM exchanges").await,
            checks,
            "always the same bytes"
        );
        let facts = "SELECT count(DISTINCT stream) AS number FROM outbox WHERE kind = 'eligibility.checked'";
        assert_eq!(self.count(facts).await, checks);
        let all = "SELECT count(*) AS number FROM outbox WHERE kind = 'eligibility.checked'";
        assert_eq!(self.count(all).await, checks);
        let batch = format!("/v1/eligibility-batches/{}", self.batch.borrow());
        let batch = eventually(async || {
            let seen = self.house.get(&batch).await.expect(200).body;
            (seen["state"] == "finished").then_some(seen)
        })
        .await;
        assert_eq!(batch["active"], json!(checks), "{batch}");
        let traces = self.counter.traces.lock().expect("not poisoned");
        assert_eq!(traces.len(), checks);
        let repeated: usize = traces.values().map(|times| times - 1).sum();
        println!(
            "{kills} kills: {repeated} of {checks} inquiries came again, at most {} at once",
            self.most_at_once()
        );
        assert!(
            traces.values().all(|times| *times <= 1 + kills) && repeated <= kills * 2 * self.plan.at_once
        );
        assert!(self.most_at_once() <= self.plan.at_once);
    }
}

/// The service as a process beside this one, on the database of a house.
pub fn service(house: &House) -> std::process::Command {
    let database = house.database();
    let sealing = database.sealing_keys.as_ref().expect("keys");
    let mut service = std::process::Command::new(env!("CARGO_BIN_EXE_eligibility"));
    service
        .env("ELIGIBILITY__HTTP__LISTEN", "127.0.0.1:0")
        .env("ELIGIBILITY__DATABASE__URL", database.url.expose())
        .env("ELIGIBILITY__DATABASE__SEALING_KEYS", sealing.expose())
        .env("ELIGIBILITY__BUS__URL", "amqp://guest:guest@127.0.0.1:9/%2f")
        .env("ELIGIBILITY__CALLER__PUBLIC_KEY", "11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo")
        .env("ELIGIBILITY__PAYER__PRIVATE_NETWORKS", "true");
    service
}

/// Answers each inquiry after a while, with the least that is a good answer.
fn payer(counter: Arc<Counter>, latency: Duration) -> String {
    let app = move || {
        let (counter, latency) = (web::Data::from(counter.clone()), web::Data::new(latency));
        App::new().app_data(counter).app_data(latency).route("/x12", web::post().to(answer))
    };
    let server = HttpServer::new(app).workers(1).backlog(1024).disable_signals();
    let server = server.bind(("127.0.0.1", 0)).expect("a port");
    let url = format!("http://{}/x12", server.addrs()[0]);
    actix_web::rt::spawn(server.run());
    url
}

async fn answer(
    counter: web::Data<Counter>,
    latency: web::Data<Duration>,
    request: HttpRequest,
    body: String,
) -> HttpResponse {
    let now = counter.now.fetch_add(1, Ordering::SeqCst) + 1;
    counter.most.fetch_max(now, Ordering::SeqCst);
    let trace = request.headers().get("x-trace").and_then(|trace| trace.to_str().ok()).unwrap_or_default();
    *counter.traces.lock().expect("not poisoned").entry(trace.to_owned()).or_default() += 1;
    tokio::time::sleep(*latency.get_ref()).await;
    counter.now.fetch_sub(1, Ordering::SeqCst);
    HttpResponse::Ok().content_type("application/edi-x12").body(reply(&body, trace))
}

fn reply(inquiry: &str, trace: &str) -> String {
    let segments: Vec<&str> = inquiry.split('~').collect();
    let patient = segments.iter().find(|segment| segment.starts_with("NM1*IL")).expect("a subscriber");
    let body = [
        format!("ST*271*0001*005010X279A1~BHT*0022*11*{trace}*20261124*1200"),
        "HL*1**20*1~NM1*PR*2*ABC COMPANY*****PI*842610001".to_owned(),
        "HL*2*1*21*1~NM1*1P*2*CLINIC*****XX*1234567893".to_owned(),
        format!("HL*3*2*22*0~TRN*2*{trace}*9123456789~{patient}"),
        "EB*1*IND*30**GOLD 123 PLAN".to_owned(),
        "EB*C*IND*30***23*500.00*****Y~EB*C*IND*30***29*350.00*****Y".to_owned(),
        "EB*B*IND*98****20.00*****Y~EB*A*IND*98*****.2****Y".to_owned(),
    ]
    .join("~");
    let count = body.split('~').count() + 1;
    format!(
        "ISA*00*          *00*          *ZZ*842610001      *ZZ*1234567893     *261124*1200*^*00501*000000001*0*T*:~\
         GS*HB*842610001*1234567893*20261124*1200*1*X*005010X279A1~{body}~SE*{count}*0001~GE*1*1~IEA*1*000000001~"
    )
}
