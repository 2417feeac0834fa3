//! What the database itself refuses.

use crate::office::Office;
use diesel::sql_types::BigInt;
use diesel_async::{AsyncConnection, AsyncPgConnection, RunQueryDsl, SimpleAsyncConnection};
use platform::Problem;

/// Runs statements as the service's own role in a transaction of the office's practice; the constraint that refused.
async fn refused(office: &Office, sql: &'static str) -> Option<String> {
    let context = office.house.context();
    let done = office.house.db().transaction(&context, async move |tx| {
        tx.batch_execute(sql).await?;
        Ok::<_, Problem>(())
    });
    let problem = done.await.err()?;
    let cause = problem.cause.as_ref()?.downcast_ref::<diesel::result::Error>()?;
    match cause {
        diesel::result::Error::DatabaseError(_, told) => {
            Some(told.constraint_name().unwrap_or(told.message()).to_owned())
        }
        _ => None,
    }
}

const BEGUN: &str = "INSERT INTO ledger_transactions (id, kind, source_key, posted_at) \
    VALUES ('00000000-0000-0000-0000-000000000001', 'charge', 'a', now());";

#[actix_web::test]
async fn an_unbalanced_transaction_cannot_be_committed() {
    let office = Office::without_coverage().await;
    assert_eq!(refused(&office, BEGUN).await.as_deref(), Some("ledger_balances"));
    let one_sided = "INSERT INTO ledger_transactions (id, kind, source_key, posted_at) \
        VALUES ('00000000-0000-0000-0000-000000000001', 'charge', 'a', now()); \
        INSERT INTO ledger_entries (transaction_id, account, amount_cents) \
        VALUES ('00000000-0000-0000-0000-000000000001', 'cash', 100), ('00000000-0000-0000-0000-000000000001', 'charges', -99)";
    assert_eq!(refused(&office, one_sided).await.as_deref(), Some("ledger_balances"));
    let balanced = "INSERT INTO ledger_transactions (id, kind, source_key, posted_at) \
        VALUES ('00000000-0000-0000-0000-000000000001', 'charge', 'a', now()); \
        INSERT INTO ledger_entries (transaction_id, account, amount_cents) \
        VALUES ('00000000-0000-0000-0000-000000000001', 'cash', 100), ('00000000-0000-0000-0000-000000000001', 'charges', -100)";
    assert_eq!(refused(&office, balanced).await, None);
    let later = "INSERT INTO ledger_entries (transaction_id, account, amount_cents) \
        VALUES ('00000000-0000-0000-0000-000000000001', 'cash', 5), ('00000000-0000-0000-0000-000000000001', 'charges', -5)";
    assert_eq!(refused(&office, later).await.as_deref(), Some("ledger_is_closed"));
}

#[actix_web::test]
async fn a_source_is_posted_once() {
    let office = Office::open().await;
    office.signed().await;
    let again = "INSERT INTO ledger_transactions (id, kind, source_key, posted_at) \
        SELECT gen_random_uuid(), kind, source_key, posted_at FROM ledger_transactions";
    assert_eq!(refused(&office, again).await.as_deref(), Some("ledger_transactions_source"));
}

#[actix_web::test]
async fn nothing_posted_is_ever_changed_or_removed() {
    let office = Office::open().await;
    office.signed().await;
    for sql in [
        "UPDATE ledger_entries SET amount_cents = 1",
        "DELETE FROM ledger_entries",
        "TRUNCATE ledger_entries",
        "UPDATE ledger_transactions SET kind = 'charge'",
        "DELETE FROM ledger_transactions",
    ] {
        let told = refused(&office, sql).await.expect("refused");
        assert!(told.contains("permission denied"), "{sql}: {told}");
    }
    let url = office.house.database().owner_url.as_ref().expect("an owner").expose().to_owned();
    let mut owner = AsyncPgConnection::establish(&url).await.expect("the owner connects");
    for sql in [
        "UPDATE ledger_entries SET amount_cents = 1",
        "DELETE FROM ledger_entries",
        "TRUNCATE ledger_entries CASCADE",
    ] {
        let error = owner.batch_execute(sql).await.expect_err("refused");
        assert!(error.to_string().contains("only added to"), "{sql}: {error}");
    }
}

#[derive(diesel::QueryableByName)]
struct Total {
    #[diesel(sql_type = BigInt)]
    total: i64,
    #[diesel(sql_type = BigInt)]
    entries: i64,
}

#[actix_web::test]
async fn the_ledger_sums_to_zero_after_random_work() {
    let office = Office::open().await;
    let mut cents: i64 = 7;
    for round in 0..12 {
        cents = (cents * 1_103 + 12_345) % 9_973 + 1;
        let claim = office.signed().await;
        let number = claim["number"].as_str().expect("a number");
        let paid = cents.min(15_000);
        let settled = crate::letters::settled(
            number,
            15_000,
            paid,
            (15_000 - paid) / 2,
            15_000 - paid - (15_000 - paid) / 2,
        );
        let file = crate::letters::sealed(
            "PX",
            &crate::letters::remittance(&format!("EFT{round}"), vec![settled], cents % 50),
        );
        office.house.post_text("/v1/remittances", "application/edi-x12", file).await.expect(201);
        let amount = format!("{}.{:02}", cents / 100, cents % 100);
        let pay =
            serde_json::json!({"patient_id": office.patient.patient_id, "amount": amount, "method": "cash"});
        office.house.post("/v1/payments", pay).await.expect(201);
    }
    let context = office.house.context();
    let sum = office.house.db().transaction(&context, async |tx| {
        let sql =
            "SELECT coalesce(sum(amount_cents), 0)::bigint AS total, count(*) AS entries FROM ledger_entries";
        Ok::<Total, Problem>(diesel::sql_query(sql).get_result(tx).await?)
    });
    let Total { total, entries } = sum.await.expect("a sum");
    assert_eq!(total, 0);
    assert!(entries > 100, "{entries}");
}
