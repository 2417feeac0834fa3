//! One 835: a payment, its claims and the provider adjustments, balanced on all three levels.

use super::catalog::Payer;
use super::practice::Practice;
use super::random::Random;
use super::segments::{Cents, Segments};
use super::settlement::Settlement;
use super::{CLAIMS_PER_TRANSACTION, Tally};

/// Adds ST to SE until there is no `room` (in bytes) and says how many claims it took.
pub fn write(
    random: &mut Random,
    practices: &[Practice],
    tally: Tally,
    room: usize,
    made: &mut Segments,
) -> usize {
    let practice = &practices[tally.transactions % practices.len()];
    let payer = Payer::choose(random);
    let mut body = Segments::default();
    let (mut claims, mut paid) = (0, Cents(0));
    while claims < CLAIMS_PER_TRANSACTION && body.text.len() < room {
        if claims % 200 == 0 {
            body.put(format_args!("LX*{}", claims / 200 + 1));
        }
        let settlement = Settlement::decide(random, payer, tally.claims + claims);
        if random.percent(2) {
            paid = paid.plus(settlement.reversed().write(random, practice, &mut body));
            claims += 1;
        }
        paid = paid.plus(settlement.write(random, practice, &mut body));
        claims += 1;
    }
    let taken = adjust(random, practice, paid, &mut body);
    let (before, number) = (made.count, tally.transactions + 1);
    head(practice, payer, number, paid.less(taken), made);
    made.append(&body);
    made.put(format_args!("SE*{}*{number:04}", made.count - before + 1));
    claims
}

fn head(practice: &Practice, payer: Payer, number: usize, amount: Cents, made: &mut Segments) {
    let Payer { name, id, .. } = payer;
    made.put(format_args!("ST*835*{number:04}"));
    made.put(format_args!(
        "BPR*I*{amount}*C*ACH*CCP*01*091000019*DA*1002003*1{id}0000**01*091000022*DA*4005006*20260401"
    ));
    made.put(format_args!("TRN*1*EFT{number:08}*1{id}0000"));
    made.put(format_args!("REF*EV*SYNTHETIC"));
    made.put(format_args!("DTM*405*20260331"));
    made.put(format_args!("N1*PR*{name}"));
    made.put(format_args!("N3*1 PLAN PLAZA"));
    made.put(format_args!("N4*MADISON*WI*537030001"));
    made.put(format_args!("REF*2U*{id}"));
    made.put(format_args!("PER*CX*PROVIDER SERVICES*TE*8005550123"));
    made.put(format_args!("PER*BL*EDI DESK*TE*8005550124*EM*EDI@PLAN.EXAMPLE"));
    made.put(format_args!("N1*PE*{}*XX*{}", practice.name, practice.npi));
    made.put(format_args!("N3*{}", practice.home.street()));
    made.put(format_args!("N4*{}", practice.home.city()));
    made.put(format_args!("REF*TJ*{}", practice.tax_id));
}

/// PLB: taken back, and interest added, where enough is paid. Gives what they take away together.
fn adjust(random: &mut Random, practice: &Practice, paid: Cents, made: &mut Segments) -> Cents {
    if paid < Cents(100_000) {
        return Cents(0);
    }
    let (recovered, interest) = (Cents(random.between(500, 40_000)), Cents(random.between(1, 900)));
    let (npi, claim) = (&practice.npi, random.between(1_000_000, 9_999_999));
    made.put(format_args!("PLB*{npi}*20261231*WO:2025{claim}*{recovered}*L6:INTEREST*-{interest}"));
    recovered.less(interest)
}
