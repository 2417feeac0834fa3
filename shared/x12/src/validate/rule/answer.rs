//! The codes by which a 999 or TA1 tells the sender of a rule that is broken.

use super::Rule;

/// Where an acknowledgment names a rule, and the code by which it does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Answer {
    /// TA105.
    Interchange(&'static str),
    /// AK905 to AK909.
    Group(&'static str),
    /// IK502 to IK506.
    Set(&'static str),
    /// IK304.
    Segment(&'static str),
    /// IK403, below an IK3 with IK304 = 8.
    Element(&'static str),
    /// Worth no mention in an acknowledgment.
    None,
}

impl Rule {
    /// The code of a 999 or TA1 for this rule. Where an element of ISA is at fault, TA105 tells which one instead.
    #[must_use]
    pub fn answer(self) -> Answer {
        match self {
            Self::InterchangeCut => Answer::Interchange("023"),
            Self::InterchangeControl => Answer::Interchange("001"),
            Self::InterchangeCount => Answer::Interchange("021"),
            Self::InterchangeDuplicate => Answer::Interchange("025"),
            Self::InterchangeContent => Answer::Interchange("024"),
            Self::GroupKind => Answer::Group("1"),
            Self::GroupVersion => Answer::Group("2"),
            Self::GroupTrailer => Answer::Group("3"),
            Self::GroupControl => Answer::Group("4"),
            Self::GroupCount | Self::GroupEmpty => Answer::Group("5"),
            Self::GroupDuplicate => Answer::Group("6"),
            Self::SetUnknown => Answer::Set("1"),
            Self::SetTrailer => Answer::Set("2"),
            Self::SetControl => Answer::Set("3"),
            Self::SetCount => Answer::Set("4"),
            Self::SetDuplicate => Answer::Set("23"),
            Self::SetVersion => Answer::Set("I6"),
            Self::SegmentBlanks => Answer::None,
            Self::Consistency(rule) => rule.answer(),
            _ => {
                self.segment_answer().map_or_else(|| Answer::Element(self.element_answer()), Answer::Segment)
            }
        }
    }

    fn segment_answer(self) -> Option<&'static str> {
        Some(match self {
            Self::SegmentUnknown => "1",
            Self::SegmentUnexpected => "2",
            Self::SegmentMissing | Self::LoopMissing => "3",
            Self::LoopRepeat => "4",
            Self::SegmentRepeat => "5",
            Self::SegmentForeign => "6",
            Self::SegmentOrder => "7",
            Self::TrailingElements => "8",
            _ => return None,
        })
    }

    fn element_answer(self) -> &'static str {
        match self {
            Self::ElementMissing => "1",
            Self::ElementConditional => "2",
            Self::ElementsTooMany => "3",
            Self::ElementShort => "4",
            Self::ElementLong => "5",
            Self::ElementCharacter | Self::ElementBlank => "6",
            Self::ElementDate => "8",
            Self::ElementTime => "9",
            Self::ElementExclusion => "10",
            Self::Repetitions => "12",
            Self::Components | Self::TrailingComponents => "13",
            Self::ElementNotUsed => "I10",
            _ => "7",
        }
    }
}

/// TA105 for a fault of element `n` of ISA.
#[must_use]
pub(crate) fn interchange_note(n: u8) -> &'static str {
    const NOTES: [&str; 16] = [
        "010", "011", "012", "013", "005", "006", "007", "008", "014", "015", "016", "017", "018", "019",
        "020", "027",
    ];
    NOTES.get(usize::from(n).wrapping_sub(1)).copied().unwrap_or("022")
}
