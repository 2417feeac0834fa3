//! A file on its way, until every inquiry of it has its answer: a folder is looked at, or a CORE partner asked, again and again.

use super::{InquiryFile, core, folder, store};
use crate::check::send::Sender;
use crate::check::store::exchange::open_in_file;
use crate::connection::line::Way;
use crate::connection::{Files, store as connections};
use anyhow::Context as _;
use platform::Tx;
use platform::outbound::{Intent, put_off, settle};
use std::time::Duration;

pub const KIND: &str = "exchange_file";

/// After so many looks there is no hurry any more.
const SOON: i32 = 10;
const LATER: u32 = 5;

/// A file with its text, while it is not handed over, and its way.
pub struct Open {
    pub file: InquiryFile,
    pub text: Option<Vec<u8>>,
    pub way: Way,
}

pub async fn exchange_file(sender: &Sender, intent: Intent) -> anyhow::Result<()> {
    let (db, sealing, context) = (&sender.db, sender.db.sealing()?, intent.context());
    let subject = intent.subject;
    let known = db.read(&context, async move |tx: &mut Tx| {
        let Some((file, text)) = store::find(tx, &sealing, subject).await? else { return Ok(None) };
        let way = connections::open(tx, &sealing, file.connection_id).await?;
        anyhow::Ok(way.map(|way| Open { file, text, way }))
    });
    let open = known.await?.context("the file or its connection is gone")?;
    let wait = match open.way.connection.files() {
        Some(Files::Folder(name)) => {
            folder::look(sender, &intent, &open, name).await?;
            None
        }
        Some(Files::Core(partner)) => core::step(sender, &intent, &open, partner).await?,
        // Its way takes no files any more: its inquiries end when their time is over.
        None => None,
    };
    let (every, file) = (every(sender, &open, intent.attempts), open.file.id);
    let again = async move |tx: &mut Tx| {
        match open_in_file(tx, file).await? {
            0 => settle(tx, &intent).await?,
            _ => put_off(tx, &intent, wait.map_or(every, |wait| wait.max(every))).await?,
        }
        anyhow::Ok(())
    };
    db.transaction(&context, again).await
}

fn every(sender: &Sender, open: &Open, looks: i32) -> Duration {
    let every = sender.line.folders.every;
    let is_asked = matches!(open.way.connection.files(), Some(Files::Core(_)));
    if is_asked && looks > SOON { every * LATER } else { every }
}
