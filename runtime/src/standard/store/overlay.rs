//! The executions of which the index on disk does not know the newest, in memory.
//!
//! An execution comes here with the first row that is appended to it, and leaves with the transaction that brings its
//! entry in the index up to date. Whoever asks here first and then the index misses nothing.

use std::collections::{BTreeMap, BTreeSet, HashMap, VecDeque};

use super::disk::Known;
use super::facts::{Facts, Filter, Standing, Wake, has_ended};
use crate::{Status, Text, Timestamp};

/// How many executions to index.
#[derive(Clone, Copy, Debug)]
pub(super) struct Budget {
    /// Of those that have settled, oldest first.
    pub(super) settled: usize,
    /// Of those with a row that is not indexed although it is older than the last so many.
    pub(super) lagging: (u64, usize),
    /// Of all.
    pub(super) all: usize,
}

impl Budget {
    /// What a transaction of so many rows indexes beside them, without getting much longer.
    pub(super) fn beside(rows: usize, lag: u64) -> Self {
        Self { settled: 16 + rows / 8, lagging: (lag, 1_024), all: 0 }
    }

    /// No limit.
    pub(super) const fn everything() -> Self {
        Self { settled: usize::MAX, lagging: (0, 0), all: usize::MAX }
    }
}

#[derive(Debug)]
struct Entry {
    known: Known,
    /// No row of it before this one is missing in the index.
    first: u64,
    /// Nobody is about to append to it.
    settled: bool,
    /// The transaction that is under way indexes it.
    taken: bool,
}

#[derive(Debug, Default)]
pub(super) struct Overlay {
    entries: BTreeMap<u64, Entry>,
    /// By machine and name.
    names: HashMap<i64, HashMap<Text, u64>>,
    /// By the first row that is not indexed.
    oldest: BTreeSet<(u64, u64)>,
    /// Those with a [`Wake::At`].
    timed: BTreeSet<(Timestamp, u64)>,
    /// In the order in which they settled. Some may have gone, or on, since.
    settled: VecDeque<u64>,
}

impl Overlay {
    #[cfg(test)]
    pub(super) fn len(&self) -> usize {
        self.entries.len()
    }

    pub(super) fn get(&self, id: u64) -> Option<&Known> {
        self.entries.get(&id).map(|entry| &entry.known)
    }

    pub(super) fn find(&self, machine: i64, name: &str) -> Option<&Facts> {
        let id = self.names.get(&machine)?.get(name)?;
        self.entries.get(id).map(|entry| &entry.known.facts)
    }

    /// Takes in an execution as it is indexed, or a new one; `first` is the first row that may be missing there.
    pub(super) fn admit(&mut self, known: Known, first: u64) {
        let (id, machine) = (known.facts.id, known.kind.machine);
        if self.entries.contains_key(&id) {
            return;
        }
        self.names.entry(machine).or_default().insert(known.facts.beginning.name.clone(), id);
        self.oldest.insert((first, id));
        self.time(id, None, Some(known.facts.standing.wake));
        let settled = has_ended(known.facts.standing.status);
        if settled {
            self.settled.push_back(id);
        }
        self.entries.insert(id, Entry { known, first, settled, taken: false });
    }

    /// One more row of an execution that is here.
    pub(super) fn advance(&mut self, id: u64, seq: u64, standing: Standing) {
        let Some(entry) = self.entries.get_mut(&id) else { return };
        let before = entry.known.facts.standing.wake;
        entry.known.facts.advance(seq, standing);
        let after = entry.known.facts.standing.wake;
        entry.settled = has_ended(standing.status);
        if entry.settled {
            self.settled.push_back(id);
        }
        self.time(id, Some(before), Some(after));
    }

    /// The execution is parked. Whether it is here.
    pub(super) fn settle(&mut self, id: u64, wake: Wake) -> bool {
        let Some(entry) = self.entries.get_mut(&id) else { return false };
        let before = std::mem::replace(&mut entry.known.facts.standing.wake, wake.kept());
        entry.settled = true;
        self.settled.push_back(id);
        self.time(id, Some(before), Some(wake.kept()));
        true
    }

    fn time(&mut self, id: u64, before: Option<Wake>, after: Option<Wake>) {
        if before == after {
            return;
        }
        if let Some(Wake::At(time)) = before {
            self.timed.remove(&(time, id));
        }
        if let Some(Wake::At(time)) = after {
            self.timed.insert((time, id));
        }
    }

    /// Chooses what the next transaction indexes; `last` is its last row.
    pub(super) fn take(&mut self, last: u64, budget: Budget) -> Vec<Known> {
        let mut chosen = Vec::new();
        while chosen.len() < budget.settled {
            let Some(id) = self.settled.pop_front() else { break };
            if self.entries.get(&id).is_some_and(|entry| entry.settled) {
                self.choose(id, last, &mut chosen);
            }
        }
        let (lag, lagging) = budget.lagging;
        let old = last.saturating_sub(lag);
        let wanted = |first: u64, n: usize| n < budget.all || (first <= old && n < lagging);
        while let Some((first, id)) = self.oldest.first().copied() {
            if first > last || !wanted(first, chosen.len()) {
                break;
            }
            self.choose(id, last, &mut chosen);
        }
        chosen
    }

    fn choose(&mut self, id: u64, last: u64, chosen: &mut Vec<Known>) {
        let Some(entry) = self.entries.get_mut(&id) else { return };
        self.oldest.remove(&(entry.first, id));
        entry.first = last + 1;
        self.oldest.insert((entry.first, id));
        if !entry.taken {
            entry.taken = true;
            chosen.push(entry.known.clone());
        }
    }

    /// What [`Overlay::take`] chose is on disk: who has not changed since can go.
    pub(super) fn release(&mut self, indexed: &[Known]) {
        for known in indexed {
            let id = known.facts.id;
            let Some(entry) = self.entries.get_mut(&id) else { continue };
            entry.taken = false;
            if entry.known == *known {
                self.remove(id);
            } else if entry.settled {
                self.settled.push_back(id);
            }
        }
    }

    fn remove(&mut self, id: u64) {
        let Some(entry) = self.entries.remove(&id) else { return };
        self.oldest.remove(&(entry.first, id));
        self.time(id, Some(entry.known.facts.standing.wake), None);
        if let Some(names) = self.names.get_mut(&entry.known.kind.machine) {
            names.remove(&entry.known.facts.beginning.name);
        }
    }

    /// Up to which row everything is indexed; `last` is the newest one.
    pub(super) fn indexed(&self, last: u64) -> u64 {
        self.oldest.first().map_or(last, |(first, _)| last.min(first.saturating_sub(1)))
    }

    /// Whether somebody has rows before `next` that are not indexed.
    pub(super) fn lags(&self, next: u64) -> bool {
        self.oldest.first().is_some_and(|(first, _)| *first < next)
    }

    /// Whether somebody waits to be indexed.
    pub(super) fn has_settled(&self) -> bool {
        !self.settled.is_empty()
    }

    /// Of the next `scan` executions before one, newest first, those that a filter asks for; and before which to go on.
    pub(super) fn list(&self, filter: &Filter, before: u64, scan: usize) -> (Vec<Facts>, Option<u64>) {
        let newest_first = self.entries.range(..before).rev().map(|(_, entry)| &entry.known.facts);
        let scanned = newest_first.take(scan);
        let last = scanned.clone().last().map(|facts| facts.id);
        (scanned.filter(|facts| filter.matches(facts)).cloned().collect(), last)
    }

    /// Executions whose time comes, after one point and until another.
    pub(super) fn due(
        &self,
        after: (Timestamp, u64),
        until: Timestamp,
        limit: usize,
    ) -> Vec<(Timestamp, u64)> {
        if after >= (until, u64::MAX) {
            return Vec::new();
        }
        let range = (std::ops::Bound::Excluded(after), std::ops::Bound::Included((until, u64::MAX)));
        self.timed.range(range).take(limit).copied().collect()
    }

    /// Executions that could go on at once, by number.
    pub(super) fn ready(&self, after: u64, limit: usize) -> Vec<u64> {
        let range = (std::ops::Bound::Excluded(after), std::ops::Bound::Unbounded);
        let entries = self.entries.range(range).map(|(_, entry)| &entry.known.facts);
        entries.filter(|facts| facts.standing.wake == Wake::Now).take(limit).map(|facts| facts.id).collect()
    }

    /// Everybody: number, kind, and whether it is running.
    pub(super) fn standings(&self) -> Vec<(u64, i64, bool)> {
        let entry =
            |entry: &Entry| (entry.known.facts.id, entry.known.kind.kind, is_running(&entry.known.facts));
        self.entries.values().map(entry).collect()
    }

    /// Whether somebody here has stopped before a time.
    pub(super) fn any_stopped(&self, before: Timestamp) -> bool {
        self.entries.values().any(|entry| entry.known.facts.stopped.is_some_and(|stopped| stopped < before))
    }
}

/// Whether an execution still needs its definition.
pub(super) fn is_running(facts: &Facts) -> bool {
    matches!(facts.standing.status, Status::Running | Status::PendingRedrive)
}
