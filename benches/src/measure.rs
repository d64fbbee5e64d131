//! Time and allocations of a workload's variants.
//!
//! A machine may change its speed within seconds and without a sign. So the variants take turns in rounds of well under a
//! hundredth of a second, each beginning with another one; ratios are formed within a round, where both sides met
//! the same machine, and the median of the rounds is told.

use std::time::{Duration, Instant};

use crate::Outcome;
use crate::counting::{self, Allocations};
use crate::workloads::{Mode, Variant, Workload};

#[cfg(test)]
mod tests;

/// How long to measure.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Effort {
    /// Turns of each variant.
    pub(crate) rounds: usize,
    /// Length of one turn; at least one execution is run.
    pub(crate) turn: Duration,
}

/// The figures of one variant in one mode.
#[derive(Debug)]
pub(crate) struct Figures<'a> {
    /// What was measured.
    pub(crate) variant: &'a Variant,
    /// And how.
    pub(crate) mode: Mode,
    /// Nanoseconds per execution, one entry a round.
    pub(crate) rounds: Vec<f64>,
    /// Of one execution after many others.
    pub(crate) allocations: Allocations,
}

impl Figures<'_> {
    /// The usual time of an execution in nanoseconds.
    pub(crate) fn median(&self) -> f64 {
        median(self.rounds.clone())
    }

    /// The shortest time of an execution in nanoseconds: the machine at full speed, undisturbed.
    pub(crate) fn minimum(&self) -> f64 {
        self.rounds.iter().copied().fold(f64::INFINITY, f64::min)
    }

    /// How many times as long as `other` it takes.
    pub(crate) fn ratio_to(&self, other: &Self) -> f64 {
        median(self.rounds.iter().zip(&other.rounds).map(|(mine, theirs)| mine / theirs).collect())
    }
}

/// The middle one, or the mean of the two in the middle; not a number when there is none.
pub(crate) fn median(mut values: Vec<f64>) -> f64 {
    values.sort_by(f64::total_cmp);
    let middle = values.len() / 2;
    match (values.get(middle), values.len() % 2) {
        (Some(upper), 0) => {
            values.get(middle.wrapping_sub(1)).map_or(*upper, |lower| f64::midpoint(*lower, *upper))
        }
        (Some(value), _) => *value,
        (None, _) => f64::NAN,
    }
}

/// Measures all variants of a workload in all their modes.
///
/// # Errors
/// An execution failed.
pub(crate) fn measure(workload: &Workload, effort: Effort) -> Outcome<Vec<Figures<'_>>> {
    let mut figures = Vec::new();
    for mode in Mode::ALL {
        for variant in workload.variants.iter().filter(|variant| variant.supports(mode)) {
            let times = executions_per_turn(variant, mode, effort.turn)?;
            let (outcome, allocations) = counting::count(|| variant.repeat(mode, 1));
            outcome?;
            figures.push((
                times,
                Figures { variant, mode, rounds: Vec::with_capacity(effort.rounds), allocations },
            ));
        }
    }
    for round in 0..effort.rounds {
        let first = round % figures.len().max(1);
        let (before, after) = figures.split_at_mut(first);
        for (times, figures) in after.iter_mut().chain(before) {
            let start = Instant::now();
            figures.variant.repeat(figures.mode, *times)?;
            figures.rounds.push(nanoseconds(start.elapsed()) / as_float(*times));
        }
    }
    Ok(figures.into_iter().map(|(_, figures)| figures).collect())
}

/// Finds how many executions fill a turn; warms caches and allocator on the way.
fn executions_per_turn(variant: &Variant, mode: Mode, turn: Duration) -> Outcome<u64> {
    let mut times = 1;
    loop {
        let start = Instant::now();
        variant.repeat(mode, times)?;
        if start.elapsed() >= turn {
            return Ok(times);
        }
        times = times.saturating_mul(2);
    }
}

fn nanoseconds(duration: Duration) -> f64 {
    duration.as_secs_f64() * 1e9
}

#[expect(clippy::cast_precision_loss, reason = "counts of executions are far below 2^53")]
fn as_float(count: u64) -> f64 {
    count as f64
}
