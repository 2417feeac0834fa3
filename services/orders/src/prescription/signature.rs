//! The electronic signature: over the whole of what was prescribed, by whom, for whom and where to, verified whenever it is read.

use super::content::{Content, Sig};
use super::signing::Cast;
use super::{Prescription, Refusal};
use crate::pharmacy::Pharmacy;
use crate::second_factor::FactorKind;
use crate::sig::Structured;
use crate::signing_key::{ActiveKey, Keyring};
use chrono::{DateTime, NaiveDate, Utc};
use diesel::deserialize::FromSqlRow;
use diesel::expression::AsExpression;
use diesel::sql_types::Jsonb;
use model::event::{LocationSnapshot, PatientSnapshot, PractitionerSnapshot};
use model::{Address, Name, NcpdpId, Npi, PharmacyId, Phone, SigningKeyId};
use script::{Body, Medication, Message, Substitution, Text};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// The act of signing; the date written is that of the prescriber's wall.
#[derive(Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct Act {
    /// The prescriber's own client.
    pub signed_by: String,
    pub signed_at: DateTime<Utc>,
    pub written_on: NaiveDate,
    /// The second factor that was shown; absent when the practice demands none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub second_factor: Option<FactorKind>,
}

/// Who signed, when, and the proof of it.
#[derive(Clone, PartialEq, Serialize, Deserialize, ToSchema, AsExpression, FromSqlRow)]
#[diesel(sql_type = Jsonb)]
pub struct Signature {
    #[serde(flatten)]
    pub act: Act,
    /// Absent on what was signed before signatures were sealed; that counts as broken.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub seal: Option<Seal>,
}
model::jsonb!(Signature);
model::redacted!(Signature);

#[derive(Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct Seal {
    /// One of GET /v1/signing-keys.
    pub key_id: SigningKeyId,
    /// What was signed, byte for byte: JSON with its names in order.
    pub record: String,
    /// Ed25519 over the bytes of `record`; 64 bytes in base64url.
    pub value: String,
}
model::redacted!(Seal);

/// The pharmacy as it was when it was signed for.
#[derive(Clone, PartialEq, Serialize, Deserialize)]
pub struct Destination {
    pub pharmacy_id: PharmacyId,
    pub ncpdp_id: NcpdpId,
    pub npi: Option<Npi>,
    pub name: Name,
    pub address: Address,
    pub phone: Phone,
}

/// All that is signed, as it was known at that moment (21 CFR 1306.05(a) names what a prescription must say).
#[derive(Clone, PartialEq, Serialize, Deserialize)]
pub struct Record {
    pub order_number: String,
    pub patient: PatientSnapshot,
    pub prescriber: PractitionerSnapshot,
    pub location: Option<LocationSnapshot>,
    pub pharmacy: Destination,
    pub content: Content,
    pub act: Act,
}
model::redacted!(Record);

/// Why a signature is not believed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Broken {
    #[error("it was signed before signatures were sealed")]
    Unsealed,
    #[error("the signature does not verify with a key of this practice")]
    Forged,
    #[error("what stands here is not what was signed")]
    Altered,
    #[error("the message does not say what was signed")]
    Message,
}

impl From<Pharmacy> for Destination {
    fn from(pharmacy: Pharmacy) -> Self {
        Self {
            pharmacy_id: pharmacy.id,
            ncpdp_id: pharmacy.ncpdp_id,
            npi: pharmacy.npi,
            name: pharmacy.name,
            address: pharmacy.address,
            phone: pharmacy.phone,
        }
    }
}

impl Record {
    pub fn of(prescription: &Prescription, cast: Cast, act: Act) -> Self {
        Self {
            order_number: prescription.order_number.clone(),
            patient: cast.patient,
            prescriber: cast.prescriber,
            location: cast.location,
            pharmacy: cast.pharmacy.into(),
            content: prescription.content.clone(),
            act,
        }
    }

    pub fn sign(self, key: &ActiveKey) -> Result<Signature, serde_json::Error> {
        // By way of a value: its names come out sorted, whatever the order of the fields.
        let record = serde_json::to_value(&self)?.to_string();
        let value = key.seed.sign(&record);
        Ok(Signature { act: self.act, seal: Some(Seal { key_id: key.id, record, value }) })
    }

    /// Whether a message tells the pharmacy what was signed: the order, the drug, and how it is to be taken and filled.
    pub fn is_said_by(&self, message: &Message) -> bool {
        let number = message.header.prescriber_order_number.as_ref().map(Text::as_str);
        let said = match &message.body {
            Body::NewRx(new_rx) => Some(&new_rx.medication),
            Body::RxRenewalResponse(response) => response.medication.as_ref(),
            Body::RxChangeResponse(response) => response.prescribed.as_ref(),
            _ => None,
        };
        number == Some(self.order_number.as_str()) && said.is_some_and(|said| self.content.is_said_by(said))
    }

    fn is_of(&self, prescription: &Prescription, act: &Act) -> bool {
        let place = self.location.as_ref().map(|location| location.location_id);
        self.order_number == prescription.order_number
            && self.patient.patient_id == prescription.patient_id
            && self.prescriber.practitioner_id == prescription.prescriber_id
            && self.pharmacy.pharmacy_id == prescription.pharmacy_id
            && place == prescription.location_id
            && self.content == prescription.content
            && self.act == *act
    }
}

impl Content {
    fn is_said_by(&self, said: &Medication) -> bool {
        let substitution =
            if self.substitution_allowed { Substitution::Allowed } else { Substitution::NotAllowed };
        same(said.description.as_str(), &self.medication.description)
            && said.sig.as_ref().is_some_and(|sig| self.sig.is_said_by(sig))
            && said.quantity.as_ref().map(|quantity| quantity.value) == Some(self.quantity.value.decimal())
            && said.days_supply == Some(self.days_supply.days())
            && said.refills == Some(self.refills.count())
            && said.substitution == Some(substitution)
            && said.earliest_fill() == self.earliest_fill
    }
}

impl Sig {
    /// Codes, where there are any, are those of the fields that were signed.
    fn is_said_by(&self, said: &script::Sig) -> bool {
        let coded = self.structured.as_ref().and_then(Structured::coded);
        same(said.text.as_str(), self.text.as_str())
            && said.coded.as_ref().is_none_or(|said| coded.as_ref() == Some(said))
    }
}

/// But for spacing, which XML may change.
fn same(one: &str, other: &str) -> bool {
    one.split_whitespace().eq(other.split_whitespace())
}

impl Signature {
    /// What was signed, once its seal has been verified.
    pub fn record(&self, keys: &Keyring) -> Result<Record, Broken> {
        let seal = self.seal.as_ref().ok_or(Broken::Unsealed)?;
        if !keys.verifies(seal.key_id, &seal.record, &seal.value) {
            return Err(Broken::Forged);
        }
        serde_json::from_str(&seal.record).map_err(|_| Broken::Altered)
    }
}

impl Prescription {
    /// The record that was signed, if it still is what stands here; nothing before it is signed.
    pub fn verified(&self, keys: &Keyring) -> Result<Option<Record>, Broken> {
        let Some(signature) = &self.signature else { return Ok(None) };
        let record = signature.record(keys)?;
        if record.is_of(self, &signature.act) { Ok(Some(record)) } else { Err(Broken::Altered) }
    }

    /// Refuses what is signed and does not hold.
    pub fn require_intact(&self, keys: &Keyring) -> Result<(), Refusal> {
        self.verified(keys).map(|_| ()).map_err(Refusal::SignatureBroken)
    }
}

#[cfg(test)]
mod tests;
