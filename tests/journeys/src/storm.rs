//! A storm: processes are killed one after the other while the work goes on, each when the work has come so far.

use std::time::Duration;

use praxis::State;

use crate::seed;
use crate::stage::Hand;
use crate::victim::Victim;
use crate::wait::until_nothing_is_missing;

/// Longer than the work may take between two kills on a slow machine; whoever fails at it ends the storm as well.
const WORK_WITHIN: Duration = Duration::from_secs(1_800);
const BACK_WITHIN: Duration = Duration::from_secs(180);
/// Who is killed in one round; the seed decides who is first.
const ROUND: [Victim; 4] = [Victim::Orders, Victim::Gateway, Victim::Rabbitmq, Victim::Orders];

pub struct Storm<'s> {
    pub state: &'s State,
    pub hand: Hand,
    pub kills: usize,
}

impl Storm<'_> {
    /// Kills until all kills are done, the last one when nine tenths of `whole` are done; answers who was killed.
    pub async fn rage(
        &self,
        whole: usize,
        done: impl AsyncFn() -> anyhow::Result<usize>,
    ) -> anyhow::Result<Vec<Victim>> {
        let (mut killed, part) = (Vec::new(), whole * 9 / 10 / self.kills.max(1));
        for number in 0..self.kills {
            let mark = number * part + seed::draw(&format!("the moment of kill {number}"), part);
            until_nothing_is_missing(WORK_WITHIN, async || {
                Ok((done().await? < mark).then(|| format!("work to be done before kill {number}")))
            })
            .await?;
            let victim = victim(number);
            self.strike(victim).await?;
            killed.push(victim);
        }
        Ok(killed)
    }

    /// As soon as it answers, so that a kill interrupts more than its start.
    async fn strike(&self, victim: Victim) -> anyhow::Result<()> {
        let port = victim.port(self.state)?;
        until_nothing_is_missing(BACK_WITHIN, async || {
            let hand = self.hand.clone();
            let strike = move || if victim.answers(port) { hand.strike(victim) } else { Ok(false) };
            let struck = tokio::task::spawn_blocking(strike).await??;
            Ok((!struck).then(|| format!("{victim:?} has not come back to be killed")))
        })
        .await
    }
}

fn victim(number: usize) -> Victim {
    let first = seed::draw(&format!("who is first in round {}", number / ROUND.len()), ROUND.len());
    ROUND[(first + number) % ROUND.len()]
}
