//! A file's way through a batch folder: written once, answered by whatever comes into the folder.

use super::exchange::Open;
use super::store;
use super::take::{Taken, take};
use crate::check::send::Sender;
use crate::connection::folder::{Aside, Folder};
use platform::Tx;
use platform::outbound::Intent;
use std::path::PathBuf;

pub async fn look(sender: &Sender, intent: &Intent, open: &Open, name: &str) -> anyhow::Result<()> {
    let folder = sender.line.folders.open(name)?;
    if let Some(text) = &open.text {
        let (place, name, text, id) = (folder.clone(), open.file.name(), text.clone(), open.file.id);
        tokio::task::spawn_blocking(move || place.write(&name, &text)).await??;
        let mark = async move |tx: &mut Tx| anyhow::Ok(store::written(tx, id, platform::now()).await?);
        sender.db.transaction(&intent.context(), mark).await?;
    }
    read(sender, intent, open, folder).await
}

/// Every file that has come; one process at a time, and one that another has put aside meanwhile is nothing.
async fn read(sender: &Sender, intent: &Intent, open: &Open, folder: Folder) -> anyhow::Result<()> {
    let looking = folder.clone();
    let arrived = tokio::task::spawn_blocking(move || looking.arrived()).await??;
    for path in arrived {
        let (reading, place) = (folder.clone(), path.clone());
        let bytes = tokio::task::spawn_blocking(move || reading.read(&place)).await??;
        let taken = match bytes {
            Some(bytes) => take(sender, &intent.context(), open.file.connection_id, &bytes).await?,
            None => Taken::NotWhole,
        };
        let aside = match taken {
            Taken::NotNow => return Ok(()),
            Taken::Whole => Aside::Read,
            Taken::NotWhole => Aside::Unread,
        };
        put_aside(folder.clone(), path, aside).await?;
    }
    Ok(())
}

async fn put_aside(folder: Folder, path: PathBuf, aside: Aside) -> anyhow::Result<()> {
    if aside == Aside::Unread {
        tracing::warn!("a file of a batch folder holds nothing that could be used; it lies in unread");
    }
    tokio::task::spawn_blocking(move || folder.put_aside(&path, aside)).await?
}
