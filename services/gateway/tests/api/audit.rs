//! The audit trail.

use crate::house::{ISSUER, answer, house, seed, settings};
use crate::straw::Straw;
use chrono::Utc;
use diesel::QueryableByName;
use diesel::sql_types::{SmallInt, Text};
use diesel_async::{AsyncConnection, AsyncPgConnection, RunQueryDsl};
use gateway::token::{Bearer, Tokens};
use model::{PracticeId, Scope};
use platform::context::Trace;
use platform::settings::Secret;
use platform::{Context, Db, Problem, Stop};
use uuid::Uuid;

#[derive(QueryableByName, Debug)]
pub struct Row {
    #[diesel(sql_type = Text)]
    pub operation: String,
    #[diesel(sql_type = Text)]
    pub path: String,
    #[diesel(sql_type = SmallInt)]
    status: i16,
    #[diesel(sql_type = Text)]
    pub client_id: String,
}

pub async fn rows(db: &Db, practice: PracticeId) -> Result<Vec<Row>, Problem> {
    let context = Context { practice, trace: Trace::begin(), cause: None };
    let read = async |tx: &mut platform::Tx| {
        let sql = "SELECT operation, path, status, client_id FROM audit_events ORDER BY id";
        Ok::<_, Problem>(diesel::sql_query(sql).load(tx).await?)
    };
    db.transaction(&context, read).await
}

#[actix_web::test]
async fn every_request_of_a_known_client_leaves_one_entry_without_its_query() -> anyhow::Result<()> {
    let house = house().await?;
    assert_eq!(house.get("/v1/patients?name=Moreno").await?.status, 200);
    let reader = house.token_of(house.practice, &[Scope::OrdersRead])?;
    answer(house.open("GET", "/v1/claims")?.bearer_auth(reader)).await?.refused(403, "scope-missing");
    house.get("/v1/patients?late").await?.refused(504, "upstream-late");
    answer(house.open("GET", "/v1/patients")?).await?.refused(401, "no-caller");
    let rows =
        kit::eventually(async || rows(&house.db, house.practice).await.ok().filter(|rows| rows.len() >= 3))
            .await;
    let told: Vec<_> =
        rows.iter().map(|row| (row.operation.as_str(), row.path.as_str(), row.status)).collect();
    let expected = [
        ("list_patients", "/v1/patients", 200),
        ("list_claims", "/v1/claims", 403),
        ("list_patients", "/v1/patients", 504),
    ];
    assert_eq!(told, expected);
    assert!(rows.iter().all(|row| row.client_id == "tester"));
    Ok(())
}

#[actix_web::test]
async fn what_is_written_stays() -> anyhow::Result<()> {
    let house = house().await?;
    for sql in ["UPDATE audit_events SET status = 200", "DELETE FROM audit_events", "TRUNCATE audit_events"] {
        let by_app =
            house.db.system(async move |tx| anyhow::Ok(diesel::sql_query(sql).execute(tx).await?)).await;
        assert!(by_app.is_err_and(|error| error.to_string().contains("permission denied")), "{sql}");
        let mut owner = AsyncPgConnection::establish(&house.owner_url).await?;
        let by_owner = diesel::sql_query(sql).execute(&mut owner).await;
        assert!(by_owner.is_err_and(|error| error.to_string().contains("append-only")), "{sql}");
    }
    Ok(())
}

#[actix_web::test]
async fn a_stop_ends_the_gateway_and_loses_no_entry() -> anyhow::Result<()> {
    let (straw, practice, stop) = (Straw::default(), PracticeId(Uuid::now_v7()), Stop::default());
    let mut settings = settings(&straw).await?;
    // No broker listens on the discard port: the gateway serves all the same.
    settings.bus.url = Secret::from("amqp://127.0.0.1:9/%2f");
    let free = std::net::TcpListener::bind("127.0.0.1:0")?.local_addr()?;
    settings.http.listen = free;
    let db = Db::open(&settings.database);
    let running = actix_web::rt::spawn(gateway::run(settings, stop.clone()));
    let bearer = Bearer { client: "tester".parse()?, practice, scopes: Scope::grantable().collect() };
    let token = Tokens::new(&seed(), ISSUER)?.issue(&bearer, Uuid::now_v7(), Utc::now())?;
    let http = platform::client::open()?;
    let ask = || http.get(format!("http://{free}/v1/patients")).bearer_auth(&token).send();
    let response = kit::eventually(async || ask().await.ok()).await;
    assert_eq!(response.status().as_u16(), 200);
    stop.ask();
    running.await??;
    assert_eq!(rows(&db, practice).await?.len(), 1);
    Ok(())
}
