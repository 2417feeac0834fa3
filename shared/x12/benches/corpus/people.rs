//! People who do not exist, and where they live.

use std::fmt::{self, Display};

use super::random::Random;
use super::segments::Day;

const LAST: &[&str] = &[
    "RIVERS",
    "ALDER",
    "BROOKS",
    "CASTELLANO",
    "DUNMORE",
    "EASTMAN",
    "FARROW",
    "GALLOWAY",
    "HOLLIS",
    "IBARRA",
    "JESSUP",
    "KOWALCZYK",
    "LINDQVIST",
    "MERRIWEATHER",
    "NAKAMURA",
    "O'DELL",
    "PEMBERTON",
    "QUIST",
    "ROSARIO",
    "ST CLAIR",
    "THORNE",
    "UNDERHILL",
    "VANCE",
    "WHITLOCK",
    "YBARRA",
    "ZELLER",
];
const WOMEN: &[&str] =
    &["NORA", "ADA", "CLARA", "DELIA", "ESTHER", "GRETA", "IRENE", "JUNE", "LUCIA", "MAEVE"];
const MEN: &[&str] =
    &["AMOS", "BRUNO", "CALEB", "DESMOND", "ELIAS", "FELIX", "HUGO", "JASPER", "LEON", "MILES"];
const STREETS: &[&str] =
    &["MILL LANE", "OAK STREET", "HARBOR ROAD", "ELM AVENUE", "QUARRY HILL", "N 14TH STREET"];
const CITIES: &[(&str, &str, i64)] = &[
    ("MADISON", "WI", 53703),
    ("DULUTH", "MN", 55802),
    ("AMES", "IA", 50010),
    ("PEORIA", "IL", 61602),
    ("FORT WAYNE", "IN", 46802),
    ("GRAND RAPIDS", "MI", 49503),
];

#[derive(Clone, Copy)]
pub struct Person {
    pub last: &'static str,
    pub first: &'static str,
    /// NM105.
    pub middle: &'static str,
    /// DMG02.
    pub born: Day,
    /// DMG03.
    pub sex: char,
}

impl Person {
    pub fn adult(random: &mut Random) -> Self {
        Self::invent(random, 1938, 2004)
    }

    pub fn child(random: &mut Random) -> Self {
        Self::invent(random, 2008, 2025)
    }

    fn invent(random: &mut Random, first: i64, last: i64) -> Self {
        let (sex, names) = if random.percent(52) { ('F', WOMEN) } else { ('M', MEN) };
        let middle = random.pick(&["", "", "A", "J", "M", "R"]);
        let born = Day::born(random, first, last);
        Self { last: random.pick(LAST), first: random.pick(names), middle, born, sex }
    }
}

impl Person {
    /// NM103 to NM105 at the end of a segment.
    pub fn plain(&self) -> impl Display {
        let Self { last, first, middle, .. } = *self;
        let separator = if middle.is_empty() { "" } else { "*" };
        fmt::from_fn(move |f| write!(f, "{last}*{first}{separator}{middle}"))
    }
}

/// NM103 to NM105.
impl Display for Person {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}*{}*{}", self.last, self.first, self.middle)
    }
}

#[derive(Clone, Copy)]
pub struct Home {
    number: i64,
    street: &'static str,
    city: (&'static str, &'static str, i64),
    block: i64,
}

impl Home {
    pub fn invent(random: &mut Random) -> Self {
        let (number, block) = (random.between(1, 2999), random.between(1001, 9998));
        Self { number, street: random.pick(STREETS), city: random.pick(CITIES), block }
    }

    /// N301.
    pub fn street(&self) -> impl Display {
        let Self { number, street, .. } = *self;
        fmt::from_fn(move |f| write!(f, "{number} {street}"))
    }

    /// N401 to N403, with ZIP+4.
    pub fn city(&self) -> impl Display {
        let Self { city: (city, state, zip), block, .. } = *self;
        fmt::from_fn(move |f| write!(f, "{city}*{state}*{zip}{block}"))
    }
}
