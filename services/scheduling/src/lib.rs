//! Scheduling: who comes, to whom, where and when.

pub mod absence;
pub mod appointment;
pub mod availability;
pub mod calendar;
pub mod closure;
pub mod day_sheet;
pub mod form;
pub mod hold;
pub mod location;
pub mod marking;
pub mod patient;
pub mod portal;
pub mod portal_key;
pub mod practitioner;
pub mod readiness;
pub mod room;
mod schema;
pub mod series;
pub mod slot;
pub mod utilization;
pub mod visit_type;
pub mod waitlist;

pub mod appointment_link;
pub mod reminder;
pub mod reminder_preferences;
pub mod reminder_rule;
pub mod reminder_settings;
pub mod settings;

use diesel_migrations::{EmbeddedMigrations, embed_migrations};
use model::event::{
    AccountChanged, AuthorizationExhausted, AuthorizationRecorded, AuthorizationRunningLow,
    AuthorizationUpdated, DemographicsCorrected, EligibilityChecked,
};
use model::scope::Service;
use platform::{Listeners, projection};
use utoipa::openapi::OpenApi;
use utoipa_actix_web::service_config::ServiceConfig;

pub const MIGRATIONS: EmbeddedMigrations = embed_migrations!();

pub fn routes(config: &mut ServiceConfig<'_>) {
    patient::routes::all(config);
    practitioner::routes::all(config);
    location::routes::all(config);
    visit_type::routes::all(config);
    availability::routes::all(config);
    room::routes::all(config);
    absence::routes::all(config);
    closure::routes::all(config);
    slot::routes::all(config);
    hold::routes::all(config);
    appointment::routes::all(config);
    series::routes::all(config);
    calendar::routes::all(config);
    form::routes::all(config);
    readiness::routes::all(config);
    day_sheet::routes::all(config);
    utilization::routes::all(config);
    marking::routes::all(config);
    reminder_rule::routes::all(config);
    reminder_settings::routes::all(config);
    reminder_preferences::routes::all(config);
    reminder::routes::all(config);
    appointment_link::routes::all(config);
    portal_key::routes::all(config);
    portal::routes::all(config);
    waitlist::routes::all(config);
}

/// What scheduling keeps of the others is for the readiness list; a patient corrected elsewhere is corrected here.
pub fn listeners() -> Listeners {
    Listeners::new(Service::Scheduling)
        .on("keep_eligibility", projection::keep::<EligibilityChecked>)
        .on("keep_authorization", projection::keep::<AuthorizationRecorded>)
        .on("keep_authorization", projection::keep::<AuthorizationUpdated>)
        .on("keep_authorization", projection::keep::<AuthorizationRunningLow>)
        .on("keep_authorization", projection::keep::<AuthorizationExhausted>)
        .on("keep_account", projection::keep::<AccountChanged>)
        .on::<DemographicsCorrected, _>("correct_demographics", patient::events::correct_demographics)
}

pub fn openapi() -> OpenApi {
    platform::openapi::document(
        "Praxis scheduling",
        "Patients, practitioners, places, slots and appointments.",
        routes,
    )
}
