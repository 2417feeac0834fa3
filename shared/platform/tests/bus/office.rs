//! A service that does nothing but announce and hear pings.

use anyhow::anyhow;
use diesel::QueryableByName;
use diesel::sql_types::{BigInt, Integer, Text, Uuid as SqlUuid};
use diesel_async::RunQueryDsl;
use diesel_migrations::{EmbeddedMigrations, embed_migrations};
use kit::eventually;
use model::scope::Service;
use model::{Event, EventId, PracticeId};
use platform::context::Trace;
use platform::inbox::Gap;
use platform::listen::Consumer;
use platform::relay::Relay;
use platform::settings::{Bus, Database};
use platform::{Context, Db, Listeners, Stop, Tx, bus, inbox, outbox};
use serde::{Deserialize, Serialize};
use std::cell::RefCell;
use std::rc::Rc;

const MIGRATIONS: EmbeddedMigrations = embed_migrations!("tests/migrations");

#[derive(Clone, Debug, Serialize, Deserialize, utoipa::ToSchema)]
pub struct Ping {
    pub stream: i32,
    pub number: i32,
}

impl Event for Ping {
    const KIND: &'static str = "patient.pinged";
    fn subject(&self) -> String {
        format!("patient/{}", self.stream)
    }
}

pub struct Office {
    db: Db,
    database: Database,
    bus: Bus,
    practice: PracticeId,
    running: RefCell<Vec<actix_web::rt::task::JoinHandle<()>>>,
    stop: RefCell<Stop>,
}

#[derive(QueryableByName)]
struct Number {
    #[diesel(sql_type = Integer)]
    number: i32,
}

#[derive(QueryableByName)]
struct Count {
    #[diesel(sql_type = BigInt)]
    count: i64,
}

#[derive(QueryableByName)]
struct Parked {
    #[diesel(sql_type = SqlUuid)]
    event_id: EventId,
}

impl Office {
    pub async fn open() -> Self {
        let database = kit::database("orders", MIGRATIONS).await;
        let bus = Bus { url: kit::amqp_url().as_str().into() };
        Self {
            db: Db::open(&database),
            database,
            bus,
            practice: platform::mint(),
            running: RefCell::default(),
            stop: RefCell::default(),
        }
    }

    /// Starts relay and consumer; the listener writes a row for each ping it is given.
    pub async fn run(&self, may: impl Fn(&Ping) -> Result<(), &'static str> + 'static) {
        let may = Rc::new(may);
        let listeners =
            Listeners::new(Service::Orders).on("write_down", async move |tx: &mut Tx, ping: Ping| {
                may(&ping).map_err(|cause| anyhow!(cause))?;
                diesel::sql_query("INSERT INTO heard (stream, number) VALUES ($1, $2)")
                    .bind::<Integer, _>(ping.stream)
                    .bind::<Integer, _>(ping.number)
                    .execute(tx)
                    .await?;
                Ok(())
            });
        let stop = Stop::default();
        let (db, bus) = (self.db.clone(), self.bus.clone());
        let relay = Relay {
            service: Service::Orders,
            db: db.clone(),
            database: self.database.clone(),
            bus: bus.clone(),
        };
        let consumer = Consumer { listeners, db, bus };
        let tasks =
            [actix_web::rt::spawn(relay.run(stop.clone())), actix_web::rt::spawn(consumer.run(stop.clone()))];
        self.running.borrow_mut().extend(tasks);
        self.stop.replace(stop);
    }

    pub async fn stop(&self) {
        self.stop.borrow().ask();
        let running: Vec<_> = self.running.borrow_mut().drain(..).collect();
        for task in running {
            task.await.expect("it stops in order");
        }
    }

    fn context(&self) -> Context {
        Context { practice: self.practice, trace: Trace::begin(), cause: None }
    }

    pub async fn announce(&self, ping: Ping) {
        let put = async move |tx: &mut Tx| anyhow::Ok(outbox::put(tx, &ping).await?);
        self.db.transaction(&self.context(), put).await.expect("announced");
    }

    /// The first so many pings of a stream, taken by a broker that had nobody to give them to.
    pub async fn announced_before_anybody_listened(&self, stream: i32, count: i32) {
        let put = async move |tx: &mut Tx| {
            for number in 1..=count {
                outbox::put(tx, &Ping { stream, number }).await?;
            }
            let taken =
                "UPDATE outbox SET published_at = now() WHERE practice_id = practice() AND stream = $1";
            let stream = format!("patient/{stream}");
            anyhow::Ok(diesel::sql_query(taken).bind::<Text, _>(stream).execute(tx).await?)
        };
        self.db.transaction(&self.context(), put).await.expect("announced");
    }

    pub async fn gaps(&self) -> Vec<Gap> {
        let now = platform::now();
        self.db.system(async move |tx| anyhow::Ok(inbox::gaps(tx, now).await?)).await.expect("read")
    }

    pub async fn replay(&self, streams: Option<&'static str>) -> usize {
        let replay = async move |tx: &mut Tx| anyhow::Ok(outbox::replay(tx, streams).await?);
        self.db.system(replay).await.expect("replayed")
    }

    pub async fn replay_parked(&self, event: EventId) {
        let found = self.db.system(async move |tx| anyhow::Ok(inbox::replay(tx, event).await?)).await;
        assert!(found.expect("replayed"));
    }

    /// The pings of a stream in the order of their effects.
    pub async fn heard(&self, stream: i32) -> Vec<i32> {
        let read = async move |tx: &mut Tx| {
            let rows: Vec<Number> =
                diesel::sql_query("SELECT number FROM heard WHERE stream = $1 ORDER BY id")
                    .bind::<Integer, _>(stream)
                    .load(tx)
                    .await?;
            anyhow::Ok(rows.into_iter().map(|row| row.number).collect())
        };
        self.db.transaction(&self.context(), read).await.expect("read")
    }

    pub async fn until_heard(&self, stream: i32, wanted: Vec<i32>) {
        eventually(async || (self.heard(stream).await == wanted).then_some(())).await;
    }

    pub async fn until_drained(&self) {
        let sql = "SELECT count(*) AS count FROM outbox WHERE published_at IS NULL";
        eventually(async || (self.count(sql).await == 0).then_some(())).await;
    }

    pub async fn unreadable(&self) -> i64 {
        self.count("SELECT count(*) AS count FROM unreadable").await
    }

    async fn count(&self, sql: &'static str) -> i64 {
        let read =
            async move |tx: &mut Tx| anyhow::Ok(diesel::sql_query(sql).get_result::<Count>(tx).await?.count);
        self.db.system(read).await.expect("counted")
    }

    pub async fn parked(&self) -> Option<EventId> {
        let sql = "SELECT event_id FROM inbox WHERE state = 'parked'";
        let read = async move |tx: &mut Tx| anyhow::Ok(diesel::sql_query(sql).load::<Parked>(tx).await?);
        self.db.system(read).await.expect("read").into_iter().next().map(|row| row.event_id)
    }

    pub async fn publish_raw(&self, body: &[u8]) {
        let link = bus::Link::confirming(self.bus.url.expose(), "test").await.expect("a link");
        let properties = lapin::BasicProperties::default();
        let confirm = link.channel.basic_publish(
            bus::EXCHANGE.into(),
            "patient.odd".into(),
            Default::default(),
            body,
            properties,
        );
        confirm.await.expect("published").await.expect("confirmed");
        link.close().await;
    }
}
