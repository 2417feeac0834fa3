//! Tests of the public interface, in one binary.

mod acknowledgment;
mod claim_status;
mod eligibility;
mod envelope;
mod institutional;
mod samples;
mod validate;
mod values;
