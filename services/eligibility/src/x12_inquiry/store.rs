//! Integrators' inquiries in the database, sealed.

use super::{State, X12Inquiry};
use crate::check::AttemptOutcome;
use chrono::{DateTime, Utc};
use diesel::prelude::*;
use diesel::sql_types::{Array, Bytea, Nullable, Text, Timestamptz, Uuid as SqlUuid};
use diesel_async::RunQueryDsl;
use model::PayerId;
use platform::{Sealing, Tx};
use std::collections::HashMap;
use uuid::Uuid;

fn place(id: Uuid, side: &str) -> String {
    format!("x12_inquiry/{id}/{side}")
}

pub async fn insert(
    tx: &mut Tx,
    inquiry: &X12Inquiry,
    (text, sealing): (&str, &Sealing),
) -> anyhow::Result<()> {
    let request = sealing.seal(&place(inquiry.id, "request"), text.as_bytes())?;
    diesel::sql_query(
        "INSERT INTO x12_inquiries (id, payer_id, asked_by, asked_at, give_up_at, outcome, request) \
         VALUES ($1, $2, $3, $4, $5, 'under_way', $6)",
    )
    .bind::<SqlUuid, _>(inquiry.id)
    .bind::<SqlUuid, _>(inquiry.payer_id)
    .bind::<Text, _>(&inquiry.asked_by)
    .bind::<Timestamptz, _>(inquiry.asked_at)
    .bind::<Timestamptz, _>(inquiry.give_up_at)
    .bind::<Bytea, _>(request)
    .execute(tx)
    .await?;
    Ok(())
}

#[derive(QueryableByName)]
struct Open {
    #[diesel(sql_type = SqlUuid)]
    id: Uuid,
    #[diesel(sql_type = SqlUuid)]
    payer_id: PayerId,
    #[diesel(sql_type = Text)]
    asked_by: String,
    #[diesel(sql_type = Timestamptz)]
    asked_at: DateTime<Utc>,
    #[diesel(sql_type = Timestamptz)]
    give_up_at: DateTime<Utc>,
    #[diesel(sql_type = Bytea)]
    request: Vec<u8>,
}

/// Those of these that are under way, each with its text.
pub async fn open_all(
    tx: &mut Tx,
    sealing: &Sealing,
    ids: &[Uuid],
) -> anyhow::Result<HashMap<Uuid, (X12Inquiry, Vec<u8>)>> {
    let rows: Vec<Open> = diesel::sql_query(
        "SELECT id, payer_id, asked_by, asked_at, give_up_at, request FROM x12_inquiries \
         WHERE practice_id = practice() AND id = ANY($1) AND outcome = 'under_way' ORDER BY id FOR UPDATE",
    )
    .bind::<Array<SqlUuid>, _>(ids)
    .load(tx)
    .await?;
    // One that cannot be opened any more (its key is gone) is as if it were not there; who asked for it is told in time.
    let opened = rows.into_iter().filter_map(|row| {
        let Open { id, payer_id, asked_by, asked_at, give_up_at, request } = row;
        let text = sealing.open(&place(id, "request"), &request).ok()?;
        Some((id, (X12Inquiry { id, payer_id, asked_by, asked_at, give_up_at }, text)))
    });
    Ok(opened.collect())
}

/// How they ended; one that has ended stays as it is.
pub async fn end_all(
    tx: &mut Tx,
    sealing: &Sealing,
    ends: &[(Uuid, Result<&str, AttemptOutcome>)],
) -> anyhow::Result<()> {
    if ends.is_empty() {
        return Ok(());
    }
    let (mut ids, mut outcomes, mut texts) = (Vec::new(), Vec::new(), Vec::new());
    for (id, end) in ends {
        let sealed = end.ok().map(|text| sealing.seal(&place(*id, "response"), text.as_bytes()));
        ids.push(*id);
        outcomes.push(end.err().unwrap_or(AttemptOutcome::Answered).as_str());
        texts.push(sealed.transpose()?);
    }
    diesel::sql_query(
        "UPDATE x12_inquiries SET outcome = ended.outcome, response = ended.response \
         FROM unnest($1, $2, $3) AS ended (inquiry, outcome, response) \
         WHERE practice_id = practice() AND id = ended.inquiry AND x12_inquiries.outcome = 'under_way'",
    )
    .bind::<Array<SqlUuid>, _>(ids)
    .bind::<Array<Text>, _>(outcomes)
    .bind::<Array<Nullable<Bytea>>, _>(texts)
    .execute(tx)
    .await?;
    Ok(())
}

#[derive(QueryableByName)]
struct Ended {
    #[diesel(sql_type = Text)]
    outcome: AttemptOutcome,
    #[diesel(sql_type = Nullable<Bytea>)]
    response: Option<Vec<u8>>,
}

pub async fn state(tx: &mut Tx, sealing: &Sealing, id: Uuid) -> anyhow::Result<Option<State>> {
    let found: Option<Ended> = diesel::sql_query(
        "SELECT outcome, response FROM x12_inquiries WHERE practice_id = practice() AND id = $1",
    )
    .bind::<SqlUuid, _>(id)
    .get_result(tx)
    .await
    .optional()?;
    let Some(Ended { outcome, response }) = found else { return Ok(None) };
    Ok(Some(match (outcome, response) {
        (_, Some(sealed)) => {
            let text = sealing.open(&place(id, "response"), &sealed)?;
            State::Answered(String::from_utf8(text)?)
        }
        (AttemptOutcome::UnderWay, None) => State::UnderWay,
        (outcome, None) => State::Failed(outcome),
    }))
}
