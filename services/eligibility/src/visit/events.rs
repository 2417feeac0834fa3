//! What is heard of appointments.

use super::{Visit, store};
use crate::check::queue;
use model::event::{
    AppointmentBooked, AppointmentCancelled, AppointmentCompleted, AppointmentNoShow, AppointmentReinstated,
    AppointmentRescheduled, AppointmentSnapshot,
};
use platform::Tx;

pub async fn expect_booked(
    tx: &mut Tx,
    AppointmentBooked(appointment): AppointmentBooked,
) -> anyhow::Result<()> {
    expect(tx, &appointment).await
}

pub async fn expect_rescheduled(tx: &mut Tx, event: AppointmentRescheduled) -> anyhow::Result<()> {
    expect(tx, &event.0).await
}

pub async fn expect_reinstated(tx: &mut Tx, event: AppointmentReinstated) -> anyhow::Result<()> {
    expect(tx, &event.0).await
}

pub async fn close_cancelled(tx: &mut Tx, event: AppointmentCancelled) -> anyhow::Result<()> {
    Ok(store::keep(tx, &Visit::closed(&event.0)).await?)
}

pub async fn close_completed(tx: &mut Tx, event: AppointmentCompleted) -> anyhow::Result<()> {
    Ok(store::keep(tx, &Visit::closed(&event.0)).await?)
}

pub async fn close_missed(tx: &mut Tx, event: AppointmentNoShow) -> anyhow::Result<()> {
    Ok(store::keep(tx, &Visit::closed(&event.0)).await?)
}

async fn expect(tx: &mut Tx, appointment: &AppointmentSnapshot) -> anyhow::Result<()> {
    let visit = Visit::expected(appointment);
    store::lock_patient(tx, visit.patient_id).await?;
    store::keep(tx, &visit).await?;
    Ok(queue::for_visit(tx, &visit, platform::now()).await?)
}
