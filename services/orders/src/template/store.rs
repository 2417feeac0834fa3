//! Templates in the database.

use super::{Kind, Refusal, Template};
use crate::schema::prescription_templates as templates;
use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use model::{PractitionerId, PrescriptionTemplateId};
use platform::db::on_constraint;
use platform::page::Page;
use platform::{Problem, Tx};

pub async fn insert(tx: &mut Tx, template: &Template) -> Result<(), Problem> {
    let inserted = diesel::insert_into(templates::table).values(template).execute(tx).await;
    on_constraint(inserted.map(|_| ()), "prescription_templates_name", Refusal::NameTaken)
}

pub async fn find(tx: &mut Tx, kind: Kind, id: PrescriptionTemplateId) -> QueryResult<Option<Template>> {
    let found = templates::table.find(id).filter(templates::kind.eq(kind));
    found.select(Template::as_select()).first(tx).await.optional()
}

pub async fn delete(tx: &mut Tx, id: PrescriptionTemplateId) -> QueryResult<()> {
    diesel::delete(templates::table.find(id)).execute(tx).await.map(|_| ())
}

/// The practice's, and with a prescriber that one's as well.
pub async fn list(
    tx: &mut Tx,
    kind: Kind,
    prescriber: Option<PractitionerId>,
    page: Page,
) -> QueryResult<Vec<Template>> {
    let mut query = templates::table
        .filter(templates::kind.eq(kind))
        .order(templates::id)
        .select(Template::as_select())
        .into_boxed();
    query = match prescriber {
        Some(id) => query.filter(templates::prescriber_id.is_null().or(templates::prescriber_id.eq(id))),
        None => query.filter(templates::prescriber_id.is_null()),
    };
    if let Some(cursor) = page.cursor {
        query = query.filter(templates::id.gt(cursor.0));
    }
    query.limit(page.limit.and_one()).load(tx).await
}
