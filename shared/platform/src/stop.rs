//! The wish to stop, shared by everything that runs.

use tokio::sync::watch;

/// Cloned into every loop; once asked for, a stop is never taken back.
#[derive(Clone)]
pub struct Stop {
    asked: watch::Sender<bool>,
}

impl Default for Stop {
    fn default() -> Self {
        Self { asked: watch::Sender::new(false) }
    }
}

impl Stop {
    /// A stop that SIGTERM or Ctrl-C asks for.
    pub fn on_signal() -> std::io::Result<Self> {
        use tokio::signal::unix::{SignalKind, signal};
        let stop = Self::default();
        let (mut term, mut int) = (signal(SignalKind::terminate())?, signal(SignalKind::interrupt())?);
        let asked = stop.clone();
        tokio::spawn(async move {
            tokio::select! { _ = term.recv() => (), _ = int.recv() => () }
            asked.ask();
        });
        Ok(stop)
    }

    pub fn ask(&self) {
        self.asked.send_replace(true);
    }

    pub fn is_asked(&self) -> bool {
        *self.asked.borrow()
    }

    pub async fn asked(&self) {
        let mut watching = self.asked.subscribe();
        // The sender lives in self, so waiting can only end with the value.
        let _gone = watching.wait_for(|asked| *asked).await;
    }

    /// Waits so long, or until the stop; true when there is more to do.
    pub async fn pause(&self, duration: std::time::Duration) -> bool {
        tokio::select! { () = tokio::time::sleep(duration) => true, () = self.asked() => false }
    }
}
