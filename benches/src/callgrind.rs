//! Instructions per execution: exact where time is not.
//!
//! The program runs itself under valgrind's callgrind with the subcommand `count`, once for `n` executions and once for
//! `2n`. The difference leaves out start-up, warming and the reading of the workloads.

use std::env;
use std::process::Command;

use crate::Outcome;
use crate::workloads::{Mode, Workload};

#[cfg(test)]
mod tests;

/// Executions before the counted ones, so that the allocator has its pages.
const WARMING: u64 = 3;

/// Whether valgrind can be run here.
pub(crate) fn is_available() -> bool {
    Command::new("valgrind").arg("--version").output().is_ok_and(|output| output.status.success())
}

/// What the subcommand `count` does: nothing but executions.
///
/// # Errors
/// There is no such variant, or an execution failed.
pub(crate) fn execute(workload: &Workload, variant: &str, mode: Mode, times: u64) -> Outcome<()> {
    let found = workload.variants.iter().find(|found| found.name == variant);
    let variant = found.ok_or_else(|| format!("{} has no variant {variant}", workload.name))?;
    variant.repeat(mode, WARMING)?;
    variant.repeat(mode, times)
}

/// Instructions of one execution.
///
/// # Errors
/// valgrind failed or said something unexpected.
pub(crate) fn instructions(workload: &Workload, variant: &str, mode: Mode) -> Outcome<u64> {
    let times = workload.counted_executions;
    let once = collect(workload, variant, mode, times)?;
    let twice = collect(workload, variant, mode, times * 2)?;
    Ok(twice.saturating_sub(once) / times)
}

fn collect(workload: &Workload, variant: &str, mode: Mode, times: u64) -> Outcome<u64> {
    let output = Command::new("valgrind")
        .args(["--tool=callgrind", "--callgrind-out-file=/dev/null"])
        .arg(env::current_exe()?)
        .args(["count", workload.name, variant, &times.to_string(), mode.name()])
        .output()?;
    let report = String::from_utf8_lossy(&output.stderr);
    if !output.status.success() {
        return Err(format!("valgrind failed:\n{report}").into());
    }
    collected(&report).ok_or_else(|| format!("valgrind told no number of instructions:\n{report}").into())
}

/// The number on callgrind's line `==17== Collected : 123456`.
fn collected(report: &str) -> Option<u64> {
    let line = report.lines().find(|line| line.contains("Collected :"))?;
    line.rsplit(':').next()?.trim().parse().ok()
}
