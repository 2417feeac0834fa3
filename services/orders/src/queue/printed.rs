//! A prescription on paper, for a pharmacist.

use super::shown::PharmacyRecord;
use crate::fill::Fill;
use crate::medication::Schedule;
use model::{Address, Demographics};
use platform::print::{Html, page};

impl PharmacyRecord {
    /// A page that is whole in itself; every text on it is escaped.
    pub fn printed(&self) -> String {
        let sections = [
            self.people(),
            self.order(),
            self.alerts(),
            self.fills(),
            self.events(),
            Html::tag("p", [Html::text("Informational print: what counts is the electronic record.")]),
        ];
        page(&format!("Prescription {}", self.prescription.standing.order_number), sections)
    }

    fn people(&self) -> Html {
        let shown = &self.prescription;
        let (patient, prescriber) = (&shown.patient, &shown.prescriber);
        let mut rows = vec![
            row("Patient", name(patient)),
            row("Born", format!("{} ({})", patient.birth_date, patient.sex)),
            row("Address", patient.address.as_ref().map(address).unwrap_or_default()),
            row("Telephone", patient.phone.as_ref().map(ToString::to_string).unwrap_or_default()),
            row(
                "Prescriber",
                format!("{} {}, NPI {}", prescriber.given_name, prescriber.family_name, prescriber.npi),
            ),
        ];
        if let Some(dea) = &prescriber.dea_number {
            rows.push(row("DEA number", dea.to_string()));
        }
        if let Some(location) = &shown.location {
            let place = format!("{}, {}, {}", location.name, address(&location.address), location.phone);
            rows.push(row("Practice", place));
        }
        facts(rows)
    }

    fn order(&self) -> Html {
        let (shown, content) = (&self.prescription, &self.prescription.content);
        let drug = &content.medication;
        let diagnoses: Vec<&str> = content.diagnosis_codes.iter().map(|code| code.as_str()).collect();
        let amount = String::from(content.quantity.value);
        let schedule =
            if drug.schedule == Schedule::None { "none".to_owned() } else { drug.schedule.to_string() };
        facts([
            row("Drug", drug.description.clone()),
            row("Strength and form", format!("{}, {}", drug.strength, drug.form)),
            row(
                "RxCUI, NDC",
                format!("{}, {}", drug.rxcui, drug.ndc.as_ref().map_or("-", |ndc| ndc.as_str())),
            ),
            row("Schedule", schedule),
            row("Directions", content.sig.text.as_str().to_owned()),
            row(
                "Quantity",
                format!("{amount} {}, {} days", content.quantity.unit.word(), content.days_supply.days()),
            ),
            row("Refills", format!("{} allowed, {} left", content.refills.count(), shown.refills_left)),
            row(
                "Substitution",
                if content.substitution_allowed { "allowed" } else { "dispense as written" }.to_owned(),
            ),
            row("Diagnoses", diagnoses.join(", ")),
            row("Note", content.note.as_ref().map(ToString::to_string).unwrap_or_default()),
            row(
                "Not to be filled before",
                content.earliest_fill.map(|day| day.to_string()).unwrap_or_default(),
            ),
            row("Written, expires", format!("{}, {}", shown.standing.written_on, shown.standing.expires_on)),
            row("Status", shown.standing.status.to_string()),
        ])
    }

    fn alerts(&self) -> Html {
        let row = |alert: &crate::safety::Alert| {
            let reason = alert.overridden.as_ref().map(|answer| {
                let note = answer.note.as_ref().map(|note| format!(": {note}")).unwrap_or_default();
                format!("{}{note}", answer.reason_code)
            });
            Html::row("td", [alert.severity.to_string(), alert.text.clone(), reason.unwrap_or_default()])
        };
        let rows = self.overridden_alerts.iter().map(row);
        titled("Alerts the prescriber decided against", Html::table(&["Severity", "Alert", "Reason"], rows))
    }

    fn fills(&self) -> Html {
        let row = |fill: &Fill| {
            let handout = &fill.handout;
            let state = if fill.is_live() { fill.kind.to_string() } else { "withdrawn".to_owned() };
            let lot = handout.lot.as_ref().map(ToString::to_string).unwrap_or_default();
            let texts = [
                fill.number.to_string(),
                handout.dispensed_on.to_string(),
                state,
                fill.quantity.to_string(),
                handout.ndc.to_string(),
                lot,
                handout.operator.to_string(),
            ];
            Html::row("td", texts)
        };
        let head = ["Fill", "Day", "Kind", "Quantity", "NDC", "Lot", "By"];
        titled("Fills", Html::table(&head, self.prescription.fills.iter().map(row)))
    }

    fn events(&self) -> Html {
        let rows = self.history.iter().map(|entry| Html::row("td", entry.texts()));
        titled("History", Html::table(&["When", "Who", "What", "Status", "Note"], rows))
    }
}

fn titled(title: &str, table: Html) -> Html {
    Html::tag("div", [Html::tag("h2", [Html::text(title)]), table])
}

fn row(name: &str, text: String) -> Html {
    Html::tag("tr", [Html::tag("th", [Html::text(name)]), Html::tag("td", [Html::text(text)])])
}

fn facts(rows: impl IntoIterator<Item = Html>) -> Html {
    Html::tag("table", [Html::tag("tbody", rows)])
}

fn name(person: &Demographics) -> String {
    let parts = [
        Some(&person.given_name),
        person.middle_name.as_ref(),
        Some(&person.family_name),
        person.suffix.as_ref(),
    ];
    let parts: Vec<&str> = parts.into_iter().flatten().map(|part| part.as_str()).collect();
    parts.join(" ")
}

fn address(address: &Address) -> String {
    let second = address.line2.as_ref().map(|line| format!(", {line}")).unwrap_or_default();
    format!("{}{second}, {}, {} {}", address.line1, address.city, address.state, address.postal_code)
}
