//! The sender and the mailbox against a clearinghouse in this process.

use crate::acknowledgements::interchanges;
use crate::letters;
use crate::office::{Office, connection};
use actix_web::{App, HttpResponse, HttpServer, web};
use billing::clearinghouse::{self, Connection};
use platform::{Stop, outbound};
use serde_json::json;
use std::rc::Rc;
use std::sync::{Arc, Mutex};
use x12::claim_acknowledgment::StatusCategory;

/// What the clearinghouse was sent, what it does with the next ones, and what lies in its mailbox.
#[derive(Clone, Default)]
struct Desk {
    received: Arc<Mutex<Vec<String>>>,
    moods: Arc<Mutex<Vec<Mood>>>,
    reports: Arc<Mutex<Vec<(String, String)>>>,
}

#[derive(Clone, Copy)]
enum Mood {
    Garbled,
    Failing,
    Silent,
    Rejecting,
}

impl Desk {
    /// Opens at a free port of its own.
    async fn open(&self) -> String {
        let desk = self.clone();
        let app = move || {
            App::new()
                .app_data(web::Data::new(desk.clone()))
                .route("/claims", web::post().to(take_claim))
                .route("/reports", web::get().to(give_reports))
        };
        let server =
            HttpServer::new(app).workers(1).disable_signals().bind(("127.0.0.1", 0)).expect("a port");
        let url = format!("http://{}", server.addrs()[0]);
        actix_web::rt::spawn(server.run());
        url
    }

    fn received(&self) -> Vec<String> {
        self.received.lock().expect("a list").clone()
    }

    fn put(&self, kind: &str, content: String) {
        self.reports.lock().expect("a list").push((kind.to_owned(), content));
    }
}

async fn take_claim(desk: web::Data<Desk>, body: String) -> HttpResponse {
    let mood = desk.moods.lock().expect("a list").pop();
    let answer = letters::functional(&body, !matches!(mood, Some(Mood::Rejecting)));
    desk.received.lock().expect("a list").push(body);
    match mood {
        Some(Mood::Garbled) => HttpResponse::Ok().body(answer[..answer.len() / 2].to_owned()),
        Some(Mood::Failing) => HttpResponse::ServiceUnavailable().finish(),
        Some(Mood::Silent) => std::future::pending().await,
        Some(Mood::Rejecting) | None => HttpResponse::Ok().body(answer),
    }
}

async fn give_reports(
    desk: web::Data<Desk>,
    query: web::Query<std::collections::HashMap<String, String>>,
) -> HttpResponse {
    let after: usize = query["after"].parse().unwrap_or(0);
    let reports = desk.reports.lock().expect("a list").clone();
    let items: Vec<_> = reports
        .iter()
        .enumerate()
        .skip(after)
        .take(20)
        .map(|(n, (kind, content))| json!({"id": format!("{:06}", n + 1), "kind": kind, "content": content}))
        .collect();
    HttpResponse::Ok().json(json!({"items": items}))
}

/// Sends until the fact is there.
async fn sending<T>(office: &Office, connection: &Rc<Connection>, fact: impl AsyncFnMut() -> Option<T>) -> T {
    let stop = Stop::default();
    let run = outbound::run(
        office.house.db().clone(),
        clearinghouse::SEND_CLAIM,
        stop.clone(),
        async |db, intent| clearinghouse::send(db, connection, intent).await,
    );
    let watch = async {
        let found = kit::eventually(fact).await;
        stop.ask();
        found
    };
    tokio::join!(run, watch).1
}

async fn reaches(office: &Office, id: &str, status: &str) -> Option<()> {
    (office.status(id).await == status).then_some(())
}

#[actix_web::test]
async fn a_ready_claim_is_sent_once_and_received() {
    let (office, desk) = (Office::open().await, Desk::default());
    let connection = connection(&desk.open().await);
    let claim = office.signed().await;
    let id = claim["id"].as_str().expect("an id");
    sending(&office, &connection, async || reaches(&office, id, "received").await).await;
    assert_eq!(desk.received(), interchanges(&office, id).await);
    assert_eq!(letters::number(&desk.received()[0]), claim["number"].as_str().expect("a number"));
    let announced = office.announced().await;
    assert_eq!(announced, ["claim.ready", "account.changed", "claim.submitted", "claim.received"]);
}

#[actix_web::test]
async fn whatever_the_clearinghouse_does_it_sees_one_interchange() {
    let (office, desk) = (Office::open().await, Desk::default());
    let connection = connection(&desk.open().await);
    desk.moods.lock().expect("a list").extend([Mood::Garbled, Mood::Failing]);
    let claim = office.signed().await;
    let id = claim["id"].as_str().expect("an id");
    sending(&office, &connection, async || reaches(&office, id, "received").await).await;
    let received = desk.received();
    assert_eq!(received.len(), 3);
    assert!(received.iter().all(|interchange| *interchange == received[0]), "byte for byte the same");
    assert_eq!(interchanges(&office, id).await, received[..1]);
    let history = office.house.get(&format!("/v1/claims/{id}/history")).await.expect(200).text;
    assert!(history.contains("sent again"), "{history}");
}

#[actix_web::test]
async fn a_refused_connection_leaves_the_claim_ready_and_its_bytes_kept() {
    let (office, desk) = (Office::open().await, Desk::default());
    let (id, kept) = crate::acknowledgements::sent(&office).await;
    assert_eq!(office.status(&id).await, "ready");
    let connection = connection(&desk.open().await);
    sending(&office, &connection, async || reaches(&office, &id, "received").await).await;
    assert_eq!(desk.received(), [kept]);
}

#[actix_web::test]
async fn a_time_out_is_unknown_and_the_same_is_sent_again() {
    let (office, desk) = (Office::open().await, Desk::default());
    let connection = connection(&desk.open().await);
    desk.moods.lock().expect("a list").push(Mood::Silent);
    let claim = office.signed().await;
    let id = claim["id"].as_str().expect("an id");
    sending(&office, &connection, async || reaches(&office, id, "received").await).await;
    let received = desk.received();
    assert_eq!((received.len(), &received[0]), (2, &received[1]));
}

#[actix_web::test]
async fn control_numbers_have_no_gaps_and_a_999_may_reject() {
    let (office, desk) = (Office::open().await, Desk::default());
    let connection = connection(&desk.open().await);
    let mut controls = Vec::new();
    for _ in 0..3 {
        let claim = office.signed().await;
        let id = claim["id"].as_str().expect("an id").to_owned();
        sending(&office, &connection, async || reaches(&office, &id, "received").await).await;
        let interchange = interchanges(&office, &id).await.remove(0);
        controls.push(x12::Interchange::read(&interchange).expect("an interchange")[0].control().to_owned());
    }
    assert_eq!(controls, ["000000001", "000000002", "000000003"]);
    desk.moods.lock().expect("a list").push(Mood::Rejecting);
    let claim = office.signed().await;
    let id = claim["id"].as_str().expect("an id");
    sending(&office, &connection, async || reaches(&office, id, "rejected").await).await;
}

#[actix_web::test]
async fn the_mailbox_is_read_once_and_what_is_not_ours_is_kept_aside() {
    let (office, desk) = (Office::open().await, Desk::default());
    let connection = connection(&desk.open().await);
    let claim = office.signed().await;
    let (id, number) = (claim["id"].as_str().expect("an id"), claim["number"].as_str().expect("a number"));
    sending(&office, &connection, async || reaches(&office, id, "received").await).await;
    let submitter = letters::sender(&desk.received()[0]);
    let remittance =
        letters::remittance("EFT1", vec![letters::settled(number, 15_000, 8_500, 4_000, 2_500)], 0);
    let mut unbalanced = remittance.clone();
    unbalanced.payment.amount = x12::Amount::from_cents(1);
    desk.put("277CA", letters::acknowledgment(&submitter, number, StatusCategory::Received));
    desk.put("835", "ISA*half".to_owned());
    desk.put("835", letters::sealed("SOMEBODYELSE", &remittance));
    desk.put("835", letters::sealed(&submitter, &unbalanced));
    desk.put("835", letters::sealed(&submitter, &remittance));
    let db = office.house.db();
    assert_eq!(clearinghouse::poll_once(db, &connection, 0).await.expect("read"), 5);
    assert_eq!(clearinghouse::poll_once(db, &connection, 0).await.expect("read"), 0);
    assert_eq!(office.status(id).await, "paid");
    assert_eq!(office.balances().await, ("25.00".to_owned(), "0.00".to_owned()));
    assert_eq!(kept_aside(&office).await, ["000002", "000003", "000004"]);
}

async fn kept_aside(office: &Office) -> Vec<String> {
    use diesel_async::RunQueryDsl;
    #[derive(diesel::QueryableByName)]
    struct Row {
        #[diesel(sql_type = diesel::sql_types::Text)]
        report_id: String,
    }
    let rows: Vec<Row> = office
        .house
        .db()
        .system(async |tx| {
            let sql = "SELECT report_id FROM report_exceptions ORDER BY id";
            Ok::<_, platform::Problem>(diesel::sql_query(sql).load(tx).await?)
        })
        .await
        .expect("the exceptions");
    rows.into_iter().map(|row| row.report_id).collect()
}
