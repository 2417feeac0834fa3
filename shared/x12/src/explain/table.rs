//! The rows of `lists/*.tsv`: code, step, meaning, advice, and for CARC the groups allowed.
//!
//! A `*` after the code marks it as deactivated. A step `a/b` is `b` where the patient owes the amount (CAS01 `PR`).
//! An empty advice stands for the one of the step. Lines that begin with `#` are not rows.

use std::sync::OnceLock;

use super::{CodeList, Explanation, NextStep, Wording};

/// One row.
#[derive(Debug, Clone, Copy)]
pub(super) struct Row {
    pub(super) code: &'static str,
    pub(super) deactivated: bool,
    pub(super) step: NextStep,
    /// The step where the patient owes the amount, if the list names one.
    pub(super) patient_step: Option<NextStep>,
    pub(super) meaning: &'static str,
    /// Empty where the step's own advice is enough.
    pub(super) advice: &'static str,
    /// CAS01 codes the reason is limited to, separated by blanks; empty where any.
    pub(super) groups: &'static str,
}

impl Row {
    pub(super) fn parse(line: &'static str) -> Option<Self> {
        let mut fields = line.split('\t');
        let (code, step, meaning) = (fields.next()?, fields.next()?, fields.next()?);
        let (advice, groups) = (fields.next().unwrap_or(""), fields.next().unwrap_or(""));
        let (step, patient) = step.split_once('/').map_or((step, None), |(step, own)| (step, Some(own)));
        let patient_step = match patient {
            Some(keyword) => Some(NextStep::from_keyword(keyword)?),
            None => None,
        };
        let (code, deactivated) = code.strip_suffix('*').map_or((code, false), |code| (code, true));
        let step = NextStep::from_keyword(step)?;
        let whole = !code.is_empty() && !meaning.is_empty() && fields.next().is_none();
        whole.then_some(Self { code, deactivated, step, patient_step, meaning, advice, groups })
    }

    pub(super) fn explained(&self, list: CodeList) -> Explanation {
        let advice = if self.advice.is_empty() { self.step.advice(list) } else { self.advice };
        Explanation {
            list,
            code: self.code,
            meaning: self.meaning,
            next: self.step,
            advice,
            retryable: self.step == NextStep::Retry,
            deactivated: self.deactivated,
            start: None,
            stop: None,
            wording: Wording::Own,
        }
    }
}

/// The rows of a list, by code.
pub(super) fn rows(list: CodeList) -> &'static [Row] {
    static TABLES: [OnceLock<Vec<Row>>; CodeList::ALL.len()] =
        [const { OnceLock::new() }; CodeList::ALL.len()];
    TABLES[list as usize].get_or_init(|| {
        let mut rows: Vec<Row> = lines(list).filter_map(Row::parse).collect();
        rows.sort_unstable_by_key(|row| row.code);
        rows
    })
}

pub(super) fn row(list: CodeList, code: &str) -> Option<&'static Row> {
    let rows = rows(list);
    rows.binary_search_by(|row| row.code.cmp(code)).ok().map(|found| &rows[found])
}

pub(super) fn lines(list: CodeList) -> impl Iterator<Item = &'static str> {
    list.source().lines().filter(|line| !line.starts_with('#') && !line.is_empty())
}
