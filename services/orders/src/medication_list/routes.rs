//! The medication list over HTTP.

mod read;
mod reconcile;
mod report;

pub use read::*;
pub use reconcile::*;
pub use report::*;

use super::reported::Refusal;
use platform::Problem;
use utoipa_actix_web::service_config::ServiceConfig;

pub fn all(config: &mut ServiceConfig<'_>) {
    config
        .service(list_patient_medications)
        .service(report_medication)
        .service(reconcile_medication)
        .service(list_medication_decisions)
        .service(list_open_stops);
}

impl From<Refusal> for Problem {
    fn from(refusal: Refusal) -> Self {
        Problem::invalid(refusal.field(), refusal.to_string())
    }
}
