//! Listeners: plain functions on typed events, each called once per event inside the transaction that records it.

mod apply;
mod consume;

use crate::context::{Context, Trace};
use crate::db::{Db, Tx};
use crate::inbox::{self, Admission};
use futures_util::future::LocalBoxFuture;
use model::scope::Service;
use model::{Envelope, Event};
use std::collections::HashMap;
use std::rc::Rc;

pub use consume::Consumer;

type Call = Box<dyn for<'a> Fn(&'a mut Tx, &'a Envelope) -> LocalBoxFuture<'a, anyhow::Result<()>>>;

struct Listener {
    name: &'static str,
    call: Call,
}

/// What a service hears, read aloud: `Listeners::new(Service::Billing).on("open_charge", open_charge)`.
pub struct Listeners {
    service: Service,
    by_kind: HashMap<&'static str, Vec<Listener>>,
    every: Vec<Listener>,
}

impl Listeners {
    pub fn new(service: Service) -> Self {
        Self { service, by_kind: HashMap::new(), every: Vec::new() }
    }

    /// Calls `f` with each event of its type.
    pub fn on<E, F>(mut self, name: &'static str, f: F) -> Self
    where
        E: Event + 'static,
        F: AsyncFn(&mut Tx, E) -> anyhow::Result<()> + 'static,
    {
        let f = Rc::new(f);
        let call: Call = Box::new(move |tx, envelope| {
            let f = f.clone();
            Box::pin(async move { f(tx, envelope.open::<E>()?).await })
        });
        self.by_kind.entry(E::KIND).or_default().push(Listener { name, call });
        self
    }

    /// Calls `f` with every envelope that is heard, whatever its type.
    pub fn on_every<F>(mut self, name: &'static str, f: F) -> Self
    where
        F: AsyncFn(&mut Tx, Envelope) -> anyhow::Result<()> + 'static,
    {
        let f = Rc::new(f);
        let call: Call = Box::new(move |tx, envelope| {
            let f = f.clone();
            Box::pin(async move { f(tx, envelope.clone()).await })
        });
        self.every.push(Listener { name, call });
        self
    }

    pub fn service(&self) -> Service {
        self.service
    }

    /// The kinds someone listens to.
    pub fn kinds(&self) -> impl Iterator<Item = &'static str> + '_ {
        self.by_kind.keys().copied()
    }

    /// One delivery: admitted, applied and recorded in one transaction. Twice the same changes nothing more.
    pub async fn hear(self: &Rc<Self>, db: &Db, envelope: Envelope) -> anyhow::Result<Admission> {
        let context = Context {
            practice: envelope.practice,
            trace: Trace::continued(Some(&envelope.traceparent)),
            cause: Some(envelope.id),
        };
        let listeners = self.clone();
        db.transaction(&context, async move |tx| {
            let admission = inbox::admit(tx, &envelope).await?;
            if admission == Admission::Apply {
                listeners.call(tx, &envelope).await?;
            }
            Ok(admission)
        })
        .await
    }

    async fn call(&self, tx: &mut Tx, envelope: &Envelope) -> anyhow::Result<()> {
        let specific = self.by_kind.get(envelope.kind.as_str()).into_iter().flatten();
        for listener in specific.chain(&self.every) {
            (listener.call)(tx, envelope).await.map_err(|error| error.context(listener.name))?;
        }
        Ok(())
    }
}
