//! One 837P: billing providers, their subscribers and patients, and the levels that tie them.

use super::catalog::Payer;
use super::claim::Claim;
use super::people::{Home, Person};
use super::practice::Practice;
use super::random::Random;
use super::segments::Segments;
use super::{CLAIMS_PER_TRANSACTION, Tally};

const SUBSCRIBERS_PER_PROVIDER: usize = 48;

/// Adds ST to SE until there is no `room` (in bytes) and says how many claims it took.
pub fn write(
    random: &mut Random,
    practices: &[Practice],
    tally: Tally,
    room: usize,
    made: &mut Segments,
) -> usize {
    let (before, begin, number) = (made.count, made.text.len(), tally.transactions + 1);
    head(number, made);
    let (mut claims, mut level, mut provider) = (0, 0, tally.transactions);
    let full = |claims, made: &Segments| claims >= CLAIMS_PER_TRANSACTION || made.text.len() - begin >= room;
    while !full(claims, made) {
        let practice = &practices[provider % practices.len()];
        provider += 1;
        level += 1;
        let parent = level;
        bill(practice, level, made);
        for _ in 0..SUBSCRIBERS_PER_PROVIDER {
            if full(claims, made) {
                break;
            }
            let family = Family::invent(random, parent, tally.claims + claims);
            claims += family.write(random, practice, &mut level, made);
        }
    }
    made.put(format_args!("SE*{}*{number:04}", made.count - before + 1));
    claims
}

fn head(number: usize, made: &mut Segments) {
    made.put(format_args!("ST*837*{number:04}*005010X222A1"));
    made.put(format_args!("BHT*0019*00*BATCH{number:06}*20260401*1200*CH"));
    made.put(format_args!("NM1*41*2*SYNTHETIC BILLING*****46*SYNTH01"));
    made.put(format_args!("PER*IC*EDI DESK*TE*8005550111"));
    made.put(format_args!("NM1*40*2*CLEARINGHOUSE*****46*HOUSE9"));
}

fn bill(practice: &Practice, level: usize, made: &mut Segments) {
    made.put(format_args!("HL*{level}**20*1"));
    made.put(format_args!("PRV*BI*PXC*{}", practice.taxonomy));
    made.put(format_args!("NM1*85*2*{}*****XX*{}", practice.name, practice.npi));
    made.put(format_args!("N3*{}", practice.home.street()));
    made.put(format_args!("N4*{}", practice.home.city()));
    made.put(format_args!("REF*EI*{}", practice.tax_id));
    made.put(format_args!("PER*IC*BILLING*TE*{}", practice.telephone));
}

/// A subscriber, and the child the claims are for, if not for him.
struct Family {
    parent: usize,
    /// Counts claims through the file.
    number: usize,
    payer: Payer,
    subscriber: Person,
    child: Option<Person>,
    home: Home,
    member: i64,
    /// Another payer has decided before.
    secondary: bool,
}

impl Family {
    fn invent(random: &mut Random, parent: usize, number: usize) -> Self {
        Self {
            parent,
            number,
            payer: Payer::choose(random),
            subscriber: Person::adult(random),
            child: random.percent(18).then(|| Person::child(random)),
            home: Home::invent(random),
            member: random.between(100_000_000, 999_999_999),
            secondary: random.percent(3),
        }
    }

    fn write(
        &self,
        random: &mut Random,
        practice: &Practice,
        level: &mut usize,
        made: &mut Segments,
    ) -> usize {
        self.write_subscriber(random, level, made);
        let claims = random.pick(&[1, 1, 1, 1, 1, 1, 2]);
        for position in 0..claims {
            let claim = Claim::invent(random, self.number + position, self.secondary);
            claim.write(random, practice, self.payer, &self.subscriber, made);
        }
        claims
    }

    fn write_subscriber(&self, random: &mut Random, level: &mut usize, made: &mut Segments) {
        let Self { parent, payer, subscriber, member, .. } = self;
        *level += 1;
        made.put(format_args!("HL*{level}*{parent}*22*{}", u8::from(self.child.is_some())));
        let rank = if self.secondary { 'S' } else { 'P' };
        let relation = if self.child.is_some() { "" } else { "18" };
        // SBR05 says why Medicare is not primary.
        let kind = if self.secondary && payer.filing == "MB" { "12" } else { "" };
        made.put(format_args!("SBR*{rank}*{relation}*GRP{}**{kind}****{}", member % 977, payer.filing));
        made.put(format_args!("NM1*IL*1*{subscriber}***MI*LHP{member}"));
        if self.child.is_none() {
            self.write_home(subscriber, made);
        }
        made.put(format_args!("NM1*PR*2*{}*****PI*{}", payer.name, payer.id));
        if random.percent(20) {
            made.put(format_args!("N3*1 PLAN PLAZA"));
            made.put(format_args!("N4*MADISON*WI*537030001"));
        }
        if let Some(child) = &self.child {
            made.put(format_args!("HL*{}*{level}*23*0", *level + 1));
            *level += 1;
            made.put(format_args!("PAT*19"));
            made.put(format_args!("NM1*QC*1*{}", child.plain()));
            self.write_home(child, made);
        }
    }

    fn write_home(&self, person: &Person, made: &mut Segments) {
        made.put(format_args!("N3*{}", self.home.street()));
        made.put(format_args!("N4*{}", self.home.city()));
        made.put(format_args!("DMG*D8*{}*{}", person.born, person.sex));
    }
}
