//! The eligibility service over HTTP, on a database of its own for each test, with a payer in the same process.

mod authorizations;
mod batches;
mod cards;
mod checks;
mod connections;
mod core_batches;
mod corrections;
mod coverages;
mod crowd;
mod desk;
mod estimates;
mod folders;
mod lanes;
mod logs;
mod member_ids;
mod merges;
mod messages;
mod orders;
mod payer;
mod payers;
mod raw;
mod schedules;
mod sender;
mod shared;
mod silence;
mod visits;

use model::scope::Service;

#[test]
fn the_document_is_complete_and_checked_in() {
    kit::checks::openapi(Service::Eligibility, &eligibility::openapi());
}

#[actix_web::test]
async fn every_operation_demands_a_caller_and_its_scope() {
    kit::checks::guarded(&desk::Desk::open().await.house, Service::Eligibility).await;
}
