//! The 835: what a payer pays a provider, and why not more.

use chrono::{DateTime, Utc};
use x12::claim::{
    ClaimFiling, Frequency, PayerResponsibility, ReferenceKind, References, ServiceLine, TaxId,
};
use x12::name::{Address, Contact, Party, Trace, Unread};
use x12::remittance::{
    Account, ClaimGroup, ClaimPayment, ClaimPaymentStatus, Handling, Payee, Payment, PaymentMethod, Position,
    Remark, Remittance, RemittancePayer, ServicePayment, SupplementalAmount, SupplementalAmountKind,
};
use x12::{Amount, Text};

use super::adjudication::{Decision, decide};
use super::docket::Case;
use super::magic::Magic;

/// TRN03 and BPR10: 1 and the payer's tax id.
const PAYER: &str = "1999999999";

/// Accepted claims by payer and billing provider: each part is one 835. Voids are acknowledged, never paid.
pub(super) fn payable<'p, 'c>(cases: &'p [Case<'c>]) -> Vec<Vec<&'p Case<'c>>> {
    let mut parts: Vec<Vec<&Case<'_>>> = Vec::new();
    let key = |case: &Case<'_>| (case.subscriber.payer.party.id.clone(), case.provider.party.id.clone());
    let accepted = cases.iter().filter(|case| case.control_number().is_some());
    for case in accepted.filter(|case| case.claim.frequency != Frequency::Void) {
        let same = parts.iter_mut().find(|part| part.iter().any(|other| key(other) == key(case)));
        match same {
            Some(part) => part.push(case),
            None => parts.push(vec![case]),
        }
    }
    parts
}

/// `number` is TRN02.
pub(super) fn pay(cases: &[&Case<'_>], number: &str, now: DateTime<Utc>) -> Remittance {
    let claims: Vec<ClaimPayment> = cases.iter().map(|case| pay_claim(case, now)).collect();
    let total: Amount = claims.iter().map(|claim| claim.paid).sum();
    let extra = i64::from(cases.iter().any(|case| case.magic == Magic::Unbalanced));
    Remittance {
        payment: payment(Amount::from_cents(total.cents() + extra), now),
        trace: Trace::own(number, PAYER),
        receiver_id: None,
        version: None,
        production_date: Some(now.date_naive()),
        payer: cases.first().map(|case| payer(case)).unwrap_or_default(),
        payee: cases.first().map(|case| payee(case)).unwrap_or_default(),
        groups: vec![ClaimGroup { number: 1, claims, unknown: Unread::default() }],
        provider_adjustments: Vec::new(),
        position: Position::default(),
        unknown: Unread::default(),
    }
}

/// Nothing to pay is a notice; money goes by ACH.
fn payment(amount: Amount, now: DateTime<Utc>) -> Payment {
    let notice = Payment {
        handling: Handling::NoticeOnly,
        amount,
        credit: true,
        method: PaymentMethod::NoPayment,
        format: None,
        payer_account: None,
        payer_identifier: None,
        payer_supplemental: None,
        payee_account: None,
        date: Some(now.date_naive()),
    };
    if amount.is_zero() {
        return notice;
    }
    Payment {
        handling: Handling::RemittanceOnly,
        method: PaymentMethod::Ach,
        format: Some("CCP".into()),
        payer_account: account("1000001"),
        payer_identifier: Some(PAYER.into()),
        payee_account: account("2000002"),
        ..notice
    }
}

fn account(account: &str) -> Option<Account> {
    let [bank_qualifier, bank] = ["01", "999999992"].map(Text::from);
    Some(Account { bank_qualifier, bank, account_qualifier: "DA".into(), account: account.into() })
}

fn payer(case: &Case<'_>) -> RemittancePayer {
    let payer = &case.subscriber.payer;
    let own_address = || Address {
        line1: "1 SANDBOX PLAZA".into(),
        city: "SPRINGFIELD".into(),
        state: "IL".into(),
        zip: "62701".into(),
        ..Address::default()
    };
    let desk = Contact { name: "EDI DESK".into(), numbers: vec![("TE".into(), "2175550100".into())] };
    RemittancePayer {
        name: payer.party.name.clone(),
        address: payer.address.clone().unwrap_or_else(own_address),
        references: References::default().with(ReferenceKind::PayerId, payer.party.id.clone()),
        technical_contacts: vec![desk],
        ..RemittancePayer::default()
    }
}

fn payee(case: &Case<'_>) -> Payee {
    let provider = case.provider;
    let name = [&provider.party.name, &provider.party.first].map(Text::as_str).join(" ").trim_end().into();
    let (TaxId::Employer(tax_id) | TaxId::SocialSecurity(tax_id)) = &provider.tax_id;
    match provider.party.npi() {
        Some(npi) => Payee {
            name,
            id_qualifier: "XX".into(),
            id: npi.into(),
            address: None,
            references: References::default().with(ReferenceKind::FederalTaxId, tax_id.clone()),
        },
        None => Payee { name, id_qualifier: "FI".into(), id: tax_id.clone(), ..Payee::default() },
    }
}

fn pay_claim(case: &Case<'_>, now: DateTime<Utc>) -> ClaimPayment {
    let claim = case.claim;
    let decisions = decide(claim, case.magic);
    let paid = decisions.iter().map(|decision| decision.paid).sum();
    let share: Amount = decisions.iter().map(Decision::patient_share).sum();
    let (from, to) = case.service().unzip();
    let rendering = claim.rendering.as_ref().map(|rendering| rendering.party.clone());
    ClaimPayment {
        patient_responsibility: Some(share).filter(|share| !share.is_zero()),
        claim_filing: Some(filing(case.subscriber.plan.claim_filing.as_ref())),
        payer_control_number: case.control_number().map(Text::from),
        facility_type: Some(claim.place_of_service.clone()),
        frequency: Some(claim.frequency.clone()),
        patient: Some(case.patient_party().into()),
        service_provider: rendering.map(|party| Party { entity: "82".into(), ..party }.into()),
        statement_from: from,
        statement_to: to,
        received: Some(now.date_naive()),
        services: claim
            .lines
            .iter()
            .zip(decisions)
            .map(|(line, decision)| pay_line(line, decision))
            .collect(),
        ..ClaimPayment::new(claim.patient_control_number.clone(), status(case), claim.charge, paid)
    }
}

fn pay_line(line: &ServiceLine, decision: Decision) -> ServicePayment {
    let allowed = [decision.paid, decision.patient_share()].into_iter().sum::<Amount>();
    let allowed = SupplementalAmount { kind: SupplementalAmountKind::Allowed, amount: allowed };
    ServicePayment {
        paid_units: Some(line.quantity),
        service_date: Some(line.service_date),
        adjustments: decision.adjustments,
        control_number: line.control_number.clone(),
        amounts: Some(allowed).filter(|allowed| !allowed.amount.is_zero()).into_iter().collect(),
        remarks: decision.remark.map(Remark::remittance).into_iter().collect(),
        ..ServicePayment::new(line.procedure.clone(), line.charge, decision.paid)
    }
}

/// CLP02.
fn status(case: &Case<'_>) -> ClaimPaymentStatus {
    match (case.magic, &case.subscriber.plan.responsibility) {
        (Magic::Deny, _) => ClaimPaymentStatus::Denied,
        (_, PayerResponsibility::Secondary) => ClaimPaymentStatus::Secondary,
        (_, PayerResponsibility::Tertiary) => ClaimPaymentStatus::Tertiary,
        _ => ClaimPaymentStatus::Primary,
    }
}

/// CLP06 has no code for commercial plans, Blue Cross, federal employees and others of the 837: they are PPOs here.
fn filing(filing: Option<&ClaimFiling>) -> ClaimFiling {
    use ClaimFiling::{
        BlueCross, Commercial, DentalMaintenance, FederalEmployees, MutuallyDefined, Other, OtherNonFederal,
    };
    match filing {
        None
        | Some(
            BlueCross | Commercial | DentalMaintenance | FederalEmployees | MutuallyDefined | Other(_)
            | OtherNonFederal,
        ) => ClaimFiling::Ppo,
        Some(known) => known.clone(),
    }
}
