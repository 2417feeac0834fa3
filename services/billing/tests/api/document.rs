use kit::checks;
use model::scope::Service;

#[test]
fn the_document_has_no_gaps_and_no_drift() {
    checks::openapi(Service::Billing, &billing::openapi());
}

#[actix_web::test]
async fn every_operation_is_guarded() {
    let house = kit::service(Service::Billing, billing::MIGRATIONS, billing::routes).await;
    checks::guarded(&house, Service::Billing).await;
}
