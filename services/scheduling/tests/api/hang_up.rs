//! Clients that hang up in the middle leave nothing half-done.

use crate::office::patient;
use diesel::QueryableByName;
use diesel::sql_types::BigInt;
use diesel_async::RunQueryDsl;
use kit::eventually;
use model::scope::Service;
use platform::{Problem, Tx};
use std::time::Duration;

#[derive(QueryableByName)]
struct Count {
    #[diesel(sql_type = BigInt)]
    count: i64,
}

#[actix_web::test]
async fn a_storm_of_hang_ups_leaves_no_partial_effect_and_no_open_transaction() {
    let house = kit::service(Service::Scheduling, scheduling::MIGRATIONS, scheduling::routes).await;
    let mut answered = 0;
    for n in 0..300_u64 {
        let request = house.request(reqwest::Method::POST, "/v1/patients").json(&patient());
        // Every tenth waits for its answer, so that there is something to compare with on any machine.
        let patience =
            if n % 10 == 0 { Duration::from_secs(30) } else { Duration::from_micros(200 + n * 211 % 60_000) };
        answered += i64::from(tokio::time::timeout(patience, request.send()).await.is_ok());
    }
    let count = async |sql: &'static str| {
        let read = async move |tx: &mut Tx| {
            Ok::<_, Problem>(diesel::sql_query(sql).get_result::<Count>(tx).await?.count)
        };
        house.db().transaction(&house.context(), read).await.expect("counted")
    };
    let open = "SELECT count(*) AS count FROM pg_stat_activity WHERE datname = current_database() \
                AND state LIKE 'idle in transaction%' AND pid <> pg_backend_pid()";
    eventually(async || (count(open).await == 0).then_some(())).await;
    let kept = count("SELECT count(*) AS count FROM patients").await;
    let announced = count("SELECT count(*) AS count FROM outbox").await;
    let numbered = count("SELECT last AS count FROM mrn_counters").await;
    println!("answered {answered} of 300, kept {kept}");
    assert!(answered >= 30, "every tenth is answered");
    assert!(kept >= answered, "an answer without its effect");
    assert_eq!((kept, kept), (announced, numbered), "an effect without its fact, or half of it");
}
