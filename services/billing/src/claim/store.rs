//! Claims in the database.

use super::{Claim, ClaimNumber, ClaimStatus, Happened, State};
use crate::schema::{acknowledgements, claim_acknowledgements, claim_history, claims, submissions};
use chrono::{DateTime, Utc};
use diesel::prelude::*;
use diesel::result::QueryResult;
use diesel_async::RunQueryDsl;
use model::event::{
    ClaimAccepted, ClaimDenied, ClaimPaid, ClaimReady, ClaimReceived, ClaimRejected, ClaimSubmitted,
};
use model::{AppointmentId, ClaimId, EncounterId, PatientId};
use platform::page::Limit;
use platform::{Cursor, Tx, outbox};

pub async fn insert(tx: &mut Tx, claim: &Claim) -> QueryResult<()> {
    diesel::insert_into(claims::table).values(claim).execute(tx).await.map(|_| ())
}

pub async fn update(tx: &mut Tx, claim: &Claim) -> QueryResult<()> {
    diesel::update(claims::table.find(claim.id)).set(claim).execute(tx).await.map(|_| ())
}

pub async fn find(tx: &mut Tx, id: ClaimId) -> QueryResult<Option<Claim>> {
    claims::table.find(id).select(Claim::as_select()).first(tx).await.optional()
}

pub async fn find_for_update(tx: &mut Tx, id: ClaimId) -> QueryResult<Option<Claim>> {
    claims::table.find(id).select(Claim::as_select()).for_update().first(tx).await.optional()
}

/// The claim a submission's CLM01 names; numbers of earlier submissions lead to it too.
pub async fn of_number(tx: &mut Tx, number: &str) -> QueryResult<Option<ClaimId>> {
    let sent = submissions::table.filter(submissions::number.eq(number)).select(submissions::claim_id);
    if let Some(id) = sent.first(tx).await.optional()? {
        return Ok(Some(id));
    }
    claims::table.filter(claims::number.eq(number)).select(claims::id).first(tx).await.optional()
}

/// The claim and number that went out under a control number.
pub async fn of_control(tx: &mut Tx, control: i32) -> QueryResult<Option<(ClaimId, ClaimNumber)>> {
    let sent = submissions::table.filter(submissions::control.eq(control));
    sent.select((submissions::claim_id, submissions::number)).first(tx).await.optional()
}

/// The one claim the payer calls so; of several none.
pub async fn of_payer_control_number(tx: &mut Tx, number: &str) -> QueryResult<Option<ClaimId>> {
    let named = claims::table.filter(claims::payer_control_number.eq(number)).select(claims::id);
    let found: Vec<ClaimId> = named.limit(2).load(tx).await?;
    Ok(if let [one] = found[..] { Some(one) } else { None })
}

/// What a list is narrowed to.
#[derive(Clone, Copy)]
pub struct Filter {
    pub patient_id: Option<PatientId>,
    pub encounter_id: Option<EncounterId>,
    pub appointment_id: Option<AppointmentId>,
    pub status: Option<ClaimStatus>,
}

pub async fn list(
    tx: &mut Tx,
    filter: Filter,
    limit: Limit,
    after: Option<Cursor>,
) -> QueryResult<Vec<Claim>> {
    let mut rows = claims::table.select(Claim::as_select()).into_boxed();
    if let Some(patient) = filter.patient_id {
        rows = rows.filter(claims::patient_id.eq(patient));
    }
    if let Some(encounter) = filter.encounter_id {
        rows = rows.filter(claims::encounter_id.eq(encounter));
    }
    if let Some(appointment) = filter.appointment_id {
        rows = rows.filter(claims::appointment_id.eq(appointment));
    }
    if let Some(status) = filter.status {
        rows = rows.filter(claims::status.eq(status.as_str()));
    }
    if let Some(Cursor(last)) = after {
        rows = rows.filter(claims::id.gt(ClaimId(last)));
    }
    rows.order(claims::id).limit(limit.and_one()).load(tx).await
}

pub async fn happened(tx: &mut Tx, claim: &Claim, what: &str, at: DateTime<Utc>) -> QueryResult<()> {
    let row = (
        claim_history::claim_id.eq(claim.id),
        claim_history::at.eq(at),
        claim_history::status.eq(claim.state.status()),
        claim_history::what.eq(what),
    );
    diesel::insert_into(claim_history::table).values(row).execute(tx).await.map(|_| ())
}

pub async fn history(tx: &mut Tx, id: ClaimId) -> QueryResult<Vec<Happened>> {
    let of = claim_history::table.filter(claim_history::claim_id.eq(id));
    of.order(claim_history::id).select(Happened::as_select()).load(tx).await
}

/// Announces where the claim stands; a held one is nobody else's business.
pub async fn announce(tx: &mut Tx, claim: &Claim) -> QueryResult<()> {
    let snapshot = claim.snapshot();
    let _sequence = match claim.state {
        State::Held { .. } => 0,
        State::Ready => outbox::put(tx, &ClaimReady(snapshot)).await?,
        State::Submitted { .. } => outbox::put(tx, &ClaimSubmitted(snapshot)).await?,
        State::Received { .. } => outbox::put(tx, &ClaimReceived(snapshot)).await?,
        State::Accepted { .. } => outbox::put(tx, &ClaimAccepted(snapshot)).await?,
        State::Rejected { .. } => outbox::put(tx, &ClaimRejected(snapshot)).await?,
        State::Paid { .. } | State::PartiallyPaid { .. } => outbox::put(tx, &ClaimPaid(snapshot)).await?,
        State::Denied { .. } => outbox::put(tx, &ClaimDenied(snapshot)).await?,
    };
    Ok(())
}

/// The interchanges that were sent, oldest first.
pub async fn sent(tx: &mut Tx, id: ClaimId) -> QueryResult<Vec<(DateTime<Utc>, String)>> {
    let of = submissions::table.filter(submissions::claim_id.eq(id)).order(submissions::control);
    of.select((submissions::made_at, submissions::content)).load(tx).await
}

/// The acknowledgements about it that came, oldest first.
pub async fn heard(tx: &mut Tx, id: ClaimId) -> QueryResult<Vec<(DateTime<Utc>, String)>> {
    claim_acknowledgements::table
        .inner_join(acknowledgements::table)
        .filter(claim_acknowledgements::claim_id.eq(id))
        .order(acknowledgements::id)
        .select((acknowledgements::received_at, acknowledgements::content))
        .load(tx)
        .await
}
