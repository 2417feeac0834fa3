//! Billing: from the completed visit to the paid claim, and the ledger that says who owes what.

pub mod acknowledgement;
pub mod claim;
pub mod clearinghouse;
pub mod encounter;
pub mod fee_schedule;
pub mod ledger;
mod parties;
pub mod payment;
pub mod remittance;
pub mod schema;
pub mod settings;
mod x12_file;

use diesel_migrations::{EmbeddedMigrations, embed_migrations};
use model::event::{
    AuthorizationExhausted, AuthorizationRecorded, AuthorizationRunningLow, AuthorizationUpdated,
    CoverageRecorded, CoverageUpdated, EligibilityChecked, LocationUpdated, PatientRegistered,
    PatientUpdated, PractitionerUpdated,
};
use model::scope::Service;
use platform::Listeners;
use platform::projection::keep;
use utoipa::openapi::OpenApi;
use utoipa_actix_web::service_config::ServiceConfig;

pub const MIGRATIONS: EmbeddedMigrations = embed_migrations!("migrations");

pub fn routes(cfg: &mut ServiceConfig<'_>) {
    cfg.configure(fee_schedule::routes)
        .configure(encounter::routes)
        .configure(claim::routes)
        .configure(acknowledgement::routes)
        .configure(remittance::routes)
        .configure(payment::routes)
        .configure(ledger::routes);
}

pub fn listeners() -> Listeners {
    Listeners::new(Service::Billing)
        .on("keep_patient", keep::<PatientRegistered>)
        .on("keep_patient", keep::<PatientUpdated>)
        .on("keep_practitioner", keep::<PractitionerUpdated>)
        .on("keep_location", keep::<LocationUpdated>)
        .on("keep_coverage", keep::<CoverageRecorded>)
        .on("keep_coverage", keep::<CoverageUpdated>)
        .on("keep_authorization", keep::<AuthorizationRecorded>)
        .on("keep_authorization", keep::<AuthorizationUpdated>)
        .on("keep_authorization", keep::<AuthorizationRunningLow>)
        .on("keep_authorization", keep::<AuthorizationExhausted>)
        .on("keep_eligibility", keep::<EligibilityChecked>)
        .on("open_encounter", encounter::events::open_encounter)
}

pub fn openapi() -> OpenApi {
    let description =
        "Fee schedules, encounters, claims, acknowledgements, remittances, payments and the ledger.";
    platform::openapi::document("Praxis billing", description, routes)
}
