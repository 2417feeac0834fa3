//! What authorizations hear of appointments: each is kept, then the patient's authorizations are settled anew.

use super::ledger::settle_patient;
use super::store;
use super::visit::{Stage, Visit};
use crate::visit;
use model::event::{
    AppointmentBooked, AppointmentCancelled, AppointmentCompleted, AppointmentNoShow, AppointmentReinstated,
    AppointmentRescheduled, AppointmentSnapshot,
};
use platform::Tx;

pub async fn book(tx: &mut Tx, AppointmentBooked(appointment): AppointmentBooked) -> anyhow::Result<()> {
    becomes(tx, &appointment, Stage::Expected).await
}

pub async fn rebook(tx: &mut Tx, event: AppointmentRescheduled) -> anyhow::Result<()> {
    becomes(tx, &event.0, Stage::Expected).await
}

pub async fn reinstate(tx: &mut Tx, event: AppointmentReinstated) -> anyhow::Result<()> {
    becomes(tx, &event.0, Stage::Expected).await
}

pub async fn complete(tx: &mut Tx, event: AppointmentCompleted) -> anyhow::Result<()> {
    becomes(tx, &event.0, Stage::Completed).await
}

pub async fn cancel(tx: &mut Tx, event: AppointmentCancelled) -> anyhow::Result<()> {
    becomes(tx, &event.0, Stage::Off).await
}

pub async fn miss(tx: &mut Tx, event: AppointmentNoShow) -> anyhow::Result<()> {
    becomes(tx, &event.0, Stage::Off).await
}

async fn becomes(tx: &mut Tx, appointment: &AppointmentSnapshot, stage: Stage) -> anyhow::Result<()> {
    let visit = Visit::of(appointment, stage);
    visit::store::lock_patient(tx, visit.patient_id).await?;
    store::keep_visit(tx, &visit).await?;
    settle_patient(tx, visit.patient_id, None, platform::now()).await?;
    Ok(())
}
