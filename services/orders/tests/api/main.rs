//! The orders service over HTTP, on a database of its own for each test, with a pharmacy in the same process.

mod charts;
mod checking;
mod directory;
mod door;
mod drafting;
mod fills;
mod office;
mod pharmacy;
mod recalls;
mod sending;
mod signing;
mod tasks;

use model::scope::Service;

#[test]
fn the_document_is_complete_and_checked_in() {
    kit::checks::openapi(Service::Orders, &orders::openapi());
}

#[actix_web::test]
async fn every_operation_demands_a_caller_and_its_scope() {
    kit::checks::guarded(&office::Office::open().await.house, Service::Orders).await;
}
