//! What every service promises.

use kit::checks;
use model::scope::Service;

#[test]
fn the_document_is_checked_in_and_without_gaps() {
    checks::openapi(Service::Scheduling, &scheduling::openapi());
}

#[actix_web::test]
async fn every_operation_wants_a_caller_and_a_scope() {
    let house = kit::service(Service::Scheduling, scheduling::MIGRATIONS, scheduling::routes).await;
    checks::guarded(&house, Service::Scheduling).await;
}

#[test]
fn the_defaults_load() {
    scheduling::settings::Settings::load().expect("settings");
}
