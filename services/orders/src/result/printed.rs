//! A result on paper.

use super::{Entry, Observation, Report, Review};
use crate::laboratory::Laboratory;
use model::event::PatientSnapshot;
use platform::print::{Html, page};

/// Everything the page says.
pub struct Sheet {
    pub report: Report,
    pub patient: PatientSnapshot,
    pub laboratory: Laboratory,
    /// All values, what is superseded too.
    pub record: Vec<Observation>,
    pub history: Vec<Entry>,
}

impl Sheet {
    pub fn printed(&self) -> String {
        let (current, past): (Vec<_>, Vec<_>) =
            self.record.iter().partition(|observation| observation.superseded_at.is_none());
        let mut body = vec![self.facts(), values(&current)];
        body.extend(self.report.notes.iter().map(|note| Html::tag("p", [Html::text(note)])));
        if !past.is_empty() {
            body.push(Html::tag("h2", [Html::text("Not valid any more")]));
            body.push(values(&past));
        }
        page(&self.report.name, body)
    }

    fn facts(&self) -> Html {
        let (person, report) = (&self.patient.demographics, &self.report);
        let reviewed = match &report.review {
            Review::Unreviewed => "not yet".to_owned(),
            Review::Reviewed { reviewed_by, reviewed_at, .. } => format!("{reviewed_by}, {reviewed_at}"),
        };
        let mrn = self.patient.mrn.as_ref().map(ToString::to_string).unwrap_or_default();
        let facts = [
            ("Patient", format!("{}, {}", person.family_name, person.given_name)),
            ("Date of birth", person.birth_date.to_string()),
            ("Medical record number", mrn),
            ("Laboratory", self.laboratory.name.to_string()),
            ("Laboratory's number", report.filler_number.clone()),
            ("Specimen", report.specimen.clone().unwrap_or_default()),
            ("Taken", report.observed_at.to_string()),
            ("Reported", report.stated_at.to_string()),
            ("Status", report.report_status.to_string()),
            ("Reviewed", reviewed),
        ];
        let row = |(name, value): (&str, String)| Html::row("td", [name.to_owned(), value]);
        Html::table(&["", ""], facts.map(row))
    }
}

fn values(observations: &[&Observation]) -> Html {
    let head = ["Test", "Value", "Unit", "Reference range", "Flags", "Status", "Reported", "Notes"];
    let row = |observation: &&Observation| {
        Html::row(
            "td",
            [
                observation.name.clone(),
                observation.reading.words(),
                observation.unit.clone().unwrap_or_default(),
                observation.range.clone().unwrap_or_default(),
                observation.flags.join(" "),
                observation.status.to_string(),
                observation.stated_at.to_string(),
                observation.notes.join(" "),
            ],
        )
    };
    Html::table(&head, observations.iter().map(row))
}
