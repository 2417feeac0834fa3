//! Everything that was prescribed for a patient and what became of it, for the patient or a pharmacist to take along.

use crate::allergy::routes::chart;
use crate::history::{self, Entry};
use crate::prescription::intact::{self, Doubtful};
use crate::prescription::{Prescription, store};
use actix_web::{HttpResponse, get, web};
use model::event::PatientSnapshot;
use model::{PatientId, PrescriptionId};
use platform::print::{self, Html};
use platform::{Caller, Db, Id, Problem, Tx, projection};

/// What a list of prescriptions must say of itself on paper (21 CFR 1311.170).
const LABEL: &str = "For informational purposes only - not for dispensing";
const BROKEN: &str = "Believe nothing of this: what stands here is not what was signed.";

/// What is printed.
struct Printed {
    person: PatientSnapshot,
    signed: Vec<Prescription>,
    steps: Vec<Entry>,
    doubtful: Vec<Doubtful>,
}

#[utoipa::path(params(("id" = PatientId, Path, description = "The patient.")),
    responses((status = 200, description = "The whole history, to be printed.", body = String, content_type = "text/html")))]
#[get("/v1/patients/{id}/prescription-history")]
/// Prints everything that was signed for a patient, with every step of each.
///
/// What was signed for a record that was merged with the patient's is printed too. Signatures are verified: what does not
/// hold is marked and becomes a task.
pub async fn print_prescription_history(
    caller: Caller,
    db: web::Data<Db>,
    patient: Id<PatientId>,
) -> Result<HttpResponse, Problem> {
    let (context, sealing) = (caller.context(), db.sealing()?);
    let read = async move |tx: &mut Tx| {
        let chart = chart(tx, patient.0).await?;
        let person: PatientSnapshot = projection::known(tx, "patient", patient.0).await?;
        let signed = store::signed(tx, &chart, None).await?;
        let ids: Vec<PrescriptionId> = signed.iter().map(|prescription| prescription.id).collect();
        let steps = history::store::of_all(tx, &ids).await?;
        let doubtful = intact::doubtful(tx, &sealing, &signed).await?;
        Ok::<_, Problem>(Printed { person, signed, steps, doubtful })
    };
    let printed = db.read(&context, read).await?;
    let page = printed.page();
    intact::tell(&db, &context, printed.doubtful).await?;
    Ok(print::answer(page))
}

fn line(text: impl Into<String>) -> Html {
    Html::tag("p", [Html::text(text.into())])
}

impl Printed {
    fn page(&self) -> String {
        let who = &self.person.demographics;
        let born = format!("{} {}, born {}", who.given_name, who.family_name, who.birth_date);
        let sections = self.signed.iter().map(|prescription| self.section(prescription));
        print::page("Prescription history", [line(LABEL), line(born)].into_iter().chain(sections))
    }

    fn section(&self, prescription: &Prescription) -> Html {
        let content = &prescription.content;
        let broken = self.doubtful.iter().any(|it| it.prescription.id == prescription.id);
        let own = self.steps.iter().filter(|entry| entry.prescription() == prescription.id).map(Entry::row);
        let head = [Html::tag("h2", [Html::text(&content.medication.description)])];
        let warning = broken.then(|| line(BROKEN));
        let rest = [
            line(content.sig.text.as_str()),
            line(format!(
                "{} {}, {} days, {} refills. Order number {}, now {}.",
                content.quantity.value.decimal(),
                content.quantity.unit.word(),
                content.days_supply.days(),
                content.refills.count(),
                prescription.order_number,
                prescription.state.status()
            )),
            Html::table(&["When (UTC)", "Who", "What", "Then", "Note"], own),
        ];
        Html::tag("section", head.into_iter().chain(warning).chain(rest))
    }
}
