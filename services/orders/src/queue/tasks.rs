//! What the practice must do, or need no longer do, after a pharmacy's decision.

use crate::prescription::progress::Progress;
use crate::prescription::{Evidence, Prescription};
use crate::task::{Kind, Subject, Task, store};
use chrono::{DateTime, Utc};
use diesel::QueryResult;
use platform::{Tx, mint};

const PHARMACY: &str = "pharmacy";

pub async fn follow(
    tx: &mut Tx,
    prescription: &Prescription,
    evidence: &Evidence,
    now: DateTime<Utc>,
) -> QueryResult<()> {
    let subject = Subject::Prescription(prescription.id);
    let task =
        |kind, what: String| Task::new(mint(), kind, subject, what, now).patient(prescription.patient_id);
    match evidence {
        Evidence::Progress(Progress::NotDispensed { reason }) => {
            let reason = reason.as_deref().unwrap_or("the pharmacy gave no reason");
            let what = format!(
                "The pharmacy does not dispense it ({reason}): change the pharmacy or the prescription"
            );
            store::open(tx, &task(Kind::NotDispensed, what)).await
        }
        Evidence::Progress(Progress::PartiallyDispensed | Progress::Dispensed) => {
            store::close(tx, Kind::NotDispensed, subject, PHARMACY, now).await
        }
        Evidence::CancelDenied { reason } => {
            store::close(tx, Kind::CancelUnanswered, subject, PHARMACY, now).await?;
            let what = format!("The pharmacy did not cancel it ({reason}): tell the patient");
            store::open(tx, &task(Kind::CancelDenied, what)).await
        }
        Evidence::CancelApproved { .. } => {
            store::close(tx, Kind::CancelUnanswered, subject, PHARMACY, now).await?;
            store::close(tx, Kind::NotDispensed, subject, PHARMACY, now).await
        }
        Evidence::Progress(_) | Evidence::FillWithdrawn(_) | Evidence::Nothing => Ok(()),
    }
}
