//! What the end of a member id asks the payer to do.

/// The last letters of a member id decide; every other member is covered.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Magic {
    Covered,
    Inactive,
    /// Answers too late.
    Timeout,
    Slow,
    /// Wrong member id (AAA 72).
    UnknownMemberId,
    /// Subscriber not found (AAA 75).
    UnknownSubscriber,
    /// Unable to respond now (AAA 42), the first two times.
    Unavailable,
    /// Something that is not X12.
    Garbage,
    /// Half an interchange.
    Cut,
    /// The answer to another inquiry.
    WrongTrace,
    /// HTTP 500.
    ServerError,
    /// An answer of more than 10 MB.
    Big,
}

const ENDINGS: [(&str, Magic); 11] = [
    ("INACTIVE", Magic::Inactive),
    ("TIMEOUT", Magic::Timeout),
    ("SLOW", Magic::Slow),
    ("AAA72", Magic::UnknownMemberId),
    ("AAA75", Magic::UnknownSubscriber),
    ("AAA42", Magic::Unavailable),
    ("GARBAGE", Magic::Garbage),
    ("CUT", Magic::Cut),
    ("WRONGTRACE", Magic::WrongTrace),
    ("HTTP500", Magic::ServerError),
    ("BIG", Magic::Big),
];

impl Magic {
    pub fn of(member_id: &str) -> Self {
        let asked = ENDINGS.iter().find(|(ending, _)| member_id.ends_with(ending));
        asked.map_or(Self::Covered, |(_, magic)| *magic)
    }
}
