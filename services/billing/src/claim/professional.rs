//! The 837P of a claim: one claim an interchange, original (frequency 1).

mod subscriber;

use super::{Bill, ClaimNumber};
use chrono::{DateTime, Utc};
use model::event::{AuthorizationKind, CoverageSnapshot, LocationSnapshot, PractitionerSnapshot};
use subscriber::subscriber;
use x12::claim::{
    BillingProvider, Claim, ClaimOrEncounter, Diagnosis, FUNCTIONAL_ID, IMPLEMENTATION, Procedure,
    ProfessionalClaims, Provider, ReferenceKind, References, ServiceLine, Submitter, TaxId,
    TransactionPurpose,
};
use x12::date::DatePeriod;
use x12::header::TransactionHeader;
use x12::name::{Address, Contact, Party, Unread};
use x12::writer::fold;
use x12::{Amount, InterchangeHeader, Quantity, Usage, X12Error, write_interchange};

/// Who sends to whom, when, and under which control number.
pub struct Envelope<'a> {
    /// ISA06, GS02 and the submitter's id in loop 1000A.
    pub submitter_id: &'a str,
    /// ISA08, GS03 and the receiver's id in loop 1000B.
    pub receiver_id: &'a str,
    pub receiver_name: &'a str,
    pub usage: Usage,
    /// ISA13, GS06 and ST02; 1 to 999,999,999.
    pub control: u32,
    pub made_at: DateTime<Utc>,
}

/// ST02 of a claim that is only written to see whether it can be.
pub const TRIAL_CONTROL: &str = "0001";

impl Envelope<'static> {
    /// For checking only; nothing with it is ever sent.
    pub fn trial() -> Self {
        let (submitter_id, receiver_id, receiver_name) = ("TRIAL", "TRIAL", "TRIAL");
        let (usage, made_at) = (Usage::Test, DateTime::UNIX_EPOCH);
        Self { submitter_id, receiver_id, receiver_name, usage, control: 1, made_at }
    }
}

/// The interchange as it is sent.
///
/// # Errors
/// A character X12 does not take; edits find it before.
pub fn interchange(
    bill: &Bill,
    coverage: &CoverageSnapshot,
    number: &ClaimNumber,
    envelope: &Envelope<'_>,
) -> Result<String, X12Error> {
    let control = format!("{:04}", envelope.control);
    let transaction = claims(bill, coverage, number, envelope).write(&control)?;
    write_interchange(&header(envelope), FUNCTIONAL_ID, IMPLEMENTATION, &[transaction])
}

fn header(envelope: &Envelope<'_>) -> InterchangeHeader {
    let (from, to) = (envelope.submitter_id.to_owned(), envelope.receiver_id.to_owned());
    InterchangeHeader {
        sender_qualifier: "ZZ".to_owned(),
        sender: from.clone(),
        receiver_qualifier: "ZZ".to_owned(),
        receiver: to.clone(),
        date: envelope.made_at.date_naive(),
        time: envelope.made_at.time(),
        control: envelope.control,
        usage: envelope.usage,
        acknowledgment_requested: false,
        gs_sender: from,
        gs_receiver: to,
        group_control: envelope.control,
    }
}

/// The transaction set with its one claim.
pub fn claims(
    bill: &Bill,
    coverage: &CoverageSnapshot,
    number: &ClaimNumber,
    envelope: &Envelope<'_>,
) -> ProfessionalClaims {
    let location = &bill.location;
    let contact = Contact {
        name: fold(location.name.as_str()).into(),
        numbers: vec![("TE".into(), location.phone.as_str().into())],
    };
    let party = Party::organization("41", &fold(location.name.as_str()), "46", envelope.submitter_id);
    ProfessionalClaims {
        purpose: TransactionPurpose::Original,
        header: TransactionHeader::new(number.as_str(), envelope.made_at.naive_utc()),
        kind: ClaimOrEncounter::Chargeable,
        submitter: Submitter { party, contacts: vec![contact] },
        receiver: Party::organization("40", &fold(envelope.receiver_name), "46", envelope.receiver_id),
        billing_providers: vec![billing_provider(bill, coverage, number)],
        unknown: Unread::default(),
    }
}

fn billing_provider(bill: &Bill, coverage: &CoverageSnapshot, number: &ClaimNumber) -> BillingProvider {
    let location = &bill.location;
    BillingProvider {
        party: Party::organization("85", &fold(location.name.as_str()), "XX", location.npi.as_str()),
        taxonomy: Some(bill.practitioner.taxonomy.as_str().into()),
        currency: None,
        address: address(&location.address),
        tax_id: TaxId::Employer(location.tax_id.as_str().into()),
        references: References::default(),
        contacts: Vec::new(),
        pay_to: None,
        pay_to_plan: None,
        subscribers: vec![subscriber(bill, coverage, claim(bill, number))],
        unknown: Unread::default(),
    }
}

fn claim(bill: &Bill, number: &ClaimNumber) -> Claim {
    let lines = bill.lines.0.iter().enumerate().map(|(n, line)| {
        let modifiers: Vec<&str> = line.modifiers.iter().map(model::Modifier::as_str).collect();
        let procedure = Procedure::hcpcs(line.procedure_code.as_str(), &modifiers);
        let date = DatePeriod::Day(line.service_date.unwrap_or(bill.service_date));
        let (charge, units) = (Amount::from_cents(line.charge.cents()), Quantity::from_units(line.units));
        let line = ServiceLine::new(procedure, charge, units, line.diagnosis_pointers.clone(), date);
        ServiceLine { control_number: Some(format!("{number}{:02}", n + 1).into()), ..line }
    });
    let diagnoses = bill.diagnoses.0.iter().map(|code| Diagnosis::icd10(code.as_str())).collect();
    let rendering = rendering(&bill.practitioner, &bill.location);
    let original = Claim::original(number.as_str(), bill.location.place_of_service.as_str());
    let references = references(bill);
    Claim { diagnoses, rendering, references, ..original }.with_lines(lines.collect())
}

/// REF*G1 and REF*9F of loop 2300.
fn references(bill: &Bill) -> References {
    bill.authorizations.iter().fold(References::default(), |references, allowed| {
        let kind = match allowed.kind {
            AuthorizationKind::Authorization => ReferenceKind::PriorAuthorization,
            AuthorizationKind::Referral => ReferenceKind::Referral,
        };
        references.with(kind, fold(allowed.number.as_str()))
    })
}

/// Loop 2310B is sent only where somebody else than the billing provider rendered the service.
fn rendering(practitioner: &PractitionerSnapshot, location: &LocationSnapshot) -> Option<Box<Provider>> {
    let (last, first) = (fold(practitioner.family_name.as_str()), fold(practitioner.given_name.as_str()));
    let party = Party::person("82", &last, &first, "XX", practitioner.npi.as_str());
    let taxonomy = Some(practitioner.taxonomy.as_str().into());
    (practitioner.npi != location.npi).then(|| Box::new(Provider { taxonomy, ..Provider::new(party) }))
}

fn address(address: &model::Address) -> Address {
    Address {
        line1: fold(address.line1.as_str()).into(),
        line2: address.line2.as_ref().map(|line| fold(line.as_str()).into()).unwrap_or_default(),
        city: fold(address.city.as_str()).into(),
        state: address.state.as_str().into(),
        zip: address.postal_code.digits().into(),
        ..Address::default()
    }
}
