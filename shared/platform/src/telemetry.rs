//! Logs: JSON for machines in production, readable lines on a terminal; one trace id from gateway to listener.

use crate::settings::{LogFormat, Telemetry};
use tracing_subscriber::{EnvFilter, fmt};

pub fn start(settings: &Telemetry) {
    let filter = EnvFilter::new(&settings.filter);
    let builder = fmt().with_env_filter(filter).with_writer(std::io::stderr).with_target(true);
    let started = match settings.format {
        LogFormat::Json => {
            builder.json().flatten_event(true).with_current_span(true).with_span_list(false).try_init()
        }
        LogFormat::Text => builder.compact().try_init(),
    };
    if started.is_err() {
        tracing::debug!("logging had been started before");
    }
}
