//! What a service's binary was asked to do.

/// `scheduling` serves; `scheduling migrate` brings the database up to date; `scheduling openapi` prints the document.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Command {
    Serve,
    Migrate,
    OpenApi,
    /// Publishes facts again, of one stream, of a noun's or of all, so that a lost queue is refilled, or a queue that is new to
    /// a noun filled.
    ReplayOutbox {
        streams: Option<String>,
    },
    /// Lets a parked event be tried again.
    ReplayParked {
        event: model::EventId,
    },
}

const USAGE: &str =
    "usage: <service> [migrate | openapi | replay-outbox [NOUN | STREAM] | replay-parked EVENT_ID]";

impl Command {
    pub fn from_args() -> anyhow::Result<Self> {
        Self::parse(std::env::args().skip(1))
    }

    fn parse(args: impl Iterator<Item = String>) -> anyhow::Result<Self> {
        let words: Vec<String> = args.collect();
        let words: Vec<&str> = words.iter().map(String::as_str).collect();
        Ok(match words[..] {
            [] => Self::Serve,
            ["migrate"] => Self::Migrate,
            ["openapi"] => Self::OpenApi,
            ["replay-outbox"] => Self::ReplayOutbox { streams: None },
            ["replay-outbox", streams] => Self::ReplayOutbox { streams: Some(streams.to_owned()) },
            ["replay-parked", event] => Self::ReplayParked { event: event.parse()? },
            _ => anyhow::bail!("{USAGE}"),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_what_it_was_asked() {
        let parse = |line: &str| Command::parse(line.split_whitespace().map(str::to_owned));
        assert_eq!(parse("").expect("serve"), Command::Serve);
        assert_eq!(parse("migrate").expect("migrate"), Command::Migrate);
        let streams = Some("patient/1".to_owned());
        assert_eq!(parse("replay-outbox patient/1").expect("replay"), Command::ReplayOutbox { streams });
        assert!(parse("fly").is_err());
        assert!(parse("replay-parked x").is_err());
    }
}
