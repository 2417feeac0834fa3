//! Orders over HTTP.

mod act;
mod case;
mod draft;
mod read;
mod sign;

pub use act::*;
pub use draft::*;
pub use read::*;
pub use sign::*;

use super::refusal::Gap;
use super::{Order, Refusal, store};
use model::OrderId;
use platform::{IfMatch, Problem, Tx};
use utoipa_actix_web::service_config::ServiceConfig;

pub fn all(config: &mut ServiceConfig<'_>) {
    config
        .service(draft_order)
        .service(list_orders)
        .service(get_order)
        .service(get_order_history)
        .service(get_order_hl7)
        .service(print_order)
        .service(sign_order)
        .service(hand_over_order)
        .service(close_order)
        .service(cancel_order);
}

impl From<Refusal> for Problem {
    fn from(refusal: Refusal) -> Self {
        let detail = refusal.to_string();
        match refusal {
            Refusal::WrongStatus(..) => {
                Problem::conflict("wrong-status", detail).next_step("Read the order again.")
            }
            Refusal::Incomplete(gaps) => {
                let problem = Problem::conflict("order-incomplete", detail);
                let problem =
                    problem.next_step("Mend each of `errors`; for what stands in the order itself, cancel it and draft it anew.");
                gaps.into_iter().fold(problem, |problem, Gap(pointer, advice)| problem.field(pointer, advice))
            }
            Refusal::Duplicate(found) => {
                let problem = Problem::conflict("duplicate-order", detail)
                    .next_step("Look at what is there; to order it again, sign with duplicate_reason.");
                let problem = match found.first() {
                    Some(first) => problem.blocked_by(first.what()),
                    None => problem,
                };
                found.iter().fold(problem, |problem, duplicate| {
                    problem.field(format!("/tests/{}", duplicate.index), duplicate.words())
                })
            }
            Refusal::NoteMissing => {
                Problem::invalid("/duplicate_reason/note", "is needed with the reason \"other\"")
            }
        }
    }
}

/// The order as the caller saw it, locked.
async fn seen(tx: &mut Tx, id: OrderId, seen: IfMatch) -> Result<Order, Problem> {
    let found = store::find_for_change(tx, id).await?.ok_or_else(|| Problem::missing("order"))?;
    seen.require(found.version)?;
    Ok(found)
}
