//! Reading a raw 271 over HTTP.

use super::{Response, Wish};
use crate::check::answer::told;
use crate::check::{ServiceType, ServiceTypes};
use actix_web::http::StatusCode;
use actix_web::post;
use chrono::NaiveDate;
use platform::{Caller, Problem, Query, Reply, Text};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use x12::X12Error;

#[derive(Clone, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
pub struct ReadMessage {
    /// The day coverage is judged for; the day the answer was written unless told.
    pub service_date: Option<NaiveDate>,
    /// X12 service type codes with commas between; `30`, the plan as a whole, unless told.
    pub service_types: Option<String>,
}

#[derive(Serialize, ToSchema)]
#[schema(as = EligibilityResponses)]
pub struct Responses {
    /// One for each patient, or for each payer or provider that was rejected as a whole.
    pub responses: Vec<Response>,
}

/// Reads a raw 271 and tells what it says, as a check would. Nothing is stored.
#[utoipa::path(params(ReadMessage),
    request_body(content = String, content_type = "application/edi-x12", description = "An interchange with 271s, at most 1 MB"),
    responses((status = 200, description = "What the responses say", body = Responses)))]
#[post("/v1/x12/271")]
pub async fn read_eligibility_response(
    _caller: Caller,
    query: Query<ReadMessage>,
    message: Text,
) -> Result<Reply, Problem> {
    let wish = wish(query.0)?;
    let told = told(&message.value).map_err(unreadable)?;
    if told.is_empty() {
        let problem = refuse("The text holds no 271.").field("ST01", "is to be 271");
        return Err(problem.next_step("Send the payer's answer, not the inquiry or an acknowledgement."));
    }
    let responses = told.iter().map(|told| Response::read(told, &wish)).collect();
    Ok(Reply::ok(&Responses { responses })?)
}

fn wish(asked: ReadMessage) -> Result<Wish, Problem> {
    let service_types = match asked.service_types {
        None => Ok(ServiceTypes::plan()),
        Some(codes) => codes
            .split(',')
            .map(|code| ServiceType::try_from(code.trim().to_owned()))
            .collect::<Result<Vec<_>, _>>()
            .and_then(ServiceTypes::try_from),
    };
    let service_types =
        service_types.map_err(|invalid| Problem::invalid("?service_types", invalid.to_string()))?;
    Ok(Wish { service_types, service_date: asked.service_date })
}

fn refuse(detail: &str) -> Problem {
    Problem::new(StatusCode::BAD_REQUEST, "x12-invalid", detail)
}

/// Names loop, segment with its number, and element, as `2110C/EB#14/07`.
fn unreadable(error: X12Error) -> Problem {
    let loop_id = error.loop_id.map(|id| format!("{id}/")).unwrap_or_default();
    let element = error.element.map(|n| format!("/{n:02}")).unwrap_or_default();
    let place = format!("{loop_id}{}#{}{element}", error.segment_id, error.segment);
    refuse("The text cannot be read as X12.")
        .field(place, error.to_string())
        .next_step("Send the whole message as it came.")
}
