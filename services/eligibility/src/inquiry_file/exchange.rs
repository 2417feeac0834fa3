//! Writing a file that is committed, and reading what comes into the folder, until every inquiry of it has its answer.

use super::{InquiryFile, parts, store};
use crate::check::send::{Sender, keep_answers};
use crate::check::store::exchange::open_in_file;
use crate::connection::folder::{Aside, Folder};
use crate::connection::store as connections;
use anyhow::Context as _;
use model::EligibilityCheckId;
use platform::outbound::{Intent, put_off, settle};
use platform::{Db, Sealing, Tx};
use std::path::PathBuf;
use x12::Interchange;
use x12::eligibility::Response;

pub const KIND: &str = "exchange_file";

/// Answers kept in one transaction.
const AT_ONCE: usize = 200;

pub async fn exchange_file(sender: &Sender, intent: Intent) -> anyhow::Result<()> {
    let (db, sealing, context) = (&sender.db, sender.db.sealing()?, intent.context());
    let (sealer, subject) = (sealing.clone(), intent.subject);
    let known = db.read(&context, async move |tx: &mut Tx| {
        let Some((file, text)) = store::find(tx, &sealer, subject).await? else { return Ok(None) };
        let way = connections::open(tx, &sealer, file.connection_id).await?;
        anyhow::Ok(Some((file, text, way)))
    });
    let (file, text, way) = known.await?.context("its file is gone")?;
    let way = way.context("its connection is gone")?;
    let name = way.connection.url.folder().context("its connection is no folder any more")?;
    let folder = sender.line.folders.open(name)?;
    if let Some(text) = text {
        write(db, &intent, &folder, (&file, text)).await?;
    }
    read(sender, &sealing, &intent, (&file, folder)).await?;
    let every = sender.line.folders.every;
    let again = async move |tx: &mut Tx| {
        match open_in_file(tx, file.id).await? {
            0 => settle(tx, &intent).await?,
            _ => put_off(tx, &intent, every).await?,
        }
        anyhow::Ok(())
    };
    db.transaction(&context, again).await
}

async fn write(
    db: &Db,
    intent: &Intent,
    folder: &Folder,
    (file, text): (&InquiryFile, Vec<u8>),
) -> anyhow::Result<()> {
    let (folder, name, id) = (folder.clone(), file.name(), file.id);
    tokio::task::spawn_blocking(move || folder.write(&name, &text)).await??;
    let mark = async move |tx: &mut Tx| anyhow::Ok(store::written(tx, id, platform::now()).await?);
    db.transaction(&intent.context(), mark).await
}

/// Every file that has come; one process at a time, and one that another has put aside meanwhile is nothing.
async fn read(
    sender: &Sender,
    sealing: &Sealing,
    intent: &Intent,
    (file, folder): (&InquiryFile, Folder),
) -> anyhow::Result<()> {
    let looking = folder.clone();
    let arrived = tokio::task::spawn_blocking(move || looking.arrived()).await??;
    for path in arrived {
        let (reading, place) = (folder.clone(), path.clone());
        let bytes = tokio::task::spawn_blocking(move || reading.read(&place)).await??;
        let aside = match bytes {
            Some(bytes) => take(sender, sealing, intent, (file, bytes)).await?,
            None => Some(Aside::Unread),
        };
        let Some(aside) = aside else { return Ok(()) };
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

/// Keeps every answer to a check that waits for it; what was kept before a crash is not kept twice. None when somebody else
/// reads the folder just now.
async fn take(
    sender: &Sender,
    sealing: &Sealing,
    intent: &Intent,
    (file, bytes): (&InquiryFile, Vec<u8>),
) -> anyhow::Result<Option<Aside>> {
    let parts = parts::apart(&bytes);
    let answers: Vec<(EligibilityCheckId, String)> =
        parts.answers.into_iter().filter_map(|text| Some((about(&text)?, text))).collect();
    let mut known = 0;
    for some in answers.chunks(AT_ONCE) {
        let (some, sealing, line) = (some.to_vec(), sealing.clone(), sender.line.clone());
        let connection = file.connection_id;
        let work = async move |tx: &mut Tx| {
            if !store::may_read(tx, connection).await? {
                return Ok(None);
            }
            anyhow::Ok(Some(keep_answers(tx, (connection, &line, &sealing), &some, platform::now()).await?))
        };
        let Some(kept) = sender.db.transaction(&intent.context(), work).await? else { return Ok(None) };
        known += kept;
    }
    let of_use = known > 0 || parts.accepted;
    Ok(Some(if parts.complete && of_use { Aside::Read } else { Aside::Unread }))
}

/// The check a 271 is for, by the trace number it echoes.
fn about(text: &str) -> Option<EligibilityCheckId> {
    let interchanges = Interchange::read(text).ok()?;
    let set = interchanges.first()?.transactions().next()?;
    let responses = Response::parse_all(set).ok()?;
    let first = responses.first()?;
    let trace = first.echoed_trace().map_or(&first.header.reference, |echo| &echo.number);
    trace.parse().ok().map(EligibilityCheckId)
}
