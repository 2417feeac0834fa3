//! The list a prescriber signs controlled substances from, over HTTP.

use super::{Displayed, STATEMENT, Shown};
use crate::controlled::{Module, require};
use crate::credential;
use crate::medication::Schedule;
use crate::patient_number;
use crate::prescription::routes::case::Case;
use crate::prescription::store::{self, Filter};
use crate::prescription::{Refusal, Status};
use actix_web::{get, web};
use model::PatientId;
use platform::{Caller, Db, Id, Problem, Reply, Tx};
use serde::Serialize;
use utoipa::ToSchema;
use utoipa_actix_web::service_config::ServiceConfig;

pub fn all(config: &mut ServiceConfig<'_>) {
    config.service(get_controlled_signing_list);
}

/// Of one patient and one prescriber, with the statement that must be displayed with it.
#[derive(Serialize, ToSchema)]
pub struct ControlledSigningList {
    pub items: Vec<Shown>,
    /// Display it with the items until the second factor has been shown.
    pub statement: &'static str,
}

#[utoipa::path(params(("id" = PatientId, Path, description = "The patient.")),
    responses((status = 200, description = "What is ready to be signed by this prescriber.", body = ControlledSigningList)))]
#[get("/v1/patients/{id}/controlled-signing-list")]
/// Reads the controlled substances of a patient that are ready to be signed, as they must be displayed.
///
/// Sign them with POST /v1/prescription-signings: their digests in `displayed`, and the second factor, both while all of
/// this stays on the screen.
pub async fn get_controlled_signing_list(
    caller: Caller,
    db: web::Data<Db>,
    module: Module,
    patient: Id<PatientId>,
) -> Result<Reply, Problem> {
    require(&module)?;
    let (now, client) = (platform::now(), caller.client.clone());
    let read = async move |tx: &mut Tx| {
        let own = credential::store::prescriber_of(tx, &client).await?.ok_or(Refusal::NotBound)?;
        let chart = Some(patient_number::store::records(tx, patient.0).await?);
        let filter = Filter { chart, status: Some(Status::Ready), ..Filter::default() };
        let ready = store::list(tx, &filter).await?.into_iter().filter(|it| it.prescriber_id == own);
        let mut items = Vec::new();
        for prescription in ready {
            let case = Case::examine(tx, prescription, now).await?;
            if case.prescription.content.medication.schedule != Schedule::None {
                items.push(Displayed::of(&case.prescription, &case.cast, case.written_on).shown()?);
            }
        }
        Ok::<_, Problem>(items)
    };
    let items = db.transaction(&caller.context(), read).await?;
    Ok(Reply::ok(&ControlledSigningList { items, statement: STATEMENT })?)
}
