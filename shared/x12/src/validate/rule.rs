//! The rules a finding may name.

mod answer;

pub use answer::Answer;
pub(crate) use answer::interchange_note;

use super::consistency::Consistency;
use super::finding::Level;

/// The rule that is broken.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, thiserror::Error)]
#[non_exhaustive]
pub enum Rule {
    /// IEA did not come before the next ISA or the end of the text.
    #[error("the text ends inside of the interchange")]
    InterchangeCut,
    /// IEA02 is not ISA13.
    #[error("the control numbers of ISA and IEA differ")]
    InterchangeControl,
    /// IEA01 is not the number of GS.
    #[error("the number of groups is wrong")]
    InterchangeCount,
    /// ISA13 came before with the same ISA05 to ISA08.
    #[error("the interchange control number was used before")]
    InterchangeDuplicate,
    /// Something other than ISA, TA1, GS and IEA outside of groups, or one of them out of order; or nothing between
    /// ISA and IEA.
    #[error("the segment may not stand here")]
    InterchangeContent,
    /// GE is missing.
    #[error("the GE segment is missing")]
    GroupTrailer,
    /// GE02 is not GS06.
    #[error("the control numbers of GS and GE differ")]
    GroupControl,
    /// GE01 is not the number of ST.
    #[error("the number of transaction sets is wrong")]
    GroupCount,
    /// No ST between GS and GE.
    #[error("the group has no transaction set")]
    GroupEmpty,
    /// GS06 came before in the interchange.
    #[error("the group control number was used before in its interchange")]
    GroupDuplicate,
    /// GS01 is not that of the ST01 below it.
    #[error("the functional group does not fit its transaction set")]
    GroupKind,
    /// No guide is known for GS08, and ST03 says nothing; told once for each group.
    #[error("the implementation is not known")]
    GroupVersion,
    /// No guide is known for ST01, or for ST03.
    #[error("the transaction set is not known")]
    SetUnknown,
    /// SE is missing.
    #[error("the SE segment is missing")]
    SetTrailer,
    /// SE02 is not ST02.
    #[error("the control numbers of ST and SE differ")]
    SetControl,
    /// SE01 is not the number of segments, ST and SE included.
    #[error("the number of segments is wrong")]
    SetCount,
    /// ST02 came before in the group.
    #[error("the transaction set control number was used before in its group")]
    SetDuplicate,
    /// ST03 is not GS08, or GS08 is not the version in force.
    #[error("the implementation is not that of the group")]
    SetVersion,
    /// The dictionary of the standard has no segment of this name.
    #[error("unknown segment")]
    SegmentUnknown,
    /// The transaction set has such a segment, but not here.
    #[error("unexpected segment")]
    SegmentUnexpected,
    /// A segment its loop has to have.
    #[error("required segment is missing")]
    SegmentMissing,
    /// A loop that the loop around it has to have.
    #[error("required loop is missing")]
    LoopMissing,
    /// More occurrences of a loop than the guide allows.
    #[error("the loop is repeated too often")]
    LoopRepeat,
    /// More occurrences of a segment than the guide allows.
    #[error("the segment is repeated too often")]
    SegmentRepeat,
    /// The standard has such a segment, this transaction set has not.
    #[error("the transaction set has no such segment")]
    SegmentForeign,
    /// It belongs to an open loop, but should have come earlier.
    #[error("the segment is out of order")]
    SegmentOrder,
    /// More than the usual line break after a terminator.
    #[error("blanks or line breaks stand before the segment")]
    SegmentBlanks,
    /// Separators after the last element that holds something.
    #[error("the segment ends with empty elements")]
    TrailingElements,
    /// Separators after the last component that holds something.
    #[error("the composite ends with empty components")]
    TrailingComponents,
    /// An element its segment has to have.
    #[error("required element is missing")]
    ElementMissing,
    /// A syntax note of the standard asks for it, such as NM109 with NM108.
    #[error("an element that goes with another is missing")]
    ElementConditional,
    /// More elements than the segment has in the standard.
    #[error("too many elements")]
    ElementsTooMany,
    /// Fewer characters or digits than the dictionary says.
    #[error("the value is too short")]
    ElementShort,
    /// More characters or digits than the dictionary says.
    #[error("the value is too long")]
    ElementLong,
    /// A character beyond printable ASCII, or one that numbers do not have.
    #[error("a character is not allowed")]
    ElementCharacter,
    /// Nothing but blanks.
    #[error("the value has blanks only")]
    ElementBlank,
    /// The guide or an external list does not have the code.
    #[error("the code is not one of those allowed")]
    ElementCode,
    /// No day of the calendar in the form asked for, or a range that ends before it begins.
    #[error("not a date")]
    ElementDate,
    /// No time of the day in the form asked for.
    #[error("not a time")]
    ElementTime,
    /// Two elements of which a syntax note allows one.
    #[error("elements exclude each other")]
    ElementExclusion,
    /// More repetitions than the guide allows.
    #[error("too many repetitions")]
    Repetitions,
    /// More components than the composite has, or some in a simple element.
    #[error("too many components")]
    Components,
    /// The guide says that it is not used.
    #[error("the element is not used")]
    ElementNotUsed,
    /// HL01 does not count up, HL02 is not the level above, or HL04 does not say whether levels follow.
    #[error("hierarchical levels do not follow each other")]
    Hierarchy,
    /// LX01 does not count up from 1 in each claim.
    #[error("the numbers do not count up")]
    Sequence,
    /// Levels 3 and 4.
    #[error("{0}")]
    Consistency(Consistency),
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
}
