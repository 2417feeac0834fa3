//! What is heard of appointments and of kinds of visits.

use super::{Visit, look, store};
use crate::check;
use crate::schedule::Occasion;
use model::event::{
    AppointmentBooked, AppointmentCancelled, AppointmentCompleted, AppointmentNoShow, AppointmentReinstated,
    AppointmentRescheduled, AppointmentSnapshot, VisitTypeUpdated,
};
use platform::{Tx, projection};

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

/// What was not sent yet is not asked any more.
pub async fn close_cancelled(tx: &mut Tx, event: AppointmentCancelled) -> anyhow::Result<()> {
    let visit = Visit::closed(&event.0);
    store::lock_patient(tx, visit.patient_id).await?;
    store::keep(tx, &visit).await?;
    Ok(check::queue::store::withdraw_of_visit(tx, visit.id, None).await?)
}

pub async fn close_completed(tx: &mut Tx, event: AppointmentCompleted) -> anyhow::Result<()> {
    Ok(store::keep(tx, &Visit::closed(&event.0)).await?)
}

pub async fn close_missed(tx: &mut Tx, event: AppointmentNoShow) -> anyhow::Result<()> {
    Ok(store::keep(tx, &Visit::closed(&event.0)).await?)
}

/// Visits of this kind are looked at again: they may need to be asked about more.
pub async fn keep_visit_type(tx: &mut Tx, event: VisitTypeUpdated) -> anyhow::Result<()> {
    let (id, now) = (event.0.visit_type_id, platform::now());
    projection::keep(tx, event).await?;
    Ok(store::look_again_at_type(tx, id, now).await?)
}

async fn expect(tx: &mut Tx, appointment: &AppointmentSnapshot) -> anyhow::Result<()> {
    let visit = Visit::expected(appointment);
    store::lock_patient(tx, visit.patient_id).await?;
    store::keep(tx, &visit).await?;
    check::queue::store::withdraw_of_visit(tx, visit.id, Some(visit.service_date)).await?;
    Ok(look::look(tx, visit, Occasion::Booking, platform::now()).await?)
}
