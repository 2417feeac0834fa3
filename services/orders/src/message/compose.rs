//! Writing a prescription, and its recall, in the words of SCRIPT.

use crate::medication::{Catalogue, Schedule};
use crate::prescription::signing::Cast;
use crate::prescription::{Content, Prescription};
use chrono::{DateTime, NaiveDate, Utc};
use model::{Demographics, Icd10, Phone, Sex};
use script::{
    Address, Body, CancelRx, Coded, DeaSchedule, Diagnosis, DiagnosisCode, DrugCoded, Gender, Header,
    Medication, Message, MessageId, NewRx, Parties, Patient, PersonName, Pharmacy, Phones, PostalAddress,
    Prescriber, Qualifier, Quantity, SenderSoftware, Sig, Strength, Substitution, Text, TextError, Versions,
    When,
};

/// NCI Thesaurus: milligram.
const MILLIGRAM: &str = "C28253";
/// SCRIPT CodeListQualifier: the original quantity.
const ORIGINAL: &str = "38";

pub fn new_rx(prescription: &Prescription, cast: &Cast, written: NaiveDate) -> Result<NewRx, TextError> {
    Ok(NewRx {
        parties: parties(cast)?,
        measurements: Vec::new(),
        medication: medication(&prescription.content, written)?,
        prohibit_renewal: None,
        other: Vec::new(),
    })
}

pub fn new_rx_message(
    prescription: &Prescription,
    cast: &Cast,
    new_rx: NewRx,
    message_id: MessageId,
    now: DateTime<Utc>,
) -> anyhow::Result<Message> {
    let header = Header {
        to: Address { qualifier: Some(Qualifier::Pharmacy), id: Text::new(cast.pharmacy.ncpdp_id.as_str())? },
        from: Address {
            qualifier: Some(Qualifier::Prescriber),
            id: Text::new(cast.prescriber.npi.as_str())?,
        },
        message_id,
        relates_to: None,
        sent_time: now.fixed_offset(),
        sender_software: Some(SenderSoftware {
            developer: Text::new("Praxis")?,
            product: Text::new("Praxis")?,
            version: Text::new(env!("CARGO_PKG_VERSION"))?,
        }),
        rx_reference_number: None,
        prescriber_order_number: Some(Text::new(&prescription.order_number)?),
        test_message: None,
        other: Vec::new(),
    };
    Ok(Message::new(Versions::V2017071, header, Body::NewRx(Box::new(new_rx))))
}

/// The recall of a NewRx, given as it was sent: the same parties and drug, a MessageID of its own.
pub fn cancel_rx(sent: &str, message_id: MessageId, now: DateTime<Utc>) -> anyhow::Result<Message> {
    let sent = script::parse(sent)?;
    let Body::NewRx(new_rx) = &sent.body else { anyhow::bail!("only a NewRx can be recalled") };
    let header = Header {
        message_id,
        relates_to: Some(sent.header.message_id.clone()),
        sent_time: now.fixed_offset(),
        ..sent.header.clone()
    };
    let cancel = CancelRx::of(new_rx.parties.clone(), &new_rx.medication);
    Ok(Message::new(sent.versions, header, Body::CancelRx(Box::new(cancel))))
}

fn optional(text: Option<impl AsRef<str>>) -> Result<Option<Text>, TextError> {
    text.map(Text::new).transpose()
}

fn parties(cast: &Cast) -> Result<Parties, TextError> {
    Ok(Parties {
        patient: patient(&cast.patient.demographics)?,
        pharmacy: Some(pharmacy(cast)?),
        prescriber: prescriber(cast)?,
    })
}

fn patient(person: &Demographics) -> Result<Patient, TextError> {
    Ok(Patient {
        name: PersonName {
            last: Text::new(person.family_name.as_str())?,
            first: Some(Text::new(person.given_name.as_str())?),
            middle: optional(person.middle_name.as_ref().map(|name| name.as_str()))?,
            suffix: optional(person.suffix.as_ref().map(|name| name.as_str()))?,
            prefix: None,
        },
        gender: Some(match person.sex {
            Sex::Female => Gender::Female,
            Sex::Male => Gender::Male,
            Sex::Unknown => Gender::Unknown,
        }),
        date_of_birth: Some(person.birth_date),
        address: address(person.address.as_ref())?,
        phones: phones(person.phone.as_ref())?,
        other: Vec::new(),
    })
}

fn pharmacy(cast: &Cast) -> Result<Pharmacy, TextError> {
    let pharmacy = &cast.pharmacy;
    Ok(Pharmacy {
        ncpdp_id: Some(Text::new(pharmacy.ncpdp_id.as_str())?),
        npi: optional(pharmacy.npi.as_ref().map(|npi| npi.as_str()))?,
        business_name: Some(Text::new(pharmacy.name.as_str())?),
        address: address(Some(&pharmacy.address))?,
        phones: phones(Some(&pharmacy.phone))?,
        other: Vec::new(),
    })
}

/// The prescriber's address and telephone are those of the location.
fn prescriber(cast: &Cast) -> Result<Prescriber, TextError> {
    let person = &cast.prescriber;
    Ok(Prescriber {
        state_license: None,
        dea: optional(person.dea_number.as_ref().map(|dea| dea.as_str()))?,
        npi: Some(Text::new(person.npi.as_str())?),
        name: PersonName {
            last: Text::new(person.family_name.as_str())?,
            first: Some(Text::new(person.given_name.as_str())?),
            middle: None,
            suffix: None,
            prefix: None,
        },
        address: address(cast.location.as_ref().map(|location| &location.address))?,
        phones: phones(cast.location.as_ref().map(|location| &location.phone))?,
        other: Vec::new(),
    })
}

fn address(address: Option<&model::Address>) -> Result<PostalAddress, TextError> {
    let Some(address) = address else { return Ok(PostalAddress::default()) };
    Ok(PostalAddress {
        line1: Some(Text::new(address.line1.as_str())?),
        line2: optional(address.line2.as_ref().map(|line| line.as_str()))?,
        city: Some(Text::new(address.city.as_str())?),
        state: Some(Text::new(address.state.as_str())?),
        postal_code: Some(Text::new(address.postal_code.digits())?),
        country: Some(Text::new("US")?),
    })
}

fn phones(phone: Option<&Phone>) -> Result<Phones, TextError> {
    Ok(Phones { primary: optional(phone.map(|phone| phone.as_str()))?, fax: None })
}

fn medication(content: &Content, written: NaiveDate) -> Result<Medication, TextError> {
    let substitution =
        if content.substitution_allowed { Substitution::Allowed } else { Substitution::NotAllowed };
    Ok(Medication {
        description: Text::new(&content.medication.description)?,
        drug: drug(content)?,
        quantity: Some(Quantity {
            value: content.quantity.value.decimal(),
            qualifier: Some(Text::new(ORIGINAL)?),
            unit: Some(content.quantity.unit.into()),
        }),
        days_supply: Some(content.days_supply.days()),
        written: Some(When::Day(written)),
        last_fill: None,
        substitution: Some(substitution),
        refills: Some(content.refills.count()),
        diagnoses: diagnosis(&content.diagnosis_codes)?.into_iter().collect(),
        note: optional(
            content.note.as_ref().map(|note| note.as_str()).filter(|note| !note.trim().is_empty()),
        )?,
        sig: Some(Sig { text: Text::new(content.sig.text.as_str())?, structured: Vec::new() }),
        requested_refills: None,
        other: Vec::new(),
    })
}

fn drug(content: &Content) -> Result<DrugCoded, TextError> {
    let prescribed = &content.medication;
    let known = Catalogue::get().find(&prescribed.rxcui);
    let coded = |code: &str, qualifier: &str| -> Result<Coded, TextError> {
        Ok(Coded { code: Text::new(code)?, qualifier: Some(Text::new(qualifier)?) })
    };
    Ok(DrugCoded {
        product: prescribed.ndc.as_ref().map(|ndc| coded(ndc.as_str(), "ND")).transpose()?,
        strength: strength(&prescribed.strength, known.and_then(|drug| drug.form_code.as_deref()))?,
        database: known.map(|drug| coded(drug.rxcui.as_str(), &drug.tty)).transpose()?,
        schedule: Some(match prescribed.schedule {
            Schedule::None => DeaSchedule::NotScheduled,
            Schedule::II => DeaSchedule::II,
            Schedule::III => DeaSchedule::III,
            Schedule::IV => DeaSchedule::IV,
            Schedule::V => DeaSchedule::V,
        }),
    })
}

/// Coded only when all of it is certain; the description tells it in any case.
fn strength(strength: &str, form: Option<&str>) -> Result<Strength, TextError> {
    let milligrams = strength.strip_suffix(" mg").filter(|value| value.parse::<script::Decimal>().is_ok());
    let (Some(value), Some(form)) = (milligrams, form) else { return Ok(Strength::default()) };
    Ok(Strength {
        value: Some(Text::new(value)?),
        form: Some(Text::new(form)?),
        unit: Some(Text::new(MILLIGRAM)?),
    })
}

fn diagnosis(codes: &[Icd10]) -> Result<Option<Diagnosis>, TextError> {
    let coded = |code: &Icd10| -> Result<DiagnosisCode, TextError> {
        let qualifier = Some(Text::new("ABF")?);
        Ok(DiagnosisCode { code: Text::new(code.undotted())?, qualifier, description: None })
    };
    let Some(primary) = codes.first() else { return Ok(None) };
    Ok(Some(Diagnosis {
        source: Some(Text::new("1")?),
        primary: coded(primary)?,
        secondary: codes.get(1).map(coded).transpose()?,
        other: Vec::new(),
    }))
}
