//! What an encounter hears.

use super::{Encounter, Visit, store};
use model::event::AppointmentCompleted;
use platform::{Tx, mint};

/// A completed appointment has one encounter, empty and to be coded, unless somebody opened it before.
pub async fn open_encounter(tx: &mut Tx, event: AppointmentCompleted) -> anyhow::Result<()> {
    let encounter = Encounter::open(mint(), Visit::from(&event.0));
    store::insert_if_first(tx, &encounter).await?;
    Ok(())
}
