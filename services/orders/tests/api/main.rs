//! The orders service over HTTP, on a database of its own for each test, with a pharmacy in the same process.

mod changes;
mod charts;
mod checking;
mod coding;
mod controlled;
mod corrections;
mod counter;
mod directory;
mod dispensing;
mod door;
mod drafting;
mod earliest;
mod factors;
mod fills;
mod hl7_faults;
mod keys;
mod lab;
mod loaded;
mod medicines;
mod merges;
mod missing;
mod mllp;
mod mllp_tls;
mod moving;
mod networks;
mod office;
mod ordering;
mod pharmacy;
mod pharmacy_clients;
mod pharmacy_webhooks;
mod prescribers;
mod prescribing;
mod printing;
mod queue;
mod queue_cancels;
mod recalls;
mod renewals;
mod results;
mod seals;
mod sending;
mod series;
mod signing;
mod signings;
mod tasks;
mod tls;
mod watching;

use model::scope::Service;

#[test]
fn the_document_is_complete_and_checked_in() {
    kit::checks::openapi(Service::Orders, &orders::openapi());
}

#[actix_web::test]
async fn every_operation_demands_a_caller_and_its_scope() {
    kit::checks::guarded(&office::Office::open().await.house, Service::Orders).await;
}
