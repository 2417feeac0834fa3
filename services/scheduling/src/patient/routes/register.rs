//! Registering a patient, with a look at who may be the same person.

use crate::patient::candidate::routes::{PossibleDuplicate, candidates};
use crate::patient::candidate::{Candidate, Grade, Known};
use crate::patient::{OnDuplicate, Patient, RegisterPatient, candidate, store};
use actix_web::{post, web};
use model::event::PatientRegistered;
use model::{Name, PatientId};
use platform::db::on_constraint;
use platform::idempotency::once;
use platform::{Body, Caller, Db, Problem, Reply, Tx, mint, outbox};
use serde::Serialize;
use utoipa::ToSchema;

/// Most possible duplicates the answer to a registration names.
const NAMED: usize = 5;

/// A patient just registered.
#[derive(Serialize, ToSchema)]
pub struct RegisteredPatient {
    #[serde(flatten)]
    pub patient: Patient,
    /// Who may be the same person, the likeliest first; absent when nobody is.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    #[schema(max_items = 5)]
    pub possible_duplicates: Vec<PossibleDuplicate>,
}

#[utoipa::path(request_body = RegisterPatient, responses((status = 201, description = "Registered.", body = RegisteredPatient)))]
#[post("/v1/patients")]
/// Registers a patient.
///
/// Without `mrn` the practice's own counter gives one; an MRN that is taken answers 409 `mrn-taken`. Patients who may be
/// the same person are named in `possible_duplicates`; with `on_duplicate: "refuse"` one who is `certain` or `probable`
/// makes it 409 `possible-duplicate` with that patient's id, and nothing is registered.
pub async fn register_patient(
    caller: Caller,
    db: web::Data<Db>,
    body: Body<RegisterPatient>,
) -> Result<Reply, Problem> {
    let (id, today, said) = (mint::<PatientId>(), platform::now().date_naive(), body.value);
    once(&db, &caller, body.digest, async move |tx| {
        let refusing = said.on_duplicate == Some(OnDuplicate::Refuse);
        if refusing {
            candidate::store::enter(tx, said.birth_date).await?;
        }
        let mrn = mrn(tx, &said).await?;
        let patient = Patient::register(id, mrn, said.clone(), today)?;
        let alike = candidates(tx, &Known::of(&patient), None).await?;
        if refusing {
            refuse(alike.first())?;
        }
        let taken = Problem::conflict("mrn-taken", "Another patient has this MRN.")
            .next_step("Search for the MRN first.");
        on_constraint(store::insert(tx, &patient).await, "patients_mrn_unique", taken)?;
        outbox::put(tx, &PatientRegistered(patient.snapshot())).await?;
        let possible_duplicates = alike.iter().take(NAMED).map(PossibleDuplicate::from).collect();
        let registered = RegisteredPatient { patient, possible_duplicates };
        Ok(Reply::created(format!("/v1/patients/{id}"), &registered)?.version(registered.patient.version))
    })
    .await
}

async fn mrn(tx: &mut Tx, said: &RegisterPatient) -> Result<Name, Problem> {
    match &said.mrn {
        Some(mrn) => Ok(mrn.clone()),
        None => {
            let number = format!("{:06}", store::next_mrn(tx).await?);
            Ok(Name::try_from(number).map_err(anyhow::Error::from)?)
        }
    }
}

fn refuse(likeliest: Option<&Candidate>) -> Result<(), Problem> {
    match likeliest {
        Some(one) if one.likeness.grade != Grade::Possible => {
            Err(Problem::conflict("possible-duplicate", "Somebody very like this patient is registered.")
                .next_step(
                    "Look at the patient in blocked_by; if it is another person, send on_duplicate register.",
                )
                .blocked_by(one.patient.id.0))
        }
        _ => Ok(()),
    }
}
