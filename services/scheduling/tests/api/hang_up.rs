//! Clients that hang up in the middle leave nothing half-done.

use crate::office::patient;
use diesel::QueryableByName;
use diesel::pg::Pg;
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

#[derive(QueryableByName)]
struct Kept {
    #[diesel(sql_type = BigInt)]
    patients: i64,
    #[diesel(sql_type = BigInt)]
    facts: i64,
    #[diesel(sql_type = BigInt)]
    numbers: i64,
}

async fn read<Row: QueryableByName<Pg> + Send + 'static>(house: &kit::House, sql: &'static str) -> Row {
    let read = async move |tx: &mut Tx| Ok::<_, Problem>(diesel::sql_query(sql).get_result::<Row>(tx).await?);
    house.db().transaction(&house.context(), read).await.expect("counted")
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
    let open = "SELECT count(*) AS count FROM pg_stat_activity WHERE datname = current_database() \
                AND state LIKE 'idle in transaction%' AND pid <> pg_backend_pid()";
    eventually(async || (read::<Count>(&house, open).await.count == 0).then_some(())).await;
    // One statement sees one moment: a request given up last may still commit between two counts.
    let all = "SELECT (SELECT count(*) FROM patients) AS patients, (SELECT count(*) FROM outbox) AS facts, \
               (SELECT last FROM mrn_counters) AS numbers";
    let Kept { patients: kept, facts, numbers } = read(&house, all).await;
    println!("answered {answered} of 300, kept {kept}");
    assert!(answered >= 30, "every tenth is answered");
    assert!(kept >= answered, "an answer without its effect");
    assert_eq!((kept, kept), (facts, numbers), "an effect without its fact, or half of it");
}
