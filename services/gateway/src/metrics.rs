//! Counters for Prometheus: requests by upstream and status class, audit entries that were lost.

use model::scope::Service;
use std::fmt::Write as _;
use std::sync::atomic::{AtomicU64, Ordering::Relaxed};

const CLASSES: [&str; 5] = ["1xx", "2xx", "3xx", "4xx", "5xx"];

#[derive(Default)]
pub struct Metrics {
    /// By service in the order of `Service::ALL`, then by class.
    requests: [[AtomicU64; CLASSES.len()]; Service::ALL.len()],
    audit_lost: AtomicU64,
}

impl Metrics {
    pub fn answered(&self, service: Service, status: u16) {
        let class = usize::from(status / 100).clamp(1, CLASSES.len()) - 1;
        if let Some(row) = Service::ALL.iter().position(|known| *known == service) {
            self.requests[row][class].fetch_add(1, Relaxed);
        }
    }

    pub fn audit_entries_lost(&self, count: u64) {
        self.audit_lost.fetch_add(count, Relaxed);
    }

    /// The text exposition format, with the breakers as they stand.
    pub fn text(&self, breakers: impl Iterator<Item = (Service, u8)>) -> String {
        let mut text =
            "# HELP gateway_requests_total Answers to operations.\n# TYPE gateway_requests_total counter\n"
                .to_owned();
        for (service, row) in Service::ALL.iter().zip(&self.requests) {
            for (class, count) in CLASSES.iter().zip(row) {
                let count = count.load(Relaxed);
                line(
                    &mut text,
                    format_args!(
                        "gateway_requests_total{{upstream=\"{service}\",class=\"{class}\"}} {count}"
                    ),
                );
            }
        }
        text.push_str(
            "# HELP gateway_breaker_state 0 closed, 1 probing, 2 open.\n# TYPE gateway_breaker_state gauge\n",
        );
        for (service, state) in breakers {
            line(&mut text, format_args!("gateway_breaker_state{{upstream=\"{service}\"}} {state}"));
        }
        text.push_str("# HELP gateway_audit_lost_total Audit entries that could not be kept.\n# TYPE gateway_audit_lost_total counter\n");
        line(&mut text, format_args!("gateway_audit_lost_total {}", self.audit_lost.load(Relaxed)));
        text
    }
}

fn line(text: &mut String, line: std::fmt::Arguments<'_>) {
    // Writing to a String cannot fail.
    let _written = writeln!(text, "{line}");
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn counts_by_service_and_class() {
        let metrics = Metrics::default();
        metrics.answered(Service::Orders, 201);
        metrics.answered(Service::Orders, 204);
        metrics.answered(Service::Billing, 503);
        let text = metrics.text([(Service::Orders, 2)].into_iter());
        for expected in [
            "gateway_requests_total{upstream=\"orders\",class=\"2xx\"} 2\n",
            "gateway_requests_total{upstream=\"billing\",class=\"5xx\"} 1\n",
            "gateway_breaker_state{upstream=\"orders\"} 2\n",
            "gateway_audit_lost_total 0\n",
        ] {
            assert!(text.contains(expected), "{text}");
        }
    }
}
