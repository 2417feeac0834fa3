//! Loop 2440: a form that a payer wants filled, question by question.

use chrono::NaiveDate;

use super::element::text;
use super::supplement::add;
use crate::amount::Percent;
use crate::codes::codes;
use crate::cursor::Cursor;
use crate::name::Unread;
use crate::reader::Segment;
use crate::text::Text;
use crate::writer::TransactionWriter;

codes! {
    /// LQ01.
    FormList {
        /// X12's own list of forms.
        FormType = "AS",
        /// Medicare's certificates of medical necessity.
        MedicareEquipment = "UT",
    }
}

codes! {
    /// FRM02.
    FormResponse { Yes = "Y", No = "N", NotApplicable = "W" }
}

/// LQ and its FRM; a line (2400) may have any number of forms.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SupportingForm {
    /// LQ01.
    pub list: FormList,
    /// LQ02, such as `04.04B`.
    pub id: Text,
    /// FRM: 99 at most.
    pub answers: Vec<FormAnswer>,
}

/// FRM: one question and its answer, in one of four forms.
#[derive(Clone, PartialEq, Eq)]
pub struct FormAnswer {
    /// FRM01: the number or letter of the question.
    pub question: Text,
    /// FRM02.
    pub response: Option<FormResponse>,
    /// FRM03.
    pub text: Option<Text>,
    /// FRM04.
    pub date: Option<NaiveDate>,
    /// FRM05.
    pub percent: Option<Percent>,
}

impl std::fmt::Debug for FormAnswer {
    /// Shows the question only: the answer is health data.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "FormAnswer({})", self.question)
    }
}

impl SupportingForm {
    /// `None`, and nothing taken, where LQ does not say from which list the form is. Answers that are not understood
    /// go to `unknown`.
    pub(super) fn read(cursor: &mut Cursor<'_, '_>, unknown: &mut Unread) -> Option<Self> {
        let lq = cursor.peek()?;
        let mut form = Self { list: FormList::of(&lq, 1)?, id: lq.element(2).into(), answers: Vec::new() };
        cursor.advance();
        while let Some(frm) = cursor.take_if("FRM") {
            if !add(&mut form.answers, FormAnswer::read(&frm)) {
                unknown.keep(&frm);
            }
        }
        Some(form)
    }

    pub(super) fn write(&self, writer: &mut TransactionWriter) {
        writer.put("LQ", &[&self.list, &self.id]);
        for FormAnswer { question, response, text, date, percent } in &self.answers {
            writer.put("FRM", &[question, response, text, date, percent]);
        }
    }
}

impl FormAnswer {
    /// No answer yet.
    #[must_use]
    pub fn new(question: impl Into<Text>) -> Self {
        Self { question: question.into(), response: None, text: None, date: None, percent: None }
    }

    /// `None` where the question is missing, or a date or share is none.
    fn read(frm: &Segment<'_>) -> Option<Self> {
        Some(Self {
            question: text(frm, 1)?,
            response: FormResponse::of(frm, 2),
            text: text(frm, 3),
            date: frm.date(4).ok()?,
            percent: frm.value(5).ok()?,
        })
    }
}
