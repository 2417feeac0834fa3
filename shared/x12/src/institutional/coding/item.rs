//! One element of HI: a code with its list and what belongs to it.

use chrono::NaiveDate;

use crate::amount::Amount;
use crate::claim::Diagnosis;
use crate::date::DatePeriod;
use crate::institutional::code_lists::PresentOnAdmission;
use crate::institutional::coding::{CodedDiagnosis, CodedProcedure, ProcedureCode};
use crate::reader::Segment;
use crate::text::Text;
use crate::writer::{Composite, Element, Sheet};

/// Components 1 to 5 and 9.
#[derive(Clone, Copy)]
pub(super) struct Item<'a> {
    /// Component 1.
    pub list: &'a str,
    pub code: &'a str,
    /// Components 3 and 4.
    pub period: Option<DatePeriod>,
    pub amount: Option<Amount>,
    pub present: &'a str,
}

impl<'a> Item<'a> {
    pub(super) fn new(list: &'a str, code: &'a str) -> Self {
        Self { list, code, period: None, amount: None, present: "" }
    }

    /// Element `n`; `None` where it has no code, or a date or amount that cannot be read.
    pub(super) fn read(hi: &Segment<'a>, n: usize) -> Option<Self> {
        let [list, code, qualifier, date, amount] = [1, 2, 3, 4, 5].map(|m| hi.component(n, m));
        let period = DatePeriod::parse(qualifier, date);
        let amount: Option<Amount> = (!amount.is_empty()).then(|| amount.parse()).transpose().ok()?;
        let readable = !code.is_empty() && (date.is_empty() || period.is_some());
        readable.then(|| Self { list, code, period, amount, present: hi.component(n, 9) })
    }

    /// Of revision 10, whose lists are those of revision 9 with a letter before.
    pub(super) fn diagnosis(&self) -> Diagnosis {
        let code = self.code.into();
        if self.list.len() == 3 { Diagnosis::Icd10(code) } else { Diagnosis::Icd9(code) }
    }

    pub(super) fn coded_diagnosis(&self) -> CodedDiagnosis {
        let present = Some(self.present).filter(|code| !code.is_empty());
        CodedDiagnosis {
            diagnosis: self.diagnosis(),
            present_on_admission: present.map(PresentOnAdmission::from_code),
        }
    }

    /// `None` where it says a range of days.
    pub(super) fn procedure(&self) -> Option<CodedProcedure> {
        let code: Text = self.code.into();
        let code = match self.list {
            "BR" | "BQ" => ProcedureCode::Icd9(code),
            "CAH" => ProcedureCode::AdvancedBilling(code),
            _ => ProcedureCode::Icd10(code),
        };
        let day = self.day();
        (day.is_some() == self.period.is_some()).then_some(CodedProcedure { code, day })
    }

    pub(super) fn day(&self) -> Option<NaiveDate> {
        match self.period? {
            DatePeriod::Day(day) => Some(day),
            DatePeriod::Range(..) => None,
        }
    }
}

impl Element for Item<'_> {
    fn put(&self, sheet: &mut Sheet) {
        let qualifier = self.period.map(|period| period.qualifier());
        let Self { list, code, period, amount, present } = self;
        Composite(&[list, code, &qualifier, period, amount, &"", &"", &"", present]).put(sheet);
    }
}
