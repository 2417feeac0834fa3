//! What the end of a pharmacy's NCPDP id asks the network to do.

/// The last three of seven digits decide; every other pharmacy dispenses.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Magic {
    Dispense,
    /// Status 000 at once, 010 as a message of its own.
    InTransit,
    /// Every message of its own is sent twice, under one MessageID.
    Twice,
    /// The Status comes slowly.
    Slow,
    PartiallyDispense,
    /// The first POST is recorded, and answered too late.
    Silent,
    /// Verify, and nothing more: a cancel comes in time.
    Hold,
    NotDispense,
    /// Error 600 the first time.
    CommunicationProblem,
    /// Error 601.
    Unable,
    /// Error 900.
    Reject,
}

const ENDINGS: [(&str, Magic); 10] = [
    ("000", Magic::InTransit),
    ("002", Magic::Twice),
    ("015", Magic::Slow),
    ("050", Magic::PartiallyDispense),
    ("060", Magic::Silent),
    ("100", Magic::Hold),
    ("404", Magic::NotDispense),
    ("600", Magic::CommunicationProblem),
    ("601", Magic::Unable),
    ("900", Magic::Reject),
];

impl Magic {
    /// An id that is not seven digits asks for nothing.
    pub fn of(ncpdp_id: &str) -> Self {
        let digits = ncpdp_id.len() == 7 && ncpdp_id.bytes().all(|byte| byte.is_ascii_digit());
        let asked = ENDINGS.iter().find(|(ending, _)| digits && ncpdp_id.ends_with(ending));
        asked.map_or(Self::Dispense, |(_, magic)| *magic)
    }
}
