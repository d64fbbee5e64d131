//! Counts and totals.

use std::collections::BTreeMap;

/// What became of all cases.
#[derive(Default)]
pub(crate) struct Tally {
    suites: BTreeMap<String, Counts>,
    reasons: BTreeMap<&'static str, usize>,
}

#[derive(Default)]
struct Counts {
    passed: usize,
    failed: usize,
    skipped: usize,
}

impl Tally {
    /// A case ran.
    pub(crate) fn count(&mut self, name: &str, passed: bool) {
        let counts = self.suite(name);
        if passed {
            counts.passed += 1;
        } else {
            counts.failed += 1;
        }
    }

    /// A case is out of scope.
    pub(crate) fn skip(&mut self, name: &str, reason: &'static str) {
        self.suite(name).skipped += 1;
        *self.reasons.entry(reason).or_default() += 1;
    }

    /// Whether a case in scope failed.
    pub(crate) fn has_failures(&self) -> bool {
        self.suites.values().any(|counts| counts.failed > 0)
    }

    /// A line per suite, the reasons, the totals.
    pub(crate) fn print(&self) {
        for (suite, counts) in &self.suites {
            println!("suite {suite}: {counts}");
        }
        for (reason, count) in &self.reasons {
            println!("out of scope: {count} for {reason}");
        }
        let mut total = Counts::default();
        for counts in self.suites.values() {
            total.passed += counts.passed;
            total.failed += counts.failed;
            total.skipped += counts.skipped;
        }
        println!("total: {total}");
        let verdict = if total.failed > 0 { "FAILED" } else { "ok" };
        let Counts { passed, failed, skipped } = total;
        println!(
            "\ntest result: {verdict}. {passed} passed; {failed} failed; {skipped} ignored; 0 measured; 0 filtered out"
        );
    }

    fn suite(&mut self, name: &str) -> &mut Counts {
        let suite = name.rsplit_once('/').map_or(name, |(suite, _)| suite);
        self.suites.entry(suite.to_owned()).or_default()
    }
}

impl std::fmt::Display for Counts {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let Self { passed, failed, skipped } = self;
        write!(f, "passed {passed} of {} in scope, {skipped} out of scope", passed + failed)
    }
}
