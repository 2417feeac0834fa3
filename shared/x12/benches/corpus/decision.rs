//! What a payer decides on one service line, to the cent.

use super::catalog::{Payer, Procedure};
use super::random::Random;
use super::segments::{Cents, Segments};

/// CAS: group, reason, amount.
pub type Adjustment = (&'static str, &'static str, Cents);

pub struct Decision {
    pub procedure: Procedure,
    pub units: i64,
    pub charge: Cents,
    pub paid: Cents,
    /// Those of one group stand together; with `paid` they make up `charge`.
    pub adjustments: Vec<Adjustment>,
    /// LQ*HE.
    pub remark: Option<&'static str>,
}

impl Decision {
    fn open(random: &mut Random, position: usize) -> Self {
        let procedure = Procedure::choose(random, position);
        let units = procedure.units(random);
        let charge = Cents(procedure.charge.0 * units);
        Self { procedure, units, charge, paid: charge, adjustments: Vec::new(), remark: None }
    }

    fn take(&mut self, group: &'static str, reason: &'static str, amount: Cents) {
        if amount != Cents(0) {
            self.paid = self.paid.less(amount);
            self.adjustments.push((group, reason, amount));
        }
    }

    pub fn deny(random: &mut Random, position: usize) -> Self {
        let mut decision = Self::open(random, position);
        let (group, reason, remark) = random.pick(&[
            ("CO", "97", "N19"),
            ("CO", "16", "M51"),
            ("PR", "204", "N130"),
            ("CO", "29", "N211"),
        ]);
        decision.take(group, reason, decision.charge);
        decision.remark = Some(remark);
        decision
    }

    /// As the first payer.
    pub fn allow(random: &mut Random, position: usize, payer: Payer) -> Self {
        let mut decision = Self::open(random, position);
        let allowed = decision.charge.percent(random.between(45, 92));
        let share = match random.between(0, 99) {
            0..40 if position == 0 => ("3", allowed.min(Cents(2_500))),
            0..15 => ("1", allowed),
            15..45 => ("2", allowed.percent(20)),
            _ => ("", Cents(0)),
        };
        decision.take("CO", "45", decision.charge.less(allowed));
        if payer.sequestered {
            decision.take("CO", "253", allowed.less(share.1).percent(2));
        }
        decision.take("PR", share.0, share.1);
        decision.remark = random.percent(6).then(|| random.pick(&["N381", "N362", "M15"]));
        decision
    }

    /// After another payer, whose effect stands in OA-23.
    pub fn complete(random: &mut Random, position: usize) -> Self {
        let mut decision = Self::open(random, position);
        let before = decision.charge.percent(random.between(55, 95));
        let left = decision.charge.less(before);
        decision.take("OA", "23", before);
        decision.take("PR", "2", left.percent(random.pick(&[0, 0, 20])));
        decision
    }

    /// The same with every amount negated.
    pub fn reversed(&self) -> Self {
        let negated = |amount: Cents| Cents(-amount.0);
        let turned = |&(group, reason, amount): &Adjustment| (group, reason, negated(amount));
        let adjustments = self.adjustments.iter().map(turned).collect();
        let (charge, paid) = (negated(self.charge), negated(self.paid));
        Self { charge, paid, adjustments, remark: None, ..*self }
    }

    /// What CAS of the group take, `PR` being what the patient owes.
    pub fn taken(&self, group: &str) -> Cents {
        self.adjustments.iter().filter(|one| one.0 == group).map(|one| one.2).sum()
    }

    pub fn allowed(&self) -> Cents {
        self.paid.plus(self.taken("PR"))
    }
}

/// One CAS per group.
pub fn write_adjustments(made: &mut Segments, adjustments: &[Adjustment]) {
    for group in adjustments.chunk_by(|one, next| one.0 == next.0) {
        match group {
            [(group, reason, amount)] => made.put(format_args!("CAS*{group}*{reason}*{amount}")),
            [(group, reason, amount), (_, next, more), ..] => {
                made.put(format_args!("CAS*{group}*{reason}*{amount}**{next}*{more}"));
            }
            [] => {}
        }
    }
}
