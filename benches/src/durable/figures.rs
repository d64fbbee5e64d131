//! Rates, latencies and ratios.

use std::time::Duration;

use crate::Outcome;

#[cfg(test)]
mod tests;

/// How long each of many took.
#[derive(Clone, Debug, Default)]
pub(crate) struct Latencies {
    nanos: Vec<u64>,
    is_sorted: bool,
}

impl Latencies {
    pub(crate) fn push(&mut self, took: Duration) {
        self.nanos.push(u64::try_from(took.as_nanos()).unwrap_or(u64::MAX));
        self.is_sorted = false;
    }

    pub(crate) fn extend(&mut self, other: Self) {
        self.nanos.extend(other.nanos);
        self.is_sorted = false;
    }

    pub(crate) fn len(&self) -> usize {
        self.nanos.len()
    }

    /// The latency below which this percentage of all lie; zero when there are none.
    pub(crate) fn percentile(&mut self, percent: usize) -> Duration {
        if !std::mem::replace(&mut self.is_sorted, true) {
            self.nanos.sort_unstable();
        }
        let last = self.nanos.len().saturating_sub(1);
        let place = (self.nanos.len() * percent / 100).min(last);
        Duration::from_nanos(self.nanos.get(place).copied().unwrap_or_default())
    }
}

/// The middle one, or the mean of the two in the middle; not a number when there is none.
pub(crate) fn median(mut values: Vec<f64>) -> f64 {
    values.sort_by(f64::total_cmp);
    let middle = values.len() / 2;
    match (values.get(middle), middle.checked_sub(1).and_then(|lower| values.get(lower))) {
        (Some(upper), Some(lower)) if values.len().is_multiple_of(2) => f64::midpoint(*lower, *upper),
        (Some(value), _) => *value,
        (None, _) => f64::NAN,
    }
}

/// The highest of all rounds.
pub(crate) fn best(rates: impl IntoIterator<Item = f64>) -> f64 {
    rates.into_iter().fold(f64::NEG_INFINITY, f64::max)
}

/// So many a second.
pub(crate) fn per_second(count: u64, took: Duration) -> f64 {
    float(count) / took.as_secs_f64()
}

/// A count as a number to divide.
#[expect(clippy::cast_precision_loss, reason = "what is counted here is far below 2^53")]
pub(crate) fn float(count: u64) -> f64 {
    count as f64
}

/// A count as a number to divide.
pub(crate) fn length(count: usize) -> f64 {
    float(count as u64)
}

pub(crate) fn micros(took: Duration) -> f64 {
    took.as_secs_f64() * 1e6
}

pub(crate) fn millis(took: Duration) -> f64 {
    took.as_secs_f64() * 1e3
}

pub(crate) fn mebibytes(bytes: u64) -> f64 {
    float(bytes) / f64::from(1 << 20)
}

/// A number that another program printed.
///
/// # Errors
/// It is none.
pub(crate) fn parse(number: Option<&str>) -> Outcome<f64> {
    Ok(number.ok_or("a number is missing")?.parse()?)
}
