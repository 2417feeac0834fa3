//! The services behind the gateway: where each is, how many requests it may have at once, and its breaker.

use super::breaker::{Breaker, Pass, Verdict};
use crate::settings::Settings;
use anyhow::Context as _;
use model::scope::Service;
use platform::Problem;
use platform::caller::Signer;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};
use tokio::sync::{OwnedSemaphorePermit, Semaphore};

pub struct Upstreams {
    pub client: reqwest::Client,
    pub signer: Signer,
    /// How long a service may take to answer, and to go on answering.
    pub patience: Duration,
    each: Vec<Upstream>,
}

pub struct Upstream {
    pub service: Service,
    pub url: String,
    gate: Arc<Semaphore>,
    breaker: Arc<Mutex<Breaker>>,
}

impl Upstreams {
    pub fn new(settings: &Settings) -> anyhow::Result<Self> {
        let upstream = |(service, url): (Service, &str)| Upstream {
            service,
            url: url.trim_end_matches('/').to_owned(),
            gate: Arc::new(Semaphore::new(settings.limits.concurrent)),
            breaker: Arc::default(),
        };
        Ok(Self {
            client: client()?,
            signer: Signer::from_seed(settings.caller.signing_seed.expose())
                .context("GATEWAY__CALLER__SIGNING_SEED")?,
            patience: settings.limits.answer(),
            each: settings.upstreams.each().into_iter().map(upstream).collect(),
        })
    }

    pub fn of(&self, service: Service) -> Option<&Upstream> {
        self.each.iter().find(|upstream| upstream.service == service)
    }

    pub fn each(&self) -> impl Iterator<Item = &Upstream> {
        self.each.iter()
    }
}

/// Without a time limit over all: bodies stream as long as they move. Idle connections go before a service drops them.
fn client() -> anyhow::Result<reqwest::Client> {
    // A second installation in one process (tests) finds the first one in place: that is as good.
    let _first = rustls::crypto::ring::default_provider().install_default();
    reqwest::Client::builder()
        .no_proxy()
        .connect_timeout(Duration::from_secs(2))
        .pool_idle_timeout(Duration::from_secs(3))
        .redirect(reqwest::redirect::Policy::none())
        .build()
        .context("building the HTTP client")
}

impl Upstream {
    /// Leave to send one request, unless the service is full or known to be down.
    pub fn enter(&self) -> Result<Attempt, Problem> {
        let permit = self.gate.clone().try_acquire_owned();
        let permit = permit.map_err(|_| refused("overloaded", self.service, "has all it can do", 1))?;
        let pass = lock(&self.breaker).admit(Instant::now());
        let wait = |wait: Duration| wait.as_secs().try_into().unwrap_or(u32::MAX).saturating_add(1);
        match pass {
            Ok(pass) => Ok(Attempt { breaker: self.breaker.clone(), pass: Some(pass), _permit: permit }),
            Err(time) => {
                Err(refused("upstream-down", self.service, "has been failing and is left alone", wait(time)))
            }
        }
    }

    /// 0 closed, 1 probing, 2 open.
    pub fn gauge(&self) -> u8 {
        lock(&self.breaker).gauge()
    }
}

fn refused(code: &str, service: Service, state: &str, seconds: u32) -> Problem {
    let detail = format!("The {service} service {state} at the moment; the request was not passed on.");
    Problem::new(actix_web::http::StatusCode::SERVICE_UNAVAILABLE, code, detail)
        .next_step("Wait as long as Retry-After says, then send the request again.")
        .retry_after(seconds)
}

fn lock(breaker: &Mutex<Breaker>) -> MutexGuard<'_, Breaker> {
    breaker.lock().unwrap_or_else(PoisonError::into_inner)
}

/// One request on its way; holds its place until the answer's last byte, or until it is dropped.
pub struct Attempt {
    breaker: Arc<Mutex<Breaker>>,
    pass: Option<Pass>,
    _permit: OwnedSemaphorePermit,
}

impl Attempt {
    /// A 500 is an answer too; 502 to 504 say that the service cannot.
    pub fn answered(&mut self, status: u16) {
        self.settle(if (502..=504).contains(&status) { Verdict::Bad } else { Verdict::Good });
    }

    pub fn failed(&mut self) {
        self.settle(Verdict::Bad);
    }

    fn settle(&mut self, verdict: Verdict) {
        if let Some(pass) = self.pass.take() {
            lock(&self.breaker).settle(pass, verdict, Instant::now());
        }
    }
}

/// A client that hung up says nothing about the service.
impl Drop for Attempt {
    fn drop(&mut self) {
        self.settle(Verdict::None);
    }
}
