//! AAA03 with AAA04: may a machine ask again?

/// What a machine may do about a rejected inquiry.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum MachineRetry {
    /// A person has to act first, or the payer answers by itself.
    No,
    /// Ask the same again after a pause.
    Later,
    /// Ask the same again after so many days.
    AfterDays(u16),
}

/// Only a payer that is away (42, 80) is asked again, and only as its follow-up code allows.
#[must_use]
pub fn machine_retry(reject_reason: &str, follow_up: &str) -> MachineRetry {
    match (reject_reason.trim(), follow_up.trim()) {
        ("42" | "80", "W") => MachineRetry::AfterDays(30),
        ("42" | "80", "X") => MachineRetry::AfterDays(10),
        ("42" | "80", "P" | "R" | "") => MachineRetry::Later,
        _ => MachineRetry::No,
    }
}
