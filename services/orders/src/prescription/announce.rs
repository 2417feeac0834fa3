//! What others hear of a prescription.

use super::{Prescription, Turn};
use diesel::QueryResult;
use model::event::{
    PrescriptionAccepted, PrescriptionCancelled, PrescriptionDispensed, PrescriptionFailed,
    PrescriptionFillWithdrawn, PrescriptionNotDispensed, PrescriptionTransmitted, PrescriptionVerified,
};
use platform::{Tx, outbox};

pub async fn turn(tx: &mut Tx, prescription: &Prescription, turn: Turn) -> QueryResult<()> {
    let snapshot = prescription.snapshot();
    let put = match turn {
        Turn::Transmitted => outbox::put(tx, &PrescriptionTransmitted(snapshot)).await,
        Turn::Accepted => outbox::put(tx, &PrescriptionAccepted(snapshot)).await,
        Turn::Verified => outbox::put(tx, &PrescriptionVerified(snapshot)).await,
        Turn::Dispensed => outbox::put(tx, &PrescriptionDispensed(snapshot)).await,
        Turn::NotDispensed => outbox::put(tx, &PrescriptionNotDispensed(snapshot)).await,
        Turn::FillWithdrawn => outbox::put(tx, &PrescriptionFillWithdrawn(snapshot)).await,
        Turn::Failed => outbox::put(tx, &PrescriptionFailed(snapshot)).await,
        Turn::Cancelled => outbox::put(tx, &PrescriptionCancelled(snapshot)).await,
    };
    put.map(|_| ())
}
