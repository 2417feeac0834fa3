//! What codes mean and what a person in a practice does next.
//!
//! ```
//! use x12::explain::{CodeList, NextStep, adjustment, explain};
//!
//! let late = explain(CodeList::Carc, "29").expect("listed");
//! assert_eq!(late.next, NextStep::Appeal);
//! assert_eq!(CodeList::of_element("CAS02"), Some(CodeList::Carc));
//! assert_eq!(adjustment("CO", "1").map(|one| one.next), Some(NextStep::WriteOff));
//! ```
//!
//! # Sources and licences
//!
//! - Which codes exist, which are withdrawn and which CAS01 groups a reason allows are facts, as published by X12
//!   (code sources 139 CARC, 411 RARC, 507 and 508 claim status) up to August 2026 for 139 and 411, and up to 2018
//!   for 507 and 508.
//! - Every meaning and advice is our own short wording, written from what a code is for. The official texts belong
//!   to X12 and are neither copied nor shipped. Names of services, entities, plans and periods are facts.
//! - The place-of-service set is published by CMS and in the public domain.
//! - The official lists come from X12 (x12.org/codes, formerly WPC) and CMS under their own licence. A site that
//!   holds them loads them with [`Lists::load`]; their wording then takes precedence.
//!
//! A remark says why, never who pays: that is CAS01 alone, so a patient is billed only under [`adjustment`]'s `PR`.
//!
//! A remark or status code without wording here is still known as valid: its step is [`NextStep::OfficialList`].

mod adjustment;
mod claim_status;
mod known;
mod list;
mod official;
mod records;
mod retry;
mod search;
mod step;
mod table;
#[cfg(test)]
mod tests;

use chrono::NaiveDate;

pub use adjustment::{Bearer, ExplainedAdjustment, adjustment};
pub use claim_status::{status_category, status_sentence};
pub use list::CodeList;
pub use official::{ListError, Lists};
pub use retry::{MachineRetry, machine_retry};
pub use search::find;
pub use step::NextStep;

/// Where the meaning comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Wording {
    /// Our own.
    Own,
    /// The official list that the site loaded.
    Official,
    /// None: the code is valid, its text stands only in the official list.
    CodeOnly,
}

/// One code of one list, and the next step.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Explained<'a> {
    /// The list the code is from.
    pub list: CodeList,
    /// The code, without blanks.
    pub code: &'a str,
    /// What it means, in a sentence or two.
    pub meaning: &'a str,
    /// What to do next, as a word a program can use.
    pub next: NextStep,
    /// What to do next, in one sentence for a person.
    pub advice: &'a str,
    /// True where a machine may send the same again, later, without a person.
    pub retryable: bool,
    /// True where the list no longer has the code; old claims and late payers still carry it.
    pub deactivated: bool,
    /// First day; only known from a loaded list.
    pub start: Option<NaiveDate>,
    /// First day the list no longer has it; only known from a loaded list.
    pub stop: Option<NaiveDate>,
    /// Whose words `meaning` is in.
    pub wording: Wording,
}

/// One code of the lists this crate ships.
pub type Explanation = Explained<'static>;

impl Explained<'_> {
    /// May the code be sent for this day, as far as known?
    #[must_use]
    pub fn is_active_on(&self, day: NaiveDate) -> bool {
        let begun = self.start.is_none_or(|start| start <= day);
        begun && self.stop.map_or(!self.deactivated, |stop| day < stop)
    }
}

/// Explains a code as our own lists have it; `None` where it is not known to be in the list.
#[must_use]
pub fn explain(list: CodeList, code: &str) -> Option<Explanation> {
    let code = code.trim();
    table::row(list, code)
        .map(|row| row.explained(list))
        .or_else(|| known::code(list, code).map(|code| known::explained(list, code)))
}

/// Is the code in the list, or was it ever? The same as `explain(list, code).is_some()`, without the words.
#[must_use]
pub fn is_known(list: CodeList, code: &str) -> bool {
    table::row(list, code).is_some() || known::code(list, code).is_some()
}

/// Every code known of a list, sorted as text, deactivated ones too.
#[must_use]
pub fn codes(list: CodeList) -> Vec<&'static str> {
    let worded = table::rows(list).iter().map(|row| row.code);
    let mut codes: Vec<&str> = worded.chain(known::codes(list).iter().map(String::as_str)).collect();
    codes.sort_unstable();
    codes.dedup();
    codes
}

/// Explains a claim adjustment reason code by itself; [`adjustment`] heeds the group too.
#[must_use]
pub fn carc(code: &str) -> Option<Explanation> {
    explain(CodeList::Carc, code)
}

/// Explains an AAA03 code.
#[must_use]
pub fn aaa(code: &str) -> Option<Explanation> {
    explain(CodeList::RejectReason, code)
}
