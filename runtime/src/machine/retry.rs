//! Retry: which retrier, and how long to wait (reference: AWS "Retrying after an error").

use super::Retrier;
use crate::error::Failure;
use std::time::Duration;

/// The counters of the retriers of one visit to a state.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Retries(Vec<u64>);

impl Retries {
    pub(crate) fn resumed(counters: Vec<u64>) -> Self {
        Self(counters)
    }

    pub(crate) fn counters(&self) -> &[u64] {
        &self.0
    }

    pub(crate) fn clear(&mut self) {
        self.0.clear();
    }

    /// How many retries there were: `$$.State.RetryCount`.
    pub(crate) fn total(&self) -> u64 {
        self.0.iter().sum()
    }

    /// The delay before the next attempt; `None` when the error goes on to Catch.
    ///
    /// The first retrier that names the error decides alone: once its attempts are spent, later ones are not
    /// asked. Each keeps a counter of its own.
    pub(crate) fn next_delay(
        &mut self,
        retriers: &[Retrier],
        failure: &Failure,
        random: impl FnOnce() -> u64,
    ) -> Option<Duration> {
        let index = retriers.iter().position(|retrier| failure.matches(retrier.error_equals))?;
        let retrier = retriers.get(index)?;
        if self.0.len() < retriers.len() {
            self.0.resize(retriers.len(), 0);
        }
        let counter = self.0.get_mut(index)?;
        if *counter >= retrier.max_attempts {
            return None;
        }
        let seconds = delay_seconds(retrier, *counter);
        *counter += 1;
        let seconds = if retrier.full_jitter { seconds * unit_interval(random()) } else { seconds };
        Some(Duration::try_from_secs_f64(seconds).unwrap_or(Duration::MAX))
    }
}

/// `IntervalSeconds × BackoffRate^(retries done)`, capped.
#[expect(clippy::cast_precision_loss, reason = "at most 99,999,999, or capped beyond any sleep")]
fn delay_seconds(retrier: &Retrier, retries_done: u64) -> f64 {
    let exponent = i32::try_from(retries_done).unwrap_or(i32::MAX);
    let delay = retrier.interval_seconds as f64 * retrier.backoff_rate.powi(exponent);
    // AWS's own cap is the year that an execution may last.
    let cap = retrier.max_delay_seconds.unwrap_or(31_622_400) as f64;
    delay.min(cap)
}

/// Random bits as a number in [0, 1).
#[expect(clippy::cast_precision_loss, reason = "53 bits are kept")]
fn unit_interval(bits: u64) -> f64 {
    (bits >> 11) as f64 / (1_u64 << 53) as f64
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::error::FailureKind;

    const BASE: Retrier = Retrier {
        error_equals: &["E"],
        interval_seconds: 1,
        max_attempts: 3,
        backoff_rate: 2.0,
        max_delay_seconds: None,
        full_jitter: false,
    };

    fn failure(error: &str) -> Failure {
        Failure::new(FailureKind::Task, Some(error.into()), None)
    }

    fn delays(retriers: &[Retrier], errors: &[&str]) -> Vec<Option<f64>> {
        let mut retries = Retries::default();
        let next = |error: &&str| {
            retries.next_delay(retriers, &failure(error), || u64::MAX / 2).map(|delay| delay.as_secs_f64())
        };
        errors.iter().map(next).collect()
    }

    #[test]
    fn defaults_give_one_two_four_seconds() {
        assert_eq!(delays(&[BASE], &["E"; 4]), [Some(1.0), Some(2.0), Some(4.0), None]);
    }

    #[test]
    fn each_retrier_counts_for_itself_and_the_first_match_decides() {
        let second = Retrier { error_equals: &["States.ALL"], max_attempts: 1, interval_seconds: 7, ..BASE };
        let first = Retrier { max_attempts: 1, ..BASE };
        assert_eq!(delays(&[first, second], &["E", "X", "E", "X"]), [Some(1.0), Some(7.0), None, None]);
    }

    #[test]
    fn the_delay_is_capped_and_jitter_spreads_it() {
        let capped = Retrier { max_delay_seconds: Some(3), interval_seconds: 2, ..BASE };
        assert_eq!(delays(&[capped], &["E"; 3]), [Some(2.0), Some(3.0), Some(3.0)]);
        let jitter = Retrier { full_jitter: true, interval_seconds: 8, ..BASE };
        let delay = delays(&[jitter], &["E"])[0].expect("a retry");
        assert!((3.9..=4.1).contains(&delay), "half of 8 s, got {delay}");
    }

    #[test]
    fn a_huge_exponent_does_not_overflow() {
        let fast = Retrier { backoff_rate: 1e9, max_attempts: 99_999_999, ..BASE };
        let delays = delays(&[fast], &["E"; 50]);
        assert!(delays.iter().all(|delay| delay.is_some_and(|delay| delay <= 31_622_400.0)));
    }
}
