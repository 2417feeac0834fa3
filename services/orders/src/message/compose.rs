//! Writing a prescription, and its recall, in the words of SCRIPT.

use crate::measurement::{self, Growth};
use crate::medication::{Catalogue, Schedule};
use crate::prescription::signing::Cast;
use crate::prescription::{Content, Prescription, content};
use crate::safety::{Alert, AlertSeverity, CheckKind, Override, Report};
use crate::sig::Structured;
use anyhow::Context as _;
use chrono::{DateTime, NaiveDate, Utc};
use model::{Demographics, Icd10, Phone, Sex};
use script::{
    Address, Body, CancelRx, Coded, DeaSchedule, Diagnosis, DiagnosisCode, DrugCoded, DrugUseEvaluation,
    Gender, Header, Medication, Message, MessageId, NewRx, OtherDate, OtherDateKind, Parties, Patient,
    PersonName, Pharmacy, Phones, PostalAddress, Prescriber, Qualifier, Quantity, SenderSoftware,
    ServiceReason, Sig, Strength, Substitution, Text, TextError, Versions, When,
};

/// NCI Thesaurus: milligram.
const MILLIGRAM: &str = "C28253";
const LOINC_VERSION: &str = "2.42";
const UCUM_VERSION: &str = "2.1";
/// SCRIPT CodeListQualifier: the original quantity.
const ORIGINAL: &str = "38";
/// ServiceResultCode: prescribed with acknowledgements.
const ACKNOWLEDGED: &str = "4A";
/// Characters of an AcknowledgementReason that are sent.
const ACKNOWLEDGEMENT: usize = 100;

pub fn new_rx(
    prescription: &Prescription,
    cast: &Cast,
    growth: &Growth,
    written: NaiveDate,
) -> Result<NewRx, TextError> {
    let minor = written.years_since(cast.patient.demographics.birth_date).is_some_and(|age| age < 19);
    let measured = growth.both().filter(|_| minor).map(observation);
    Ok(NewRx {
        parties: parties(cast)?,
        measurements: measured.collect::<Result<_, _>>()?,
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
    let to =
        Address { qualifier: Some(Qualifier::Pharmacy), id: Text::new(cast.pharmacy.ncpdp_id.as_str())? };
    let from =
        Address { qualifier: Some(Qualifier::Prescriber), id: Text::new(cast.prescriber.npi.as_str())? };
    let header = Header {
        sender_software: Some(SenderSoftware {
            developer: Text::new("Praxis")?,
            product: Text::new("Praxis")?,
            version: Text::new(env!("CARGO_PKG_VERSION"))?,
        }),
        prescriber_order_number: Some(Text::new(&prescription.order_number)?),
        ..Header::new(to, from, message_id, now.fixed_offset())
    };
    Ok(Message::new(Versions::V2017071, header, Body::NewRx(Box::new(new_rx))))
}

/// The alerts the prescriber answered travel with the prescription, so that the pharmacist need not ask again.
pub fn with_overrides(mut new_rx: NewRx, report: Option<&Report>) -> NewRx {
    new_rx.medication.drug_uses =
        report.iter().flat_map(|report| &report.alerts).filter_map(drug_use).collect();
    new_rx
}

fn drug_use(alert: &Alert) -> Option<DrugUseEvaluation> {
    let answer = alert.overridden.as_ref()?;
    let reason = match alert.kind {
        CheckKind::Allergy => ServiceReason::DrugAllergy,
        CheckKind::DuplicateTherapy => ServiceReason::TherapeuticDuplication,
        CheckKind::Interaction => ServiceReason::DrugDrug,
        _ => return None,
    };
    let significance = match alert.severity {
        AlertSeverity::Critical => "1",
        AlertSeverity::Warning => "2",
        AlertSeverity::Notice => "3",
    };
    Some(DrugUseEvaluation {
        reason: Some(reason),
        result: Text::new(ACKNOWLEDGED).ok(),
        significance: Text::new(significance).ok(),
        acknowledgement: acknowledgement(answer),
        ..DrugUseEvaluation::default()
    })
}

/// The reason in words, with the note where it is plain enough to travel.
fn acknowledgement(answer: &Override) -> Option<Text> {
    let reason = answer.reason_code.as_str().replace('_', " ");
    let plain = |note: &&str| note.bytes().all(|b| b == b' ' || b.is_ascii_graphic());
    let said = match answer.note.as_ref().map(|note| note.as_str()).filter(plain) {
        Some(note) => format!("{reason}: {note}"),
        None => reason,
    };
    Text::new(said.chars().take(ACKNOWLEDGEMENT).collect::<String>()).ok()
}

/// The recall of what was authorised, given as it was sent: the same parties and drug, a MessageID of its own.
pub fn cancel_rx(sent: &str, message_id: MessageId, now: DateTime<Utc>) -> anyhow::Result<Message> {
    let sent = script::parse(sent)?;
    let (parties, medication) =
        authorised(&sent.body).context("only what authorises something can be recalled")?;
    let header = Header {
        message_id,
        relates_to: Some(sent.header.message_id.clone()),
        sent_time: now.fixed_offset(),
        digital_signature: None,
        ..sent.header.clone()
    };
    let cancel = CancelRx::of(parties.clone(), medication);
    Ok(Message::new(sent.versions, header, Body::CancelRx(Box::new(cancel))))
}

/// Who and what a message authorises: a NewRx, or the answer to a pharmacy's request.
fn authorised(body: &Body) -> Option<(&Parties, &Medication)> {
    match body {
        Body::NewRx(new_rx) => Some((&new_rx.parties, &new_rx.medication)),
        Body::RxRenewalResponse(response) => response.parties.as_ref().zip(response.medication.as_ref()),
        Body::RxChangeResponse(response) => response.parties.as_ref().zip(response.prescribed.as_ref()),
        _ => None,
    }
}

/// Height and weight go along for patients under 19 only: nobody else's body is the pharmacy's business.
fn observation(measured: &measurement::Measurement) -> Result<script::Measurement, TextError> {
    Ok(script::Measurement {
        vital_sign: Text::new(match measured.kind {
            measurement::Kind::Height => script::Measurement::HEIGHT,
            measurement::Kind::Weight => script::Measurement::WEIGHT,
        })?,
        loinc_version: Some(Text::new(LOINC_VERSION)?),
        value: measured.value.decimal(),
        unit: Some(Text::new(measured.unit.as_str())?),
        ucum_version: Some(Text::new(UCUM_VERSION)?),
        observed: Some(When::Day(measured.measured_on)),
        other: Vec::new(),
    })
}

fn optional(text: Option<impl AsRef<str>>) -> Result<Option<Text>, TextError> {
    text.map(Text::new).transpose()
}

fn parties(cast: &Cast) -> Result<Parties, TextError> {
    Ok(Parties::new(patient(&cast.patient.demographics)?, pharmacy(cast)?, prescriber(cast)?))
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
    let name = PersonName {
        last: Text::new(person.family_name.as_str())?,
        first: Some(Text::new(person.given_name.as_str())?),
        middle: None,
        suffix: None,
        prefix: None,
    };
    Ok(Prescriber {
        dea: optional(person.dea_number.as_ref().map(|dea| dea.as_str()))?,
        npi: Some(Text::new(person.npi.as_str())?),
        address: address(cast.location.as_ref().map(|location| &location.address))?,
        phones: phones(cast.location.as_ref().map(|location| &location.phone))?,
        ..Prescriber::new(name)
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

/// What is prescribed, as MedicationPrescribed tells it.
pub fn medication(content: &Content, written: NaiveDate) -> Result<Medication, TextError> {
    let substitution =
        if content.substitution_allowed { Substitution::Allowed } else { Substitution::NotAllowed };
    Ok(Medication {
        drug: drug(content)?,
        quantity: Some(Quantity {
            value: content.quantity.value.decimal(),
            qualifier: Some(Text::new(ORIGINAL)?),
            unit: Some(content.quantity.unit.into()),
        }),
        days_supply: Some(content.days_supply.days()),
        written: Some(When::Day(written)),
        substitution: Some(substitution),
        refills: Some(content.refills.count()),
        diagnoses: diagnosis(&content.diagnosis_codes)?.into_iter().collect(),
        note: optional(
            content.note.as_ref().map(|note| note.as_str()).filter(|note| !note.trim().is_empty()),
        )?,
        sig: Some(sig(&content.sig)?),
        other_dates: content.earliest_fill.map(not_before).into_iter().collect(),
        ..Medication::new(Text::new(&content.medication.description)?)
    })
}

/// The words, and beside them the codes of the fields where all of them are certain.
fn sig(sig: &content::Sig) -> Result<Sig, TextError> {
    let text = Text::new(sig.text.as_str())?;
    Ok(match sig.structured.as_ref().and_then(Structured::coded) {
        Some(coded) => Sig::with_codes(text, coded),
        None => Sig::of(text),
    })
}

/// OtherMedicationDate with the qualifier EffectiveDate: the pharmacy fills it on that day or later.
fn not_before(day: NaiveDate) -> OtherDate {
    OtherDate { kind: Some(OtherDateKind::Effective), date: When::Day(day), other: Vec::new() }
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
        database: known.map(|drug| coded(prescribed.rxcui.as_str(), &drug.tty)).transpose()?,
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::safety::{Demand, OverrideReason};
    use uuid::Uuid;

    fn alert(kind: CheckKind, note: Option<&str>) -> Alert {
        let note = note.map(|note| note.to_owned().try_into().expect("a note"));
        let reason_code = OverrideReason::BenefitOutweighsRisk;
        Alert {
            id: Uuid::nil(),
            kind,
            severity: AlertSeverity::Critical,
            interruptive: true,
            demand: Demand::Answer,
            proposal: None,
            text: "warfarin and ibuprofen".to_owned(),
            source: "a rule".to_owned(),
            overridden: Some(Override { reason_code, note, by: "dr".to_owned(), at: DateTime::UNIX_EPOCH }),
        }
    }

    #[test]
    fn an_answered_alert_travels_with_its_reason() {
        let sent = drug_use(&alert(CheckKind::Interaction, Some("INR weekly"))).expect("it travels");
        assert_eq!(sent.reason, Some(ServiceReason::DrugDrug));
        let said = |sent: &DrugUseEvaluation| sent.acknowledgement.as_ref().map(ToString::to_string);
        assert_eq!(said(&sent).as_deref(), Some("benefit outweighs risk: INR weekly"));
        let sent = drug_use(&alert(CheckKind::Allergy, Some("caf\u{e9}"))).expect("it travels");
        assert_eq!(said(&sent).as_deref(), Some("benefit outweighs risk"));
    }

    #[test]
    fn what_was_not_answered_or_is_about_the_words_does_not_travel() {
        assert!(drug_use(&alert(CheckKind::SigLint, None)).is_none());
        assert!(drug_use(&Alert { overridden: None, ..alert(CheckKind::Interaction, None) }).is_none());
    }
}
