//! A link in a message: lets whoever holds it see, accept or decline one offer.

pub mod store;

use super::offer::{Offer, OfferState, OfferStatus};
use crate::appointment_link::signature;
use chrono::{DateTime, Duration, Utc};
use model::{LinkKey, PracticeId};

/// A link says for a day after the start what became of the offer; then it opens nothing.
const LINGERS: Duration = Duration::days(1);

/// The key that opens an offer, signed over all that it is for.
pub fn sign(secret: &[u8; 32], practice: PracticeId, offer: &Offer) -> LinkKey {
    let start = offer.start.timestamp_micros().to_be_bytes();
    let words: [&[u8]; 4] = [b"waitlist-offer-link/1", practice.0.as_bytes(), offer.id.0.as_bytes(), &start];
    LinkKey::new(practice, signature(secret, &words))
}

/// Whether the key was signed for this. Hashes are compared, so that how long it takes tells nothing of the key.
fn is_opened_by(
    offer: &Offer,
    practice: PracticeId,
    key: &LinkKey,
    secret: &[u8; 32],
    now: DateTime<Utc>,
) -> bool {
    now < offer.start + LINGERS && sign(secret, practice, offer).hash() == key.hash()
}

/// How an offer stands; past its deadline it is over, whether or not that is written down yet.
pub fn status(offer: &Offer, now: DateTime<Utc>) -> OfferStatus {
    match offer.state {
        OfferState::Open { .. } if offer.deadline <= now => OfferStatus::Lapsed,
        _ => offer.state.status(),
    }
}
