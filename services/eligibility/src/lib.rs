//! Eligibility: who pays for a patient, asked of the payer before the visit.

pub mod accuracy;
pub mod authorization;
pub mod batch;
pub mod check;
pub mod connection;
pub mod correction;
pub mod coverage;
pub mod estimate;
pub mod inquiry_file;
pub mod merge;
pub mod payer;
pub mod price;
pub mod schedule;
mod schema;
pub mod settings;
pub mod visit;
pub mod x12_inquiry;
pub mod x12_message;

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
        .service(payer::routes::update_payer)
        .service(payer::routes::get_payer_status)
        .service(x12_inquiry::routes::ask_x12_inquiry)
        .service(connection::routes::create_connection)
        .service(connection::routes::list_connections)
        .service(connection::routes::get_connection)
        .service(connection::routes::update_connection)
        .service(connection::routes::get_connection_status)
        .service(check::routes::request_eligibility_check)
        .service(check::routes::list_eligibility_checks)
        .service(check::routes::get_eligibility_check)
        .service(check::routes::get_eligibility_check_x12)
        .service(correction::routes::accept_difference)
        .service(x12_message::routes::read_eligibility_response)
        .configure(authorization::routes::all)
        .configure(price::routes::all)
        .configure(estimate::routes::all)
        .service(accuracy::routes::get_estimate_accuracy)
        .configure(coverage::routes::all)
        .configure(schedule::routes::all)
        .configure(batch::routes::all);
}

pub fn listeners() -> Listeners {
    use authorization::events as authorization;
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
        .on("settle_authorizations", authorization::book)
        .on("settle_authorizations", authorization::rebook)
        .on("settle_authorizations", authorization::reinstate)
        .on("settle_authorizations", authorization::complete)
        .on("settle_authorizations", authorization::cancel)
        .on("settle_authorizations", authorization::miss)
        .on("keep_prices", price::events::keep_prices)
        .on("compare_estimate", accuracy::events::compare_paid)
        .on("compare_estimate", accuracy::events::compare_denied)
}

pub fn openapi() -> OpenApi {
    let description = "Payers, coverages, and what payers answer about them (X12 270/271).";
    platform::openapi::document("Praxis eligibility", description, routes)
}
