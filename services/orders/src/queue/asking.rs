//! What a pharmacy asks of the prescriber, written as the SCRIPT message it would be over a network: more of the same, or
//! something else. So it is stored, matched and answered like any other.

use crate::message::{self, Answered, Logged, inbound};
use crate::prescription::content::{Amount, SigText};
use crate::prescription::{DaysSupply, Prescription, Refills};
use anyhow::{Context as _, bail};
use chrono::{DateTime, NaiveDate, Utc};
use model::{Name, Ndc, Note, Rxcui, word_enum};
use platform::{Problem, Tx, mint};
use script::{
    Body, ChangeKind, Coded, DrugCoded, Medication, Message, MessageId, NewRx, RxChangeRequest,
    RxRenewalRequest, Sig, Text, When, reply,
};
use serde::Deserialize;
use utoipa::ToSchema;
use uuid::Uuid;

word_enum! {
    /// Why something else is asked for (SCRIPT MessageRequestCode).
    ChangeReason {
        Generic = "generic",
        Therapeutic = "therapeutic",
        DrugUseEvaluation = "drug_use_evaluation",
        Clarification = "clarification",
        OutOfStock = "out_of_stock",
        PriorAuthorization = "prior_authorization",
        PrescriberAuthorization = "prescriber_authorization",
    }
}

impl From<ChangeReason> for ChangeKind {
    fn from(reason: ChangeReason) -> Self {
        match reason {
            ChangeReason::Generic => Self::Generic,
            ChangeReason::Therapeutic => Self::Therapeutic,
            ChangeReason::DrugUseEvaluation => Self::DrugUseEvaluation,
            ChangeReason::Clarification => Self::Clarification,
            ChangeReason::OutOfStock => Self::OutOfStock,
            ChangeReason::PriorAuthorization => Self::PriorAuthorization,
            ChangeReason::PrescriberAuthorization => Self::PrescriberAuthorization,
        }
    }
}

/// What the pharmacy would dispense instead; what is left out stays as it was written.
#[derive(Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Alternative {
    pub description: Name,
    pub rxcui: Option<Rxcui>,
    pub ndc: Option<Ndc>,
    pub sig: Option<SigText>,
    pub quantity: Option<Amount>,
    pub days_supply: Option<DaysSupply>,
    pub refills: Option<Refills>,
}

#[derive(Clone)]
pub enum Asked {
    Renewal { refills: Option<Refills>, last_fill: Option<NaiveDate> },
    Change { reason: ChangeReason, alternatives: Vec<Alternative> },
}

impl Asked {
    fn body(&self, new_rx: &NewRx, note: Option<&Note>) -> anyhow::Result<Body> {
        let note = note.map(|note| Text::new(note.as_str())).transpose()?;
        Ok(match self {
            Self::Renewal { refills, last_fill } => {
                let dispensed = Medication {
                    last_fill: last_fill.map(When::Day),
                    requested_refills: refills.map(Refills::count),
                    note,
                    ..new_rx.medication.clone()
                };
                Body::RxRenewalRequest(Box::new(RxRenewalRequest {
                    parties: new_rx.parties.clone(),
                    dispensed: Some(dispensed),
                    prescribed: Some(new_rx.medication.clone()),
                    other: Vec::new(),
                }))
            }
            Self::Change { reason, alternatives } => {
                let wish = |one: &Alternative| one.instead_of(&new_rx.medication);
                Body::RxChangeRequest(Box::new(RxChangeRequest {
                    kind: Some((*reason).into()),
                    sub_codes: Vec::new(),
                    reason: None,
                    parties: new_rx.parties.clone(),
                    prescribed: Some(Medication { note, ..new_rx.medication.clone() }),
                    requested: alternatives.iter().map(wish).collect::<anyhow::Result<_>>()?,
                    other: Vec::new(),
                }))
            }
        })
    }
}

impl Alternative {
    fn instead_of(&self, written: &Medication) -> anyhow::Result<Medication> {
        let coded = |code: &str, qualifier: &str| -> anyhow::Result<Coded> {
            Ok(Coded { code: Text::new(code)?, qualifier: Some(Text::new(qualifier)?) })
        };
        let mut drug = DrugCoded { schedule: written.drug.schedule.clone(), ..DrugCoded::default() };
        drug.product = self.ndc.as_ref().map(|ndc| coded(ndc.as_str(), "ND")).transpose()?;
        drug.database = self.rxcui.as_ref().map(|rxcui| coded(rxcui.as_str(), "SCD")).transpose()?;
        let mut medication = Medication {
            description: Text::new(self.description.as_str())?,
            drug,
            note: None,
            ..written.clone()
        };
        if let (Some(quantity), Some(amount)) = (&mut medication.quantity, self.quantity) {
            quantity.value = amount.decimal();
        }
        if let Some(sig) = &self.sig {
            medication.sig = Some(Sig::of(Text::new(sig.as_str())?));
        }
        medication.days_supply = self.days_supply.map(DaysSupply::days).or(medication.days_supply);
        medication.refills = self.refills.map(Refills::count).or(medication.refills);
        Ok(medication)
    }
}

/// Hands it in at the same door as a network would.
pub async fn ask(
    tx: &mut Tx,
    prescription: &Prescription,
    asked: &Asked,
    note: Option<&Note>,
    now: DateTime<Utc>,
) -> Result<(), Problem> {
    let request = request(tx, prescription, asked, note, now).await?;
    let raw = script::write(&request).context("the request cannot be written")?;
    let answer_id = inbound::answer_id(mint())?;
    let Answered { xml, .. } = inbound::receive(tx, &raw, &answer_id, now).await?;
    match script::parse(&xml).context("our own answer cannot be read")?.body {
        Body::Error(error) => {
            let why = error.description.map_or_else(|| "It was refused.".to_owned(), |text| text.to_string());
            Err(Problem::conflict("request-refused", why).next_step("Call the practice."))
        }
        _ => Ok(()),
    }
}

async fn request(
    tx: &mut Tx,
    prescription: &Prescription,
    asked: &Asked,
    note: Option<&Note>,
    now: DateTime<Utc>,
) -> anyhow::Result<Message> {
    let id = message::message_id(prescription.id, 1)?;
    let Logged { body, .. } =
        message::store::sent(tx, id.as_str()).await?.context("the NewRx was never written")?;
    let written = script::parse(&body)?;
    let Body::NewRx(new_rx) = &written.body else { bail!("only a NewRx is asked about") };
    let body = asked.body(new_rx, note)?;
    let id = MessageId::new(mint::<Uuid>().simple().to_string())?;
    let mut request = reply::answer(&written, body, id, now.fixed_offset());
    request.header.rx_reference_number = Some(Text::new(&prescription.order_number)?);
    Ok(request)
}
