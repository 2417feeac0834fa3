//! The rules a finding may name, and the codes by which a 999 or TA1 tells the sender.

use super::consistency::Consistency;
use super::finding::Level;

/// The rule that is broken.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, thiserror::Error)]
#[non_exhaustive]
pub enum Rule {
    #[error("the text ends inside of the interchange")]
    InterchangeCut,
    #[error("the control numbers of ISA and IEA differ")]
    InterchangeControl,
    #[error("the number of groups is wrong")]
    InterchangeCount,
    #[error("the interchange control number was used before")]
    InterchangeDuplicate,
    #[error("the segment may not stand here")]
    InterchangeContent,
    #[error("the GE segment is missing")]
    GroupTrailer,
    #[error("the control numbers of GS and GE differ")]
    GroupControl,
    #[error("the number of transaction sets is wrong")]
    GroupCount,
    #[error("the group has no transaction set")]
    GroupEmpty,
    #[error("the group control number was used before in its interchange")]
    GroupDuplicate,
    #[error("the functional group does not fit its transaction set")]
    GroupKind,
    #[error("the implementation is not known")]
    GroupVersion,
    #[error("the transaction set is not known")]
    SetUnknown,
    #[error("the SE segment is missing")]
    SetTrailer,
    #[error("the control numbers of ST and SE differ")]
    SetControl,
    #[error("the number of segments is wrong")]
    SetCount,
    #[error("the transaction set control number was used before in its group")]
    SetDuplicate,
    #[error("the implementation is not that of the group")]
    SetVersion,
    #[error("unknown segment")]
    SegmentUnknown,
    #[error("unexpected segment")]
    SegmentUnexpected,
    #[error("required segment is missing")]
    SegmentMissing,
    #[error("required loop is missing")]
    LoopMissing,
    #[error("the loop is repeated too often")]
    LoopRepeat,
    #[error("the segment is repeated too often")]
    SegmentRepeat,
    #[error("the transaction set has no such segment")]
    SegmentForeign,
    #[error("the segment is out of order")]
    SegmentOrder,
    #[error("blanks or line breaks stand before the segment")]
    SegmentBlanks,
    #[error("the segment ends with empty elements")]
    TrailingElements,
    #[error("the composite ends with empty components")]
    TrailingComponents,
    #[error("required element is missing")]
    ElementMissing,
    #[error("an element that goes with another is missing")]
    ElementConditional,
    #[error("too many elements")]
    ElementsTooMany,
    #[error("the value is too short")]
    ElementShort,
    #[error("the value is too long")]
    ElementLong,
    #[error("a character is not allowed")]
    ElementCharacter,
    #[error("the value has blanks only")]
    ElementBlank,
    #[error("the code is not one of those allowed")]
    ElementCode,
    #[error("not a date")]
    ElementDate,
    #[error("not a time")]
    ElementTime,
    #[error("elements exclude each other")]
    ElementExclusion,
    #[error("too many repetitions")]
    Repetitions,
    #[error("too many components")]
    Components,
    #[error("the element is not used")]
    ElementNotUsed,
    #[error("hierarchical levels do not follow each other")]
    Hierarchy,
    #[error("the numbers do not count up")]
    Sequence,
    /// Levels 3 and 4.
    #[error("{0}")]
    Consistency(Consistency),
}

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
    /// Such as `SegmentMissing`, `PaymentBalance`.
    #[must_use]
    pub fn name(self) -> String {
        match self {
            Self::Consistency(rule) => format!("{rule:?}"),
            rule => format!("{rule:?}"),
        }
    }

    /// The level at which it is checked.
    #[must_use]
    pub fn level(self) -> Level {
        match self {
            Self::Consistency(rule) => rule.level(),
            Self::Hierarchy | Self::Sequence => Level::Relation,
            Self::SetUnknown
            | Self::GroupVersion
            | Self::SetVersion
            | Self::SegmentUnexpected
            | Self::SegmentMissing
            | Self::SegmentRepeat
            | Self::SegmentForeign
            | Self::SegmentOrder
            | Self::LoopMissing
            | Self::LoopRepeat
            | Self::ElementMissing
            | Self::ElementNotUsed
            | Self::ElementCode
            | Self::Repetitions => Level::Requirement,
            _ => Level::Syntax,
        }
    }

    /// The code of a 999 or TA1 for this rule. What is wrong with elements of ISA is told by the element: see
    /// `interchange_note`.
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
