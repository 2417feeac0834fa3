//! What the end of a subscriber's member id asks the clearinghouse to do with a claim.

/// The last letters of a member id decide; every other claim is paid.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Magic {
    Pay,
    /// 277CA A7, and no 835.
    Reject,
    /// 999 R.
    RefuseTransaction,
    Deny,
    Underpay,
    /// Everything allowed is the patient's deductible.
    PatientOnly,
    /// The reports come later.
    Late,
    /// The 835 comes twice.
    Twice,
    /// BPR02 is one cent too high.
    Unbalanced,
    /// The first POST is recorded, and answered too late.
    Timeout,
}

const ENDINGS: [(&str, Magic); 9] = [
    ("REJECT", Magic::Reject),
    ("R999", Magic::RefuseTransaction),
    ("DENY", Magic::Deny),
    ("UNDERPAY", Magic::Underpay),
    ("PRONLY", Magic::PatientOnly),
    ("LATE", Magic::Late),
    ("TWICE", Magic::Twice),
    ("UNBALANCED", Magic::Unbalanced),
    ("TIMEOUT", Magic::Timeout),
];

impl Magic {
    pub fn of(member_id: &str) -> Self {
        let asked = ENDINGS.iter().find(|(ending, _)| member_id.ends_with(ending));
        asked.map_or(Self::Pay, |(_, magic)| *magic)
    }
}
