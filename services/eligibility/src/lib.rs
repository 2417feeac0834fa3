//! Eligibility: who pays for a patient, asked of the payer before the visit.

pub mod batch;
pub mod check;
pub mod coverage;
pub mod merge;
pub mod payer;
pub mod schedule;
mod schema;
pub mod settings;
pub mod visit;

use diesel_migrations::{EmbeddedMigrations, embed_migrations};
use model::event::{
    AppointmentBooked, AppointmentReinstated, AppointmentRescheduled, LocationUpdated, PatientRegistered,
    PatientUpdated, PractitionerUpdated,
};
use model::scope::Service;
use platform::{Listeners, projection};
use utoipa::openapi::OpenApi;
use utoipa_actix_web::service_config::ServiceConfig;

pub const MIGRATIONS: EmbeddedMigrations = embed_migrations!("migrations");

pub fn routes(config: &mut ServiceConfig<'_>) {
    config
        .service(payer::routes::create_payer)
        .service(payer::routes::list_payers)
        .service(payer::routes::get_payer)
        .service(check::routes::request_eligibility_check)
        .service(check::routes::list_eligibility_checks)
        .service(check::routes::get_eligibility_check)
        .service(check::routes::get_eligibility_check_x12)
        .configure(coverage::routes::all)
        .configure(schedule::routes::all)
        .configure(batch::routes::all);
}

pub fn listeners() -> Listeners {
    use visit::events as visit;
    Listeners::new(Service::Eligibility)
        .on("keep_patient", projection::keep::<PatientRegistered>)
        .on("keep_patient", projection::keep::<PatientUpdated>)
        .on("keep_practitioner", projection::keep::<PractitionerUpdated>)
        .on("keep_location", projection::keep::<LocationUpdated>)
        .on("keep_visit_type", visit::keep_visit_type)
        .on("keep_merge", merge::events::keep_merge)
        .on("forget_merge", merge::events::forget_merge)
        .on("keep_appointment", projection::keep::<AppointmentBooked>)
        .on("keep_appointment", projection::keep::<AppointmentRescheduled>)
        .on("keep_appointment", projection::keep::<AppointmentReinstated>)
        .on("expect_visit", visit::expect_booked)
        .on("expect_visit", visit::expect_rescheduled)
        .on("expect_visit", visit::expect_reinstated)
        .on("close_visit", visit::close_cancelled)
        .on("close_visit", visit::close_completed)
        .on("close_visit", visit::close_missed)
}

pub fn openapi() -> OpenApi {
    let description = "Payers, coverages, and what payers answer about them (X12 270/271).";
    platform::openapi::document("Praxis eligibility", description, routes)
}
