//! One window: the heads of up to 200 streams, published together, marked together.

use crate::bus::{EXCHANGE, Link, STEP, within};
use crate::db::Db;
use crate::metrics::PUBLISHED;
use anyhow::Context as _;
use chrono::{DateTime, Utc};
use diesel::QueryableByName;
use diesel::sql_types::{Array, BigInt, Jsonb, Nullable, SmallInt, Text, Timestamptz, Uuid as SqlUuid};
use diesel_async::RunQueryDsl;
use futures_util::future::try_join_all;
use lapin::options::BasicPublishOptions;
use lapin::{BasicProperties, Confirmation, PublisherConfirm};
use model::scope::Service;
use model::{Envelope, EventId, PracticeId};
use serde_json::Value;
use std::collections::HashSet;
use uuid::Uuid;

#[derive(QueryableByName)]
struct Head {
    #[diesel(sql_type = SqlUuid)]
    event_id: EventId,
    #[diesel(sql_type = SqlUuid)]
    practice_id: PracticeId,
    #[diesel(sql_type = Text)]
    stream: String,
    #[diesel(sql_type = BigInt)]
    seq: i64,
    #[diesel(sql_type = Text)]
    kind: String,
    #[diesel(sql_type = Jsonb)]
    data: Value,
    #[diesel(sql_type = Text)]
    trace: String,
    #[diesel(sql_type = Nullable<SqlUuid>)]
    cause: Option<EventId>,
    #[diesel(sql_type = Timestamptz)]
    created_at: DateTime<Utc>,
}

/// Publishes one window; answers how many facts the broker took.
pub async fn publish(db: &Db, link: &Link, service: Service, parts: &[i16]) -> anyhow::Result<usize> {
    let heads = heads(db, parts.to_vec()).await?;
    if heads.is_empty() {
        return Ok(0);
    }
    let sent = tokio::time::timeout(STEP, send(link, service, &heads))
        .await
        .context("confirms: no answer in time")??;
    let taken = sent.len();
    let returned = heads.iter().map(|h| h.event_id.0).filter(|id| !sent.contains(id)).collect::<Vec<_>>();
    PUBLISHED.add("taken", taken);
    PUBLISHED.add("returned", returned.len());
    mark(db, sent, returned).await?;
    Ok(taken)
}

/// The lowest unpublished fact of each stream; a parked one stops its stream and no other.
async fn heads(db: &Db, parts: Vec<i16>) -> anyhow::Result<Vec<Head>> {
    db.system(async move |tx| {
        let rows = diesel::sql_query(
            "SELECT event_id, practice_id, stream, seq, kind, data, trace, cause, created_at FROM outbox o \
             WHERE published_at IS NULL AND NOT parked AND next_at <= now() AND part = ANY($1) \
               AND NOT EXISTS (SELECT 1 FROM outbox earlier WHERE earlier.published_at IS NULL \
                 AND earlier.practice_id = o.practice_id AND earlier.stream = o.stream AND earlier.seq < o.seq) \
             ORDER BY event_id LIMIT 200",
        )
        .bind::<Array<SmallInt>, _>(parts.clone())
        .load(tx)
        .await?;
        anyhow::Ok(rows)
    })
    .await
}

/// Publishes all, awaits every confirm, then believes: taken = acknowledged and not among the window's returns.
async fn send(link: &Link, service: Service, heads: &[Head]) -> anyhow::Result<HashSet<Uuid>> {
    let mut confirms = Vec::with_capacity(heads.len());
    for head in heads {
        confirms.push(publish_one(link, service, head).await?);
    }
    let answers = try_join_all(confirms).await.context("awaiting confirms")?;
    let mut returned = HashSet::new();
    let mut taken: HashSet<Uuid> = HashSet::new();
    for (head, answer) in heads.iter().zip(answers) {
        match answer {
            Confirmation::Ack(message) => {
                taken.insert(head.event_id.0);
                returned.extend(message.as_ref().and_then(message_id));
            }
            Confirmation::Nack(message) => returned.extend(message.as_ref().and_then(message_id)),
            Confirmation::NotRequested => anyhow::bail!("the channel does not confirm"),
        }
    }
    Ok(&taken - &returned)
}

fn message_id(message: &lapin::message::BasicReturnMessage) -> Option<Uuid> {
    message.properties.message_id().as_ref()?.as_str().parse().ok()
}

async fn publish_one(link: &Link, service: Service, head: &Head) -> anyhow::Result<PublisherConfirm> {
    let body = serde_json::to_vec(&envelope(service, head))?;
    let properties = BasicProperties::default()
        .with_content_type("application/cloudevents+json".into())
        .with_delivery_mode(2)
        .with_message_id(head.event_id.to_string().into());
    let options = BasicPublishOptions { mandatory: true, ..Default::default() };
    within(
        "publishing",
        link.channel.basic_publish(EXCHANGE.into(), head.kind.as_str().into(), options, &body, properties),
    )
    .await
}

fn envelope(service: Service, head: &Head) -> Envelope {
    Envelope {
        specversion: "1.0".to_owned(),
        id: head.event_id,
        source: format!("/{service}"),
        kind: head.kind.clone(),
        subject: head.stream.clone(),
        sequence: head.seq,
        time: head.created_at,
        practice: head.practice_id,
        traceparent: head.trace.clone(),
        cause: head.cause,
        data: head.data.clone(),
    }
}

/// Marks what was taken; what came back unroutable is tried again later, for ever, and is an alarm.
async fn mark(db: &Db, taken: HashSet<Uuid>, returned: Vec<Uuid>) -> anyhow::Result<()> {
    if !returned.is_empty() {
        tracing::error!(count = returned.len(), "unroutable facts: is the topology declared?");
    }
    let taken: Vec<Uuid> = taken.into_iter().collect();
    db.system(async move |tx| {
        diesel::sql_query("UPDATE outbox SET published_at = now() WHERE event_id = ANY($1) AND published_at IS NULL")
            .bind::<Array<SqlUuid>, _>(&taken)
            .execute(tx)
            .await?;
        diesel::sql_query(
            "UPDATE outbox SET attempts = attempts + 1, next_at = now() + least(60, 2 ^ least(attempts, 6)) * interval '1 second' \
             WHERE event_id = ANY($1)",
        )
        .bind::<Array<SqlUuid>, _>(&returned)
        .execute(tx)
        .await?;
        anyhow::Ok(())
    })
    .await
}
