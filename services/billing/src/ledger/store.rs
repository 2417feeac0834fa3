//! The ledger in the database, where entries can only be added and must balance at commit.

use super::{Account, AccountView, Explained, Kind, Posting};
use crate::schema::{ledger_entries, ledger_transactions};
use chrono::{DateTime, Utc};
use diesel::prelude::*;
use diesel::result::QueryResult;
use diesel_async::RunQueryDsl;
use model::event::{AccountChanged, AccountSnapshot};
use model::{ClaimId, LedgerTransactionId, Money, PatientId};
use platform::page::Limit;
use platform::{Cursor, Tx, outbox};
use serde::Serialize;
use std::collections::{BTreeSet, HashMap};
use utoipa::ToSchema;

/// Rows an INSERT carries at once; a statement takes at most 65,535 parameters.
const AT_ONCE: usize = 2_000;

/// Posts all, or fails as a whole; a source that was posted before breaks `ledger_transactions_source`.
pub async fn post(tx: &mut Tx, postings: &[Posting], at: DateTime<Utc>) -> QueryResult<()> {
    for chunk in postings.chunks(AT_ONCE) {
        let transactions: Vec<_> = chunk.iter().map(|posting| transaction_row(posting, at)).collect();
        diesel::insert_into(ledger_transactions::table).values(transactions).execute(tx).await?;
        let entries: Vec<_> = chunk.iter().flat_map(entry_rows).collect();
        diesel::insert_into(ledger_entries::table).values(entries).execute(tx).await?;
    }
    Ok(())
}

#[derive(Insertable)]
#[diesel(table_name = ledger_transactions)]
struct TransactionRow<'a> {
    id: LedgerTransactionId,
    kind: Kind,
    source_key: &'a str,
    posted_at: DateTime<Utc>,
}

#[derive(Insertable)]
#[diesel(table_name = ledger_entries)]
struct EntryRow {
    transaction_id: LedgerTransactionId,
    account: Account,
    patient_id: Option<PatientId>,
    claim_id: Option<ClaimId>,
    amount_cents: Money,
}

fn transaction_row(posting: &Posting, posted_at: DateTime<Utc>) -> TransactionRow<'_> {
    TransactionRow { id: posting.id, kind: posting.kind, source_key: &posting.source_key, posted_at }
}

fn entry_rows(posting: &Posting) -> [EntryRow; 2] {
    posting.entries().map(|(account, amount_cents)| EntryRow {
        transaction_id: posting.id,
        account,
        patient_id: posting.owner.patient(),
        claim_id: posting.owner.claim(),
        amount_cents,
    })
}

/// A patient's account from the entries on the two receivables.
pub async fn account(tx: &mut Tx, patient: PatientId) -> QueryResult<AccountView> {
    let entries: Vec<Explained> = ledger_entries::table
        .inner_join(ledger_transactions::table)
        .filter(ledger_entries::patient_id.eq(patient))
        .filter(ledger_entries::account.eq_any([Account::PatientReceivable, Account::PayerReceivable]))
        .order(ledger_entries::id)
        .select((
            ledger_transactions::id,
            ledger_transactions::kind,
            ledger_entries::account,
            ledger_entries::claim_id,
            ledger_entries::amount_cents,
            ledger_transactions::posted_at,
        ))
        .load(tx)
        .await?;
    Ok(AccountView::of(patient, entries))
}

/// Tells the world once per patient what the postings made of the accounts; in id order, so that two never wait for each other.
pub async fn announce_accounts(tx: &mut Tx, postings: &[Posting]) -> QueryResult<()> {
    let patients: BTreeSet<PatientId> =
        postings.iter().filter_map(|posting| posting.owner.patient()).collect();
    for patient_id in patients {
        let AccountView { patient_balance, payer_balance, .. } = account(tx, patient_id).await?;
        outbox::put(tx, &AccountChanged(AccountSnapshot { patient_id, patient_balance, payer_balance }))
            .await?;
    }
    Ok(())
}

/// A transaction of the ledger with its entries.
#[derive(Serialize, ToSchema)]
pub struct LedgerTransaction {
    pub id: LedgerTransactionId,
    pub kind: Kind,
    /// What it came from.
    pub source_key: String,
    pub posted_at: DateTime<Utc>,
    /// They sum to zero; debits are positive.
    pub entries: Vec<LedgerEntry>,
}

#[derive(Clone, Serialize, ToSchema, Queryable)]
pub struct LedgerEntry {
    pub account: Account,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub patient_id: Option<PatientId>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub claim_id: Option<ClaimId>,
    pub amount: Money,
}

/// What the ledger is narrowed to.
#[derive(Clone, Copy)]
pub struct Filter {
    pub patient_id: Option<PatientId>,
    pub claim_id: Option<ClaimId>,
}

pub async fn list(
    tx: &mut Tx,
    filter: Filter,
    limit: Limit,
    after: Option<Cursor>,
) -> QueryResult<Vec<LedgerTransaction>> {
    let of = |patient: PatientId| {
        ledger_entries::table
            .filter(ledger_entries::patient_id.eq(patient))
            .select(ledger_entries::transaction_id)
    };
    let on = |claim: ClaimId| {
        ledger_entries::table
            .filter(ledger_entries::claim_id.eq(claim))
            .select(ledger_entries::transaction_id)
    };
    let mut rows = ledger_transactions::table.into_boxed();
    if let Some(patient) = filter.patient_id {
        rows = rows.filter(ledger_transactions::id.eq_any(of(patient)));
    }
    if let Some(claim) = filter.claim_id {
        rows = rows.filter(ledger_transactions::id.eq_any(on(claim)));
    }
    if let Some(Cursor(last)) = after {
        rows = rows.filter(ledger_transactions::id.gt(LedgerTransactionId(last)));
    }
    let rows: Vec<(LedgerTransactionId, Kind, String, DateTime<Utc>)> =
        rows.order(ledger_transactions::id).limit(limit.and_one()).load(tx).await?;
    let mut entries = entries(tx, rows.iter().map(|row| row.0).collect()).await?;
    let with = |(id, kind, source_key, posted_at)| LedgerTransaction {
        id,
        kind,
        source_key,
        posted_at,
        entries: entries.remove(&id).unwrap_or_default(),
    };
    Ok(rows.into_iter().map(with).collect())
}

async fn entries(
    tx: &mut Tx,
    of: Vec<LedgerTransactionId>,
) -> QueryResult<HashMap<LedgerTransactionId, Vec<LedgerEntry>>> {
    let rows: Vec<(LedgerTransactionId, LedgerEntry)> = ledger_entries::table
        .filter(ledger_entries::transaction_id.eq_any(of))
        .order(ledger_entries::id)
        .select((
            ledger_entries::transaction_id,
            (
                ledger_entries::account,
                ledger_entries::patient_id,
                ledger_entries::claim_id,
                ledger_entries::amount_cents,
            ),
        ))
        .load(tx)
        .await?;
    let mut grouped: HashMap<_, Vec<_>> = HashMap::new();
    for (transaction, entry) in rows {
        grouped.entry(transaction).or_default().push(entry);
    }
    Ok(grouped)
}
