//! The question as a payer is asked it: everything a 270 says.

use super::{Check, Variant};
use crate::connection::{Identity, PartnerId, Qualifier};
use crate::coverage::{Coverage, Holder};
use crate::payer::Payer;
use chrono::{DateTime, Utc};
use model::event::LocationSnapshot;
use model::{Demographics, Sex};
use x12::date::DatePeriod;
use x12::eligibility::{self as x, IMPLEMENTATION, INQUIRY_GROUP, Inquiry, Patient};
use x12::header::TransactionHeader;
use x12::name::{Party, Trace};
use x12::writer::fold;
use x12::{InterchangeHeader, Text, TransactionText, Usage, X12Error, write_interchange};

#[derive(Clone)]
pub struct Question {
    pub check: Check,
    pub coverage: Coverage,
    pub payer: Payer,
    pub patient: Demographics,
    /// Asks in the practice's name, with its NPI.
    pub location: LocationSnapshot,
    /// How the connection wants the interchange addressed.
    pub identity: Identity,
    /// In which words.
    pub variant: Variant,
}

impl Question {
    /// The interchange; `control` is its ISA13.
    pub fn write(&self, control: u32, usage: Usage, now: DateTime<Utc>) -> Result<String, X12Error> {
        self.wrap(&self.envelope(control, usage, now), &[self.set("0001", now)?])
    }

    /// The transaction set; `control` is its ST02.
    pub fn set(&self, control: &str, now: DateTime<Utc>) -> Result<TransactionText, X12Error> {
        self.inquiry(now).write(control)
    }

    /// An interchange of such sets.
    pub fn wrap(&self, header: &InterchangeHeader, sets: &[TransactionText]) -> Result<String, X12Error> {
        write_interchange(header, INQUIRY_GROUP, IMPLEMENTATION, sets)
    }

    pub fn envelope(&self, control: u32, usage: Usage, now: DateTime<Utc>) -> InterchangeHeader {
        let Identity { sender_id, sender_qualifier, receiver_id, receiver_qualifier } = &self.identity;
        let id = |id: &Option<PartnerId>, else_this: &str| {
            id.as_ref().map_or_else(|| else_this.chars().take(15).collect(), |id| id.as_str().to_owned())
        };
        let qualifier = |code: &Option<Qualifier>| code.as_ref().map_or("ZZ", Qualifier::as_str).into();
        let sender: String = id(sender_id, self.location.npi.as_str());
        let receiver: String = id(receiver_id, self.payer.payer_id.as_str());
        InterchangeHeader {
            sender_qualifier: qualifier(sender_qualifier),
            sender: sender.clone(),
            receiver_qualifier: qualifier(receiver_qualifier),
            receiver: receiver.clone(),
            date: now.date_naive(),
            time: now.time(),
            control,
            usage,
            acknowledgment_requested: false,
            gs_sender: sender,
            gs_receiver: receiver,
            group_control: control,
        }
    }

    fn inquiry(&self, now: DateTime<Utc>) -> Inquiry {
        let (subscriber, dependent) = self.people();
        let (payer, location) = (&self.payer, &self.location);
        Inquiry {
            header: TransactionHeader::new(&self.check.trace(), now.naive_utc()),
            payer: Party::organization("PR", &text(payer.name.as_str(), 60), "PI", payer.payer_id.as_str()),
            provider: Party::organization(
                "1P",
                &text(location.name.as_str(), 60),
                "XX",
                location.npi.as_str(),
            ),
            subscriber,
            dependent,
            service_types: self
                .payer
                .inquiries
                .about(&self.check.service_types)
                .codes()
                .map(Text::from)
                .collect(),
            ..Inquiry::default()
        }
    }

    /// Trace and date stand with the patient: the dependent where there is one. Who is asked about is put in other words
    /// at a second try, the subscriber of a dependent never.
    fn people(&self) -> (Patient, Option<Patient>) {
        let patient = self.variant.of(&self.patient);
        let member_id = self.coverage.member_id.as_str();
        let member = |person: &Demographics| {
            let (last, first) = names(person);
            described(Patient::subscriber(&last, &first, member_id), person)
        };
        let code = match &self.coverage.holder {
            Holder::Patient => return (self.asked(self.without(member(&patient))), None),
            Holder::Spouse { .. } => "01",
            Holder::Parent { .. } => "19",
            Holder::Other { .. } => "34",
        };
        let (last, first) = names(&patient);
        let dependent = described(Patient::dependent(&last, &first, code), &patient);
        let subscriber = self.coverage.holder.subscriber().map(member).unwrap_or_default();
        (subscriber, Some(self.asked(self.without(dependent))))
    }

    /// Another of the payer's searches: by less than is known.
    fn without(&self, patient: Patient) -> Patient {
        let mut patient = patient;
        match self.variant {
            Variant::WithoutName => {
                let party = &mut patient.party;
                let id = std::mem::take(&mut party.id);
                let qualifier = std::mem::take(&mut party.id_qualifier);
                *party = Party {
                    id,
                    id_qualifier: qualifier,
                    entity: party.entity.clone(),
                    person: true,
                    ..Party::default()
                };
            }
            Variant::WithoutBirthDate => patient.birth = None,
            Variant::WithoutMemberId => {
                (patient.party.id, patient.party.id_qualifier) = (Text::new(), Text::new());
            }
            _ => (),
        }
        patient
    }

    fn asked(&self, patient: Patient) -> Patient {
        let originator = format!("1{}", self.location.tax_id);
        let traces = vec![Trace::own(&self.check.trace(), &originator)];
        Patient { traces, ..patient }.asked_on(DatePeriod::Day(self.check.service_date))
    }
}

/// As X12 takes it: without accents, cut to the element's length.
fn text(value: &str, longest: usize) -> Text {
    fold(value).chars().take(longest).collect()
}

/// NM103 and NM104.
fn names(person: &Demographics) -> (Text, Text) {
    (text(person.family_name.as_str(), 60), text(person.given_name.as_str(), 35))
}

fn described(patient: Patient, person: &Demographics) -> Patient {
    let middle = person.middle_name.as_ref().map(|name| text(name.as_str(), 25)).unwrap_or_default();
    let suffix = person.suffix.as_ref().map(|name| text(name.as_str(), 10)).unwrap_or_default();
    let sex = match person.sex {
        Sex::Female => Some(x::Sex::Female),
        Sex::Male => Some(x::Sex::Male),
        Sex::Unknown => None,
    };
    let party = Party { middle, suffix, ..patient.party };
    Patient { party, birth: Some(person.birth_date), sex, ..patient }
}

#[cfg(test)]
mod tests;
