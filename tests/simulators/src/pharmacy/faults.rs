//! Faults on purpose: by a seed, a share of all messages meets with trouble on its way in or out.

use std::fmt::{self, Display, Formatter};
use std::str::FromStr;

use sha2::{Digest as _, Sha256};

use super::book::Outgoing;

/// How many of a hundred meet with which trouble; the seed decides which ones.
///
/// Written `SEED,drop=5,lose=5,delay=1,http=5,error600=10,duplicate=20,reorder=20`; what is left out never happens.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Faults {
    seed: u64,
    /// POSTs whose connection is closed before they are read.
    drop: u8,
    /// POSTs that are taken, and their connection closed without an answer.
    lose: u8,
    /// POSTs that are taken, and answered after `--silence-ms`.
    delay: u8,
    /// POSTs that are answered 500 or 503, with or without a SCRIPT Error 602, and not taken.
    http: u8,
    /// Messages that are answered Error 600 the first time, every other one also the second time.
    error600: u8,
    /// Messages of the pharmacy's own, and its direct answers, that are brought once more, last of all.
    duplicate: u8,
    /// Messages of the pharmacy's own that overtake those waiting; orders that wait for `--slow-ms` before the first.
    reorder: u8,
}

/// What one POST meets with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Luck {
    Good,
    Dropped,
    Lost,
    Late,
    Failed { status: u16, with_error: bool },
}

const FAILURES: [Luck; 4] = [
    Luck::Failed { status: 500, with_error: false },
    Luck::Failed { status: 500, with_error: true },
    Luck::Failed { status: 503, with_error: false },
    Luck::Failed { status: 503, with_error: true },
];

impl Faults {
    /// Of the POST with this number; numbers are given in the order of arrival.
    pub fn luck(&self, arrival: u64) -> Luck {
        let drawn = self.draw("arrival", &arrival.to_string());
        let mut share = (drawn % 100) as u8;
        for (percent, luck) in [
            (self.drop, Luck::Dropped),
            (self.lose, Luck::Lost),
            (self.delay, Luck::Late),
            (self.http, FAILURES[(drawn / 100 % 4) as usize]),
        ] {
            match share.checked_sub(percent) {
                Some(rest) => share = rest,
                None => return luck,
            }
        }
        Luck::Good
    }

    /// Whether a message that came so often before is answered Error 600.
    pub fn turns_away(&self, message_id: &str, times_before: usize) -> bool {
        let times = 1 + (self.draw("patience", message_id) % 2) as usize;
        times_before < times && self.hits("error600", message_id, self.error600)
    }

    /// Whether an order waits before its first message is brought.
    pub fn holds_back(&self, order: &str) -> bool {
        self.hits("hold", order, self.reorder)
    }

    /// What is brought, and in which order, when `letters` should be.
    pub fn scatter(&self, letters: Vec<Outgoing>) -> Vec<Outgoing> {
        let twice = |letter: &&Outgoing| self.hits("duplicate", &letter.message_id, self.duplicate);
        let again: Vec<Outgoing> = letters.iter().filter(twice).cloned().collect();
        let hurry = |letter: Outgoing| {
            let overtakes = self.hits("overtake", &letter.message_id, self.reorder);
            Outgoing { overtakes, ..letter }
        };
        letters.into_iter().map(hurry).chain(again).collect()
    }

    /// Whether a direct answer is brought as a message of its own, too.
    pub fn repeats(&self, answer: &str) -> bool {
        self.hits("repeat", answer, self.duplicate)
    }

    fn hits(&self, what: &str, whom: &str, percent: u8) -> bool {
        self.draw(what, whom) % 100 < u64::from(percent)
    }

    fn draw(&self, what: &str, whom: &str) -> u64 {
        let seed = Sha256::new().chain_update(self.seed.to_be_bytes());
        let hash = seed.chain_update(what).chain_update([0]).chain_update(whom).finalize();
        hash.iter().take(8).fold(0, |number, &byte| number << 8 | u64::from(byte))
    }

    fn share(&mut self, name: &str) -> Option<&mut u8> {
        Some(match name {
            "drop" => &mut self.drop,
            "lose" => &mut self.lose,
            "delay" => &mut self.delay,
            "http" => &mut self.http,
            "error600" => &mut self.error600,
            "duplicate" => &mut self.duplicate,
            "reorder" => &mut self.reorder,
            _ => return None,
        })
    }
}

impl FromStr for Faults {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let mut parts = text.trim().split(',');
        let seed = parts.next().unwrap_or_default();
        let seed = seed.parse().map_err(|_| format!("{seed:?} is no seed: begin with a whole number"))?;
        let mut faults = Self { seed, ..Self::default() };
        for part in parts {
            let (name, percent) = part.split_once('=').unwrap_or((part, ""));
            let percent = percent.parse().ok().filter(|percent| *percent <= 100);
            let percent = percent.ok_or_else(|| format!("{part:?}: write name=percent, 0 to 100"))?;
            *faults.share(name).ok_or_else(|| format!("{name:?} is no fault"))? = percent;
        }
        let inward = [faults.drop, faults.lose, faults.delay, faults.http].map(u32::from);
        if inward.iter().sum::<u32>() > 100 {
            return Err("drop, lose, delay and http together are more than 100".to_owned());
        }
        Ok(faults)
    }
}

impl Display for Faults {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        let Self { seed, drop, lose, delay, http, error600, duplicate, reorder } = self;
        write!(f, "{seed},drop={drop},lose={lose},delay={delay},http={http},error600={error600},")?;
        write!(f, "duplicate={duplicate},reorder={reorder}")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn letter(message_id: &str) -> Outgoing {
        let (transaction, xml) = ("Verify".to_owned(), String::new());
        Outgoing { message_id: message_id.to_owned(), transaction, xml, dispenses: false, overtakes: false }
    }

    #[test]
    fn what_is_written_is_read_and_nonsense_is_refused() {
        let all = "7,drop=5,lose=6,delay=1,http=5,error600=10,duplicate=20,reorder=30";
        assert_eq!(all.parse::<Faults>().map(|faults| faults.to_string()), Ok(all.to_owned()));
        assert!("7".parse::<Faults>().is_ok_and(|faults| faults.luck(1) == Luck::Good));
        for nonsense in ["", "drop=5", "7,drop", "7,drop=101", "7,drop=x", "7,fire=1", "7,drop=60,http=41"] {
            assert!(nonsense.parse::<Faults>().is_err(), "{nonsense}");
        }
    }

    #[test]
    fn each_trouble_takes_about_its_share_and_the_seed_repeats_it() -> Result<(), String> {
        let lucks = |text: &str| -> Result<Vec<Luck>, String> {
            let faults: Faults = text.parse()?;
            Ok((0..10_000).map(|arrival| faults.luck(arrival)).collect())
        };
        let drawn = lucks("1,drop=10,lose=20,delay=5,http=15")?;
        let count = |is: &dyn Fn(&Luck) -> bool| drawn.iter().filter(|luck| is(luck)).count();
        for (luck, share) in
            [(Luck::Dropped, 1_000), (Luck::Lost, 2_000), (Luck::Late, 500), (Luck::Good, 5_000)]
        {
            assert!(count(&|one| *one == luck).abs_diff(share) < 150, "{luck:?}");
        }
        for failure in FAILURES {
            assert!(count(&|one| *one == failure).abs_diff(375) < 100, "{failure:?}");
        }
        assert_eq!(lucks("1,drop=10,lose=20,delay=5,http=15")?, drawn);
        assert_ne!(lucks("2,drop=10,lose=20,delay=5,http=15")?, drawn);
        Ok(())
    }

    #[test]
    fn error_600_is_for_the_first_tries_only() -> Result<(), String> {
        let faults: Faults = "3,error600=50".parse()?;
        let times = |id: u32| (0..5).take_while(|before| faults.turns_away(&id.to_string(), *before)).count();
        let mut turned_away = [0_usize; 3];
        (0..1_000).for_each(|id| turned_away[times(id)] += 1);
        assert!(turned_away[0].abs_diff(500) < 80 && turned_away[1].abs_diff(250) < 60, "{turned_away:?}");
        Ok(())
    }

    #[test]
    fn letters_are_repeated_last_of_all_and_may_overtake() -> Result<(), String> {
        let letters = vec![letter("a"), letter("b")];
        let calm: Faults = "1".parse()?;
        assert_eq!(calm.scatter(letters.clone()), letters);
        let wild: Faults = "1,duplicate=100,reorder=100".parse()?;
        let sent = wild.scatter(letters);
        let order: Vec<(&str, bool)> =
            sent.iter().map(|one| (one.message_id.as_str(), one.overtakes)).collect();
        assert_eq!(order, [("a", true), ("b", true), ("a", false), ("b", false)]);
        Ok(())
    }
}
