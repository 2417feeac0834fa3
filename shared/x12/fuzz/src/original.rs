//! A value written over the text of another of its kind, as a changed value is.

use x12::acknowledgment::Ack999;
use x12::claim::ProfessionalClaims;
use x12::claim_acknowledgment::ClaimAcknowledgment;
use x12::claim_status::{StatusRequest, StatusResponse};
use x12::eligibility::{Inquiry, Response};
use x12::institutional::InstitutionalClaims;
use x12::original::{Original, Transaction};
use x12::remittance::Remittance;
use x12::services_review::{ReviewRequest, ReviewResponse};
use x12::{Interchange, TransactionText};

use super::Reached;
use super::envelope::{self, Kind};
use super::typed::{is_sound, only_set, shown};

/// The first line is `!` and a letter, which chooses the transaction set; a line `%` stands between the two texts.
pub fn check(input: &[u8]) -> Reached {
    let Ok(text) = std::str::from_utf8(input) else { return Reached::Nothing };
    let [b'!', letter, b'\n', ..] = text.as_bytes() else { return Reached::Nothing };
    let Some((under, over)) = text[3..].split_once("\n%\n") else { return Reached::Nothing };
    match letter.wrapping_sub(b'A') % 11 {
        0 => changed::<Inquiry>(envelope::INQUIRY, under, over),
        1 => changed::<Response>(envelope::RESPONSE, under, over),
        2 => changed::<StatusRequest>(envelope::STATUS_REQUEST, under, over),
        3 => changed::<StatusResponse>(envelope::STATUS_RESPONSE, under, over),
        4 => changed::<ClaimAcknowledgment>(envelope::CLAIM_ACKNOWLEDGMENT, under, over),
        5 => changed::<Remittance>(envelope::REMITTANCE, under, over),
        6 => changed::<ProfessionalClaims>(envelope::PROFESSIONAL_CLAIMS, under, over),
        7 => changed::<InstitutionalClaims>(envelope::INSTITUTIONAL_CLAIMS, under, over),
        8 => changed::<ReviewRequest>(envelope::REVIEW_REQUEST, under, over),
        9 => changed::<ReviewResponse>(envelope::REVIEW_RESPONSE, under, over),
        _ => changed::<Ack999>(envelope::FUNCTIONAL_ACKNOWLEDGMENT, under, over),
    }
}

fn changed<T: Transaction>(kind: Kind, under: &str, over: &str) -> Reached {
    let [under, over] = [under, over].map(|body| kind.wrap(body));
    let (Ok(file), Ok(other)) = (Interchange::read(&under), Interchange::read(&over)) else {
        return Reached::Nothing;
    };
    let Ok(mut original) = Original::<T>::read(&under, only_set(&file)) else { return Reached::Refused };
    let Ok(value) = T::read(only_set(&other)) else { return Reached::Refused };
    let Ok(alone) = value.write("0001") else { return Reached::Refused };
    original.value = value;
    let Ok(written) = original.write() else { return Reached::Read };
    if says::<T>(kind, &written, &alone) {
        return Reached::Whole;
    }
    let sound = is_sound(&under) && is_sound(&over);
    assert!(!sound, "it says something else:\n{under}\n--\n{}\n--\n{written}", shown(&alone));
    Reached::Read
}

/// The text is read as what `alone` was written from.
fn says<T: Transaction>(kind: Kind, written: &str, alone: &TransactionText) -> bool {
    let text = kind.enclose(&format!("{written}\n"), '\n');
    let interchanges = Interchange::read(&text).unwrap_or_else(|error| panic!("not sound: {error}\n{text}"));
    T::read(only_set(&interchanges)).and_then(|value| value.write("0001")).as_ref() == Ok(alone)
}
