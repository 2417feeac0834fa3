//! Processor time of this process and its peak memory.

use std::time::Duration;

use nix::time::{ClockId, clock_gettime};

use crate::Fault;

/// Of all threads, kernel included.
pub fn processor_time() -> Result<Duration, Fault> {
    Ok(clock_gettime(ClockId::CLOCK_PROCESS_CPUTIME_ID)?.into())
}

/// VmHWM in kilobytes: the most memory this process ever held.
pub fn peak_memory() -> Result<usize, Fault> {
    let status = std::fs::read_to_string("/proc/self/status")?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:")).ok_or("no VmHWM")?;
    Ok(line.trim().trim_end_matches("kB").trim().parse()?)
}
