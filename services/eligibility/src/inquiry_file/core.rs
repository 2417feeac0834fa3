//! A file's way as a CAQH CORE batch: handed over once, then asked about until its answers are there. One request at a time.

use super::exchange::Open;
use super::take::take;
use super::{InquiryFile, Progress, Step, store};
use crate::check::send::{Refused, Sender, refuse};
use crate::check::{AttemptOutcome, ReasonCode};
use crate::connection::CoreBatches;
use crate::connection::line::Trouble;
use crate::connection::wire::batch::Errand;
use platform::outbound::Intent;
use platform::{Sealing, Tx};
use std::collections::BTreeMap;
use std::time::Duration;

/// The next request about it; answers for how long the partner wants to be left alone.
pub async fn step(
    sender: &Sender,
    intent: &Intent,
    open: &Open,
    partner: CoreBatches<'_>,
) -> anyhow::Result<Option<Duration>> {
    let errand = match (open.file.next_step(platform::now()), &open.text) {
        (Step::HandOver, Some(text)) => return hand_over(sender, intent, open, (partner, text)).await,
        (Step::FetchResults, _) => Errand::Results,
        _ => Errand::Acknowledgment,
    };
    match sender.line.run_errand((&open.way, partner), &intent.key, errand).await {
        Ok(Some(file)) => {
            take(sender, &intent.context(), open.file.connection_id, file.as_bytes()).await?;
            Ok(None)
        }
        Ok(None) => Ok(None),
        Err(Trouble { silence, .. }) => {
            tracing::info!(outcome = %silence.outcome, "nothing could be fetched of a batch");
            Ok(silence.leave_alone)
        }
    }
}

/// That it may have arrived is committed before it is sent.
async fn hand_over(
    sender: &Sender,
    intent: &Intent,
    open: &Open,
    (partner, text): (CoreBatches<'_>, &[u8]),
) -> anyhow::Result<Option<Duration>> {
    let (db, context, file) = (&sender.db, intent.context(), open.file.clone());
    let begin = async move |tx: &mut Tx| anyhow::Ok(store::begun(tx, file.id, Some(platform::now())).await?);
    db.transaction(&context, begin).await?;
    let handed_over = sender.line.run_errand((&open.way, partner), &intent.key, Errand::Submit(text)).await;
    let trouble = handed_over.err();
    let (file, sealing) = (open.file.clone(), db.sealing()?);
    let keep = async move |tx: &mut Tx| {
        let now = platform::now();
        match trouble {
            None => store::written(tx, file.id, now).await?,
            // Refused at the second time, it may be because of the first: its answers are waited for.
            Some(Trouble { not_taken: true, silence }) if is_final(silence.outcome) => {
                store::written(tx, file.id, now).await?;
                if file.progress == Progress::Waiting {
                    give_back(tx, (&file, silence.outcome), &sealing).await?;
                }
            }
            Some(Trouble { not_taken: true, .. }) if file.progress == Progress::Waiting => {
                store::begun(tx, file.id, None).await?;
            }
            Some(_) => (),
        }
        anyhow::Ok(())
    };
    db.transaction(&context, keep).await?;
    Ok(trouble.and_then(|trouble| trouble.silence.leave_alone))
}

fn is_final(outcome: AttemptOutcome) -> bool {
    matches!(outcome, AttemptOutcome::Refused | AttemptOutcome::NotSent)
}

/// The partner takes no file of ours as things stand: nobody waits a day for it.
async fn give_back(
    tx: &mut Tx,
    (file, outcome): (&InquiryFile, AttemptOutcome),
    sealing: &Sealing,
) -> anyhow::Result<()> {
    let reason = match outcome {
        AttemptOutcome::NotSent => ReasonCode::AddressNotAllowed,
        _ => ReasonCode::PayerRefusedConnection,
    };
    let because = Some("CORE batch: see user, password, identity and batch_url of the connection");
    let refused = Refused { file, faults: &BTreeMap::new(), because, reason, text: "" };
    refuse(tx, sealing, refused, platform::now()).await
}
