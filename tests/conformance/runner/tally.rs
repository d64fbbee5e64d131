//! Counts and totals.

use std::collections::BTreeMap;

/// What became of all cases.
#[derive(Default)]
pub(crate) struct Tally {
    suites: BTreeMap<String, Counts>,
    reasons: BTreeMap<&'static str, usize>,
    engines: Vec<(&'static str, Counts)>,
    express: usize,
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
        self.suite(name).add(passed);
    }

    /// A case of an Express execution, whose names a Standard one cannot have.
    pub(crate) fn leave_out(&mut self) {
        self.express += 1;
    }

    /// A case ran again in another way.
    pub(crate) fn count_on(&mut self, engine: &'static str, passed: bool) {
        let place = self.engines.iter().position(|(name, _)| *name == engine).unwrap_or_else(|| {
            self.engines.push((engine, Counts::default()));
            self.engines.len() - 1
        });
        if let Some((_, counts)) = self.engines.get_mut(place) {
            counts.add(passed);
        }
    }

    /// A case is out of scope.
    pub(crate) fn skip(&mut self, name: &str, reason: &'static str) {
        self.suite(name).skipped += 1;
        *self.reasons.entry(reason).or_default() += 1;
    }

    /// Whether a case in scope failed.
    pub(crate) fn has_failures(&self) -> bool {
        self.suites
            .values()
            .chain(self.engines.iter().map(|(_, counts)| counts))
            .any(|counts| counts.failed > 0)
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
        println!("engine express: passed {} of {}", total.passed, total.passed + total.failed);
        let (mut passed, mut failed) = (total.passed, total.failed);
        for (engine, counts) in &self.engines {
            println!("{engine}: passed {} of {}", counts.passed, counts.passed + counts.failed);
            passed += counts.passed;
            failed += counts.failed;
        }
        println!("not on engine standard: {} of type EXPRESS", self.express);
        let verdict = if self.has_failures() { "FAILED" } else { "ok" };
        let skipped = total.skipped;
        println!(
            "\ntest result: {verdict}. {passed} passed; {failed} failed; {skipped} ignored; 0 measured; 0 filtered out\n"
        );
        println!("total: {total}");
    }

    fn suite(&mut self, name: &str) -> &mut Counts {
        let suite = name.rsplit_once('/').map_or(name, |(suite, _)| suite);
        self.suites.entry(suite.to_owned()).or_default()
    }
}

impl Counts {
    fn add(&mut self, passed: bool) {
        if passed {
            self.passed += 1;
        } else {
            self.failed += 1;
        }
    }
}

impl std::fmt::Display for Counts {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let Self { passed, failed, skipped } = self;
        write!(f, "passed {passed} of {} in scope, {skipped} out of scope", passed + failed)
    }
}
