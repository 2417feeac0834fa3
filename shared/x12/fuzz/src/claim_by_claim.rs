//! What is read claim by claim is what is read as a whole.

use x12::X12Error;
use x12::claim::{self, BillingProvider, ClaimForm, Finding, Submission};
use x12::institutional;
use x12::reader::Transactions;
use x12::remittance::{self, ClaimGroup, Imbalance, Remittance};

use super::Reached;
use super::envelope;

/// Transaction sets, and what does not add up in each.
type Read<T, F> = Result<Vec<(T, Vec<F>)>, X12Error>;

/// The first line is `!` and a letter, which chooses the transaction set.
pub fn check(input: &[u8]) -> Reached {
    let Ok(text) = std::str::from_utf8(input) else { return Reached::Nothing };
    let [b'!', letter, b'\n', ..] = text.as_bytes() else { return Reached::Nothing };
    let wrapped = |kind: envelope::Kind| kind.wrap(&text[3..]);
    match letter.wrapping_sub(b'A') % 3 {
        0 => remittance(&wrapped(envelope::REMITTANCE)),
        1 => submission::<claim::Claim>(&wrapped(envelope::PROFESSIONAL_CLAIMS)),
        _ => submission::<institutional::Claim>(&wrapped(envelope::INSTITUTIONAL_CLAIMS)),
    }
}

/// Of 835s.
pub fn remittance(text: &str) -> Reached {
    let whole = Transactions::new(text).map(|one| {
        let read = Remittance::read(&one?.set)?;
        let found = read.check();
        Ok((merged(read), found))
    });
    same(text, whole.collect(), remittances(text))
}

/// Of 837s of this form.
pub fn submission<C: ClaimForm + Clone + PartialEq>(text: &str) -> Reached {
    let whole = Transactions::new(text).map(|one| {
        let read = Submission::<C>::read(&one?.set)?;
        let found = read.check();
        Ok((read, found))
    });
    same(text, whole.collect(), submissions(text))
}

/// Which error comes first may differ: as a whole, the end of a set is looked at before its claims. So may the order of
/// what was found.
fn same<T: PartialEq, F: PartialEq>(text: &str, whole: Read<T, F>, by_claim: Read<T, F>) -> Reached {
    match (whole, by_claim) {
        (Ok(whole), Ok(by_claim)) => {
            assert!(whole.len() == by_claim.len(), "there are others:\n{text}");
            for ((one, found), (other, told)) in whole.iter().zip(&by_claim) {
                assert!(one == other, "they differ:\n{text}");
                let all = found.len() == told.len() && found.iter().all(|one| told.contains(one));
                assert!(all, "other things are found:\n{text}");
            }
            Reached::Whole
        }
        (Err(_), Err(_)) => Reached::Refused,
        (Ok(_), Err(error)) => panic!("refused by claim: {error}\n{text}"),
        (Err(error), Ok(_)) => panic!("refused as a whole: {error}\n{text}"),
    }
}

/// Put together again.
fn remittances(text: &str) -> Read<Remittance, Imbalance> {
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
                whole.push((merged(read), std::mem::take(&mut found)));
            }
        }
    }
    Ok(whole)
}

/// Claims without LX, as behind a PLB, belong to the group before: piece by piece that cannot be told.
fn merged(mut remittance: Remittance) -> Remittance {
    let mut groups = Vec::<ClaimGroup>::new();
    for mut group in std::mem::take(&mut remittance.groups) {
        match groups.last_mut().filter(|_| group.number == 0 && group.unknown.0.is_empty()) {
            Some(before) => before.claims.append(&mut group.claims),
            None => groups.push(group),
        }
    }
    Remittance { groups, ..remittance }
}

/// Put together again.
fn submissions<C: ClaimForm + Clone>(text: &str) -> Read<Submission<C>, Finding> {
    let mut reader = claim::Reader::<C>::new(text);
    let mut whole = Vec::<(Submission<C>, Vec<Finding>)>::new();
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
