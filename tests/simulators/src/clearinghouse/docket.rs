//! The claims of a transaction set one by one, each with what will become of it.

use chrono::{DateTime, NaiveDate, Utc};
use x12::claim::{BillingProvider, Claim, Fault, Patient, ProfessionalClaims, Subscriber};
use x12::date::DatePeriod;
use x12::name::Party;

use super::magic::Magic;
use super::serial::Serial;

/// One claim with those it concerns.
pub(super) struct Case<'c> {
    pub provider: &'c BillingProvider,
    pub subscriber: &'c Subscriber,
    pub patient: Option<&'c Patient>,
    pub claim: &'c Claim,
    pub magic: Magic,
    pub verdict: Verdict,
}

/// What the 277CA says.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Verdict {
    /// Goes on under this payer claim control number.
    Accepted {
        control_number: String,
    },
    /// The member id asked for it.
    RejectedMember,
    RejectedFor(Fault),
}

impl Case<'_> {
    /// NM1 of the patient, with the member id.
    pub fn patient_party(&self) -> Party {
        let party = self.patient.map_or(&self.subscriber.party, |patient| &patient.party);
        let (id_qualifier, id) = ("MI".into(), self.subscriber.party.id.clone());
        Party { entity: "QC".into(), id_qualifier, id, ..party.clone() }
    }

    /// The first and the last day of service.
    pub fn service(&self) -> Option<(NaiveDate, NaiveDate)> {
        let dates = || self.claim.lines.iter().map(|line| line.service_date);
        Some((dates().map(|date| date.first()).min()?, dates().map(|date| date.last()).max()?))
    }

    pub fn service_period(&self) -> Option<DatePeriod> {
        self.service()
            .map(|(from, to)| if from == to { DatePeriod::Day(from) } else { DatePeriod::Range(from, to) })
    }

    pub fn control_number(&self) -> Option<&str> {
        match &self.verdict {
            Verdict::Accepted { control_number } => Some(control_number),
            _ => None,
        }
    }
}

/// Every claim in order.
pub(super) fn cases<'c>(
    claims: &'c ProfessionalClaims,
    serial: &mut Serial,
    now: DateTime<Utc>,
) -> Vec<Case<'c>> {
    let mut findings = claims.check();
    let mut cases = Vec::new();
    for provider in &claims.billing_providers {
        for subscriber in &provider.subscribers {
            let magic = Magic::of(&subscriber.party.id);
            for (patient, claim) in claims_of(subscriber) {
                let number = &claim.patient_control_number;
                let fault = findings.iter().position(|finding| finding.patient_control_number == *number);
                let verdict = match fault.map(|position| findings.remove(position).fault) {
                    Some(fault) => Verdict::RejectedFor(fault),
                    None if magic == Magic::Reject => Verdict::RejectedMember,
                    None => Verdict::Accepted { control_number: serial.stamped("PCN", now) },
                };
                cases.push(Case { provider, subscriber, patient, claim, magic, verdict });
            }
        }
    }
    cases
}

fn claims_of(subscriber: &Subscriber) -> impl Iterator<Item = (Option<&Patient>, &Claim)> {
    let own = subscriber.claims.iter().map(|claim| (None, claim));
    let of_patient = |patient| -> Vec<(Option<&Patient>, &Claim)> {
        let patient: &Patient = patient;
        patient.claims.iter().map(|claim| (Some(patient), claim)).collect()
    };
    own.chain(subscriber.patients.iter().flat_map(of_patient))
}
