//! What is read claim by claim is what is read as a whole.

use std::error::Error;

use x12::X12Error;
use x12::claim::{self, BillingProvider, ClaimForm, Finding, Submission};
use x12::institutional;
use x12::reader::Transactions;
use x12::remittance::{self, ClaimGroup, Imbalance, Remittance};

use crate::samples::folder;

#[path = "../benches/corpus.rs"]
mod generated;

type Read<T, F> = Result<Vec<(T, Vec<F>)>, X12Error>;

fn remittances(text: &str) -> Read<Remittance, Imbalance> {
    Transactions::new(text)
        .map(|one| Remittance::read(&one?.set).map(|read| (read.clone(), read.check())))
        .collect()
}

/// Put together again.
fn remittances_by_claim(text: &str) -> Read<Remittance, Imbalance> {
    let (mut reader, mut whole) = (remittance::Reader::new(text), Vec::new());
    let (mut groups, mut found, mut grouped) = (Vec::<ClaimGroup>::new(), Vec::new(), false);
    while let Some(piece) = reader.next()? {
        match piece {
            remittance::Piece::Begin(head) => {
                assert!(head.groups.is_empty());
                grouped = false;
            }
            remittance::Piece::Group(group) => {
                groups.push(group.clone());
                grouped = true;
            }
            remittance::Piece::Claim(claim, imbalances) => {
                if !grouped {
                    groups.push(ClaimGroup::default());
                    grouped = true;
                }
                groups.last_mut().expect("one is open").claims.push(claim.clone());
                found.extend_from_slice(imbalances);
            }
            remittance::Piece::End(head, imbalance) => {
                found.extend(imbalance);
                let read = Remittance { groups: std::mem::take(&mut groups), ..head.clone() };
                whole.push((read, std::mem::take(&mut found)));
            }
        }
    }
    Ok(whole)
}

fn submissions<C: ClaimForm + Clone>(text: &str) -> Read<Submission<C>, Finding> {
    Transactions::new(text)
        .map(|one| Submission::read(&one?.set).map(|read| (read.clone(), read.check())))
        .collect()
}

fn submissions_by_claim<C: ClaimForm + Clone>(text: &str) -> Read<Submission<C>, Finding> {
    let (mut reader, mut whole) =
        (claim::Reader::<C>::new(text), Vec::<(Submission<C>, Vec<Finding>)>::new());
    while let Some(piece) = reader.next()? {
        if let claim::Piece::Begin(head) = piece {
            whole.push((head.clone(), Vec::new()));
            continue;
        }
        let (set, found) = whole.last_mut().expect("one has begun");
        match piece {
            claim::Piece::BillingProvider(provider) => set.billing_providers.push(provider.clone()),
            claim::Piece::Unread(provider, unread) => {
                let provider = set.billing_providers.last_mut().filter(|_| provider.is_some());
                provider.map_or(&mut set.unknown, |provider| &mut provider.unknown).0.extend(unread.0);
            }
            claim::Piece::Begin(_) | claim::Piece::End => {}
            piece => hang(set.billing_providers.last_mut().expect("a level above"), found, piece),
        }
    }
    Ok(whole)
}

/// Hangs a piece on the level it belongs to.
fn hang<C: ClaimForm + Clone>(
    provider: &mut BillingProvider<C>,
    found: &mut Vec<Finding>,
    piece: claim::Piece<'_, C>,
) {
    if let claim::Piece::Subscriber(subscriber) = piece {
        return provider.subscribers.push(subscriber.clone());
    }
    let subscriber = provider.subscribers.last_mut().expect("a level above");
    match (piece, subscriber.patients.last_mut()) {
        (claim::Piece::Patient(patient, findings), _) => {
            subscriber.patients.push(patient.clone());
            found.extend_from_slice(findings);
        }
        (claim::Piece::Claim(claim, findings), patient) => {
            patient.map_or(&mut subscriber.claims, |patient| &mut patient.claims).push(claim.clone());
            found.extend_from_slice(findings);
        }
        _ => {}
    }
}

fn sorted(mut findings: Vec<Finding>) -> Vec<String> {
    let mut lines: Vec<String> = findings.drain(..).map(|one| format!("{one:?}")).collect();
    lines.sort();
    lines
}

/// Which error comes first may differ: as a whole, the end of a set is looked at before its claims.
fn same<T: PartialEq>(name: &str, whole: Result<T, X12Error>, by_claim: Result<T, X12Error>) -> bool {
    match (whole, by_claim) {
        (Ok(whole), Ok(by_claim)) => {
            assert!(whole == by_claim, "{name}: they differ");
            true
        }
        (Err(_), Err(_)) => false,
        (whole, by_claim) => panic!("{name}: {:?} as a whole, {:?} by claim", whole.err(), by_claim.err()),
    }
}

fn compare(name: &str, text: &str) -> usize {
    let plain = |read: Read<Submission<claim::Claim>, Finding>| {
        read.map(|sets| sets.into_iter().map(|(set, found)| (set, sorted(found))).collect::<Vec<_>>())
    };
    let stay = |read: Read<Submission<institutional::Claim>, Finding>| {
        read.map(|sets| sets.into_iter().map(|(set, found)| (set, sorted(found))).collect::<Vec<_>>())
    };
    let results = [
        same(name, remittances(text), remittances_by_claim(text)),
        same(name, plain(submissions(text)), plain(submissions_by_claim(text))),
        same(name, stay(submissions(text)), stay(submissions_by_claim(text))),
    ];
    results.into_iter().filter(|&read| read).count()
}

#[test]
fn of_generated_files() {
    for kind in [generated::Kind::Remittance, generated::Kind::Professional] {
        let (text, _) = generated::Corpus::text(kind, 400_000);
        assert_eq!(compare("generated", &text), 1);
        assert_eq!(compare("with line ends", &text[..100_000].replace('~', "\r\n")), 0, "it is cut");
        assert_eq!(compare("with line ends", &text.replace('~', "~\n")), 1);
    }
}

/// Every tenth segment is lost or comes twice, one after the other, so that levels and claims stand where they should
/// not.
#[test]
fn of_damaged_files() {
    let mut read = 0;
    for kind in [generated::Kind::Remittance, generated::Kind::Professional] {
        let (text, _) = generated::Corpus::text(kind, 6_000);
        let segments: Vec<&str> = text.split_inclusive('~').collect();
        let body = 3..segments.len() - 3;
        for at in body {
            for (damage, lost) in [(vec![], true), (vec![segments[at]; 2], true), (vec![segments[3]], false)]
            {
                let mut damaged = segments.clone();
                damaged.splice(at..at + usize::from(lost), damage);
                let whole = recounted(&damaged);
                read += compare(segments[at], &whole);
            }
        }
    }
    assert!(read > 500, "only {read} could be read");
}

/// With the count that SE asks for.
fn recounted(segments: &[&str]) -> String {
    let st = segments.iter().position(|segment| segment.starts_with("ST*")).expect("it has one");
    let se = segments.iter().position(|segment| segment.starts_with("SE*")).expect("it has one");
    let control = segments[se].rsplit('*').next().expect("it has one");
    let trailer = format!("SE*{}*{control}", se - st + 1);
    [&segments[..se].concat(), trailer.as_str(), &segments[se + 1..].concat()].concat()
}

#[test]
fn of_published_files() -> Result<(), Box<dyn Error>> {
    let Some(folder) = folder() else {
        println!("skipped: no samples; set X12_SAMPLES to a folder with INDEX.tsv");
        return Ok(());
    };
    let mut read = 0;
    for folder in ["835", "837P"].map(|kind| folder.join("samples").join(kind)) {
        for file in std::fs::read_dir(folder)? {
            let path = file?.path();
            let bytes = std::fs::read(&path)?;
            let text = String::from_utf8_lossy(&bytes);
            read += compare(&path.display().to_string(), &text);
        }
    }
    assert!(read > 60, "only {read} files could be read");
    Ok(())
}
