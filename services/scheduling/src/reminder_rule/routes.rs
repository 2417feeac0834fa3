//! Reminder rules over HTTP.

use super::{CreateReminderRule, Refusal, ReminderRule, UpdateReminderRule, store};
use crate::{reminder, visit_type};
use actix_web::{get, patch, post, web};
use model::ReminderRuleId;
use platform::idempotency::once;
use platform::page::Page;
use platform::{Body, Caller, Db, Id, IfMatch, Listing, Problem, Query, Reply, mint};
use utoipa_actix_web::service_config::ServiceConfig;

pub fn all(config: &mut ServiceConfig<'_>) {
    config
        .service(create_reminder_rule)
        .service(list_reminder_rules)
        .service(get_reminder_rule)
        .service(update_reminder_rule);
}

impl From<Refusal> for Problem {
    fn from(refusal: Refusal) -> Self {
        let field = match refusal {
            Refusal::MinutesBefore => "/minutes_before",
            Refusal::LinkToNothing => "/template",
            Refusal::TooManyVisitTypes => "/visit_type_ids",
        };
        Problem::invalid(field, refusal.to_string())
    }
}

#[utoipa::path(request_body = CreateReminderRule, responses((status = 201, description = "Created, and in force for all appointments to come.", body = ReminderRule)))]
#[post("/v1/reminder-rules")]
/// Adds a reminder rule, as: 24 hours before, by email.
///
/// It holds for every appointment to come, those booked already included; what would have been due before the rule was
/// made is not sent.
pub async fn create_reminder_rule(
    caller: Caller,
    db: web::Data<Db>,
    body: Body<CreateReminderRule>,
) -> Result<Reply, Problem> {
    let (id, now, said) = (mint::<ReminderRuleId>(), platform::now(), body.value);
    once(&db, &caller, body.digest, async move |tx| {
        let rule = ReminderRule::create(id, said.clone(), now)?;
        for (n, visit) in rule.visit_type_ids.iter().enumerate() {
            let found = visit_type::store::find(tx, *visit).await?;
            let unknown =
                || Problem::invalid(format!("/visit_type_ids/{n}"), "names nothing in this practice");
            found.ok_or_else(unknown)?;
        }
        store::insert(tx, &rule).await?;
        reminder::store::plan_all_again(tx, now).await?;
        Ok(Reply::created(format!("/v1/reminder-rules/{id}"), &rule)?.version(rule.version))
    })
    .await
}

#[utoipa::path(params(Page), responses((status = 200, description = "A page of rules.", body = Listing<ReminderRule>)))]
#[get("/v1/reminder-rules")]
/// Lists the practice's reminder rules, disabled ones included.
pub async fn list_reminder_rules(
    caller: Caller,
    db: web::Data<Db>,
    query: Query<Page>,
) -> Result<Reply, Problem> {
    let Page { cursor, limit } = query.0;
    let items = db
        .read(&caller.context(), async move |tx| Ok::<_, Problem>(store::list(tx, cursor, limit).await?))
        .await?;
    Ok(Reply::ok(&Listing::cut(items, limit, |rule| rule.id.0))?)
}

#[utoipa::path(params(("id" = ReminderRuleId, Path, description = "The rule.")),
    responses((status = 200, description = "The rule.", body = ReminderRule)))]
#[get("/v1/reminder-rules/{id}")]
/// Reads a reminder rule.
pub async fn get_reminder_rule(
    caller: Caller,
    db: web::Data<Db>,
    id: Id<ReminderRuleId>,
) -> Result<Reply, Problem> {
    let found =
        db.read(&caller.context(), async move |tx| Ok::<_, Problem>(store::find(tx, id.0).await?)).await?;
    let rule = found.ok_or_else(|| Problem::missing("reminder rule"))?;
    Ok(Reply::ok(&rule)?.version(rule.version))
}

#[utoipa::path(request_body = UpdateReminderRule, params(("id" = ReminderRuleId, Path, description = "The rule.")),
    responses((status = 200, description = "The rule as changed.", body = ReminderRule)))]
#[patch("/v1/reminder-rules/{id}")]
/// Enables or disables a reminder rule; what it had planned and not sent is dropped.
///
/// What a rule says never changes: for another time or text disable it and make another.
pub async fn update_reminder_rule(
    caller: Caller,
    db: web::Data<Db>,
    id: Id<ReminderRuleId>,
    seen: IfMatch,
    body: Body<UpdateReminderRule>,
) -> Result<Reply, Problem> {
    let (now, said) = (platform::now(), body.value);
    once(&db, &caller, body.digest, async move |tx| {
        let before = store::find_for_change(tx, id.0).await?;
        let before = before.ok_or_else(|| Problem::missing("reminder rule"))?;
        seen.require(before.version)?;
        let rule = before.update(&said, now);
        store::update(tx, &rule).await?;
        reminder::store::plan_all_again(tx, now).await?;
        Ok(Reply::ok(&rule)?.version(rule.version))
    })
    .await
}
