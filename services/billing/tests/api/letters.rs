//! What clearinghouse and payer write: 999, 277CA and 835, made with the codec.

use chrono::{NaiveDate, NaiveDateTime, NaiveTime};
use x12::acknowledgment::{Ack999, TransactionFault};
use x12::claim::{Adjustment, AdjustmentGroup, Procedure};
use x12::claim::{ReferenceKind, References};
use x12::claim_acknowledgment::{
    Action, ClaimAcknowledgment, ClaimTracking, InformationReceiver, InformationSource,
    PatientAcknowledgment, ProviderAcknowledgment, Status, StatusCategory, StatusCode, Totals,
};
use x12::error::{ErrorKind, X12Error};
use x12::header::TransactionHeader;
use x12::name::{Contact, Party, Trace, Unread};
use x12::reader::Interchange;
use x12::remittance::{
    ClaimGroup, ClaimPayment, ClaimPaymentStatus, Handling, Payee, Payment, PaymentMethod, Position,
    ProviderAdjustment, ProviderAdjustmentReason, Remittance, RemittancePayer, ServicePayment,
};
use x12::{Amount, InterchangeHeader, TransactionText, Usage, write_interchange};

fn day() -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, 11, 21).expect("a date")
}

pub fn seal(to: &str, functional_id: &str, implementation: &str, transaction: TransactionText) -> String {
    let header = InterchangeHeader {
        sender_qualifier: "ZZ".to_owned(),
        sender: "CLEARINGHOUSE".to_owned(),
        receiver_qualifier: "ZZ".to_owned(),
        receiver: to.to_owned(),
        date: day(),
        time: NaiveTime::MIN,
        control: 1,
        usage: Usage::Test,
        acknowledgment_requested: false,
        gs_sender: "CLEARINGHOUSE".to_owned(),
        gs_receiver: to.to_owned(),
        group_control: 1,
    };
    write_interchange(&header, functional_id, implementation, &[transaction]).expect("an interchange")
}

/// Who sent an interchange (ISA06).
pub fn sender(interchange: &str) -> String {
    Interchange::read(interchange).expect("an interchange")[0].sender().to_owned()
}

/// CLM01 of the one claim.
pub fn number(interchange: &str) -> String {
    let interchanges = Interchange::read(interchange).expect("an interchange");
    let claims =
        x12::claim::ProfessionalClaims::read(&interchanges[0].groups[0].transactions[0]).expect("an 837P");
    String::from(&claims.claims().next().expect("a claim").patient_control_number)
}

/// The 999 that answers an 837.
pub fn functional(interchange: &str, accept: bool) -> String {
    let interchanges = Interchange::read(interchange).expect("an interchange");
    let group = &interchanges[0].groups[0];
    let error = X12Error::at(ErrorKind::ElementInvalid, "NM1", 8, 0).in_element(9);
    let fault = TransactionFault { control: group.transactions[0].control.to_owned(), error };
    let ack = if accept { Ack999::accept(group) } else { Ack999::reject(group, &[fault]) };
    let text = ack.write("0001").expect("a 999");
    seal(interchanges[0].sender(), x12::acknowledgment::GROUP, x12::acknowledgment::IMPLEMENTATION, text)
}

/// The 277CA about a claim.
pub fn acknowledgment(to: &str, number: &str, category: StatusCategory) -> String {
    let rejects = !matches!(category, StatusCategory::Received | StatusCategory::AcceptedIntoAdjudication);
    let status = |category, action| Status {
        codes: vec![StatusCode::new(category, "20")],
        effective: Some(day()),
        action,
        charge: Some(Amount::from_cents(15_000)),
        message: None,
    };
    let mut claim =
        ClaimTracking::new(number, status(category, if rejects { Action::Reject } else { Action::Accept }));
    claim.references = References::default().with(ReferenceKind::PayerClaimNumber, "ICN0001");
    let patient = PatientAcknowledgment {
        party: Party::person("QC", "Smith", "John", "MI", "123456789"),
        claims: vec![claim],
        unknown: Unread::default(),
    };
    let mut provider = ProviderAcknowledgment::new(Party::organization("85", "Clinic", "XX", "1234567893"));
    provider.patients = vec![patient];
    let receiver = InformationReceiver {
        party: Party::organization("41", "Clinic", "46", to),
        trace: number.into(),
        statuses: vec![status(StatusCategory::Received, Action::Accept)],
        totals: Totals::default(),
        providers: vec![provider],
        unknown: Unread::default(),
    };
    let source = InformationSource {
        party: Party::organization("PR", "ABC Company", "PI", "842610001"),
        trace: "TRACE0001".into(),
        received: Some(day()),
        processed: Some(day()),
        receivers: vec![receiver],
        unknown: Unread::default(),
    };
    let header = TransactionHeader::new("REF1", NaiveDateTime::new(day(), NaiveTime::MIN));
    let acknowledgment = ClaimAcknowledgment { header, sources: vec![source], unknown: Unread::default() };
    let text = acknowledgment.write("0001").expect("a 277CA");
    let (kind, implementation) =
        (x12::claim_acknowledgment::FUNCTIONAL_ID, x12::claim_acknowledgment::IMPLEMENTATION);
    seal(to, kind, implementation, text)
}

/// One claim of a remittance: charge, paid, written off (CO-45), copay (PR-3), all in cents.
pub fn settled(number: &str, charge: i64, paid: i64, written_off: i64, copay: i64) -> ClaimPayment {
    let amount = Amount::from_cents;
    let reasons = [
        (AdjustmentGroup::ContractualObligation, "45", written_off),
        (AdjustmentGroup::PatientResponsibility, "3", copay),
    ];
    let adjustments = reasons.into_iter().filter(|(.., cents)| *cents != 0);
    let mut service = ServicePayment::new(Procedure::hcpcs("99213", &[]), amount(charge), amount(paid));
    service.adjustments =
        adjustments.map(|(group, code, cents)| Adjustment::new(group, code, amount(cents))).collect();
    let status = if charge < 0 { ClaimPaymentStatus::Reversal } else { ClaimPaymentStatus::Primary };
    let mut claim = ClaimPayment::new(number, status, amount(charge), amount(paid));
    claim.patient_responsibility = Some(amount(copay));
    claim.payer_control_number = Some(format!("ICN{number}").into());
    claim.patient = Some(Party::person("QC", "Smith", "John", "MI", "123456789").into());
    claim.services = vec![service];
    claim
}

/// An 835 whose payment is the sum of its claims less `taken` (PLB).
pub fn remittance(trace: &str, claims: Vec<ClaimPayment>, taken: i64) -> Remittance {
    let paid: i64 = claims.iter().map(|claim| claim.paid.cents()).sum();
    let adjustment = ProviderAdjustment {
        provider_id: "1234567893".into(),
        fiscal_year_end: Some(day()),
        reason: ProviderAdjustmentReason::OverpaymentRecovery,
        reference: Some("OLD0001".into()),
        amount: Amount::from_cents(taken),
        position: Position::default(),
    };
    Remittance {
        payment: Payment {
            handling: Handling::RemittanceOnly,
            amount: Amount::from_cents(paid - taken),
            credit: true,
            method: PaymentMethod::Check,
            format: None,
            payer_account: None,
            payer_identifier: None,
            payer_supplemental: None,
            payee_account: None,
            date: Some(day()),
        },
        trace: Trace::own(trace, "1512345678"),
        receiver_id: None,
        version: None,
        production_date: Some(day()),
        payer: RemittancePayer {
            name: "ABC Company".into(),
            technical_contacts: vec![Contact { name: "DESK".into(), numbers: Vec::new() }],
            ..RemittancePayer::default()
        },
        payee: Payee {
            name: "Clinic".into(),
            id_qualifier: "XX".into(),
            id: "1234567893".into(),
            ..Payee::default()
        },
        groups: vec![ClaimGroup { number: 1, claims, unknown: Unread::default() }],
        provider_adjustments: if taken == 0 { Vec::new() } else { vec![adjustment] },
        position: Position::default(),
        unknown: Unread::default(),
    }
}

pub fn sealed(to: &str, remittance: &Remittance) -> String {
    let text = remittance.write("0001").expect("an 835");
    seal(to, x12::remittance::FUNCTIONAL_ID, x12::remittance::IMPLEMENTATION, text)
}
