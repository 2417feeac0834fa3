//! Everything that was prescribed for a patient and what became of it, for the patient or a pharmacist to take along.

use crate::allergy::routes::is_known;
use crate::history::{self, Entry};
use crate::prescription::{Prescription, store};
use actix_web::{HttpResponse, get, web};
use model::event::PatientSnapshot;
use model::{PatientId, PrescriptionId};
use platform::print::{self, Html};
use platform::{Caller, Db, Id, Problem, Tx, projection};

#[utoipa::path(params(("id" = PatientId, Path, description = "The patient.")),
    responses((status = 200, description = "The whole history, to be printed.", body = String, content_type = "text/html")))]
#[get("/v1/patients/{id}/prescription-history")]
/// Prints everything that was signed for a patient, with every step of each.
pub async fn print_prescription_history(
    caller: Caller,
    db: web::Data<Db>,
    patient: Id<PatientId>,
) -> Result<HttpResponse, Problem> {
    let read = async move |tx: &mut Tx| {
        is_known(tx, patient.0).await?;
        let person: PatientSnapshot = projection::known(tx, "patient", patient.0).await?;
        let signed = store::signed(tx, patient.0, None).await?;
        let ids: Vec<PrescriptionId> = signed.iter().map(|prescription| prescription.id).collect();
        Ok::<_, Problem>((person, signed, history::store::of_all(tx, &ids).await?))
    };
    let (person, signed, steps) = db.read(&caller.context(), read).await?;
    Ok(print::answer(page(&person, &signed, &steps)))
}

fn page(person: &PatientSnapshot, signed: &[Prescription], steps: &[Entry]) -> String {
    let who = &person.demographics;
    let born = format!("{} {}, born {}", who.given_name, who.family_name, who.birth_date);
    let sections = signed.iter().map(|prescription| section(prescription, steps));
    print::page("Prescription history", [Html::tag("p", [Html::text(born)])].into_iter().chain(sections))
}

fn section(prescription: &Prescription, steps: &[Entry]) -> Html {
    let content = &prescription.content;
    let line = |text: String| Html::tag("p", [Html::text(text)]);
    let own = steps.iter().filter(|entry| entry.prescription() == prescription.id).map(Entry::row);
    Html::tag(
        "section",
        [
            Html::tag("h2", [Html::text(&content.medication.description)]),
            line(content.sig.text.as_str().to_owned()),
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
        ],
    )
}
