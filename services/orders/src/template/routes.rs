//! Favourites and order sets over HTTP.

mod favorite;
mod order_set;

pub use favorite::*;
pub use order_set::*;

use super::{Kind, Line, Lines, Recipient, Refusal, Template, store};
use crate::prescription::Prescription;
use crate::prescription::routes::{drafted, mistaken};
use actix_web::web;
use model::{Name, PractitionerId, PrescriptionTemplateId};
use platform::page::{Limit, Page};
use platform::{Caller, Cursor, Db, IfMatch, Listing, Problem, Reply, Tx, mint, projection};
use serde::Deserialize;
use utoipa::{IntoParams, ToSchema};
use utoipa_actix_web::service_config::ServiceConfig;

pub fn all(config: &mut ServiceConfig<'_>) {
    config
        .service(create_prescription_favorite)
        .service(list_prescription_favorites)
        .service(delete_prescription_favorite)
        .service(draft_prescription_favorite)
        .service(create_prescription_order_set)
        .service(list_prescription_order_sets)
        .service(delete_prescription_order_set)
        .service(draft_prescription_order_set);
}

impl From<Refusal> for Problem {
    fn from(refusal: Refusal) -> Self {
        match refusal {
            Refusal::NameTaken => Problem::conflict("name-taken", refusal.to_string())
                .field("/name", "is taken: choose another"),
        }
    }
}

#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct ListTemplates {
    /// This prescriber's beside the practice's.
    prescriber_id: Option<PractitionerId>,
    #[param(value_type = Option<String>)]
    cursor: Option<Cursor>,
    #[serde(default)]
    #[param(value_type = Option<u32>)]
    limit: Limit,
}

/// Nothing needs to be said.
#[derive(Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = DeleteTemplate)]
pub struct Nothing {}

/// Every line must be one that could be drafted today.
fn template(
    caller: &Caller,
    kind: Kind,
    prescriber_id: Option<PractitionerId>,
    name: Name,
    lines: Lines,
) -> Result<Template, Problem> {
    let place = |number: usize| match kind {
        Kind::Favorite => "/template".to_owned(),
        Kind::OrderSet => format!("/lines/{number}"),
    };
    let mistakes = lines.all().iter().map(Line::mistakes).enumerate();
    if let Some((number, mistakes)) = mistakes.into_iter().find(|(_, mistakes)| !mistakes.is_empty()) {
        return Err(mistaken(mistakes).under(&place(number)));
    }
    Ok(Template {
        id: mint::<PrescriptionTemplateId>(),
        version: 1,
        kind,
        prescriber_id,
        name,
        lines,
        created_at: platform::now(),
        created_by: caller.client.clone(),
    })
}

async fn list(caller: Caller, db: &Db, kind: Kind, asked: ListTemplates) -> Result<Reply, Problem> {
    let ListTemplates { prescriber_id, cursor, limit } = asked;
    let page = Page { cursor, limit };
    let read = async move |tx: &mut Tx| Ok::<_, Problem>(store::list(tx, kind, prescriber_id, page).await?);
    let items = db.read(&caller.context(), read).await?;
    Ok(Reply::ok(&Listing::cut(items, limit, |template: &Template| template.id.0))?)
}

async fn remove(
    tx: &mut Tx,
    kind: Kind,
    id: PrescriptionTemplateId,
    seen: IfMatch,
) -> Result<Reply, Problem> {
    let template = found(store::find(tx, kind, id).await?)?;
    seen.require(template.version)?;
    store::delete(tx, id).await?;
    Ok(Reply::ok(&template)?)
}

fn found(template: Option<Template>) -> Result<Template, Problem> {
    template.ok_or_else(|| Problem::missing("template"))
}

async fn everybody_known(caller: &Caller, db: &web::Data<Db>, recipient: &Recipient) -> Result<(), Problem> {
    let context = caller.context();
    projection::wait_for(db, &context, "patient", recipient.patient_id).await?;
    projection::wait_for(db, &context, "practitioner", recipient.prescriber_id).await?;
    match recipient.location_id {
        Some(location) => projection::wait_for(db, &context, "location", location).await,
        None => Ok(()),
    }
}

/// The catalogue may have changed since the template was written: what cannot be drafted any more is named.
fn drafts(lines: &[&Line], recipient: &Recipient) -> Result<Vec<Prescription>, Problem> {
    let draft = |line: &&Line| drafted(line.draft_for(recipient));
    lines.iter().map(draft).collect()
}
