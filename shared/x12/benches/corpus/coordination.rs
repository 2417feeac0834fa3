//! Loops 2320 to 2330B and 2430 of a claim that another payer decided before.

use super::catalog::Payer;
use super::claim::Line;
use super::people::Person;
use super::random::Random;
use super::segments::{Cents, Segments};

const ID: &str = "66601";

/// What the earlier payer paid for each line and wrote off; the rest is left to the patient.
pub struct EarlierPayer {
    lines: Vec<(Cents, Cents)>,
}

impl EarlierPayer {
    pub fn decide(random: &mut Random, lines: &[Line]) -> Self {
        let decide = |line: &Line| {
            let written_off = line.charge.percent(random.between(10, 50));
            (line.charge.less(written_off).percent(80), written_off)
        };
        Self { lines: lines.iter().map(decide).collect() }
    }

    pub fn write(&self, payer: Payer, subscriber: &Person, made: &mut Segments) {
        let paid: Cents = self.lines.iter().map(|line| line.0).sum();
        let filing = if payer.filing == "12" { "CI" } else { "12" };
        made.put(format_args!("SBR*P*18*GRP7******{filing}"));
        made.put(format_args!("AMT*D*{paid}"));
        made.put(format_args!("OI***Y***Y"));
        made.put(format_args!("NM1*IL*1*{subscriber}***MI*FIRST0001"));
        made.put(format_args!("NM1*PR*2*FIRST MUTUAL*****PI*{ID}"));
    }

    pub fn write_line(&self, position: usize, line: &Line, made: &mut Segments) {
        let (paid, written_off) = self.lines[position];
        let left = line.charge.less(written_off).less(paid);
        made.put(format_args!("SVD*{ID}*{paid}*{}**1", line.procedure.code));
        made.put(format_args!("CAS*CO*45*{written_off}"));
        made.put(format_args!("CAS*PR*2*{left}"));
        made.put(format_args!("DTP*573*D8*20260315"));
    }
}
