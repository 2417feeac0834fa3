//! Payments of our own.

use chrono::NaiveDate;

use crate::claim::*;
use crate::date::DatePeriod;
use crate::name::{Address, Contact, Party, Trace, Unread};
use crate::remittance::*;
use crate::{Amount, Quantity};

fn day(day: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, 3, day).expect("a day")
}

fn cents(cents: i64) -> Amount {
    Amount::from_cents(cents)
}

fn address(line1: &str) -> Address {
    let (city, state, zip) = ("SPRINGFIELD".into(), "IL".into(), "627010001".into());
    Address { line1: line1.into(), city, state, zip, ..Address::default() }
}

fn contact(name: &str, numbers: &[(&str, &str)]) -> Contact {
    let numbers = numbers.iter().map(|&(kind, number)| (kind.into(), number.into()));
    Contact { name: name.into(), numbers: numbers.collect() }
}

fn payer() -> RemittancePayer {
    RemittancePayer {
        name: "EVERGREEN HEALTH".into(),
        plan_id: None,
        address: address("1 PINE PLAZA"),
        references: References::default().with(ReferenceKind::PayerId, "EVG01"),
        business_contact: Some(contact("CLAIMS", &[("TE", "2175550120"), ("EX", "12")])),
        technical_contacts: vec![contact("EDI DESK", &[("TE", "2175550199"), ("EM", "edi@example.com")])],
        web_site: Some(contact("", &[("UR", "www.example.com/provider")])),
    }
}

fn account(account: &str) -> Option<Account> {
    Some(Account {
        bank_qualifier: "01".into(),
        bank: "071000013".into(),
        account_qualifier: "DA".into(),
        account: account.into(),
    })
}

fn line(code: &str, charge: i64, paid: i64, adjustments: Vec<Adjustment>) -> ServicePayment {
    ServicePayment {
        paid_units: Some(Quantity::from_units(1)),
        service_date: Some(DatePeriod::Day(day(2))),
        adjustments,
        control_number: Some(format!("L{code}").into()),
        amounts: vec![SupplementalAmount { kind: SupplementalAmountKind::Allowed, amount: cents(paid) }],
        ..ServicePayment::new(Procedure::hcpcs(code, &[]), cents(charge), cents(paid))
    }
}

fn claim(number: &str, charge: i64, paid: i64) -> ClaimPayment {
    ClaimPayment {
        claim_filing: Some(ClaimFiling::Ppo),
        payer_control_number: Some(format!("ICN{number}").into()),
        facility_type: Some("11".into()),
        frequency: Some(Frequency::Original),
        patient: Some(Box::new(Party::person("QC", "ALDER", "MORGAN", "MI", "M0033"))),
        service_provider: Some(Box::new(Party::person("82", "OAK", "JORDAN", "XX", "1679576722"))),
        references: References::default().with(ReferenceKind::MedicalRecord, "MRN42"),
        statement_from: Some(day(2)),
        statement_to: Some(day(2)),
        received: Some(day(4)),
        ..ClaimPayment::new(number, ClaimPaymentStatus::Primary, cents(charge), cents(paid))
    }
}

fn paid_claim() -> ClaimPayment {
    let contractual = |amount| Adjustment::new(AdjustmentGroup::ContractualObligation, "45", cents(amount));
    let copay = Adjustment::new(AdjustmentGroup::PatientResponsibility, "3", cents(2_000));
    let mut changed = line("99213", 4_000, 2_000, vec![contractual(2_000)]);
    changed.submitted_procedure = Some(Box::new(Procedure::hcpcs("99214", &["25"])));
    changed.submitted_units = Some(Quantity::from_units(2));
    ClaimPayment {
        patient_responsibility: Some(cents(2_000)),
        services: vec![line("99215", 12_000, 8_000, vec![contractual(2_000), copay]), changed],
        ..claim("A1001", 16_000, 10_000)
    }
}

fn denied_claim() -> ClaimPayment {
    let missing = Adjustment::new(AdjustmentGroup::ContractualObligation, "16", cents(5_000));
    let mut denied = line("99212", 5_000, 0, vec![missing]);
    denied.service_date = Some(DatePeriod::Range(day(2), day(3)));
    denied.remarks = vec![Remark::remittance("N290"), Remark::remittance("M51")];
    denied.amounts.clear();
    ClaimPayment {
        status: ClaimPaymentStatus::Denied,
        corrected_insured: Some(Box::new(Party::person("74", "ALDER", "MORGAN", "C", "M0034"))),
        outpatient_adjudication: Some(Box::new(OutpatientAdjudication {
            remarks: vec!["MA130".into()],
            ..OutpatientAdjudication::default()
        })),
        services: vec![denied],
        ..claim("A1002", 5_000, 0)
    }
}

pub(super) fn payment() -> Remittance {
    Remittance {
        payment: Payment {
            handling: Handling::RemittanceOnly,
            amount: cents(10_000),
            credit: true,
            method: PaymentMethod::Ach,
            format: Some("CCP".into()),
            payer_account: account("4400110"),
            payer_identifier: Some("1123456789".into()),
            payer_supplemental: None,
            payee_account: account("5500220"),
            date: Some(day(10)),
        },
        trace: Trace::own("EFT00077", "1123456789"),
        receiver_id: Some("CLEARHOUSE".into()),
        version: None,
        production_date: Some(day(9)),
        payer: payer(),
        payee: Payee {
            name: "LINDEN STREET CLINIC".into(),
            id_qualifier: "XX".into(),
            id: "1497758544".into(),
            address: Some(address("12 LINDEN STREET")),
            references: References::default().with(ReferenceKind::FederalTaxId, "123456789"),
        },
        groups: vec![ClaimGroup {
            number: 1,
            claims: vec![paid_claim(), denied_claim()],
            unknown: Unread::default(),
        }],
        provider_adjustments: Vec::new(),
        position: Position::default(),
        unknown: Unread::default(),
    }
}

pub(super) fn adjustment(
    reason: ProviderAdjustmentReason,
    reference: Option<&str>,
    amount: i64,
) -> ProviderAdjustment {
    ProviderAdjustment {
        provider_id: "1497758544".into(),
        fiscal_year_end: NaiveDate::from_ymd_opt(2026, 12, 31),
        reason,
        reference: reference.map(crate::Text::from),
        amount: cents(amount),
        position: Position::default(),
    }
}

/// 100.00 paid, an earlier 30.00 taken back and replaced by 20.00; 5.00 recovered, 1.27 interest added.
pub(super) fn recovery() -> Remittance {
    let contractual = |amount| Adjustment::new(AdjustmentGroup::ContractualObligation, "45", cents(amount));
    let mut remittance = payment();
    let mut reversed = claim("A0900", -5_000, -3_000);
    reversed.status = ClaimPaymentStatus::Reversal;
    reversed.services = vec![line("99212", -5_000, -3_000, vec![contractual(-2_000)])];
    let mut corrected = claim("A0900", 5_000, 2_000);
    corrected.adjustments = vec![contractual(3_000)];
    remittance.groups[0].claims.extend([reversed, corrected]);
    remittance.provider_adjustments = vec![
        adjustment(ProviderAdjustmentReason::OverpaymentRecovery, Some("ICN800"), 500),
        adjustment(ProviderAdjustmentReason::InterestOwed, Some("ICNA1001"), -127),
    ];
    remittance.payment.amount = cents(10_000 - 3_000 + 2_000 - 500 + 127);
    remittance
}
