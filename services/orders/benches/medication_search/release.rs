//! A made-up release of RxNorm of the size of a real one, written to files and read from them.

use crate::invented::{Invented, STRENGTHS};
use crate::say;
use orders::medication::Catalogue;
use orders::medication::rxnorm::Release;
use std::fs::File;
use std::io::{BufWriter, Result, Write};
use std::path::Path;
use std::time::Instant;

const FORMS: [&str; 4] = ["Oral Tablet", "Extended Release Oral Capsule", "Oral Suspension", "Topical Cream"];
const INGREDIENTS: usize = 3000;
/// Where the codes of ingredients, brands, components and drugs begin.
const FORM: usize = 1;
const INGREDIENT: usize = 1_000_000;
const BRAND: usize = 2_000_000;
const COMPONENT: usize = 3_000_000;
const DRUG: usize = 4_000_000;
/// Lines of labels that are passed over, for each drug: a real release is made of them for the greater part.
const OTHERS: usize = 50;

/// The catalogue with such a release; says what it took.
pub fn loaded(seed: u64, drugs: u64, packages: u64) -> &'static Catalogue {
    let directory = std::env::temp_dir().join(format!("praxis-rrf-{}", std::process::id()));
    std::fs::create_dir_all(&directory).expect("a directory");
    write(&directory, seed, drugs, packages).expect("files");
    let size: u64 = ["RXNCONSO.RRF", "RXNREL.RRF", "RXNSAT.RRF"]
        .iter()
        .map(|file| std::fs::metadata(directory.join(file)).expect("a file").len())
        .sum();
    let (before, began) = (resident(), Instant::now());
    let release = Release::open(&directory).expect("it is read");
    let (found, packages, read) = (release.drugs.len(), release.packages(), began.elapsed());
    let catalogue = Box::leak(Box::new(Catalogue::of(Some(release))));
    say(&format!(
        "release of {} MB with {found} drugs and {packages} packages: read in {read:?}, in the catalogue after {:?}, {} MB",
        size / 1_000_000,
        began.elapsed(),
        resident().saturating_sub(before) / 1_000_000
    ));
    std::fs::remove_dir_all(&directory).expect("it was ours");
    catalogue
}

/// Bytes this process has in memory.
fn resident() -> u64 {
    let status = std::fs::read_to_string("/proc/self/statm").unwrap_or_default();
    status.split(' ').nth(1).and_then(|pages| pages.parse::<u64>().ok()).unwrap_or_default() * 4096
}

struct Written {
    concepts: BufWriter<File>,
    relations: BufWriter<File>,
    attributes: BufWriter<File>,
}

fn write(directory: &Path, seed: u64, drugs: u64, packages: u64) -> Result<()> {
    let file = |name: &str| File::create(directory.join(name)).map(BufWriter::new);
    let mut written = Written {
        concepts: file("RXNCONSO.RRF")?,
        relations: file("RXNREL.RRF")?,
        attributes: file("RXNSAT.RRF")?,
    };
    let mut invented = Invented::new(seed);
    for (number, form) in FORMS.iter().enumerate() {
        written.concept(FORM + number, "RXNORM", "DF", form)?;
    }
    let names: Vec<String> = (0..INGREDIENTS).map(|_| invented.name()).collect();
    for (number, name) in names.iter().enumerate() {
        written.concept(INGREDIENT + number, "RXNORM", "IN", name)?;
        written.concept(BRAND + number, "RXNORM", "BN", &invented.name())?;
    }
    let drugs = usize::try_from(drugs).expect("a number");
    for number in 0..drugs {
        written.drug(number, &names, &mut invented)?;
    }
    for number in 0..packages {
        let drug = DRUG + usize::try_from(number).expect("a number") % drugs;
        written.attribute(drug, "NDC", "RXNORM", &format!("{:011}", 10_000_000_000 + number * 7))?;
    }
    Ok(())
}

impl Written {
    /// Two of five are branded ones of the drug before them.
    fn drug(&mut self, number: usize, names: &[String], invented: &mut Invented) -> Result<()> {
        let branded = number % 5 == 1 || number % 5 == 3;
        let code = DRUG + number;
        let place = if branded { number - 1 } else { number };
        let ingredient = place % names.len();
        let (strength, form) = (STRENGTHS[place % STRENGTHS.len()], place % FORMS.len());
        let name = format!("{} {strength} MG {}", names[ingredient], FORMS[form]);
        if branded {
            self.concept(code, "RXNORM", "SBD", &format!("{name} [Brand]"))?;
            self.relation(code, "has_ingredient", BRAND + ingredient)?;
            self.relation(code, "tradename_of", code - 1)?;
        } else {
            self.concept(code, "RXNORM", "SCD", &name)?;
            self.concept(
                COMPONENT + number,
                "RXNORM",
                "SCDC",
                &format!("{} {strength} MG", names[ingredient]),
            )?;
            self.relation(COMPONENT + number, "has_ingredient", INGREDIENT + ingredient)?;
            self.relation(code, "consists_of", COMPONENT + number)?;
            self.relation(code, "has_dose_form", FORM + form)?;
        }
        self.attribute(code, "RXN_HUMAN_DRUG", "RXNORM", "US")?;
        if number.is_multiple_of(50) {
            self.attribute(code, "DCSA", "MTHSPL", "CIV")?;
        }
        self.others(code, invented)
    }

    fn others(&mut self, code: usize, invented: &mut Invented) -> Result<()> {
        for _ in 0..OTHERS {
            let label = invented.name();
            self.attribute(code, "SPL_SET_ID", "MTHSPL", &label)?;
            self.relation(code, "has_active_moiety", INGREDIENT + label.len())?;
        }
        self.concept(code, "MTHSPL", "DP", "a label")
    }

    fn concept(&mut self, code: usize, source: &str, term_type: &str, name: &str) -> Result<()> {
        writeln!(self.concepts, "{code}|ENG||||||1||{code}||{source}|{term_type}|{code}|{name}||N|4096|")
    }

    fn relation(&mut self, from: usize, relation: &str, to: usize) -> Result<()> {
        writeln!(self.relations, "{to}||CUI|RO|{from}||CUI|{relation}|||RXNORM|||||4096|")
    }

    fn attribute(&mut self, code: usize, name: &str, source: &str, value: &str) -> Result<()> {
        writeln!(self.attributes, "{code}|||1|AUI|{code}|||{name}|{source}|{value}|N|4096|")
    }
}
