//! Filing: what a laboratory says of a patient goes into the chart, and to whoever must read it.

use super::identify::Owner;
use super::revision::{Fate, Revision, report_status};
use super::stated::{Content, Stated, StatedValue};
use super::{Entry, Observation, Reading, Report, ReportStatus, Review, Severity, store};
use crate::order;
use crate::task::{self, Kind, Subject, Task};
use chrono::{DateTime, Utc};
use model::event::{ResultCorrected, ResultReceived};
use model::{LaboratoryId, ObservationId, ResultId};
use platform::{Problem, Tx, mint, outbox};
use uuid::Uuid;

/// One report, and whose it is.
pub struct Filing<'a> {
    pub stated: &'a Stated,
    pub laboratory: LaboratoryId,
    /// The message it came in.
    pub message: Uuid,
    pub owner: Owner,
    /// Who says whose it is: the laboratory, or who attached it.
    pub by: &'a str,
    pub now: DateTime<Utc>,
}

impl Filing<'_> {
    /// What was filed before a merge stays in the record it was filed in: it comes along when the merge is taken apart.
    fn beside(&self, before: Option<&Report>) -> Self {
        let patient = before.map_or(self.owner.patient, |before| before.patient_id);
        Self { owner: Owner { patient, order: self.owner.order }, ..*self }
    }
}

/// What a report is afterwards.
struct Change {
    status: ReportStatus,
    severity: Severity,
    /// Whether somebody must read it (again).
    to_read: bool,
    revision: Revision,
}

pub fn subject(result: ResultId) -> Subject {
    Subject::Other { noun: "result", id: result.0 }
}

/// Keeps the report; `before` is what `store::known` found under the lock of its number.
pub async fn file(tx: &mut Tx, filing: &Filing<'_>, before: Option<Report>) -> Result<ResultId, Problem> {
    let filing = &filing.beside(before.as_ref());
    let stated = filing.stated;
    let id = before.as_ref().map_or_else(mint::<ResultId>, |report| report.id);
    let record = if before.is_some() { store::record(tx, id).await? } else { Vec::new() };
    let revision = Revision::of(&record, stated);
    let said = before.as_ref().map(|report| (report.report_status, report.stated_at));
    let status = report_status(said, stated);
    let adds_order = before.as_ref().is_some_and(|r| r.order_id.is_none() && filing.owner.order.is_some());
    if let Some(report) = &before
        && !revision.fates.contains(&Fate::Late)
        && !revision.changes()
        && (report.report_status == status && !adds_order)
    {
        return Ok(id);
    }
    let (replaced, values) = rows(&record, &revision, filing, id);
    let change = Change {
        status,
        severity: worst(&record, &replaced, &values),
        to_read: before.as_ref().is_none_or(|b| revision.changes() || b.report_status != status),
        revision,
    };
    let report = report(filing, id, before.as_ref(), &change);
    match &before {
        Some(_) => store::update(tx, &report).await?,
        None => store::insert(tx, &report).await?,
    }
    keep_documents(tx, stated, &values, id).await?;
    store::replace(tx, &replaced, &values, filing.now).await?;
    announce(tx, filing, &report, before.as_ref(), &change).await?;
    if let Some(order) = report.order_id {
        order::progress::hear_result(tx, order, filing.now).await?;
    }
    Ok(id)
}

/// What leaves the chart, and what is written: current values, and those that came too late.
fn rows(
    record: &[Observation],
    revision: &Revision,
    filing: &Filing<'_>,
    id: ResultId,
) -> (Vec<ObservationId>, Vec<Observation>) {
    let (mut replaced, mut values) = (Vec::new(), Vec::new());
    for (index, (fate, value)) in revision.fates.iter().zip(&filing.stated.values).enumerate() {
        let before = match fate {
            Fate::Known => continue,
            Fate::Replaces(at) => record.get(*at),
            Fate::New | Fate::Late | Fate::Retreats => None,
        };
        replaced.extend(before.map(|before| before.id));
        let is_current = matches!(fate, Fate::New | Fate::Replaces(_));
        let row = row(value, before, filing, id, index);
        values.push(Observation { superseded_at: (!is_current).then_some(filing.now), ..row });
    }
    (replaced, values)
}

fn row(
    value: &StatedValue,
    before: Option<&Observation>,
    filing: &Filing<'_>,
    id: ResultId,
    index: usize,
) -> Observation {
    let reading = match &value.content {
        Content::Document { media_type, bytes, digest } => Reading::Document {
            document_id: mint(),
            media_type: (*media_type).to_owned(),
            bytes: bytes.len(),
            sha256: digest.clone(),
        },
        Content::Reading(_) => value.reading(before),
    };
    // A value that is not said again has the conditions it was said under.
    let said = before.filter(|_| value.keeps_value);
    let position = said.map_or(i32::try_from(index).unwrap_or(i32::MAX), |before| before.position);
    Observation {
        id: mint(),
        result_id: id,
        patient_id: filing.owner.patient,
        message_id: filing.message,
        position,
        code: value.what.code.clone(),
        system: value.what.system.clone(),
        name: value.what.name.clone(),
        sub_id: value.sub_id.clone(),
        reading,
        unit: value.unit.clone().or_else(|| said?.unit.clone()),
        range: value.range.clone().or_else(|| said?.range.clone()),
        flags: said.map_or_else(|| value.flags.clone(), |said| said.flags.clone()),
        severity: said.map_or_else(|| value.severity(), |said| said.severity),
        status: value.status,
        observed_at: value.observed_at,
        stated_at: filing.stated.stated_at,
        performer: value.performer.clone(),
        notes: value.notes.clone(),
        superseded_at: None,
    }
}

/// Of all that is current afterwards.
fn worst(record: &[Observation], replaced: &[ObservationId], values: &[Observation]) -> Severity {
    let stays = record.iter().filter(|observation| !replaced.contains(&observation.id));
    let current = stays.chain(values).filter(|observation| observation.superseded_at.is_none());
    current.map(|observation| observation.severity).min().unwrap_or(Severity::Normal)
}

fn report(filing: &Filing<'_>, id: ResultId, before: Option<&Report>, change: &Change) -> Report {
    let stated = filing.stated;
    let waits = before.is_some_and(|before| before.review == Review::Unreviewed);
    // Whoever has not read it yet must still read what was urgent before.
    let urgency = change.revision.urgency(change.severity);
    let urgency = before.filter(|_| waits).map_or(urgency, |before| before.urgency.min(urgency));
    let kept = before.filter(|_| !change.to_read);
    Report {
        id,
        version: before.map_or(1, |before| before.version + 1),
        patient_id: filing.owner.patient,
        order_id: filing.owner.order.or_else(|| before?.order_id),
        laboratory_id: filing.laboratory,
        filler_number: stated.filler_number.clone(),
        code: stated.test.code.clone(),
        system: stated.test.system.clone(),
        name: stated.test.name.clone(),
        report_status: change.status,
        severity: change.severity,
        urgency: kept.map_or(urgency, |before| before.urgency),
        observed_at: stated.observed_at,
        stated_at: before.map_or(stated.stated_at, |before| before.stated_at.max(stated.stated_at)),
        changed_at: kept.map_or(filing.now, |before| before.changed_at),
        specimen: stated.specimen.clone().or_else(|| before?.specimen.clone()),
        notes: if stated.notes.is_empty() {
            before.map(|before| before.notes.clone()).unwrap_or_default()
        } else {
            stated.notes.clone()
        },
        review: kept.map_or(Review::Unreviewed, |before| before.review.clone()),
    }
}

async fn keep_documents(
    tx: &mut Tx,
    stated: &Stated,
    values: &[Observation],
    result: ResultId,
) -> Result<(), Problem> {
    for observation in values {
        let Reading::Document { document_id, media_type, sha256, .. } = &observation.reading else {
            continue;
        };
        let bytes = stated.values.iter().find_map(|value| match &value.content {
            Content::Document { bytes, digest, .. } if digest == sha256 => Some(bytes),
            _ => None,
        });
        if let Some(bytes) = bytes {
            store::keep_document(tx, *document_id, result, media_type, bytes).await?;
        }
    }
    Ok(())
}

/// Tells the others, and whoever must read it.
async fn announce(
    tx: &mut Tx,
    filing: &Filing<'_>,
    report: &Report,
    before: Option<&Report>,
    Change { revision, to_read, .. }: &Change,
) -> Result<(), Problem> {
    let change = match (before, revision.corrects) {
        (None, _) => "received",
        (Some(_), true) => "corrected",
        (Some(_), false) => "updated",
    };
    let review = before.map(|before| &before.review);
    let note = match review {
        Some(Review::Reviewed { reviewed_by, .. }) if *to_read => {
            Some(format!("{reviewed_by} had reviewed what stood here before"))
        }
        _ => None,
    };
    let (id, now) = (mint(), filing.now);
    let entry = Entry {
        id,
        result_id: report.id,
        at: now,
        actor: filing.by.to_owned(),
        change: change.to_owned(),
        note,
    };
    store::note(tx, &entry).await?;
    if !to_read {
        return Ok(());
    }
    if revision.corrects {
        outbox::put(tx, &ResultCorrected(report.snapshot())).await?;
    } else {
        outbox::put(tx, &ResultReceived(report.snapshot())).await?;
    }
    // A task of less urgency may be open: the one that is opened now has its own time.
    task::store::close(tx, Kind::ResultToReview, subject(report.id), "praxis", now).await?;
    let what = match report.urgency {
        Severity::Critical => "A critical result: read it at once and reach the patient",
        Severity::Abnormal => "Read an abnormal or corrected result and say what is to be done",
        Severity::Normal => "Read a result",
    };
    let task = Task::new(mint(), Kind::ResultToReview, subject(report.id), what.to_owned(), now);
    task::store::open(tx, &task.patient(report.patient_id).due(report.due())).await?;
    Ok(())
}
