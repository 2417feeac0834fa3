//! The waitlist over HTTP.

mod entries;
mod links;
mod offers;
mod settings;

pub use entries::*;
pub use links::*;
pub use offers::*;
pub use settings::*;

use super::offer;
use super::{Refusal, settings as setting};
use platform::Problem;
use utoipa_actix_web::service_config::ServiceConfig;

/// What is below a name of its own comes before what is below an id.
pub fn all(config: &mut ServiceConfig<'_>) {
    config
        .service(list_waitlist_offers)
        .service(get_waitlist_offer)
        .service(accept_waitlist_offer)
        .service(decline_waitlist_offer)
        .service(list_freed_times)
        .service(add_waitlist_entry)
        .service(list_waitlist_entries)
        .service(get_waitlist_entry)
        .service(update_waitlist_entry)
        .service(withdraw_waitlist_entry)
        .service(get_waitlist_settings)
        .service(set_waitlist_settings)
        .service(get_waitlist_offer_link)
        .service(accept_waitlist_offer_link)
        .service(decline_waitlist_offer_link);
}

impl From<Refusal> for Problem {
    fn from(refusal: Refusal) -> Self {
        match refusal {
            Refusal::WrongStatus(..) => {
                Problem::conflict("wrong-status", refusal.to_string()).next_step("Read the entry again.")
            }
            Refusal::Field(field, must) => Problem::invalid(field, must),
        }
    }
}

impl From<offer::Refusal> for Problem {
    fn from(refusal: offer::Refusal) -> Self {
        let problem = Problem::conflict("offer-closed", refusal.to_string())
            .next_step("Read the entry: it waits for the next start, unless it is booked or withdrawn.");
        match refusal {
            offer::Refusal::Closed(_, Some(appointment)) => problem.blocked_by(appointment.0),
            _ => problem,
        }
    }
}

impl From<setting::Refusal> for Problem {
    fn from(refusal: setting::Refusal) -> Self {
        Problem::invalid(refusal.field, refusal.must)
    }
}
