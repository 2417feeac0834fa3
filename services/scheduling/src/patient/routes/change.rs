//! Changing what is said of a patient.

use crate::patient::related::{EmergencyContacts, Guarantor, Identifiers};
use crate::patient::{Patient, store};
use actix_web::{patch, web};
use chrono::NaiveDate;
use model::event::PatientUpdated;
use model::{Address, Email, Name, PatientId, Phone, Sex};
use platform::idempotency::once;
use platform::patch::required;
use platform::{Body, Caller, Db, Id, IfMatch, Patch, Problem, Reply, outbox};
use serde::Deserialize;
use serde_json::{Map, Value};
use utoipa::ToSchema;

/// The fields to change, as a JSON Merge Patch (RFC 7396): absent stays, null clears, an object changes what it names, a
/// list is replaced.
#[derive(Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct UpdatePatient {
    #[serde(default, deserialize_with = "required")]
    pub given_name: Option<Name>,
    #[serde(default)]
    #[schema(value_type = Option<Name>)]
    pub middle_name: Patch<Name>,
    #[serde(default, deserialize_with = "required")]
    pub family_name: Option<Name>,
    #[serde(default)]
    #[schema(value_type = Option<Name>)]
    pub suffix: Patch<Name>,
    #[serde(default, deserialize_with = "required")]
    pub birth_date: Option<NaiveDate>,
    #[serde(default, deserialize_with = "required")]
    pub sex: Option<Sex>,
    #[serde(default)]
    #[schema(value_type = Option<Address>)]
    pub address: Patch<Map<String, Value>>,
    #[serde(default)]
    #[schema(value_type = Option<Phone>)]
    pub phone: Patch<Phone>,
    #[serde(default)]
    #[schema(value_type = Option<Email>)]
    pub email: Patch<Email>,
    #[serde(default)]
    #[schema(value_type = Option<Name>)]
    pub preferred_language: Patch<Name>,
    #[serde(default, deserialize_with = "required")]
    pub deceased: Option<bool>,
    #[serde(default)]
    #[schema(value_type = Option<Identifiers>)]
    pub identifiers: Patch<Identifiers>,
    #[serde(default)]
    #[schema(value_type = Option<Guarantor>)]
    pub guarantor: Patch<Map<String, Value>>,
    #[serde(default)]
    #[schema(value_type = Option<EmergencyContacts>)]
    pub emergency_contacts: Patch<EmergencyContacts>,
}

impl UpdatePatient {
    fn apply(self, before: Patient) -> Result<Patient, Problem> {
        Ok(Patient {
            given_name: self.given_name.unwrap_or(before.given_name),
            middle_name: self.middle_name.apply(before.middle_name),
            family_name: self.family_name.unwrap_or(before.family_name),
            suffix: self.suffix.apply(before.suffix),
            birth_date: self.birth_date.unwrap_or(before.birth_date),
            sex: self.sex.unwrap_or(before.sex),
            address: self.address.merge("/address", before.address)?,
            phone: self.phone.apply(before.phone),
            email: self.email.apply(before.email),
            preferred_language: self.preferred_language.apply(before.preferred_language),
            deceased: self.deceased.unwrap_or(before.deceased),
            identifiers: self.identifiers.apply(Some(before.identifiers)).unwrap_or_default(),
            guarantor: self.guarantor.merge("/guarantor", before.guarantor)?,
            emergency_contacts: self
                .emergency_contacts
                .apply(Some(before.emergency_contacts))
                .unwrap_or_default(),
            ..before
        })
    }
}

#[utoipa::path(request_body = UpdatePatient, params(("id" = PatientId, Path, description = "The patient.")),
    responses((status = 200, description = "The patient as changed.", body = Patient)))]
#[patch("/v1/patients/{id}")]
/// Changes a patient's demographics by a JSON Merge Patch (RFC 7396).
///
/// Fields that are absent stay as they are, null clears one that is optional, an object such as `address` changes the
/// members it names, and a list is replaced as a whole. A patient that was merged into another can be changed, too.
pub async fn update_patient(
    caller: Caller,
    db: web::Data<Db>,
    id: Id<PatientId>,
    seen: IfMatch,
    body: Body<UpdatePatient>,
) -> Result<Reply, Problem> {
    let (today, said) = (platform::now().date_naive(), body.value);
    once(&db, &caller, body.digest, async move |tx| {
        let before = store::find_for_change(tx, id.0).await?.ok_or_else(|| Problem::missing("patient"))?;
        seen.require(before.version)?;
        let patient = said.clone().apply(before)?.changed(today)?;
        store::update(tx, &patient).await?;
        outbox::put(tx, &PatientUpdated(patient.snapshot())).await?;
        Ok(Reply::ok(&patient)?.version(patient.version))
    })
    .await
}
