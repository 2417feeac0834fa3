//! Orders: what is prescribed, whether it is safe, and what the pharmacy makes of it.

pub mod allergy;
pub mod history;
pub mod medication;
pub mod message;
pub mod pharmacy;
pub mod prescription;
pub mod safety;
mod schema;
pub mod settings;
pub mod task;

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
    allergy::routes::all(config);
    prescription::routes::all(config);
    message::routes::all(config);
    task::routes::all(config);
}

/// A prescription names the patient, who prescribes, and from where.
pub fn listeners() -> Listeners {
    Listeners::new(Service::Orders)
        .on("keep_patient", projection::keep::<PatientRegistered>)
        .on("keep_patient", projection::keep::<PatientUpdated>)
        .on("keep_practitioner", projection::keep::<PractitionerUpdated>)
        .on("keep_location", projection::keep::<LocationUpdated>)
}

pub fn openapi() -> OpenApi {
    platform::openapi::document(
        "Praxis orders",
        "Medications, allergies, prescriptions and pharmacies.",
        routes,
    )
}
