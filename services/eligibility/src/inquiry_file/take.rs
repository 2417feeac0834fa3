//! Taking in what came in a file: answers go to their checks, acknowledgments to the files they speak of.

use super::acknowledgment::{self, Acknowledgment, Verdict};
use super::{parts, store};
use crate::check::ReasonCode;
use crate::check::send::{Refused, Sender, keep_answers, refuse};
use chrono::{DateTime, Utc};
use model::{ConnectionId, EligibilityCheckId};
use platform::{Context, Sealing, Tx};
use std::collections::BTreeMap;
use x12::Interchange;
use x12::eligibility::Response;

/// Answers kept in one transaction.
const AT_ONCE: usize = 200;

/// What became of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Taken {
    /// All of it could be read, and something in it was for us.
    Whole,
    /// Nothing, or not all of it, could be used.
    NotWhole,
    /// Somebody else takes in what comes on this connection just now.
    NotNow,
}

/// Keeps every answer to a check that waits for it, and does what an acknowledgment says; what was kept before a crash is
/// not kept twice.
pub async fn take(
    sender: &Sender,
    context: &Context,
    connection: ConnectionId,
    bytes: &[u8],
) -> anyhow::Result<Taken> {
    let (parts, sealing) = (parts::apart(bytes), sender.db.sealing()?);
    let answers: Vec<(EligibilityCheckId, String)> =
        parts.answers.into_iter().filter_map(|text| Some((about(&text)?, text))).collect();
    let mut known = 0;
    for some in answers.chunks(AT_ONCE) {
        let (some, sealing, line) = (some.to_vec(), sealing.clone(), sender.line.clone());
        let work = async move |tx: &mut Tx| {
            if !store::may_read(tx, connection).await? {
                return Ok(None);
            }
            anyhow::Ok(Some(keep_answers(tx, (connection, &line, &sealing), &some, platform::now()).await?))
        };
        let Some(kept) = sender.db.transaction(context, work).await? else { return Ok(Taken::NotNow) };
        known += kept;
    }
    for text in parts.acknowledgments {
        let sealing = sealing.clone();
        let work = async move |tx: &mut Tx| {
            if !store::may_read(tx, connection).await? {
                return Ok(None);
            }
            anyhow::Ok(Some(heed(tx, (connection, &sealing), &text, platform::now()).await?))
        };
        let Some(heeded) = sender.db.transaction(context, work).await? else { return Ok(Taken::NotNow) };
        known += heeded;
    }
    Ok(if parts.complete && known > 0 { Taken::Whole } else { Taken::NotWhole })
}

/// Does what the acknowledgments in an interchange say; answers how many were about files of this connection.
async fn heed(
    tx: &mut Tx,
    (connection, sealing): (ConnectionId, &Sealing),
    text: &str,
    now: DateTime<Utc>,
) -> anyhow::Result<usize> {
    let mut heeded = 0;
    for Acknowledgment { control, verdict } in acknowledgment::read(text) {
        let Some(file) = store::of_control(tx, connection, control).await? else { continue };
        store::acknowledged(tx, file.id, now).await?;
        let (faults, because) = match verdict {
            Verdict::Taken => (BTreeMap::new(), None),
            Verdict::PartlyRefused(faults) => (faults, None),
            Verdict::Refused { because, faults } => (faults, Some(because)),
        };
        let (because, reason) = (because.as_deref(), ReasonCode::InquiryRefused);
        let refused = Refused { file: &file, faults: &faults, because, reason, text };
        refuse(tx, sealing, refused, now).await?;
        heeded += 1;
    }
    Ok(heeded)
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
