//! Encounters over HTTP.

use super::coding::{Frame, LineRequest};
use super::{Coding, Encounter, EncounterStatus, Refusal, Visit, store};
use crate::claim::{self, Claim};
use crate::{fee_schedule, parties};
use actix_web::{get, post, put, web};
use chrono::{DateTime, NaiveDate, Utc};
use model::{AppointmentId, EncounterId, Icd10, LocationId, PatientId, PractitionerId};
use platform::page::Limit;
use platform::{
    Body, Caller, Context, Cursor, Db, Id, IfMatch, Listing, Problem, Query, Reply, Tx, idempotency, mint,
};
use serde::Deserialize;
use utoipa::{IntoParams, ToSchema};
use utoipa_actix_web::service_config::ServiceConfig;

pub fn routes(cfg: &mut ServiceConfig<'_>) {
    cfg.service(open_encounter)
        .service(list_encounters)
        .service(get_encounter)
        .service(code_encounter)
        .service(sign_encounter);
}

#[derive(Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct OpenEncounter {
    #[serde(default)]
    pub appointment_id: Option<AppointmentId>,
    pub patient_id: PatientId,
    /// The rendering provider.
    pub practitioner_id: PractitionerId,
    pub location_id: LocationId,
    pub service_date: NaiveDate,
    #[serde(default)]
    pub diagnoses: Vec<Icd10>,
    #[serde(default)]
    pub lines: Vec<LineRequest>,
}

/// The coding as a whole; visit fields that are left out stay as they are.
#[derive(Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct CodeEncounter {
    #[serde(default)]
    pub practitioner_id: Option<PractitionerId>,
    #[serde(default)]
    pub location_id: Option<LocationId>,
    #[serde(default)]
    pub service_date: Option<NaiveDate>,
    pub diagnoses: Vec<Icd10>,
    pub lines: Vec<LineRequest>,
}

#[utoipa::path(request_body = OpenEncounter, responses((status = 201, description = "Opened", body = Encounter)))]
#[post("/v1/encounters")]
/// Opens an encounter, coded or to be coded later. A completed appointment has opened its own: 409 names it.
pub async fn open_encounter(
    caller: Caller,
    db: web::Data<Db>,
    body: Body<OpenEncounter>,
) -> Result<Reply, Problem> {
    let asked = &body.value;
    let context = caller.context();
    parties::wait_for(&db, &context, asked.patient_id, asked.practitioner_id, asked.location_id).await?;
    let (id, now) = (mint::<EncounterId>(), platform::now());
    idempotency::once(&db, &caller, body.digest, async move |tx| {
        let OpenEncounter { diagnoses, lines, .. } = &body.value;
        let opened = Encounter::open(id, Visit::from(&body.value));
        let coding = coding(tx, &opened, diagnoses, lines, now).await?;
        let encounter = Encounter { diagnoses: coding.diagnoses, lines: coding.lines, ..opened };
        if !store::insert_if_first(tx, &encounter).await? {
            return Err(exists(tx, &encounter).await?.into());
        }
        Ok(Reply::created(format!("/v1/encounters/{id}"), &encounter)?.version(encounter.version))
    })
    .await
}

#[derive(Clone, Copy, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct ListEncounters {
    appointment_id: Option<AppointmentId>,
    patient_id: Option<PatientId>,
    #[param(inline)]
    status: Option<EncounterStatus>,
    #[serde(default)]
    #[param(value_type = Option<u32>)]
    limit: Limit,
    #[param(value_type = Option<String>)]
    cursor: Option<Cursor>,
}

#[utoipa::path(params(ListEncounters), responses((status = 200, description = "A page of encounters", body = Listing<Encounter>)))]
#[get("/v1/encounters")]
/// Lists encounters, oldest first.
pub async fn list_encounters(
    caller: Caller,
    db: web::Data<Db>,
    query: Query<ListEncounters>,
) -> Result<Reply, Problem> {
    let Query(ListEncounters { appointment_id, patient_id, status, limit, cursor }) = query;
    let filter = store::Filter { appointment_id, patient_id, status };
    db.read(&caller.context(), async move |tx| {
        let rows = store::list(tx, filter, limit, cursor).await?;
        Ok(Reply::ok(&Listing::cut(rows, limit, |encounter| encounter.id.0))?)
    })
    .await
}

#[utoipa::path(
    params(("id" = EncounterId, Path, description = "The encounter's id")),
    responses((status = 200, description = "The encounter", body = Encounter))
)]
#[get("/v1/encounters/{id}")]
/// Shows an encounter.
pub async fn get_encounter(caller: Caller, db: web::Data<Db>, id: Id<EncounterId>) -> Result<Reply, Problem> {
    db.read(&caller.context(), async move |tx| {
        let encounter = store::find(tx, id.0).await?.ok_or_else(|| Problem::missing("encounter"))?;
        Ok(Reply::ok(&encounter)?.version(encounter.version))
    })
    .await
}

#[utoipa::path(
    params(("id" = EncounterId, Path, description = "The encounter's id")),
    request_body = CodeEncounter,
    responses((status = 200, description = "Coded", body = Encounter))
)]
#[put("/v1/encounters/{id}")]
/// Codes an encounter: the diagnoses and lines take the place of those before. Refused once it is signed.
pub async fn code_encounter(
    caller: Caller,
    db: web::Data<Db>,
    id: Id<EncounterId>,
    seen: IfMatch,
    body: Body<CodeEncounter>,
) -> Result<Reply, Problem> {
    let (context, id, now, asked) = (caller.context(), id.0, platform::now(), body.value);
    let found = known(&db, &context, id).await?;
    let (practitioner, location) = (asked.practitioner_id, asked.location_id);
    let (practitioner, location) =
        (practitioner.unwrap_or(found.practitioner_id), location.unwrap_or(found.location_id));
    parties::wait_for(&db, &context, found.patient_id, practitioner, location).await?;
    db.read(&context, async move |tx| {
        let kept = store::find_for_update(tx, id).await?.ok_or_else(|| Problem::missing("encounter"))?;
        seen.require(kept.version)?;
        let visited = Encounter {
            practitioner_id: asked.practitioner_id.unwrap_or(kept.practitioner_id),
            location_id: asked.location_id.unwrap_or(kept.location_id),
            service_date: asked.service_date.unwrap_or(kept.service_date),
            ..kept
        };
        let coding = coding(tx, &visited, &asked.diagnoses, &asked.lines, now).await?;
        let encounter = visited.code(coding)?;
        store::update(tx, &encounter).await?;
        Ok(Reply::ok(&encounter)?.version(encounter.version))
    })
    .await
}

#[utoipa::path(
    params(("id" = EncounterId, Path, description = "The encounter's id")),
    responses((status = 201, description = "Signed; the claim that came of it, held or ready", body = Claim))
)]
#[post("/v1/encounters/{id}/sign")]
/// Signs an encounter: its charge is posted and exactly one claim comes of it, `held` with what to mend, or `ready` and sent.
pub async fn sign_encounter(
    caller: Caller,
    db: web::Data<Db>,
    id: Id<EncounterId>,
    seen: IfMatch,
    body: Body<Nothing>,
) -> Result<Reply, Problem> {
    let (context, id, now) = (caller.context(), id.0, platform::now());
    let encounter = known(&db, &context, id).await?;
    parties::wait_for(&db, &context, encounter.patient_id, encounter.practitioner_id, encounter.location_id)
        .await?;
    parties::wait_for_coverage(&db, &context, encounter.patient_id).await?;
    let (claim_id, client) = (mint(), caller.client.clone());
    idempotency::once(&db, &caller, body.digest, async move |tx| {
        let kept = store::find_for_update(tx, id).await?.ok_or_else(|| Problem::missing("encounter"))?;
        seen.require(kept.version)?;
        let signed = kept.sign(claim_id, now)?;
        store::update(tx, &signed).await?;
        let claim = claim::signing::claim_of(tx, claim_id, &signed, &client, now).await?;
        Ok(Reply::created(format!("/v1/claims/{claim_id}"), &claim)?.version(claim.version))
    })
    .await
}

async fn known(db: &Db, context: &Context, id: EncounterId) -> Result<Encounter, Problem> {
    let found = db.read(context, async move |tx| Ok::<_, Problem>(store::find(tx, id).await?)).await?;
    found.ok_or_else(|| Problem::missing("encounter"))
}

/// An action without fields.
#[derive(Clone, Copy, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Nothing {}

/// Checks a coding against the people it names and the prices of its day.
async fn coding(
    tx: &mut Tx,
    encounter: &Encounter,
    diagnoses: &[Icd10],
    lines: &[LineRequest],
    now: DateTime<Utc>,
) -> Result<Coding, Problem> {
    let people =
        parties::known(tx, encounter.patient_id, encounter.practitioner_id, encounter.location_id).await?;
    let procedures: Vec<_> = lines.iter().map(|line| line.procedure_code.clone()).collect();
    let prices = fee_schedule::store::prices(tx, encounter.service_date, &procedures).await?;
    let days = people.patient.demographics.birth_date..=parties::today(&people.location, now);
    let frame = Frame { service_date: encounter.service_date, days, prices: &prices };
    Coding::check(diagnoses.to_vec(), lines, &frame).map_err(|faults| Refusal::Coding(faults).into())
}

async fn exists(tx: &mut Tx, encounter: &Encounter) -> Result<Refusal, Problem> {
    let known = match encounter.appointment_id {
        Some(appointment) => store::of_appointment(tx, appointment).await?,
        None => None,
    };
    Ok(Refusal::Exists(known.unwrap_or(encounter.id)))
}

impl From<&OpenEncounter> for Visit {
    fn from(asked: &OpenEncounter) -> Self {
        Self {
            appointment_id: asked.appointment_id,
            patient_id: asked.patient_id,
            practitioner_id: asked.practitioner_id,
            location_id: asked.location_id,
            service_date: asked.service_date,
        }
    }
}

impl From<Refusal> for Problem {
    fn from(refusal: Refusal) -> Self {
        match refusal {
            Refusal::Coding(faults) => faults.into_iter().fold(
                Problem::new(
                    actix_web::http::StatusCode::BAD_REQUEST,
                    "invalid-coding",
                    "The coding has something to mend.",
                ),
                |problem, fault| problem.field(fault.pointer, fault.advice),
            ),
            Refusal::Signed(claim) => {
                Problem::conflict("encounter-signed", "The encounter is signed and final.")
                    .next_step("Work on the claim that came of it.")
                    .blocked_by(claim.0)
            }
            Refusal::Exists(encounter) => {
                Problem::conflict("encounter-exists", "This appointment has an encounter already.")
                    .next_step("Code that encounter with PUT instead.")
                    .blocked_by(encounter.0)
            }
        }
    }
}
