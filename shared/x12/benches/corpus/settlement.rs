//! Loop 2100 of an 835 with its services.

use super::catalog::{Payer, line_count};
use super::decision::{Adjustment, Decision, write_adjustments};
use super::people::Person;
use super::practice::Practice;
use super::random::Random;
use super::segments::{Cents, Day, Segments};

pub struct Settlement {
    number: usize,
    /// CLP02.
    status: u8,
    payer: Payer,
    patient: Person,
    member: i64,
    day: Day,
    services: Vec<Decision>,
    /// CAS of the claim as a whole.
    adjustment: Option<Adjustment>,
}

impl Settlement {
    pub fn decide(random: &mut Random, payer: Payer, number: usize) -> Self {
        let status = match random.between(0, 99) {
            0..4 => 4,
            4..9 => 2,
            9..12 => 19,
            _ => 1,
        };
        let lines = line_count(random);
        let decide = |position| match status {
            4 => Decision::deny(random, position),
            2 => Decision::complete(random, position),
            _ if random.percent(3) => Decision::deny(random, position),
            _ => Decision::allow(random, position, payer),
        };
        let services: Vec<_> = (0..lines).map(decide).collect();
        let copay = status == 1 && random.percent(3) && services[0].paid > Cents(3_000);
        Self {
            number,
            status,
            payer,
            patient: Person::adult(random),
            member: random.between(100_000_000, 999_999_999),
            day: Day::of_service(random),
            adjustment: copay.then_some(("PR", "3", Cents(3_000))),
            services,
        }
    }

    /// CLP02 = 22, with every amount negated.
    pub fn reversed(&self) -> Self {
        let services = self.services.iter().map(Decision::reversed).collect();
        let adjustment =
            self.adjustment.map(|(group, reason, Cents(amount))| (group, reason, Cents(-amount)));
        Self { status: 22, services, adjustment, ..*self }
    }

    /// Gives CLP04.
    pub fn write(&self, random: &mut Random, practice: &Practice, made: &mut Segments) -> Cents {
        let whole = self.adjustment.map_or(Cents(0), |(_, _, amount)| amount);
        let charge: Cents = self.services.iter().map(|service| service.charge).sum();
        let paid: Cents = self.services.iter().map(|service| service.paid).sum();
        let paid = paid.less(whole);
        self.write_claim(charge, paid, whole, made);
        if let Some(adjustment) = self.adjustment {
            write_adjustments(made, &[adjustment]);
        }
        self.write_parties(random, practice, made);
        self.write_supplements(random, made);
        for (position, service) in self.services.iter().enumerate() {
            self.write_service(random, position, service, made);
        }
        paid
    }

    fn write_claim(&self, charge: Cents, paid: Cents, whole: Cents, made: &mut Segments) {
        let Self { number, status, payer, .. } = self;
        let owed: Cents = self.services.iter().map(|service| service.taken("PR")).sum();
        let owed = match owed.plus(whole) {
            Cents(1..) if *status != 22 => owed.plus(whole).to_string(),
            _ => String::new(),
        };
        made.put(format_args!(
            "CLP*PT{number:010}*{status}*{charge}*{paid}*{owed}*{}*2026{number:010}*11*1",
            payer.filing
        ));
    }

    fn write_parties(&self, random: &mut Random, practice: &Practice, made: &mut Segments) {
        let Self { patient, member, .. } = self;
        made.put(format_args!("NM1*QC*1*{patient}***MI*LHP{member}"));
        if random.percent(12) {
            made.put(format_args!("NM1*IL*1*{}***MI*LHP{member}", Person::adult(random)));
        }
        if random.percent(1) {
            made.put(format_args!("NM1*74*1*{patient}***C*LHP{}", member + 1));
        }
        if random.percent(60) {
            let clinician = practice.clinician(random);
            made.put(format_args!("NM1*82*1*{}***XX*{}", clinician.person, clinician.npi));
        }
        if self.status == 19 {
            made.put(format_args!("NM1*TT*2*SECOND MUTUAL*****PI*77001"));
        }
    }

    fn write_supplements(&self, random: &mut Random, made: &mut Segments) {
        if self.payer.sequestered || random.percent(12) {
            made.put(format_args!("MOA***MA01"));
        }
        if self.status == 22 {
            made.put(format_args!("REF*F8*2026{:010}", self.number));
        }
        if random.percent(20) {
            made.put(format_args!("REF*EA*{}", self.member % 1_000_000));
        }
        if random.percent(25) {
            made.put(format_args!("DTM*232*{}", self.day));
            made.put(format_args!("DTM*233*{}", self.day));
        }
        made.put(format_args!("DTM*050*{}", Day::of_decision(random)));
        let allowed: Cents = self.services.iter().map(Decision::allowed).sum();
        if allowed > Cents(0) && random.percent(50) {
            made.put(format_args!("AMT*AU*{allowed}"));
        }
    }

    fn write_service(&self, random: &mut Random, position: usize, service: &Decision, made: &mut Segments) {
        let Decision { procedure, units, charge, paid, .. } = service;
        made.put(format_args!("SVC*{}*{charge}*{paid}**{units}", procedure.code));
        made.put(format_args!("DTM*472*{}", self.day));
        write_adjustments(made, &service.adjustments);
        if random.percent(40) {
            made.put(format_args!("REF*6R*LN{:010}{:02}", self.number, position + 1));
        }
        let allowed = service.allowed();
        if allowed > Cents(0) && random.percent(34) {
            made.put(format_args!("AMT*B6*{allowed}"));
        }
        if let Some(remark) = service.remark {
            made.put(format_args!("LQ*HE*{remark}"));
        }
    }
}
