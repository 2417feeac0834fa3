//! The consumer: one connection, one queue, lanes that keep each stream in order; what breaks is dropped and rebuilt.

use super::{Listeners, apply};
use crate::bus::{Backoff, Link, queue_of, within};
use crate::db::{Db, Tx};
use crate::inbox;
use crate::settings;
use crate::stop::Stop;
use anyhow::Context as _;
use diesel::sql_types::{Binary, Text};
use diesel_async::RunQueryDsl;
use futures_util::StreamExt;
use lapin::message::Delivery;
use lapin::options::{BasicAckOptions, BasicConsumeOptions, BasicQosOptions};
use lapin::types::FieldTable;
use model::Envelope;
use std::rc::Rc;
use std::time::{Duration, Instant};
use tokio::sync::mpsc;

/// Unacknowledged deliveries at once; lapin's own buffer has no other bound.
const PREFETCH: u16 = 32;
/// Streams are spread over this many lanes; within a lane one event at a time.
const LANES: usize = 8;
const HEAL_EVERY: Duration = Duration::from_secs(2);
/// A fact that waits so long for its predecessor waits for somebody to act; so often that is told.
const TOO_LONG: Duration = Duration::from_secs(60);

pub struct Consumer {
    pub listeners: Listeners,
    pub db: Db,
    pub bus: settings::Bus,
}

type Lane = mpsc::Sender<(Envelope, Delivery)>;

impl Consumer {
    /// Runs until asked to stop.
    pub async fn run(self, stop: Stop) {
        let listeners = Rc::new(self.listeners);
        let healing = actix_web::rt::spawn(heal(listeners.clone(), self.db.clone(), stop.clone()));
        let mut backoff = Backoff::default();
        while !stop.is_asked() {
            if let Err(error) = consume(&listeners, &self.db, &self.bus, &stop, &mut backoff).await {
                tracing::warn!(error = %format!("{error:#}"), "consumer starts anew");
                stop.pause(backoff.pause()).await;
            }
        }
        if healing.await.is_err() {
            tracing::error!("the healing loop ended badly");
        }
    }
}

async fn consume(
    listeners: &Rc<Listeners>,
    db: &Db,
    bus: &settings::Bus,
    stop: &Stop,
    backoff: &mut Backoff,
) -> anyhow::Result<()> {
    let queue = queue_of(listeners.service());
    let link = Link::open(bus.url.expose(), &queue).await?;
    within("basic.qos", link.channel.basic_qos(PREFETCH, BasicQosOptions::default())).await?;
    let consume = link.channel.basic_consume(
        queue.as_str().into(),
        "".into(),
        BasicConsumeOptions::default(),
        FieldTable::default(),
    );
    let mut deliveries = within("basic.consume", consume).await?;
    backoff.reset();
    let (broken, mut breaks) = mpsc::channel(1);
    let lanes: Vec<Lane> = (0..LANES).map(|_| open_lane(listeners, db, stop, &broken)).collect();
    loop {
        tokio::select! {
            delivery = deliveries.next() => {
                let delivery = delivery.context("the broker cancelled the consumer")?.context("receiving")?;
                dispatch(db, &lanes, delivery).await?;
            }
            _ = breaks.recv() => anyhow::bail!("an acknowledgement failed"),
            () = stop.asked() => break,
        }
    }
    link.close().await;
    Ok(())
}

/// Hands a delivery to the lane of its stream; what is no envelope is kept aside and acknowledged.
async fn dispatch(db: &Db, lanes: &[Lane], delivery: Delivery) -> anyhow::Result<()> {
    match serde_json::from_slice::<Envelope>(&delivery.data) {
        Ok(envelope) => {
            let lane = envelope
                .subject
                .bytes()
                .fold(0usize, |hash, byte| hash.wrapping_mul(31).wrapping_add(byte.into()));
            lanes[lane % LANES].send((envelope, delivery)).await.context("a lane ended")
        }
        Err(error) => {
            let (body, cause) = (delivery.data.clone(), error.to_string());
            tracing::error!(cause, "an unreadable event was kept aside");
            db.system(async move |tx| keep_unreadable(tx, &body, &cause).await).await?;
            delivery.ack(BasicAckOptions::default()).await?;
            Ok(())
        }
    }
}

async fn keep_unreadable(tx: &mut Tx, body: &[u8], cause: &str) -> anyhow::Result<()> {
    diesel::sql_query("INSERT INTO unreadable (body, cause) VALUES ($1, $2)")
        .bind::<Binary, _>(body)
        .bind::<Text, _>(cause)
        .execute(tx)
        .await?;
    Ok(())
}

fn open_lane(listeners: &Rc<Listeners>, db: &Db, stop: &Stop, broken: &mpsc::Sender<()>) -> Lane {
    let (sender, mut waiting) = mpsc::channel::<(Envelope, Delivery)>(PREFETCH.into());
    let (listeners, db, stop, broken) = (listeners.clone(), db.clone(), stop.clone(), broken.clone());
    actix_web::rt::spawn(async move {
        while let Some((envelope, delivery)) = waiting.recv().await {
            if !apply::until_done(&listeners, &db, &envelope, &stop).await {
                return;
            }
            // `Ok(false)` means the channel is gone: the broker will deliver again, and the inbox will know it.
            if !matches!(delivery.ack(BasicAckOptions::default()).await, Ok(true)) {
                let _already_told = broken.try_send(());
                return;
            }
        }
    });
    sender
}

/// Applies what waited for its predecessor, also when a parked event was replayed or the process died in between.
async fn heal(listeners: Rc<Listeners>, db: Db, stop: Stop) {
    let mut told = Instant::now();
    while stop.pause(HEAL_EVERY).await {
        if told.elapsed() >= TOO_LONG {
            tell_of_gaps(&db).await;
            told = Instant::now();
        }
        loop {
            let ripe = db.system(async |tx| anyhow::Ok(inbox::ripe(tx).await?)).await.unwrap_or_default();
            if ripe.is_empty() {
                break;
            }
            for envelope in &ripe {
                if !apply::until_done(&listeners, &db, envelope, &stop).await {
                    return;
                }
            }
        }
    }
}

/// Names the command that brings what is missing: the announcing service has kept it.
async fn tell_of_gaps(db: &Db) {
    let before = crate::now() - TOO_LONG;
    let gaps = db.system(async move |tx| anyhow::Ok(inbox::gaps(tx, before).await?)).await;
    for inbox::Gap { noun, source, streams } in gaps.unwrap_or_default() {
        let run = format!("{} replay-outbox {noun}", source.trim_start_matches('/'));
        tracing::error!(streams, run, "facts wait for earlier ones of their streams, which never came");
    }
}
