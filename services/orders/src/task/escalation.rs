//! Escalation: what is still open when it was due is announced, once.

use super::{Task, store};
use chrono::{DateTime, Utc};
use model::event::{TaskEscalated, TaskSnapshot};
use model::{PracticeId, TaskId};
use platform::context::Trace;
use platform::{Context, Db, Problem, Tx, outbox};

/// Escalates what is overdue now; answers how many. One whose turn fails does not keep the others from theirs.
pub async fn tick(db: &Db, now: DateTime<Utc>) -> anyhow::Result<usize> {
    let overdue = db.system(async move |tx| anyhow::Ok(store::overdue(tx, now).await?)).await?;
    for (practice, id) in &overdue {
        let (id, context) = (*id, context(*practice));
        if let Err(problem) = db.transaction(&context, async move |tx| escalate(tx, id, now).await).await {
            tracing::warn!(task = %id, %problem, "not escalated");
        }
    }
    Ok(overdue.len())
}

fn context(practice: PracticeId) -> Context {
    Context { practice, trace: Trace::begin(), cause: None }
}

async fn escalate(tx: &mut Tx, id: TaskId, now: DateTime<Utc>) -> Result<(), Problem> {
    if let Some(task) = store::escalate(tx, id, now).await? {
        outbox::put(tx, &TaskEscalated(snapshot(task))).await?;
    }
    Ok(())
}

/// Without what to do: that may tell of a patient's health.
fn snapshot(task: Task) -> TaskSnapshot {
    TaskSnapshot {
        task_id: task.id,
        kind: task.kind.as_str().to_owned(),
        subject: task.subject,
        patient_id: task.patient_id,
    }
}
