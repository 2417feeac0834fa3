//! Loop 2300 of an 837P with its lines.

use super::catalog::{DIAGNOSES, Payer, Procedure, VITAMIN, line_count};
use super::coordination::EarlierPayer;
use super::people::{Home, Person};
use super::practice::Practice;
use super::random::Random;
use super::segments::{Cents, Day, Segments};

pub struct Claim {
    number: usize,
    day: Day,
    diagnoses: usize,
    lines: Vec<Line>,
    earlier: Option<EarlierPayer>,
}

pub struct Line {
    pub procedure: Procedure,
    pub charge: Cents,
    units: i64,
}

impl Claim {
    pub fn invent(random: &mut Random, number: usize, secondary: bool) -> Self {
        let lines = line_count(random).min(4);
        let lines: Vec<Line> = (0..lines).map(|position| Line::invent(random, position)).collect();
        let diagnoses = random.pick(&[1, 1, 2, 2, 3, 4]);
        let earlier = secondary.then(|| EarlierPayer::decide(random, &lines));
        Self { number, day: Day::of_service(random), diagnoses, lines, earlier }
    }

    pub fn write(
        &self,
        random: &mut Random,
        practice: &Practice,
        payer: Payer,
        subscriber: &Person,
        made: &mut Segments,
    ) {
        let charge: Cents = self.lines.iter().map(|line| line.charge).sum();
        let number = self.number;
        made.put(format_args!("CLM*PT{number:010}*{charge}***11:B:1*Y*A*Y*Y"));
        self.write_head(random, made);
        self.write_diagnoses(random, made);
        write_providers(random, practice, made);
        if let Some(earlier) = &self.earlier {
            earlier.write(payer, subscriber, made);
        }
        for (position, line) in self.lines.iter().enumerate() {
            self.write_line(random, position, line, made);
            if let Some(earlier) = &self.earlier {
                earlier.write_line(position, line, made);
            }
        }
    }

    fn write_head(&self, random: &mut Random, made: &mut Segments) {
        if random.percent(10) {
            made.put(format_args!("DTP*431*D8*{}", self.day));
        }
        if random.percent(8) {
            made.put(format_args!("AMT*F5*{}", Cents(random.between(10, 40) * 100)));
        }
        if random.percent(6) {
            made.put(format_args!("REF*G1*AUTH{}", random.between(100_000, 999_999)));
        }
        if random.percent(20) {
            made.put(format_args!("REF*EA*MRN{:07}", random.between(10_000, 999_999)));
        }
        if random.percent(2) {
            made.put(format_args!("NTE*ADD*SEEN AT THE REQUEST OF THE SCHOOL"));
        }
    }

    fn write_diagnoses(&self, random: &mut Random, made: &mut Segments) {
        let first = random.between(0, 12) as usize;
        let code = |n: usize| DIAGNOSES[first + 3 * n];
        match self.diagnoses {
            1 => made.put(format_args!("HI*ABK:{}", code(0))),
            2 => made.put(format_args!("HI*ABK:{}*ABF:{}", code(0), code(1))),
            3 => made.put(format_args!("HI*ABK:{}*ABF:{}*ABF:{}", code(0), code(1), code(2))),
            _ => {
                made.put(format_args!("HI*ABK:{}*ABF:{}*ABF:{}*ABF:{}", code(0), code(1), code(2), code(3)));
            }
        }
    }

    fn write_line(&self, random: &mut Random, position: usize, line: &Line, made: &mut Segments) {
        let Line { procedure, charge, units } = line;
        let pointers = match (self.diagnoses, position) {
            (1, _) => "1",
            (2, 0) => "1:2",
            (3, 0) => "1:2:3",
            (_, 0) => "1:2:3:4",
            _ => "2",
        };
        made.put(format_args!("LX*{}", position + 1));
        made.put(format_args!("SV1*{}*{charge}*UN*{units}***{pointers}", procedure.code));
        made.put(format_args!("DTP*472*D8*{}", self.day));
        if random.percent(45) {
            made.put(format_args!("REF*6R*LN{:010}{:02}", self.number, position + 1));
        }
        if procedure.code == "HC:J3420" {
            made.put(format_args!("LIN**N4*{VITAMIN}"));
            made.put(format_args!("CTP****{units}*ML"));
        }
    }
}

impl Line {
    fn invent(random: &mut Random, position: usize) -> Self {
        let procedure = Procedure::choose(random, position);
        let units = procedure.units(random);
        Self { procedure, units, charge: Cents(procedure.charge.0 * units) }
    }
}

/// Loops 2310A to 2310C.
fn write_providers(random: &mut Random, practice: &Practice, made: &mut Segments) {
    if random.percent(10) {
        let clinician = practice.clinician(random);
        made.put(format_args!("NM1*DN*1*{}***XX*{}", clinician.person, clinician.npi));
    }
    if random.percent(55) {
        let clinician = practice.clinician(random);
        made.put(format_args!("NM1*82*1*{}***XX*{}", clinician.person, clinician.npi));
        made.put(format_args!("PRV*PE*PXC*{}", clinician.taxonomy));
    }
    if random.percent(5) {
        let home = Home::invent(random);
        made.put(format_args!("NM1*77*2*LAKE ANNEX"));
        made.put(format_args!("N3*{}", home.street()));
        made.put(format_args!("N4*{}", home.city()));
    }
}
