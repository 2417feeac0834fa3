//! A prescription on paper: a copy that says so, or the original where the electronic one was not delivered (1311.170).

use super::signature::Record;
use chrono::{DateTime, Utc};
use model::Address;
use platform::print::{Html, page};

/// What the paper is.
pub enum Paper<'a> {
    Copy,
    /// The other side has refused the message; the prescriber signs by hand.
    Original {
        sent_at: DateTime<Utc>,
        reason: &'a str,
    },
}

const COPY: &str = "Copy only - not valid for dispensing";

fn line(address: &Address) -> String {
    let second = address.line2.as_ref().map(|line| format!(", {line}")).unwrap_or_default();
    format!("{}{second}, {}, {} {}", address.line1, address.city, address.state, address.postal_code)
}

impl Record {
    /// `order` is what partners know it by.
    pub fn printed(&self, paper: &Paper<'_>) -> String {
        let mut body = vec![self.label(paper)];
        let rows = self.facts().into_iter().map(|(name, text)| Html::row("td", [name.to_owned(), text]));
        body.push(Html::tag("table", [Html::tag("tbody", rows)]));
        if let Paper::Original { .. } = paper {
            body.push(Html::tag("p", [Html::text("Signed by hand: ______________________________")]));
        }
        page("Prescription", body)
    }

    fn label(&self, paper: &Paper<'_>) -> Html {
        let text = match paper {
            Paper::Copy => COPY.to_owned(),
            Paper::Original { sent_at, reason } => format!(
                "This prescription was first sent electronically to {} ({}) on {}, and that transmission failed: {reason}",
                self.pharmacy.name,
                line(&self.pharmacy.address),
                sent_at.format("%Y-%m-%d %H:%M UTC"),
            ),
        };
        Html::tag("h2", [Html::text(text)])
    }

    fn facts(&self) -> Vec<(&'static str, String)> {
        let (patient, content) = (&self.patient.demographics, &self.content);
        let refills = content.refills.count();
        let address =
            |address: Option<&Address>| address.map(line).unwrap_or_else(|| "not recorded".to_owned());
        let dea = self.prescriber.dea_number.as_ref().map(|dea| format!(", DEA {dea}")).unwrap_or_default();
        let prescriber = &self.prescriber;
        vec![
            ("Written on", self.act.written_on.to_string()),
            ("Order number", self.order_number.clone()),
            ("Patient", format!("{} {}", patient.given_name, patient.family_name)),
            ("Born", patient.birth_date.to_string()),
            ("Address", address(patient.address.as_ref())),
            ("Drug", content.medication.description.clone()),
            ("Strength and form", format!("{} {}", content.medication.strength, content.medication.form)),
            ("Quantity", format!("{} {}", content.quantity.value.decimal(), content.quantity.unit.word())),
            ("Directions", content.sig.text.as_str().to_owned()),
            ("Not to be filled before", content.earliest_fill.map(|day| day.to_string()).unwrap_or_default()),
            ("Refills", refills.to_string()),
            (
                "Substitution",
                if content.substitution_allowed { "allowed" } else { "dispense as written" }.to_owned(),
            ),
            ("Note", content.note.as_ref().map(ToString::to_string).unwrap_or_default()),
            (
                "Prescriber",
                format!("{} {}, NPI {}{dea}", prescriber.given_name, prescriber.family_name, prescriber.npi),
            ),
            ("Practice", address(self.location.as_ref().map(|location| &location.address))),
            ("Pharmacy", format!("{}, {}", self.pharmacy.name, line(&self.pharmacy.address))),
            ("Signed", format!("electronically on {}", self.act.signed_at.format("%Y-%m-%d %H:%M UTC"))),
        ]
    }
}
