use super::*;
use proptest::prelude::*;
use std::collections::HashMap;
use uuid::Uuid;

fn kind() -> impl Strategy<Value = Kind> {
    (0..Kind::ALL.len()).prop_map(|n| Kind::ALL[n])
}

proptest! {
    #[test]
    fn whatever_is_posted_sums_to_zero_and_balances_are_sums(moves in prop::collection::vec((kind(), 0_u128..5, -99_999_i64..99_999), 0..60)) {
        let postings: Vec<Posting> = moves.iter().filter_map(|(kind, patient, cents)| {
            let owner = Owner::Patient(PatientId(Uuid::from_u128(*patient)));
            Posting::new(LedgerTransactionId(Uuid::nil()), *kind, "test", owner, Money::from_cents(*cents))
        }).collect();
        let mut balances: HashMap<(Option<PatientId>, Account), Money> = HashMap::new();
        for posting in &postings {
            let [(_, debit), (_, credit)] = posting.entries();
            prop_assert!(!debit.is_zero() && (debit + credit).is_zero());
            for (account, amount) in posting.entries() {
                *balances.entry((posting.owner.patient(), account)).or_default() += amount;
            }
        }
        prop_assert_eq!(balances.values().copied().sum::<Money>(), Money::ZERO);
        let owed = moves.iter().filter(|(kind, ..)| *kind == Kind::PatientResponsibility).map(|(.., cents)| *cents).sum::<i64>();
        let paid = moves.iter().filter(|(kind, ..)| *kind == Kind::PatientPayment).map(|(.., cents)| *cents).sum::<i64>();
        let receivable: Money = balances.iter().filter(|((_, account), _)| *account == Account::PatientReceivable).map(|(_, amount)| *amount).sum();
        prop_assert_eq!(receivable, Money::from_cents(owed - paid));
    }
}

#[test]
fn nothing_is_posted_where_nothing_moves() {
    let posting = |cents| {
        Posting::new(
            LedgerTransactionId(Uuid::nil()),
            Kind::Charge,
            "x",
            Owner::Practice,
            Money::from_cents(cents),
        )
    };
    assert!(posting(0).is_none());
    assert_eq!(posting(-1).map(|p| p.source_key), Some("x/charge".to_owned()));
}
