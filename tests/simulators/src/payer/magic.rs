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
    /// Knows the person, born on another day.
    OtherBirthDate,
}

const ENDINGS: [(&str, Magic); 12] = [
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
    ("BIRTH", Magic::OtherBirthDate),
];

impl Magic {
    pub fn of(member_id: &str) -> Self {
        let asked = ENDINGS.iter().find(|(ending, _)| member_id.ends_with(ending));
        asked.map_or(Self::Covered, |(_, magic)| *magic)
    }
}

/// What the end of a member id asks of the batch its inquiry is in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BatchMagic {
    /// The file is refused as a whole, and the inquiry named (999 R).
    RefuseAll,
    /// This inquiry alone is refused (999 P).
    RefuseOne,
    /// The file is refused unread (TA1 R).
    RefuseInterchange,
    /// The file is taken, but the answer to its submission gets lost.
    Lost,
    /// The results are there at the third request.
    NotYet,
    /// The first results are half an interchange.
    Half,
    /// The first results have the check sum of something else.
    Damaged,
}

const BATCH_ENDINGS: [(&str, BatchMagic); 7] = [
    ("R999", BatchMagic::RefuseAll),
    ("P999", BatchMagic::RefuseOne),
    ("TA1R", BatchMagic::RefuseInterchange),
    ("LOST", BatchMagic::Lost),
    ("NOTYET", BatchMagic::NotYet),
    ("HALF", BatchMagic::Half),
    ("DAMAGED", BatchMagic::Damaged),
];

impl BatchMagic {
    pub fn of(member_id: &str) -> Option<Self> {
        let asked = BATCH_ENDINGS.iter().find(|(ending, _)| member_id.ends_with(ending));
        asked.map(|(_, magic)| *magic)
    }
}
