//! The 277CA: which claims went on to the payer.

use chrono::{DateTime, Utc};
use x12::claim::{ProfessionalClaims, ReferenceKind, References, TaxId};
use x12::claim_acknowledgment::{
    Action, ClaimAcknowledgment, ClaimTracking, InformationReceiver, InformationSource,
    PatientAcknowledgment, ProviderAcknowledgment, Status, StatusCategory, StatusCode, Totals,
};
use x12::header::TransactionHeader;
use x12::name::{Party, Unread};
use x12::{Amount, Quantity};

use super::docket::{Case, Verdict};

/// STC12 takes 264 characters.
const MESSAGE_LENGTH: usize = 264;

/// `clearinghouse` is its identifier, `number` one of its own.
pub(super) fn report(
    claims: &ProfessionalClaims,
    cases: &[Case<'_>],
    clearinghouse: &str,
    number: &str,
    now: DateTime<Utc>,
) -> ClaimAcknowledgment {
    let today = Some(now.date_naive());
    let all: Vec<&Case<'_>> = cases.iter().collect();
    let receiver = InformationReceiver {
        party: claims.submitter.party.clone(),
        trace: claims.header.reference.clone(),
        statuses: vec![Status { effective: today, ..received(charge(&all)) }],
        totals: totals(&all),
        providers: all
            .chunk_by(|one, next| std::ptr::eq(one.provider, next.provider))
            .map(|c| provider(c, now))
            .collect(),
        unknown: Unread::default(),
    };
    let source = InformationSource {
        party: Party::organization("AY", "SANDBOX CLEARINGHOUSE", "46", clearinghouse),
        trace: number.into(),
        received: today,
        processed: today,
        receivers: vec![receiver],
        unknown: Unread::default(),
    };
    let header = TransactionHeader::new(number, now.naive_utc());
    ClaimAcknowledgment { header, sources: vec![source], unknown: Unread::default() }
}

fn provider(cases: &[&Case<'_>], now: DateTime<Utc>) -> ProviderAcknowledgment {
    let mut patients: Vec<PatientAcknowledgment> = Vec::new();
    for case in cases {
        let party = case.patient_party();
        match patients.last_mut().filter(|last| last.party == party) {
            Some(last) => last.claims.push(track(case, now)),
            None => patients.push(PatientAcknowledgment {
                party,
                claims: vec![track(case, now)],
                unknown: Unread::default(),
            }),
        }
    }
    let billing = cases.first().map(|case| case.provider);
    let tax_id = billing.map(|billing| match &billing.tax_id {
        TaxId::Employer(number) | TaxId::SocialSecurity(number) => number.clone(),
    });
    let references = References::default();
    let references =
        tax_id.map_or(References::default(), |id| references.with(ReferenceKind::FederalTaxId, id));
    let party = billing.map(|billing| billing.party.clone()).unwrap_or_default();
    ProviderAcknowledgment {
        trace: Some("0".into()),
        statuses: vec![received(charge(cases))],
        references,
        totals: totals(cases),
        patients,
        ..ProviderAcknowledgment::new(party)
    }
}

fn track(case: &Case<'_>, now: DateTime<Utc>) -> ClaimTracking {
    let (code, action) = match &case.verdict {
        Verdict::Accepted { .. } => {
            (StatusCode::new(StatusCategory::AcceptedIntoAdjudication, "20"), Action::Accept)
        }
        Verdict::RejectedMember => {
            let code = StatusCode::new(StatusCategory::RejectedInvalid, "164");
            (StatusCode { entity: Some("IL".into()), ..code }, Action::Reject)
        }
        Verdict::RejectedFor(_) => (StatusCode::new(StatusCategory::RejectedInvalid, "21"), Action::Reject),
    };
    let message = match &case.verdict {
        Verdict::RejectedFor(fault) => Some(plain(&fault.to_string()).into()),
        _ => None,
    };
    let charge = Some(case.claim.charge);
    let status = Status { codes: vec![code], effective: Some(now.date_naive()), action, charge, message };
    let mut references = References::default();
    if let Some(number) = case.control_number() {
        references = references.with(ReferenceKind::PayerClaimNumber, number);
    }
    if let Some(trace) = case.claim.references.get(&ReferenceKind::ClearinghouseTrace) {
        references = references.with(ReferenceKind::ClearinghouseTrace, trace);
    }
    let tracking = ClaimTracking::new(case.claim.patient_control_number.clone(), status);
    ClaimTracking { references, service_date: case.service_period(), ..tracking }
}

/// A1:19, about a batch or a provider.
fn received(charge: Amount) -> Status {
    let code = StatusCode { entity: Some("PR".into()), ..StatusCode::new(StatusCategory::Received, "19") };
    Status { codes: vec![code], effective: None, action: Action::Accept, charge: Some(charge), message: None }
}

fn charge(cases: &[&Case<'_>]) -> Amount {
    cases.iter().map(|case| case.claim.charge).sum()
}

fn totals(cases: &[&Case<'_>]) -> Totals {
    let (accepted, rejected): (Vec<&Case<'_>>, Vec<&Case<'_>>) =
        cases.iter().partition(|case| case.control_number().is_some());
    let count =
        |cases: &[&Case<'_>]| u32::try_from(cases.len()).ok().filter(|&n| n > 0).map(Quantity::from_units);
    let amount = |cases: &[&Case<'_>]| Some(charge(cases)).filter(|_| !cases.is_empty());
    Totals {
        accepted: count(&accepted),
        rejected: count(&rejected),
        accepted_amount: amount(&accepted),
        rejected_amount: amount(&rejected),
    }
}

/// Without the separators of X12.
fn plain(text: &str) -> String {
    let plain = text.chars().map(|c| if matches!(c, ':' | '*' | '~' | '^') { ' ' } else { c });
    let plain: String = plain.filter(|c| (' '..='~').contains(c)).take(MESSAGE_LENGTH).collect();
    plain.trim_end().to_owned()
}
