//! Criterion's clock for a shared machine: time the processor worked for this process, not time that passed.

use std::time::{Duration, Instant};

use criterion::measurement::{Measurement, ValueFormatter, WallTime};

/// Falls back to time that passed where the system does not say.
pub struct ProcessorTime;

/// Both clocks at one moment.
pub struct Moment {
    passed: Instant,
    worked: Option<Duration>,
}

impl Moment {
    fn now() -> Self {
        Self { passed: Instant::now(), worked: worked() }
    }
}

/// The first number of schedstat, nanoseconds. The main thread does all the work here.
fn worked() -> Option<Duration> {
    let status = std::fs::read_to_string("/proc/self/schedstat").ok()?;
    status.split(' ').next()?.parse().ok().map(Duration::from_nanos)
}

impl Measurement for ProcessorTime {
    type Intermediate = Moment;
    type Value = Duration;

    fn start(&self) -> Moment {
        Moment::now()
    }

    fn end(&self, start: Moment) -> Duration {
        let end = Moment::now();
        let worked = start.worked.zip(end.worked).map(|(start, end)| end.saturating_sub(start));
        worked.filter(|worked| !worked.is_zero()).unwrap_or(end.passed - start.passed)
    }

    fn add(&self, one: &Duration, other: &Duration) -> Duration {
        *one + *other
    }

    fn zero(&self) -> Duration {
        Duration::ZERO
    }

    fn to_f64(&self, value: &Duration) -> f64 {
        WallTime.to_f64(value)
    }

    fn formatter(&self) -> &dyn ValueFormatter {
        WallTime.formatter()
    }
}
