//! Changing a transaction set without disturbing the rest of it.
//!
//! A typed value says what a transaction set means, not how its sender spelled it: `100.00` or `100`, which of two
//! equal places comes first, a segment no guide knows. [`Original`] keeps the text beside the value. Writing it gives
//! the text back byte for byte, with the same separators and line breaks; where the value was changed, only the segments
//! that say so differ.
//!
//! ```
//! # let head = "ISA*00*          *00*          *ZZ*A              *ZZ*B              *260309*1405*^*00501*000000042*1*T*:~\n\
//! #   GS*FA*A*B*20260309*1405*7*X*005010X231A1~\n";
//! # let file = format!("{head}ST*999*0001*005010X231A1~\nAK1*HC*17~\nAK9*A*01*1*1~\nSE*4*0001~\nGE*1*7~\nIEA*1*000000042~");
//! use x12::acknowledgment::{Ack999, AckStatus};
//! use x12::original::Original;
//!
//! let delivery = x12::reader::Transactions::new(&file).next().expect("one")?;
//! let mut original = Original::<Ack999>::read(&file, &delivery.set)?;
//! assert_eq!(original.write()?, "ST*999*0001*005010X231A1~\nAK1*HC*17~\nAK9*A*01*1*1~\nSE*4*0001~");
//!
//! original.value.group.control = "18".into();
//! assert_eq!(original.write()?, "ST*999*0001*005010X231A1~\nAK1*HC*18~\nAK9*A*01*1*1~\nSE*4*0001~");
//! # Ok::<(), x12::X12Error>(())
//! ```

mod meaning;
mod merge;

use std::collections::BTreeSet;
use std::ops::Range;

use crate::error::{ErrorKind, X12Error};
use crate::reader::{Segment, Segments, TransactionSet};
use crate::writer::TransactionText;
use meaning::Meaning;

/// A transaction set that is read to a value and written from it.
pub trait Transaction: Sized {
    /// Reads ST to SE.
    ///
    /// # Errors
    /// What the value cannot do without is missing, or not understood.
    fn read(set: &TransactionSet<'_>) -> Result<Self, X12Error>;

    /// ST to SE with `control` as ST02.
    ///
    /// # Errors
    /// A character that X12 does not allow.
    fn write(&self, control: &str) -> Result<TransactionText, X12Error>;
}

macro_rules! transactions {
    ($($name:path: $read:ident),+ $(,)?) => {$(
        impl Transaction for $name {
            fn read(set: &TransactionSet<'_>) -> Result<Self, X12Error> {
                Self::$read(set)
            }

            fn write(&self, control: &str) -> Result<TransactionText, X12Error> {
                Self::write(self, control)
            }
        }
    )+};
}

transactions! {
    crate::acknowledgment::Ack999: parse,
    crate::claim::ProfessionalClaims: read,
    crate::claim_acknowledgment::ClaimAcknowledgment: read,
    crate::claim_status::StatusRequest: parse,
    crate::claim_status::StatusResponse: parse,
    crate::eligibility::Inquiry: parse,
    crate::eligibility::Response: parse,
    crate::institutional::InstitutionalClaims: read,
    crate::remittance::Remittance: read,
    crate::services_review::ReviewRequest: parse,
    crate::services_review::ReviewResponse: parse,
}

/// A typed value and the transaction set it came from.
#[derive(Debug)]
pub struct Original<'a, T> {
    /// Change it as you like.
    pub value: T,
    file: &'a str,
    set: &'a TransactionSet<'a>,
}

impl<'a, T: Transaction> Original<'a, T> {
    /// `set` was read out of `file`.
    ///
    /// # Errors
    /// As `Transaction::read`.
    pub fn read(file: &'a str, set: &'a TransactionSet<'a>) -> Result<Self, X12Error> {
        Ok(Self { value: T::read(set)?, file, set })
    }

    /// Where the transaction set stands in the file: from ST to the terminator of SE.
    #[must_use]
    pub fn range(&self) -> Range<usize> {
        let start = self.set.segments.first().map_or(0, Segment::offset);
        let end = self.set.segments.last().map_or(start, |se| self.end(se));
        start..end
    }

    /// ST to SE: as it came, but for what was changed. SE01 is counted anew where segments were added or taken out.
    ///
    /// # Errors
    /// A character that X12 does not allow; or a change to a segment that cannot be found again in the original, because
    /// its sender wrote it in a way that has no equal here: the error names that segment.
    pub fn write(&self) -> Result<String, X12Error> {
        let before = T::read(self.set)?.write(self.control())?;
        let after = self.value.write(self.control())?;
        if before == after {
            return Ok(self.file[self.range()].to_owned());
        }
        let [before, after] = [&before, &after].map(meanings);
        let found = self.set.segments.iter().map(Meaning::of).collect::<Vec<_>>();
        let plan = merge::plan(&found, &before, &after).map_err(|lost| self.not_found(&lost))?;
        let delimiters = self.set.segments.first().map(Segment::delimiters).unwrap_or_default();
        match plan.added.iter().flat_map(|(_, added)| added).find(|added| added.holds_any(delimiters)) {
            Some(added) => Err(X12Error::at(ErrorKind::Character, added.id(), 0, self.range().start)
                .hinted("a value holds a separator of this interchange")),
            None => Ok(self.carry_out(&plan)),
        }
    }

    /// Segments of the original that the value knows nothing of or says differently: what would be missing in a text
    /// written from the value alone.
    ///
    /// # Errors
    /// As `write`.
    pub fn unsaid(&self) -> Result<Vec<Segment<'a>>, X12Error> {
        let written = meanings(&T::read(self.set)?.write(self.control())?);
        let found = self.set.segments.iter().map(Meaning::of).collect::<Vec<_>>();
        let said: BTreeSet<usize> = merge::pairs(&found, &written).into_iter().flatten().collect();
        Ok((0..found.len()).filter(|n| !said.contains(n)).map(|n| self.set.segments[n]).collect())
    }

    /// ST02 as the writer takes it; the ST that came is kept anyway.
    fn control(&self) -> &'a str {
        if (4..=9).contains(&self.set.control.len()) { self.set.control } else { "0001" }
    }

    /// Behind the terminator of a segment.
    fn end(&self, segment: &Segment<'_>) -> usize {
        let rest = &self.file.as_bytes()[segment.offset() + segment.raw().len()..];
        let terminator = rest.iter().position(|&byte| byte == segment.delimiters().segment);
        self.file.len() - rest.len() + terminator.map_or(rest.len(), |at| at + 1)
    }

    fn carry_out(&self, plan: &merge::Plan) -> String {
        let mut text = String::new();
        let mut written = 0;
        let mut gap = "";
        for (n, segment) in self.set.segments.iter().enumerate() {
            let end = self.end(segment);
            let following = self.set.segments.get(n + 1).map_or(end, Segment::offset);
            let usual_gap = &self.file[end..following];
            if !plan.dropped.contains(&n) {
                text.push_str(gap);
                written += 1;
                let counts = segment.id() == "SE" && plan.changes_count();
                if counts {
                    Meaning::trailer(written, segment.element(2)).push(&mut text, segment.delimiters());
                } else {
                    text.push_str(&self.file[segment.offset()..end]);
                }
                gap = usual_gap;
            }
            for added in plan.added.iter().filter(|(after, _)| *after == n).flat_map(|(_, added)| added) {
                text.push_str(gap);
                written += 1;
                added.push(&mut text, segment.delimiters());
                gap = usual_gap;
            }
        }
        text
    }

    #[cold]
    fn not_found(&self, lost: &Meaning) -> X12Error {
        let kind = ErrorKind::SegmentMissing { id: lost.id().into() };
        let error = X12Error::at(kind, lost.id(), 0, self.range().start);
        error.hinted("the original writes it in a way that cannot be changed in place; write the value alone")
    }
}

/// The segments of a written transaction set.
fn meanings(text: &TransactionText) -> Vec<Meaning> {
    Segments::body(text.as_str(), text.delimiters()).map(|segment| Meaning::of(&segment)).collect()
}
