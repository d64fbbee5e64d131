//! Reads: first what is in memory only, then the index.
//!
//! An execution leaves the overlay after the transaction that indexed it. Who is not in the overlay therefore stands, from then on, as the
//! index says or newer. A read that looks into the overlay and then into the index misses nothing; but what the index gives may
//! have been outdated by the overlay until a moment ago, so it is looked at again.

use std::collections::{BTreeMap, BTreeSet};

use super::Store;
use super::error::{StoreError, StoreErrorKind};
use super::facts::{Facts, Filter, STATUSES, StoredRow, Wake, status_to_sql};
use super::sqlite::read;
use crate::{Status, Text, Timestamp};

/// Executions of the overlay that are looked at while nobody can append.
const SCAN: usize = 1_000;

impl Store {
    /// A row of the log, also if it is not on disk yet.
    ///
    /// # Errors
    /// There is no such row, it is damaged, or the file cannot be read.
    pub(crate) fn row(&self, seq: u64) -> Result<StoredRow, StoreError> {
        let queued = self.shared().front().row(seq);
        match queued {
            Some(row) => Ok(row),
            None => self
                .shared()
                .readers
                .query(|connection| read::row(connection, seq))?
                .ok_or_else(|| self.no_row(seq)),
        }
    }

    /// The rows of an execution from `head` back to `base`, newest first; to the first one if `base` is 0.
    ///
    /// # Errors
    /// A row is not there or damaged, or the file cannot be read.
    pub(crate) fn chain(&self, head: u64, base: u64) -> Result<Vec<StoredRow>, StoreError> {
        let mut rows = Vec::new();
        let mut next = head;
        let front = self.shared().front();
        while next >= base.max(1)
            && let Some(row) = front.row(next)
        {
            next = row.prev;
            rows.push(row);
        }
        drop(front);
        let missing = self
            .shared()
            .readers
            .query(|connection| read::chain(connection, next, base.max(1), &mut rows))?;
        missing.map_or(Ok(rows), |seq| Err(self.no_row(seq)))
    }

    /// What is known about an execution.
    ///
    /// # Errors
    /// The index cannot be read.
    pub(crate) fn facts(&self, id: u64) -> Result<Option<Facts>, StoreError> {
        if let Some(known) = self.shared().front().overlay.get(id) {
            return Ok(Some(known.facts.clone()));
        }
        let kinds = self.shared().kinds();
        let known = self.shared().readers.query(|connection| read::execution(connection, &kinds, id))?;
        drop(kinds);
        Ok(known.and_then(|known| self.newest(known.facts)))
    }

    /// What is known about an execution of this name.
    ///
    /// # Errors
    /// The index cannot be read.
    pub(crate) fn find(&self, machine: &str, name: &str) -> Result<Option<Facts>, StoreError> {
        let Some(machine) = self.shared().kinds().machine(machine) else { return Ok(None) };
        if let Some(facts) = self.shared().front().overlay.find(machine, name) {
            return Ok(Some(facts.clone()));
        }
        let kinds = self.shared().kinds();
        let known =
            self.shared().readers.query(|connection| read::named(connection, &kinds, machine, name))?;
        drop(kinds);
        Ok(known.and_then(|known| self.newest(known.facts)))
    }

    /// Executions that a filter asks for, newest first, before one of them.
    ///
    /// # Errors
    /// The index cannot be read.
    pub(crate) fn list(
        &self,
        filter: &Filter,
        before: Option<u64>,
        limit: usize,
    ) -> Result<Vec<Facts>, StoreError> {
        let before = before.unwrap_or(u64::MAX);
        let mut found: BTreeMap<u64, Facts> = BTreeMap::new();
        let mut cursor = before;
        while found.len() < limit {
            let (some, last) = self.shared().front().overlay.list(filter, cursor, SCAN);
            let Some(last) = last else { break };
            cursor = last;
            found.extend(some.into_iter().map(|facts| (facts.id, facts)));
        }
        let mut cursor = before;
        let mut indexed = 0;
        while indexed < limit {
            let page = self.page(filter, cursor, limit)?;
            let Some(oldest) = page.last() else { break };
            cursor = *oldest;
            for id in page {
                // Read again, and from the overlay first: the index may have been behind when it gave the number.
                if let Some(facts) = self.facts(id)?.filter(|facts| filter.matches(facts)) {
                    found.insert(id, facts);
                    indexed += 1;
                }
            }
        }
        Ok(found.into_values().rev().take(limit).collect())
    }

    /// A page of the index, merged from the lists of all kinds and statuses that can be meant, newest first.
    fn page(&self, filter: &Filter, before: u64, limit: usize) -> Result<Vec<u64>, StoreError> {
        let kinds = self.shared().kinds().matching(filter);
        let statuses =
            STATUSES.into_iter().filter(|status| filter.status.is_none_or(|wanted| wanted == *status));
        let statuses: Vec<i64> = statuses.map(status_to_sql).collect();
        self.shared().readers.read(|connection| {
            let mut newest = BTreeSet::new();
            for kind in &kinds {
                for status in &statuses {
                    newest.extend(read::listed(connection, *kind, *status, before, limit)?);
                    while newest.len() > limit {
                        newest.pop_first();
                    }
                }
            }
            Ok(newest.into_iter().rev().collect())
        })
    }

    /// Executions with a [`Wake::At`] after a point (time, then number) and until a time, in that order.
    ///
    /// # Errors
    /// The index cannot be read.
    pub(crate) fn due(
        &self,
        after: Option<(Timestamp, u64)>,
        until: Timestamp,
        limit: usize,
    ) -> Result<Vec<(Timestamp, u64)>, StoreError> {
        let mut cursor = after.unwrap_or((Timestamp::UNIX_EPOCH, 0));
        let front = self.shared().front();
        let mut found: BTreeSet<_> = front.overlay.due(cursor, until, limit).into_iter().collect();
        let landings = front.landings;
        drop(front);
        let mut indexed = 0;
        while indexed < limit {
            let page =
                self.shared().readers.query(|connection| read::due(connection, cursor, until, limit))?;
            let Some(last) = page.last() else { break };
            cursor = *last;
            let page = page.into_iter().map(|(time, id)| (id, Wake::At(time), (time, id))).collect();
            let valid = self.still(page, landings)?;
            indexed += valid.len();
            found.extend(valid);
        }
        Ok(found.into_iter().take(limit).collect())
    }

    /// Executions with [`Wake::Now`] after one of them, by number.
    ///
    /// # Errors
    /// The index cannot be read.
    pub(crate) fn ready(&self, after: u64, limit: usize) -> Result<Vec<u64>, StoreError> {
        let mut cursor = after;
        let front = self.shared().front();
        let mut found: BTreeSet<_> = front.overlay.ready(after, limit).into_iter().collect();
        let landings = front.landings;
        drop(front);
        let mut indexed = 0;
        while indexed < limit {
            let page = self.shared().readers.query(|connection| read::ready(connection, cursor, limit))?;
            let Some(last) = page.last() else { break };
            cursor = *last;
            let valid = self.still(page.into_iter().map(|id| (id, Wake::Now, id)).collect(), landings)?;
            indexed += valid.len();
            found.extend(valid);
        }
        Ok(found.into_iter().take(limit).collect())
    }

    /// Of what the index gave, with number and wake, that which is still so; `landings` from before the index was read.
    fn still<T>(&self, given: Vec<(u64, Wake, T)>, landings: u64) -> Result<Vec<T>, StoreError> {
        let front = self.shared().front();
        // If nobody has left the overlay since, who is not there now was not there then.
        let unchanged = front.landings == landings;
        let (mut valid, mut doubtful) = (Vec::new(), Vec::new());
        for (id, wake, result) in given {
            match front.overlay.get(id) {
                Some(known) if known.facts.standing.wake == wake => valid.push(result),
                Some(_) => {}
                None if front.erasing.contains(&id) => {}
                None if unchanged => valid.push(result),
                None => doubtful.push((id, wake, result)),
            }
        }
        drop(front);
        for (id, wake, result) in doubtful {
            if self.facts(id)?.is_some_and(|facts| facts.standing.wake == wake) {
                valid.push(result);
            }
        }
        Ok(valid)
    }

    /// Definitions that executions still need: the hash, the machine, and how many are running or to be redriven.
    ///
    /// # Errors
    /// The index cannot be read.
    pub(crate) fn running_definitions(&self) -> Result<Vec<([u8; 16], Text, u64)>, StoreError> {
        let kinds = self.shared().kinds();
        let standings = self.shared().front().overlay.standings();
        let running = [status_to_sql(Status::Running), status_to_sql(Status::PendingRedrive)];
        let counts = self.shared().readers.read(|connection| {
            let mut counts = BTreeMap::new();
            for kind in kinds.matching(&Filter::default()) {
                for status in running {
                    *counts.entry(kind).or_insert(0_u64) += read::counted(connection, kind, status)?;
                }
            }
            for (id, kind, runs) in standings {
                let count = counts.entry(kind).or_insert(0);
                if read::status(connection, id)?.is_some_and(|status| running.contains(&status)) {
                    *count = count.saturating_sub(1);
                }
                *count += u64::from(runs);
            }
            Ok(counts)
        })?;
        let mut definitions = BTreeMap::new();
        for (kind, count) in counts.into_iter().filter(|(_, count)| *count > 0) {
            let Some((_, kind)) = kinds.get(kind) else { continue };
            *definitions.entry((kind.machine.clone(), kind.definition)).or_insert(0) += count;
        }
        Ok(definitions
            .into_iter()
            .map(|((machine, definition), count)| (definition, machine, count))
            .collect())
    }

    /// A setting, also if it is not on disk yet.
    ///
    /// # Errors
    /// The file cannot be read.
    pub(crate) fn get(&self, space: &str, key: &str) -> Result<Option<Vec<u8>>, StoreError> {
        if let Some(pending) = self.shared().front().settings.get(&(space.to_owned(), key.to_owned())) {
            return Ok(pending.value.clone());
        }
        self.shared().readers.query(|connection| read::setting(connection, space, key))
    }

    /// The settings of a space by their keys, after one of them, also those that are not on disk yet.
    ///
    /// # Errors
    /// The file cannot be read.
    pub(crate) fn scan(
        &self,
        space: &str,
        after: Option<&str>,
        limit: usize,
    ) -> Result<Vec<(String, Vec<u8>)>, StoreError> {
        let pending: BTreeMap<String, Option<Vec<u8>>> = {
            let front = self.shared().front();
            let from = (space.to_owned(), after.unwrap_or_default().to_owned());
            let range = front.settings.range(from..).take_while(|((of, _), _)| of == space);
            range
                .filter(|((_, key), _)| after.is_none_or(|after| key.as_str() > after))
                .map(|((_, key), pending)| (key.clone(), pending.value.clone()))
                .collect()
        };
        let wanted = limit.saturating_add(pending.len());
        let written =
            self.shared().readers.query(|connection| read::settings(connection, space, after, wanted))?;
        let mut all: BTreeMap<String, Option<Vec<u8>>> =
            written.into_iter().map(|(key, value)| (key, Some(value))).collect();
        all.extend(pending);
        let present = all.into_iter().filter_map(|(key, value)| Some((key, value?)));
        Ok(present.take(limit).collect())
    }

    /// Facts that were just read from the index, or newer ones; `None` if the execution is being forgotten.
    fn newest(&self, indexed: Facts) -> Option<Facts> {
        let front = self.shared().front();
        if front.erasing.contains(&indexed.id) {
            return None;
        }
        Some(front.overlay.get(indexed.id).map_or(indexed, |known| known.facts.clone()))
    }

    fn no_row(&self, seq: u64) -> StoreError {
        self.shared().error(StoreErrorKind::Missing, "find in", format!("there is no row {seq}"))
    }
}
