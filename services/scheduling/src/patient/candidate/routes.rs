//! Candidates over HTTP.

use super::name::{Family, Given};
use super::place::Place;
use super::score::likeness;
use super::{Candidate, Grade, Known, Likeness, MOST, Number, store};
use crate::patient::Patient;
use crate::patient::related::Identifiers;
use actix_web::{post, web};
use chrono::NaiveDate;
use model::{Address, Email, Name, PatientId, Phone, Sex};
use platform::{Body, Caller, Db, Problem, Reply, Tx};
use serde::{Deserialize, Serialize};
use std::collections::HashMap;
use utoipa::ToSchema;

/// What is known of the person looked for: a name, a birth date, a telephone number, an email or an identifier at least.
#[derive(Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct MatchPatients {
    pub given_name: Option<Name>,
    pub family_name: Option<Name>,
    pub birth_date: Option<NaiveDate>,
    pub sex: Option<Sex>,
    pub phone: Option<Phone>,
    pub email: Option<Email>,
    pub address: Option<Address>,
    #[serde(default)]
    pub identifiers: Identifiers,
}

/// The likeliest first; at most 20.
#[derive(Serialize, ToSchema)]
pub struct Candidates {
    pub items: Vec<Candidate>,
}

/// Somebody who may be the patient just registered.
#[derive(Clone, Serialize, ToSchema)]
pub struct PossibleDuplicate {
    pub patient_id: PatientId,
    #[schema(minimum = 0, maximum = 100)]
    pub score: i32,
    pub grade: Grade,
}

impl MatchPatients {
    fn known(&self) -> Result<Known, Problem> {
        let named = self.given_name.is_some() || self.family_name.is_some() || self.birth_date.is_some();
        let reached = self.phone.is_some() || self.email.is_some() || !self.identifiers.is_empty();
        if !named && !reached {
            return Err(Problem::invalid(
                "",
                "must say at least a name, a birth date, a phone, an email or an identifier",
            ));
        }
        Ok(Known {
            given: self.given_name.as_ref().and_then(|name| Given::of(name.as_str())),
            family: self.family_name.as_ref().and_then(|name| Family::of(name.as_str())),
            birth_date: self.birth_date,
            sex: self.sex,
            phone: self.phone.as_ref().map(|phone| phone.as_str().to_owned()),
            email: self.email.as_ref().map(|email| email.as_str().to_lowercase()),
            place: self.address.as_ref().map(Place::of),
            identifiers: self.identifiers.iter().filter_map(Number::of).collect(),
        })
    }
}

#[utoipa::path(request_body = MatchPatients, responses((status = 200, description = "Who may be meant, the likeliest first, with the reasons.", body = Candidates)))]
#[post("/v1/patients/match")]
/// Finds who may be meant by what is known of a person, and says why.
///
/// Names are compared without accents, as short forms, by sound and with slips of the pen; birth dates with day and month
/// exchanged and with a wrong digit. A patient that was merged is found by its old record and answered as the one it was
/// merged into. Nothing is changed.
pub async fn match_patients(
    caller: Caller,
    db: web::Data<Db>,
    body: Body<MatchPatients>,
) -> Result<Reply, Problem> {
    let asked = body.value;
    let context = caller.context();
    let items = db.read(&context, async move |tx| candidates(tx, &asked.known()?, None).await).await?;
    Ok(Reply::ok(&Candidates { items })?)
}

/// Who may be the same as somebody, the likeliest first.
pub(crate) async fn candidates(
    tx: &mut Tx,
    known: &Known,
    but: Option<PatientId>,
) -> Result<Vec<Candidate>, Problem> {
    let records = store::sharers(tx, known, but).await?;
    let compared = |record: Patient| likeness(known, &Known::of(&record)).map(|likeness| (record, likeness));
    let mut alike: Vec<(Patient, Likeness)> = records.into_iter().filter_map(compared).collect();
    alike.sort_by(|(one, likeness), (two, other)| other.score.cmp(&likeness.score).then(one.id.cmp(&two.id)));
    survivors(tx, alike).await
}

/// Puts those that others were merged into in their place, each once and by its likeliest record.
async fn survivors(tx: &mut Tx, alike: Vec<(Patient, Likeness)>) -> Result<Vec<Candidate>, Problem> {
    let mut best: Vec<(Patient, Likeness)> = Vec::new();
    let person = |patient: &Patient| patient.merged_into.unwrap_or(patient.id);
    for one in alike {
        if best.len() < MOST && best.iter().all(|(known, _)| person(known) != person(&one.0)) {
            best.push(one);
        }
    }
    let wanted: Vec<PatientId> = best.iter().filter_map(|(patient, _)| patient.merged_into).collect();
    let roots = if wanted.is_empty() { Vec::new() } else { store::all(tx, &wanted).await? };
    let roots: HashMap<PatientId, Patient> = roots.into_iter().map(|root| (root.id, root)).collect();
    let candidate =
        |(record, likeness): (Patient, Likeness)| match record.merged_into.and_then(|id| roots.get(&id)) {
            Some(root) => Candidate { patient: root.clone(), likeness, by_record: Some(record.id) },
            None => Candidate { patient: record, likeness, by_record: None },
        };
    Ok(best.into_iter().map(candidate).collect())
}

impl From<&Candidate> for PossibleDuplicate {
    fn from(candidate: &Candidate) -> Self {
        let Likeness { score, grade, .. } = candidate.likeness;
        Self { patient_id: candidate.patient.id, score, grade }
    }
}
