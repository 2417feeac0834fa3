//! Who calls: a short-lived token the gateway signs and every service verifies; headers alone are not trusted.

mod guard;
mod token;

pub use guard::guard;
pub use token::{Signer, Verifier, pkcs8};

use crate::context::{Context, Trace};
use crate::problem::Problem;
use actix_web::{FromRequest, HttpMessage, HttpRequest, dev::Payload};
use model::operation::Operation;
use model::{PracticeId, Scope};
use std::future::{Ready, ready};

/// The header that carries the caller token between gateway and service.
pub const CALLER_HEADER: &str = "praxis-caller";

/// A verified caller of one operation.
#[derive(Clone)]
pub struct Caller {
    pub practice: PracticeId,
    /// The client's id, for the history and for idempotency keys.
    pub client: String,
    pub scopes: Vec<Scope>,
    pub trace: Trace,
    pub operation: &'static Operation,
    pub(crate) idempotency_key: Option<String>,
}

impl Caller {
    pub fn context(&self) -> Context {
        Context { practice: self.practice, trace: self.trace.clone(), cause: None }
    }
}

impl FromRequest for Caller {
    type Error = Problem;
    type Future = Ready<Result<Self, Problem>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        let caller = request.extensions().get::<Caller>().cloned();
        ready(caller.ok_or_else(guard::nobody))
    }
}
