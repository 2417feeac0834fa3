//! The patient's share of what a visit costs: cents in, cents out, rounded once.

use super::Percent;
use model::Money;

/// From the least to the most it can be; equal when it is known.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Range<T> {
    pub low: T,
    pub high: T,
}

/// What the payer says the patient pays; what it does not say is left out.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Sharing {
    /// For the whole visit, in place of deductible and coinsurance.
    pub copay: Option<Range<Money>>,
    /// Still open.
    pub deductible: Option<Range<Money>>,
    /// Of what goes beyond the deductible.
    pub coinsurance: Option<Range<Percent>>,
    /// Left until the out-of-pocket limit; not said means no limit.
    pub cap: Option<Money>,
}

impl<T: Copy + PartialEq> Range<T> {
    pub const fn exactly(value: T) -> Self {
        Self { low: value, high: value }
    }

    /// The value when it is known.
    pub fn known(self) -> Option<T> {
        (self.low == self.high).then_some(self.low)
    }
}

impl Sharing {
    /// The copay; else what is open of the deductible and then the coinsurance; never more than is allowed or than is left
    /// until the limit. It grows with each of its parts, so the least parts make the least share and the most the most.
    pub fn of(&self, allowed: Money) -> Range<Money> {
        let uncapped = self.copay.unwrap_or_else(|| self.without_copay(allowed));
        let capped = |share: Money| share.min(self.cap.unwrap_or(allowed)).min(allowed);
        Range { low: capped(uncapped.low), high: capped(uncapped.high) }
    }

    fn without_copay(&self, allowed: Money) -> Range<Money> {
        let deductible = self.deductible.unwrap_or(Range { low: Money::ZERO, high: allowed });
        let coinsurance = self.coinsurance.unwrap_or(Range { low: Percent::NONE, high: Percent::ALL });
        Range {
            low: exact(allowed, deductible.low, coinsurance.low),
            high: exact(allowed, deductible.high, coinsurance.high),
        }
    }
}

fn exact(allowed: Money, deductible: Money, coinsurance: Percent) -> Money {
    let of_deductible = deductible.min(allowed);
    of_deductible + coinsurance.of(allowed - of_deductible)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn money(cents: i64) -> Money {
        Money::from_cents(cents)
    }

    fn percent(text: &str) -> Range<Percent> {
        Range::exactly(text.parse().expect("a percentage"))
    }

    #[test]
    fn a_share_follows_from_what_the_payer_says() {
        let cents = |n| Range::exactly(money(n));
        let (none, all) = (Sharing::default(), 12_000);
        for (what, sharing, low, high) in [
            ("nothing said", none, 0, all),
            ("copay", Sharing { copay: Some(cents(2_500)), ..none }, 2_500, 2_500),
            ("copay above the price", Sharing { copay: Some(cents(20_000)), ..none }, all, all),
            (
                "copay stands before the deductible",
                Sharing { copay: Some(cents(2_500)), deductible: Some(cents(90_000)), ..none },
                2_500,
                2_500,
            ),
            ("deductible swallows it", Sharing { deductible: Some(cents(90_000)), ..none }, all, all),
            (
                "deductible and coinsurance",
                Sharing { deductible: Some(cents(2_000)), coinsurance: Some(percent("20")), ..none },
                4_000,
                4_000,
            ),
            (
                "deductible met",
                Sharing { deductible: Some(cents(0)), coinsurance: Some(percent("12.5")), ..none },
                1_500,
                1_500,
            ),
            ("coinsurance not said", Sharing { deductible: Some(cents(2_000)), ..none }, 2_000, all),
            ("deductible not said", Sharing { coinsurance: Some(percent("20")), ..none }, 2_400, all),
            (
                "nearly at the limit",
                Sharing { deductible: Some(cents(90_000)), cap: Some(money(700)), ..none },
                700,
                700,
            ),
            ("at the limit", Sharing { cap: Some(money(0)), ..none }, 0, 0),
            (
                "between two copays",
                Sharing { copay: Some(Range { low: money(2_000), high: money(4_000) }), ..none },
                2_000,
                4_000,
            ),
        ] {
            assert_eq!(sharing.of(money(all)), Range { low: money(low), high: money(high) }, "{what}");
        }
    }

    fn sharing() -> impl Strategy<Value = Sharing> {
        let amount = || 0i64..50_000;
        let parts = (
            proptest::option::of(amount()),
            proptest::option::of(amount()),
            proptest::option::of(0i64..=10_000),
            proptest::option::of(amount()),
        );
        parts.prop_map(|(copay, deductible, coinsurance, cap)| Sharing {
            copay: copay.map(|cents| Range::exactly(money(cents))),
            deductible: deductible.map(|cents| Range::exactly(money(cents))),
            coinsurance: coinsurance
                .map(|points| Range::exactly(Percent::from_basis_points(points).expect("in bounds"))),
            cap: cap.map(money),
        })
    }

    proptest! {
        #[test]
        fn a_share_is_between_nothing_and_what_is_allowed(sharing in sharing(), allowed in 0i64..100_000) {
            let share = sharing.of(money(allowed));
            prop_assert!(Money::ZERO <= share.low && share.low <= share.high && share.high <= money(allowed));
            if let Some(cap) = sharing.cap {
                prop_assert!(share.high <= cap);
            }
        }

        #[test]
        fn what_costs_more_never_costs_the_patient_less(sharing in sharing(), a in 0i64..100_000, more in 0i64..100_000) {
            let (less, more) = (sharing.of(money(a)), sharing.of(money(a + more)));
            prop_assert!(less.low <= more.low && less.high <= more.high);
        }

        /// Knowing more never leads outside of what was said before.
        #[test]
        fn what_is_not_known_is_a_range_around_what_is(sharing in sharing(), allowed in 0i64..100_000) {
            let known = sharing.of(money(allowed));
            for vague in [Sharing { deductible: None, ..sharing }, Sharing { coinsurance: None, ..sharing }] {
                let range = vague.of(money(allowed));
                prop_assert!(range.low <= known.low && known.high <= range.high);
            }
        }
    }
}
