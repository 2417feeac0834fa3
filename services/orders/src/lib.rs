//! Orders: what is prescribed, whether it is safe, and what the pharmacy makes of it.

pub mod allergy;
pub mod compendium;
pub mod controlled;
pub mod coverage;
pub mod credential;
pub mod exchange;
pub mod fill;
pub mod history;
pub mod laboratory;
pub mod measurement;
pub mod medication;
pub mod medication_list;
pub mod message;
pub mod network;
pub mod order;
pub mod patient_number;
pub mod pharmacy;
pub mod pharmacy_client;
pub mod pharmacy_webhook;
pub mod prescription;
pub mod queue;
pub mod request;
pub mod result;
pub mod safety;
mod schema;
pub mod second_factor;
pub mod settings;
pub mod sig;
pub mod signing_key;
pub mod signing_policy;
pub mod succession;
pub mod task;
pub mod template;
pub mod unmatched;
pub mod watch;

use actix_web::web;
use diesel_migrations::{EmbeddedMigrations, embed_migrations};
use model::event::{LocationUpdated, PatientRegistered, PatientUpdated, PractitionerUpdated};
use model::scope::Service;
use platform::{Listeners, projection};
use utoipa::openapi::OpenApi;
use utoipa_actix_web::service_config::ServiceConfig;

pub const MIGRATIONS: EmbeddedMigrations = embed_migrations!();

pub fn routes(config: &mut ServiceConfig<'_>) {
    medication::routes::all(config);
    pharmacy::routes::all(config);
    network::routes::all(config);
    allergy::routes::all(config);
    credential::routes::all(config);
    signing_key::routes::all(config);
    second_factor::routes::all(config);
    signing_policy::routes::all(config);
    controlled::routes(config);
    prescription::routes::all(config);
    safety::statistics::routes::all(config);
    request::routes::all(config);
    measurement::routes::all(config);
    medication_list::routes::all(config);
    sig::routes::all(config);
    template::routes::all(config);
    message::routes::all(config);
    pharmacy_client::routes::all(config);
    queue::routes::all(config);
    fill::routes::all(config);
    pharmacy_webhook::routes::all(config);
    task::routes::all(config);
    laboratory::routes::all(config);
    compendium::routes::all(config);
    order::routes::all(config);
    exchange::routes::all(config);
    result::routes::all(config);
    unmatched::routes::all(config);
}

/// With the module for controlled substances.
pub fn routes_with_controlled_substances(config: &mut ServiceConfig<'_>) {
    config.app_data(web::Data::new(controlled::Installed));
    routes(config);
}

/// A prescription names the patient, who prescribes, and from where; a laboratory knows patients by numbers and bills
/// their insurance.
pub fn listeners() -> Listeners {
    Listeners::new(Service::Orders)
        .on("keep_patient", projection::keep::<PatientRegistered>)
        .on("keep_patient", projection::keep::<PatientUpdated>)
        .on("keep_practitioner", projection::keep::<PractitionerUpdated>)
        .on("keep_location", projection::keep::<LocationUpdated>)
        .on("keep_number", patient_number::events::keep_registered)
        .on("keep_number", patient_number::events::keep_updated)
        .on("keep_merge", patient_number::events::keep_merged)
        .on("keep_merge", patient_number::events::keep_unmerged)
        .on("keep_coverage", coverage::events::keep_recorded)
        .on("keep_coverage", coverage::events::keep_updated)
}

pub fn openapi() -> OpenApi {
    platform::openapi::document(
        "Praxis orders",
        "Medications, allergies, prescriptions and pharmacies; lab, imaging and referral orders and their results.",
        routes,
    )
}
