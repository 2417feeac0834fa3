//! A link in a message: lets whoever holds it see, confirm or call off one appointment at the start it was signed for.

pub mod routes;
pub mod store;

use crate::appointment::{Appointment, Status};
use chrono::{DateTime, Duration, Utc};
use hmac::{Hmac, Mac};
use model::key::SECRET_BYTES;
use model::{AppointmentId, LinkKey, PracticeId, word_enum};
use sha2::Sha256;

/// A link says for a day that it is too late; then it opens nothing.
const LINGERS: Duration = Duration::days(1);

word_enum! {
    /// How the appointment stands to its link.
    LinkStatus {
        Booked = "booked",
        Confirmed = "confirmed",
        /// It has another start now, which has a link of its own.
        Moved = "moved",
        Cancelled = "cancelled",
        /// It has begun, or is past.
        Closed = "closed",
    }
}

/// What a key was signed for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Link {
    pub practice: PracticeId,
    pub appointment: AppointmentId,
    pub start: DateTime<Utc>,
    pub expires: DateTime<Utc>,
}

/// Why a link cannot do what it is asked to, in the patient's words.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    #[error("The appointment has another time now.")]
    Moved,
    #[error("The appointment is cancelled.")]
    Cancelled,
    #[error("The appointment has begun or is past.")]
    Closed,
}

impl Link {
    pub fn to(practice: PracticeId, appointment: &Appointment) -> Self {
        let start = appointment.start;
        Self { practice, appointment: appointment.id, start, expires: start + LINGERS }
    }

    /// The key that opens it, signed over all that it is for.
    pub fn sign(&self, secret: &[u8; 32]) -> LinkKey {
        let words: [&[u8]; 5] = [
            b"appointment-link/1",
            self.practice.0.as_bytes(),
            self.appointment.0.as_bytes(),
            &self.start.timestamp_micros().to_be_bytes(),
            &self.expires.timestamp_micros().to_be_bytes(),
        ];
        LinkKey::new(self.practice, signature(secret, &words))
    }

    /// Whether the key was signed for this. Hashes are compared, so that how long it takes tells nothing of the key.
    pub fn is_opened_by(&self, key: &LinkKey, secret: &[u8; 32], now: DateTime<Utc>) -> bool {
        now < self.expires && self.sign(secret).hash() == key.hash()
    }

    pub fn status(&self, appointment: &Appointment, now: DateTime<Utc>) -> LinkStatus {
        match appointment.state.status() {
            Status::Cancelled => LinkStatus::Cancelled,
            _ if appointment.start != self.start => LinkStatus::Moved,
            Status::Booked if now < self.start => {
                if appointment.confirmed_at.is_some() {
                    LinkStatus::Confirmed
                } else {
                    LinkStatus::Booked
                }
            }
            _ => LinkStatus::Closed,
        }
    }

    /// Whether the appointment can be confirmed or called off with it.
    pub fn check(&self, appointment: &Appointment, now: DateTime<Utc>) -> Result<(), Refusal> {
        match self.status(appointment, now) {
            LinkStatus::Booked | LinkStatus::Confirmed => Ok(()),
            LinkStatus::Moved => Err(Refusal::Moved),
            LinkStatus::Cancelled => Err(Refusal::Cancelled),
            LinkStatus::Closed => Err(Refusal::Closed),
        }
    }
}

/// HMAC-SHA256 over a purpose and what is of fixed length, cut to the length of a key.
pub(crate) fn signature(secret: &[u8; 32], words: &[&[u8]]) -> [u8; SECRET_BYTES] {
    // HMAC fills a short key up with zeros.
    let mut block = [0; 64];
    block[..secret.len()].copy_from_slice(secret);
    let mut mac = Hmac::<Sha256>::new(&block.into());
    words.iter().for_each(|word| mac.update(word));
    let signed: [u8; 32] = mac.finalize().into_bytes().into();
    signed.split_first_chunk::<SECRET_BYTES>().map_or([0; SECRET_BYTES], |(key, _)| *key)
}

#[cfg(test)]
mod tests;
