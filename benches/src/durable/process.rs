//! What Linux tells of this process and of the machine. Elsewhere the figures are left out.

use std::fs;
use std::time::Duration;

/// Ticks of `/proc/self/stat` a second: what Linux gives to programs on every platform.
const TICKS: u64 = 100;

/// The processor time that all threads have used.
pub(crate) fn processor_time() -> Option<Duration> {
    let stat = fs::read_to_string("/proc/self/stat").ok()?;
    // The name may contain anything; two fields behind it come the state and the numbers.
    let mut fields = stat.rsplit_once(')')?.1.split_whitespace().skip(11);
    let (user, system): (u64, u64) = (fields.next()?.parse().ok()?, fields.next()?.parse().ok()?);
    Some(Duration::from_millis((user + system) * 1_000 / TICKS))
}

/// Bytes of memory that are resident.
pub(crate) fn resident() -> Option<u64> {
    let status = fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"))?;
    let kilobytes: u64 = line.split_whitespace().next()?.parse().ok()?;
    Some(kilobytes * 1_024)
}

/// How busy the machine is otherwise.
pub(crate) fn load_average() -> Option<String> {
    let average = fs::read_to_string("/proc/loadavg").ok()?;
    average.split_whitespace().next().map(str::to_owned)
}

pub(crate) fn processors() -> usize {
    std::thread::available_parallelism().map_or(1, std::num::NonZero::get)
}
