//! Tests of the public interface, in one binary.

mod acknowledgment;
mod claim_status;
mod consistency;
mod corpus;
mod eligibility;
mod envelope;
mod institutional;
mod original;
mod review_strategies;
mod review_values;
mod samples;
mod services_review;
mod validate;
mod values;
mod whole_guide;
