//! Tells the story: does what is to be done, waits for facts, and says what is announced meanwhile.

use std::time::{Duration, Instant};

use anyhow::bail;

use super::api::Api;
use super::chronicle::{Chronicle, Happened};

const LOOK: Duration = Duration::from_millis(150);

pub struct Teller<'s> {
    pub api: &'s Api,
    pub chronicle: Chronicle,
    say: &'s dyn Fn(&str),
}

impl<'s> Teller<'s> {
    /// Of what happens to a patient.
    pub fn of(patient: &str, api: &'s Api, say: &'s dyn Fn(&str)) -> Teller<'s> {
        Teller { api, chronicle: Chronicle::of(patient), say }
    }

    /// Says what was announced since the last look.
    pub async fn listen(&mut self) -> anyhow::Result<()> {
        for event in self.chronicle.look(self.api).await? {
            (self.say)(&line(event));
        }
        Ok(())
    }

    /// Asks again and again until there is an answer, and listens meanwhile.
    pub async fn until<T>(
        &mut self,
        fact: &str,
        ask: impl AsyncFn(&Api) -> anyhow::Result<Option<T>>,
    ) -> anyhow::Result<T> {
        let began = Instant::now();
        loop {
            let answer = ask(self.api).await?;
            self.listen().await?;
            if let Some(answer) = answer {
                return Ok(answer);
            }
            if began.elapsed() > self.api.patience {
                bail!("waited {:?} in vain until {fact}", self.api.patience);
            }
            tokio::time::sleep(LOOK).await;
        }
    }

    /// Waits until all these kinds of events were announced of the patient.
    pub async fn until_announced(&mut self, kinds: &[&str]) -> anyhow::Result<()> {
        let began = Instant::now();
        loop {
            self.listen().await?;
            let Some(missing) = kinds.iter().find(|kind| !self.chronicle.has(kind)) else { return Ok(()) };
            if began.elapsed() > self.api.patience {
                bail!("{missing} was not announced within {:?}", self.api.patience);
            }
            tokio::time::sleep(LOOK).await;
        }
    }
}

fn line(event: &Happened) -> String {
    let clock = event.time.get(11..23).unwrap_or(&event.time);
    let because = match (&event.because, &event.follows) {
        (Some(kind), _) => format!("because of {kind}"),
        (None, Some(kind)) => format!("after {kind}"),
        (None, None) => String::new(),
    };
    format!("      {clock}  {:<12} {:<24} {because}", event.source, event.kind).trim_end().to_owned()
}
