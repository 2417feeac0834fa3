//! The one table of exchanges, queues and bindings; declared by whoever connects, never deleted, never changed in place.

use super::within;
use lapin::options::{ExchangeDeclareOptions, QueueBindOptions, QueueDeclareOptions};
use lapin::types::{AMQPValue, FieldTable, ShortString};
use lapin::{Channel, ExchangeKind};
use model::scope::Service;

pub const EXCHANGE: &str = "praxis";
const DEAD: &str = "praxis.dead";

/// Which nouns' whole streams each service hears. Binding a noun whole keeps every stream's numbers without a gap.
const HEARS: &[(Service, &[&str])] = &[
    (Service::Gateway, &["#"]),
    (
        Service::Scheduling,
        &["eligibility.#", "demographics.#", "authorization.#", "prescription.#", "account.#", "claim.#"],
    ),
    (
        Service::Eligibility,
        &[
            "patient.#",
            "practitioner.#",
            "location.#",
            "visit-type.#",
            "appointment.#",
            "fee-schedule.#",
            "claim.#",
        ],
    ),
    (Service::Orders, &["patient.#", "practitioner.#", "location.#", "coverage.#"]),
    (
        Service::Billing,
        &[
            "patient.#",
            "practitioner.#",
            "location.#",
            "coverage.#",
            "authorization.#",
            "eligibility.#",
            "appointment.#",
        ],
    ),
];

pub fn queue_of(service: Service) -> String {
    format!("praxis.{service}")
}

/// Whether a kind of fact reaches a service's queue.
pub fn is_heard(service: Service, kind: &str) -> bool {
    let noun = kind.split('.').next().unwrap_or_default();
    let fits = |pattern: &&str| *pattern == "#" || pattern.strip_suffix(".#") == Some(noun);
    HEARS.iter().any(|(of, patterns)| *of == service && patterns.iter().any(fits))
}

/// Idempotent: the same declaration again changes nothing.
pub async fn declare(channel: &Channel) -> anyhow::Result<()> {
    let durable = ExchangeDeclareOptions { durable: true, ..Default::default() };
    for (name, kind) in [(EXCHANGE, ExchangeKind::Topic), (DEAD, ExchangeKind::Fanout)] {
        within(
            "declaring an exchange",
            channel.exchange_declare(name.into(), kind, durable, FieldTable::default()),
        )
        .await?;
    }
    declare_queue(channel, DEAD, dead_queue()).await?;
    bind(channel, DEAD, DEAD, "").await?;
    for (service, patterns) in HEARS {
        let queue = queue_of(*service);
        declare_queue(channel, &queue, work_queue()).await?;
        for pattern in *patterns {
            bind(channel, &queue, EXCHANGE, pattern).await?;
        }
    }
    Ok(())
}

async fn declare_queue(channel: &Channel, name: &str, arguments: FieldTable) -> anyhow::Result<()> {
    let options = QueueDeclareOptions { durable: true, ..Default::default() };
    within("declaring a queue", channel.queue_declare(name.into(), options, arguments)).await.map(|_| ())
}

async fn bind(channel: &Channel, queue: &str, exchange: &str, pattern: &str) -> anyhow::Result<()> {
    let options = QueueBindOptions::default();
    within(
        "binding",
        channel.queue_bind(queue.into(), exchange.into(), pattern.into(), options, FieldTable::default()),
    )
    .await
}

/// Quorum, delivery limit, dead letters at least once, one active consumer so that order holds.
fn work_queue() -> FieldTable {
    let mut arguments = dead_queue();
    let mut set = |name: &str, value: AMQPValue| {
        arguments.insert(ShortString::from(name), value);
    };
    set("x-delivery-limit", AMQPValue::LongInt(20));
    set("x-dead-letter-exchange", text(DEAD));
    set("x-dead-letter-strategy", text("at-least-once"));
    set("x-overflow", text("reject-publish"));
    set("x-max-length", AMQPValue::LongInt(1_000_000));
    set("x-single-active-consumer", AMQPValue::Boolean(true));
    arguments
}

fn dead_queue() -> FieldTable {
    let mut arguments = FieldTable::default();
    arguments.insert("x-queue-type".into(), text("quorum"));
    arguments
}

fn text(value: &str) -> AMQPValue {
    AMQPValue::LongString(value.into())
}
