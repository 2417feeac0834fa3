//! Tasks over HTTP.

use super::{Kind, Refusal, Solution, Status, Task, store};
use actix_web::{get, post, web};
use model::{Note, PatientId, TaskId};
use platform::idempotency::once;
use platform::page::Limit;
use platform::{Body, Caller, Cursor, Db, Id, IfMatch, Listing, Problem, Query, Reply, Tx};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use utoipa::{IntoParams, ToSchema};
use utoipa_actix_web::service_config::ServiceConfig;

pub fn all(config: &mut ServiceConfig<'_>) {
    config
        .service(list_tasks)
        .service(count_tasks)
        .service(get_task)
        .service(assign_task)
        .service(resolve_task);
}

impl From<Refusal> for Problem {
    fn from(refusal: Refusal) -> Self {
        match refusal {
            Refusal::Done => Problem::conflict("task-done", refusal.to_string())
                .next_step("Read GET /v1/tasks?status=open for what is left."),
        }
    }
}

#[derive(Clone, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct ListTasks {
    /// `open` unless told.
    #[param(inline)]
    pub status: Option<Status>,
    #[param(inline)]
    pub kind: Option<Kind>,
    /// The client whose tasks are asked for.
    pub owner: Option<String>,
    pub patient_id: Option<PatientId>,
    #[param(value_type = Option<String>)]
    pub cursor: Option<Cursor>,
    #[serde(default)]
    #[param(value_type = Option<u32>)]
    pub limit: Limit,
}

#[utoipa::path(params(ListTasks), responses((status = 200, description = "A page of tasks, oldest first.", body = Listing<Task>)))]
#[get("/v1/tasks")]
/// Lists what a person must do about prescriptions, orders and results.
pub async fn list_tasks(
    caller: Caller,
    db: web::Data<Db>,
    query: Query<ListTasks>,
) -> Result<Reply, Problem> {
    let limit = query.0.limit;
    let read = async move |tx: &mut Tx| Ok::<_, Problem>(store::list(tx, &query.0).await?);
    let items = db.read(&caller.context(), read).await?;
    Ok(Reply::ok(&Listing::cut(items, limit, |task| task.id.0))?)
}

/// The figures of a badge.
#[derive(Default, Serialize, ToSchema)]
pub struct TaskCount {
    pub open: i64,
    /// Of those, the caller's own.
    pub mine: i64,
    /// Of those, past the time they were due.
    pub escalated: i64,
    pub by_kind: BTreeMap<Kind, i64>,
}

#[utoipa::path(responses((status = 200, description = "How many are open.", body = TaskCount)))]
#[get("/v1/tasks/count")]
/// Counts the open tasks: the figures of a badge.
pub async fn count_tasks(caller: Caller, db: web::Data<Db>) -> Result<Reply, Problem> {
    let client = caller.client.clone();
    let read = async move |tx: &mut Tx| Ok::<_, Problem>(store::count(tx, &client).await?);
    let mut count = TaskCount::default();
    for row in db.read(&caller.context(), read).await? {
        count.open += row.open;
        count.mine += row.mine;
        count.escalated += row.escalated;
        count.by_kind.insert(row.kind, row.open);
    }
    Ok(Reply::ok(&count)?)
}

#[utoipa::path(params(("id" = TaskId, Path, description = "The task.")),
    responses((status = 200, description = "The task.", body = Task)))]
#[get("/v1/tasks/{id}")]
/// Reads a task.
pub async fn get_task(caller: Caller, db: web::Data<Db>, id: Id<TaskId>) -> Result<Reply, Problem> {
    let found =
        db.read(&caller.context(), async move |tx| Ok::<_, Problem>(store::find(tx, id.0).await?)).await?;
    let task = found.ok_or_else(|| Problem::missing("task"))?;
    Ok(Reply::ok(&task)?.version(task.version))
}

#[derive(Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct AssignTask {
    /// The client who is to do it; null gives it back to everybody.
    #[schema(max_length = 200)]
    pub owner: Option<String>,
}

#[utoipa::path(request_body = AssignTask, params(("id" = TaskId, Path, description = "The task.")),
    responses((status = 200, description = "Assigned.", body = Task)))]
#[post("/v1/tasks/{id}/assign")]
/// Gives a task to somebody.
pub async fn assign_task(
    caller: Caller,
    db: web::Data<Db>,
    id: Id<TaskId>,
    seen: IfMatch,
    body: Body<AssignTask>,
) -> Result<Reply, Problem> {
    let owner = body.value.owner;
    if owner.as_ref().is_some_and(|name| name.trim().is_empty() || name.len() > 200) {
        return Err(Problem::invalid("/owner", "must be 1 to 200 characters, or null"));
    }
    once(&db, &caller, body.digest, async move |tx| {
        change(tx, id.0, seen, |task| task.assign(owner.clone())).await
    })
    .await
}

#[derive(Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ResolveTask {
    /// What was done.
    pub note: Option<Note>,
}

#[utoipa::path(request_body = ResolveTask, params(("id" = TaskId, Path, description = "The task.")),
    responses((status = 200, description = "Done.", body = Task)))]
#[post("/v1/tasks/{id}/resolve")]
/// Says that a task is done.
pub async fn resolve_task(
    caller: Caller,
    db: web::Data<Db>,
    id: Id<TaskId>,
    seen: IfMatch,
    body: Body<ResolveTask>,
) -> Result<Reply, Problem> {
    let solution = Solution { by: caller.client.clone(), at: platform::now(), note: body.value.note };
    once(&db, &caller, body.digest, async move |tx| {
        change(tx, id.0, seen, |task| task.resolve(solution.clone())).await
    })
    .await
}

async fn change(
    tx: &mut Tx,
    id: TaskId,
    seen: IfMatch,
    decide: impl FnOnce(Task) -> Result<Task, Refusal>,
) -> Result<Reply, Problem> {
    let task = store::find_for_change(tx, id).await?.ok_or_else(|| Problem::missing("task"))?;
    seen.require(task.version)?;
    let task = decide(task)?;
    store::update(tx, &task).await?;
    Ok(Reply::ok(&task)?.version(task.version))
}
