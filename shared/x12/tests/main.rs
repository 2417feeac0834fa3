//! Tests of the public interface, in one binary.

mod acknowledgment;
mod claim_status;
mod corpus;
mod eligibility;
mod envelope;
mod samples;
mod validate;
mod values;
