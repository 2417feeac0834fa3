//! The bus against a real PostgreSQL and a real RabbitMQ: nothing lost, nothing twice, each stream in order.

mod office;

use kit::eventually;
use office::{Office, Ping};
use std::cell::Cell;
use std::rc::Rc;

fn numbers(count: i32) -> Vec<i32> {
    (1..=count).collect()
}

/// One test, because the broker is shared and the queue has one consumer.
#[actix_web::test]
async fn the_bus_keeps_its_promises() {
    let office = Office::open().await;
    office.run(|_| Ok(())).await;
    what_is_announced_is_heard_once_and_in_order(&office).await;
    publishing_again_changes_nothing(&office).await;
    a_noun_that_is_new_to_a_service_is_caught_up_with_by_replay(&office).await;
    a_killed_broker_loses_and_repeats_nothing(&office).await;
    what_is_no_envelope_is_kept_aside(&office).await;
    office.stop().await;

    let broken = Rc::new(Cell::new(true));
    let mended = broken.clone();
    office
        .run(
            move |ping| {
                if ping.number == 2 && ping.stream == 90 && broken.get() { Err("no") } else { Ok(()) }
            },
        )
        .await;
    what_cannot_be_applied_is_parked_and_can_be_replayed(&office, &mended).await;
    office.stop().await;
}

async fn what_is_announced_is_heard_once_and_in_order(office: &Office) {
    for number in 1..=20 {
        for stream in 1..=5 {
            office.announce(Ping { stream, number }).await;
        }
    }
    for stream in 1..=5 {
        office.until_heard(stream, numbers(20)).await;
    }
}

async fn publishing_again_changes_nothing(office: &Office) {
    let again = office.replay(None).await;
    assert_eq!(again, 100);
    office.announce(Ping { stream: 6, number: 1 }).await;
    office.until_heard(6, numbers(1)).await;
    office.until_drained().await;
    for stream in 1..=5 {
        assert_eq!(office.heard(stream).await, numbers(20));
    }
}

/// A house upgrades: facts 1 to 4 were published when this service's queue was not bound to their noun yet.
async fn a_noun_that_is_new_to_a_service_is_caught_up_with_by_replay(office: &Office) {
    assert_eq!(office.gaps().await, []);
    office.announced_before_anybody_listened(8, 4).await;
    office.announce(Ping { stream: 8, number: 5 }).await;
    office.announce(Ping { stream: 9, number: 1 }).await;
    office.until_heard(9, numbers(1)).await;
    let gap = eventually(async || office.gaps().await.pop()).await;
    assert_eq!((gap.noun.as_str(), gap.source.as_str(), gap.streams), ("patient", "/orders", 1));
    assert!(office.heard(8).await.is_empty(), "without the first four the fifth has no effect");
    assert_eq!(office.replay(Some("pat")).await, 0, "nouns are named whole");
    assert!(office.replay(Some("patient")).await > 4);
    office.until_heard(8, numbers(5)).await;
    office.until_drained().await;
    assert_eq!((office.heard(8).await, office.gaps().await), (numbers(5), vec![]));
    assert_eq!(office.heard(1).await, numbers(20), "what was known has no effect again");
}

/// What a quorum queue confirmed survives SIGKILL once its broker was started with it there: one declared a moment before may
/// not, in RabbitMQ 3.10, and a fast machine gets here within that moment.
async fn a_killed_broker_loses_and_repeats_nothing(office: &Office) {
    kit::rabbitmq().stop();
    kit::rabbitmq().restart().expect("the broker starts again");
    for number in 1..=30 {
        office.announce(Ping { stream: 7, number }).await;
        if number == 10 {
            kit::rabbitmq().kill();
        }
        if number == 20 {
            kit::rabbitmq().restart().expect("the broker starts again");
        }
    }
    office.until_heard(7, numbers(30)).await;
    office.until_drained().await;
    assert_eq!(office.heard(7).await, numbers(30));
}

async fn what_is_no_envelope_is_kept_aside(office: &Office) {
    office.publish_raw(b"not an envelope").await;
    eventually(async || (office.unreadable().await == 1).then_some(())).await;
}

async fn what_cannot_be_applied_is_parked_and_can_be_replayed(office: &Office, broken: &Cell<bool>) {
    for number in 1..=3 {
        office.announce(Ping { stream: 90, number }).await;
        office.announce(Ping { stream: 91, number }).await;
    }
    office.until_heard(91, numbers(3)).await;
    let parked = eventually(async || office.parked().await).await;
    assert_eq!(office.heard(90).await, numbers(1), "its stream waits behind it");
    broken.set(false);
    office.replay_parked(parked).await;
    office.until_heard(90, numbers(3)).await;
}
