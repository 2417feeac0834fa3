//! Seats: a partner that is slow to answer holds up few of our hands, not those that serve others.

use std::cell::RefCell;
use std::collections::HashMap;
use std::rc::Rc;

/// Messages under way to one partner at once; a quarter of what a sender carries.
const AT_ONCE: usize = 4;

#[derive(Clone, Default)]
pub struct Seats(Rc<RefCell<HashMap<String, usize>>>);

/// Free again when it is dropped.
pub struct Seat {
    seats: Seats,
    partner: String,
}

impl Seats {
    /// None while the partner has enough to do. Partners are told apart by host and port.
    pub fn take(&self, url: &reqwest::Url) -> Option<Seat> {
        let host = url.host_str().unwrap_or_default();
        let partner = format!("{host}:{}", url.port_or_known_default().unwrap_or_default());
        let mut taken = self.0.borrow_mut();
        let count = taken.entry(partner.clone()).or_default();
        if *count == AT_ONCE {
            return None;
        }
        *count += 1;
        Some(Seat { seats: self.clone(), partner })
    }
}

impl Drop for Seat {
    fn drop(&mut self) {
        let mut taken = self.seats.0.borrow_mut();
        if let Some(count) = taken.get_mut(&self.partner) {
            *count -= 1;
        }
        taken.retain(|_, count| *count > 0);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_partner_has_few_seats_and_another_its_own() {
        let url = |text: &str| reqwest::Url::parse(text).expect("a URL");
        let (seats, slow) = (Seats::default(), url("https://slow.example/a"));
        let mut held: Vec<Seat> = (0..AT_ONCE).filter_map(|_| seats.take(&slow)).collect();
        assert_eq!(held.len(), AT_ONCE);
        assert!(seats.take(&url("https://slow.example:443/b")).is_none());
        assert!(seats.take(&url("https://quick.example/")).is_some());
        held.pop();
        assert!(seats.take(&slow).is_some());
        drop(held);
        assert!(seats.0.borrow().is_empty());
    }
}
