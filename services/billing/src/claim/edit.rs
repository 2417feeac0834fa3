//! Edits: what a claim would be sent back for, found before it is sent.

use super::bill::is_active;
use super::professional::{self, Envelope};
use super::{Bill, ClaimNumber};
use model::event::CoverageSnapshot;
use model::{Address, Relationship};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

model::word_enum! {
    /// Which rule a claim breaks.
    Rule {
        CoverageMissing = "coverage-missing",
        CoverageInactive = "coverage-inactive",
        SubscriberMissing = "subscriber-missing",
        PatientAddressMissing = "patient-address-missing",
        BillingAddressIsPostOfficeBox = "billing-address-is-post-office-box",
        TooLong = "too-long",
        NotWritable = "not-writable",
        Unbalanced = "unbalanced",
    }
}

/// One thing to mend before the claim can be sent.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Edit {
    pub rule: Rule,
    /// The field in our own words.
    pub field: String,
    /// Loop and segment of the 837P.
    pub segment: String,
    pub fix: String,
}

impl Edit {
    fn new(rule: Rule, field: &str, segment: &str, fix: &str) -> Self {
        Self { rule, field: field.to_owned(), segment: segment.to_owned(), fix: fix.to_owned() }
    }
}

/// Everything to mend; none means that the claim can be sent.
pub fn edits(bill: &Bill, number: &ClaimNumber) -> Vec<Edit> {
    let Some(coverage) = &bill.coverage else {
        let fix = "Record the patient's coverage, then submit the claim.";
        return vec![Edit::new(Rule::CoverageMissing, "coverage", "2010BB NM1", fix)];
    };
    let rules = [inactive(bill, coverage), subscriber(coverage), address(bill), post_office_box(bill)];
    let mut edits: Vec<Edit> = rules.into_iter().flatten().chain(too_long(bill)).collect();
    if edits.is_empty() {
        edits.extend(unwritable(bill, coverage, number));
    }
    edits
}

fn inactive(bill: &Bill, coverage: &CoverageSnapshot) -> Option<Edit> {
    let fix =
        "The coverage is not in force on the date of service: record the one that is, or correct its dates.";
    let edit = Edit::new(Rule::CoverageInactive, "coverage.effective", "2000B SBR", fix);
    (!is_active(coverage, bill.service_date)).then_some(edit)
}

fn subscriber(coverage: &CoverageSnapshot) -> Option<Edit> {
    let missing = coverage.relationship != Relationship::Own && coverage.subscriber.is_none();
    let fix = "The patient is not the subscriber: record who is on the coverage.";
    missing.then(|| Edit::new(Rule::SubscriberMissing, "coverage.subscriber", "2010BA NM1", fix))
}

fn address(bill: &Bill) -> Option<Edit> {
    let missing = bill.patient.demographics.address.is_none();
    let fix = "A payer needs the patient's address: record it at registration.";
    missing.then(|| Edit::new(Rule::PatientAddressMissing, "patient.address", "2010BA N3", fix))
}

fn post_office_box(bill: &Bill) -> Option<Edit> {
    let letters: String =
        bill.location.address.line1.as_str().chars().filter(char::is_ascii_alphanumeric).collect();
    let boxed = letters.to_ascii_uppercase().starts_with("POBOX");
    let fix = "The billing provider's address must be a street: correct the location's address.";
    boxed.then(|| Edit::new(Rule::BillingAddressIsPostOfficeBox, "location.address.line1", "2010AA N3", fix))
}

/// Longest values of NM103, NM104, N301 and N401.
fn too_long(bill: &Bill) -> Vec<Edit> {
    let demographics = &bill.patient.demographics;
    let mut texts = vec![
        ("location.name", "2010AA NM1", bill.location.name.as_str(), 60),
        ("patient.family_name", "2010BA NM1", demographics.family_name.as_str(), 60),
        ("patient.given_name", "2010BA NM1", demographics.given_name.as_str(), 35),
        ("practitioner.family_name", "2310B NM1", bill.practitioner.family_name.as_str(), 60),
        ("practitioner.given_name", "2310B NM1", bill.practitioner.given_name.as_str(), 35),
    ];
    texts.extend(place("location.address", "2010AA N3", Some(&bill.location.address)));
    texts.extend(place("patient.address", "2010BA N3", demographics.address.as_ref()));
    let long = texts.into_iter().filter(|(.., text, most)| text.chars().count() > *most);
    long.map(|(field, segment, _, most)| {
        Edit::new(Rule::TooLong, field, segment, &format!("Shorten it to {most} characters."))
    })
    .collect()
}

fn place<'a>(
    field: &'static str,
    segment: &'static str,
    address: Option<&'a Address>,
) -> Vec<(&'static str, &'static str, &'a str, usize)> {
    let parts =
        |a: &'a Address| vec![(field, segment, a.line1.as_str(), 55), (field, segment, a.city.as_str(), 30)];
    address.map(parts).unwrap_or_default()
}

/// Writes the claim as it would be sent, and says what stands in the way.
fn unwritable(bill: &Bill, coverage: &CoverageSnapshot, number: &ClaimNumber) -> Vec<Edit> {
    let claims = professional::claims(bill, coverage, number, &Envelope::trial());
    let findings = claims.check().into_iter().map(|finding| {
        let place = finding.line.map_or("2300 CLM".to_owned(), |line| format!("2400 LX {line}"));
        Edit::new(Rule::Unbalanced, "lines", &place, &finding.fault.to_string())
    });
    let fault = claims.write(professional::TRIAL_CONTROL).err().map(|error| {
        let place = format!("{} {}", error.loop_id.unwrap_or_default(), error.segment_id);
        Edit::new(Rule::NotWritable, "bill", place.trim(), &error.to_string())
    });
    findings.chain(fault).collect()
}
