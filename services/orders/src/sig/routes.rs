//! Directions over HTTP: from fields to the sentence, and back.

use super::{Structured, Unread, read};
use actix_web::http::StatusCode;
use actix_web::post;
use platform::{Body, Caller, Problem, Reply};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use utoipa_actix_web::service_config::ServiceConfig;

pub fn all(config: &mut ServiceConfig<'_>) {
    config.service(build_sig).service(read_sig);
}

/// Directions both ways.
#[derive(Serialize, ToSchema)]
pub struct BuiltSig {
    /// The sentence, as `sig.text` of a prescription.
    pub text: String,
    pub structured: Structured,
}

impl From<Structured> for BuiltSig {
    fn from(structured: Structured) -> Self {
        Self { text: structured.to_string(), structured }
    }
}

#[derive(Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ReadSig {
    #[schema(max_length = 1000)]
    pub text: crate::prescription::content::SigText,
}

impl From<Unread> for Problem {
    fn from(unread: Unread) -> Self {
        Problem::new(StatusCode::BAD_REQUEST, "sig-not-read", "The text cannot be read as directions.")
            .field("/text", unread.to_string())
            .next_step("Say dose, route and how often, or build the directions from fields with POST /v1/sigs/build.")
    }
}

#[utoipa::path(request_body = Structured, responses((status = 200, description = "The sentence: plain words, no abbreviation.", body = BuiltSig)))]
#[post("/v1/sigs/build")]
/// Writes directions given as fields as one plain sentence.
pub async fn build_sig(_caller: Caller, body: Body<Structured>) -> Result<Reply, Problem> {
    Ok(Reply::ok(&BuiltSig::from(body.value))?)
}

#[utoipa::path(request_body = ReadSig, responses((status = 200, description = "What it says, and how we would write it.", body = BuiltSig)))]
#[post("/v1/sigs/read")]
/// Reads directions in words and in the usual abbreviations.
///
/// What is not understood is never guessed.
pub async fn read_sig(_caller: Caller, body: Body<ReadSig>) -> Result<Reply, Problem> {
    Ok(Reply::ok(&BuiltSig::from(read(body.value.text.as_str())?.sig))?)
}
