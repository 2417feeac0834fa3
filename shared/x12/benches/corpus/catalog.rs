//! What claims are about: procedures, diagnoses, payers.

use super::random::Random;
use super::segments::Cents;

/// A procedure code with its modifiers and the usual charge.
#[derive(Clone, Copy)]
pub struct Procedure {
    /// SV101 and SVC01, with `HC:`.
    pub code: &'static str,
    pub charge: Cents,
    /// May be billed more than once a day.
    pub countable: bool,
}

const fn once(code: &'static str, charge: i64) -> Procedure {
    Procedure { code, charge: Cents(charge), countable: false }
}

const fn counted(code: &'static str, charge: i64) -> Procedure {
    Procedure { code, charge: Cents(charge), countable: true }
}

pub const VISITS: &[Procedure] = &[
    once("HC:99212", 9_400),
    once("HC:99213", 13_050),
    once("HC:99213:25", 13_050),
    once("HC:99214", 19_275),
    once("HC:99214:25", 19_275),
    once("HC:99203", 17_840),
    once("HC:99204:25", 26_310),
    once("HC:99396", 21_500),
    once("HC:G0439", 18_920),
];

pub const FURTHER: &[Procedure] = &[
    once("HC:36415", 1_200),
    once("HC:85025", 2_865),
    once("HC:80053", 4_122),
    once("HC:83036", 3_418),
    once("HC:80061", 5_040),
    once("HC:81002", 995),
    once("HC:87880:QW", 4_230),
    once("HC:93000", 6_875),
    once("HC:90471", 3_660),
    once("HC:90686", 4_515),
    counted("HC:97110:GP", 5_280),
    counted("HC:97140:GP:59", 5_475),
    counted("HC:J3420", 1_365),
    once("HC:17110", 18_760),
    once("HC:20610:RT", 15_930),
    once("HC:71046:26", 4_480),
];

/// The drug of J3420 as 2410 names it.
pub const VITAMIN: &str = "00517003125";

pub const DIAGNOSES: &[&str] = &[
    "J0190", "E119", "I10", "E785", "J209", "M545", "M25561", "N390", "R0789", "K219", "F411", "F329",
    "G43909", "L309", "J45909", "E039", "D649", "Z0000", "Z23", "R5383", "H6690", "B349", "S93401A", "M542",
    "R51", "E6601",
];

pub const TAXONOMIES: &[&str] = &["207Q00000X", "207R00000X", "208000000X", "363LF0000X", "207RC0000X"];

/// A payer and the claim filing indicator of its plans (SBR09, CLP06).
#[derive(Clone, Copy)]
pub struct Payer {
    pub name: &'static str,
    pub id: &'static str,
    pub filing: &'static str,
    /// Medicare keeps back two hundredths of what it pays (CARC 253).
    pub sequestered: bool,
}

const fn payer(name: &'static str, id: &'static str, filing: &'static str) -> Payer {
    Payer { name, id, filing, sequestered: false }
}

const PAYERS: &[Payer] = &[
    payer("LAKESIDE HEALTH PLAN", "55501", "12"),
    payer("PRAIRIE MUTUAL", "55502", "HM"),
    payer("NORTHERN BENEFIT TRUST", "55503", "13"),
    payer("VALLEY STATE MEDICAID", "55504", "MC"),
    Payer { sequestered: true, ..payer("FEDERAL SENIOR PROGRAM", "55505", "MB") },
    payer("HARBOR LIFE AND HEALTH", "55506", "15"),
];

impl Payer {
    pub fn choose(random: &mut Random) -> Self {
        random.pick(PAYERS)
    }
}

impl Procedure {
    /// The first line is a visit, the others are what was done beside it.
    pub fn choose(random: &mut Random, position: usize) -> Self {
        random.pick(if position == 0 { VISITS } else { FURTHER })
    }

    pub fn units(&self, random: &mut Random) -> i64 {
        if self.countable { random.between(1, 4) } else { 1 }
    }
}

/// One to six, three most often.
pub fn line_count(random: &mut Random) -> usize {
    random.pick(&[1, 1, 2, 2, 2, 3, 3, 3, 3, 4, 4, 6])
}
