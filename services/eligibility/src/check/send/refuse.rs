//! What becomes of the inquiries of a file that was not taken, as a whole or in part.

use super::keep::conclude;
use super::prepare::Known;
use crate::check::store::{self, exchange};
use crate::check::{AttemptOutcome, ReasonCode, State};
use crate::connection::store as connections;
use crate::connection::traffic::Class;
use crate::inquiry_file::InquiryFile;
use chrono::{DateTime, Utc};
use model::EligibilityCheckId;
use platform::{Sealing, Tx};
use std::collections::{BTreeMap, HashMap};

pub struct Refused<'a> {
    pub file: &'a InquiryFile,
    /// What is wrong, by ST02 of the inquiry it is wrong with.
    pub faults: &'a BTreeMap<String, String>,
    /// Why nothing of the file was taken, where that is so.
    pub because: Option<&'a str>,
    pub reason: ReasonCode,
    /// As it came; the checks keep it.
    pub text: &'a str,
}

/// Inquiries at fault end with the reason; of a file refused as a whole those that were not are asked anew. Where nobody is
/// named all end.
pub async fn refuse(
    tx: &mut Tx,
    sealing: &Sealing,
    refused: Refused<'_>,
    now: DateTime<Utc>,
) -> anyhow::Result<()> {
    let Refused { file, faults, because, reason, text } = refused;
    if faults.is_empty() && because.is_none() {
        return Ok(());
    }
    let waiting = exchange::waiting_in_file(tx, file.id).await?;
    let touched = waiting.iter().filter_map(|inquiry| {
        let own = faults.get(&format!("{:04}", inquiry.place)).map(String::as_str);
        Some((inquiry.check_id, (own, own.or(because)?)))
    });
    let touched: HashMap<EligibilityCheckId, (Option<&str>, &str)> = touched.collect();
    if touched.is_empty() {
        return Ok(());
    }
    let ids: Vec<EligibilityCheckId> = touched.keys().copied().collect();
    let Some(way) = connections::open(tx, sealing, file.connection_id).await? else { return Ok(()) };
    let intents = store::intents_of(tx, &ids).await?;
    let mut known = Known::of(tx, &intents, (&way.connection.identity, sealing)).await?;
    let (mut ends, mut texts, mut traffic) = (Vec::new(), Vec::new(), BTreeMap::new());
    for intent in intents {
        let id = EligibilityCheckId(intent.subject);
        let (Some((own, fault)), Some((question, sent))) = (touched.get(&id), known.waiting(id)) else {
            continue;
        };
        texts.push(exchange::Response::new(sent, (text, sealing))?);
        let begun = question.check.attempts.last().map_or(now, |attempt| attempt.at);
        let took = (now - begun).to_std().unwrap_or_default();
        let class = Class::of(question.payer.id, begun, AttemptOutcome::Refused, took);
        *traffic.entry(class).or_default() += 1;
        let (check, last_word) = (question.check.timed(begun, took), State::at_fault(reason, fault));
        let next = match own {
            None if !faults.is_empty() => check.asked_anew(last_word),
            _ => check.ended(AttemptOutcome::Refused, last_word),
        };
        ends.push((intent, next));
    }
    exchange::keep_responses(tx, &texts).await?;
    conclude(tx, ends).await?;
    connections::count(tx, file.connection_id, &traffic.into_iter().collect::<Vec<_>>()).await?;
    Ok(())
}
