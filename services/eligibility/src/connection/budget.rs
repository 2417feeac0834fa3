//! The retry budget: repetitions stay a small share of the traffic, so that a payer in trouble is not pushed deeper.

/// In hundredths of a request.
#[derive(Clone, Copy, Debug)]
pub struct Budget {
    share: u32,
    left: u32,
}

/// So many repetitions are always allowed at first, and never more saved up than the second number.
const AT_FIRST: u32 = 10 * 100;
const AT_MOST: u32 = 100 * 100;

impl Budget {
    /// So many repetitions in a hundred requests.
    pub fn new(percent: u32) -> Self {
        Self { share: percent, left: AT_FIRST }
    }

    /// A question went out for the first time.
    pub fn asked(&mut self) {
        self.left = (self.left + self.share).min(AT_MOST);
    }

    /// Whether a repetition may go out; it is paid for when it may.
    pub fn repeat(&mut self) -> bool {
        let may = self.left >= 100;
        if may {
            self.left -= 100;
        }
        may
    }

    /// While nothing new is asked, time alone brings a repetition back: one a second.
    pub fn second_passed(&mut self) {
        self.left = self.left.max((self.left + 100).min(AT_FIRST));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn repetitions_stay_a_share_of_the_traffic() {
        let mut budget = Budget::new(20);
        let mut repeated = 0;
        for _ in 0..1000 {
            budget.asked();
            repeated += usize::from(budget.repeat());
        }
        assert!((200..=211).contains(&repeated), "{repeated}");
        assert!(!budget.repeat());
        budget.second_passed();
        assert!(budget.repeat() && !budget.repeat());
    }

    #[test]
    fn what_is_saved_up_is_bounded() {
        let mut budget = Budget::new(100);
        (0..10_000).for_each(|_| budget.asked());
        budget.second_passed();
        assert_eq!((0..1000).filter(|_| budget.repeat()).count(), 100);
    }
}
