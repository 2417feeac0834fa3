//! An estimate on paper, for the patient.

use super::good_faith::{Due, GoodFaith, SEPARATE};
use super::{Estimate, Line, Outcome};
use model::Money;
use platform::print::{Html, page};

impl Estimate {
    pub fn printed(&self) -> String {
        match &self.good_faith {
            Some(good_faith) => {
                page("Good-faith estimate of expected charges", self.good_faith_page(good_faith))
            }
            None => page("Estimate of what you will pay", self.share_page()),
        }
    }

    fn good_faith_page(&self, of: &GoodFaith) -> Vec<Html> {
        let facility = &of.facility;
        let address = &facility.address;
        let place = format!("{}, {}, {} {}", address.line1, address.city, address.state, address.postal_code);
        let scheduled = of.scheduled_for.map_or("not scheduled yet".to_owned(), |day| day.to_string());
        let total = self.charge.map(|charge| charge.to_string()).unwrap_or_default();
        let mut body = vec![
            facts([
                ("Patient", of.patient_name.clone()),
                ("Date of birth", of.birth_date.to_string()),
                ("Primary service", of.primary_service.to_string()),
                ("Scheduled for", scheduled),
                ("Date of this estimate", of.made_on.to_string()),
                ("To be given by", due(&of.due)),
                ("Provider", format!("{}, NPI {}", of.provider.name, of.provider.npi)),
                ("Facility", format!("{}, NPI {}, TIN {}", facility.name, facility.npi, facility.tax_id)),
                ("Where", place),
            ]),
            Html::tag("h2", [Html::text(format!("Expected charges of {}", facility.name))]),
            Html::table(
                &["Service", "Service code", "Diagnosis codes", "Units", "Expected charge"],
                self.lines.0.iter().map(|line| row(line, line.charge)),
            ),
            Html::tag("p", [Html::text(format!("Total expected charges: ${total}"))]),
        ];
        if !of.separately_scheduled.is_empty() {
            let listed = of.separately_scheduled.iter().map(|one| Html::tag("li", [Html::text(one)]));
            body.push(Html::tag("h2", [Html::text("Scheduled separately")]));
            body.push(Html::tag("p", [Html::text(SEPARATE)]));
            body.push(Html::tag("ul", listed));
        }
        body.push(Html::tag("h2", [Html::text("Please note")]));
        body.extend(of.disclaimers.iter().map(|text| Html::tag("p", [Html::text(text)])));
        body
    }

    fn share_page(&self) -> Vec<Html> {
        let share = match &self.result {
            Outcome::Determined { patient_share } => format!("You will pay about ${patient_share}."),
            Outcome::Undetermined { low: Some(low), high: Some(high), .. } => {
                format!(
                    "You will pay between ${low} and ${high}; your insurance has not said everything it depends on."
                )
            }
            Outcome::Undetermined { .. } => "It cannot be said yet what you will pay.".to_owned(),
        };
        let steps = self.explanation.0.iter().map(|step| {
            let amount = step.amount.map(|amount| format!("${amount}")).unwrap_or_default();
            Html::row("td", [step.what.clone(), amount])
        });
        vec![
            facts([("Date of service", self.service_date.to_string())]),
            Html::tag("p", [Html::text(share)]),
            Html::table(
                &["Service", "Service code", "Diagnosis codes", "Units", "Charge"],
                self.lines.0.iter().map(|line| row(line, line.charge)),
            ),
            Html::tag("h2", [Html::text("How this was reckoned")]),
            Html::table(&["Step", "Amount"], steps),
            Html::tag(
                "p",
                [Html::text("This is an estimate. Your insurance decides when it has the claim.")],
            ),
        ]
    }
}

fn facts<const N: usize>(all: [(&'static str, String); N]) -> Html {
    let rows = all.into_iter().map(|(name, value)| {
        Html::tag("tr", [Html::tag("th", [Html::text(name)]), Html::tag("td", [Html::text(value)])])
    });
    Html::tag("table", rows)
}

fn row(line: &Line, amount: Option<Money>) -> Html {
    let codes: Vec<&str> = line.diagnosis_codes.iter().map(model::Icd10::as_str).collect();
    Html::row(
        "td",
        [
            line.description.as_ref().map(ToString::to_string).unwrap_or_default(),
            line.procedure_code.to_string(),
            codes.join(", "),
            line.units.get().to_string(),
            amount.map(|amount| format!("${amount}")).unwrap_or_default(),
        ],
    )
}

fn due(due: &Due) -> String {
    due.by().map_or("not required by the date of scheduling".to_owned(), |day| day.to_string())
}
