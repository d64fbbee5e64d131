//! The activities of a store, and the queues in front of their workers.
//!
//! A queue is in the store, by the time at which its entries were scheduled. An entry leaves it when a worker takes it, or when
//! it is found that nobody waits for it any more.

use super::error::Error;
use super::store::{Store, StoreError, Ticket};
use crate::engine::{Offer, TaskToken};
use crate::time::Timestamp;
use crate::value::{Text, Value};
use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, RwLock, RwLockReadGuard};
use tokio::sync::Notify;

/// Where the activities are in the store, by ARN.
const SPACE: &str = "activities";
/// So many activities are read at once.
const PAGE: usize = 1_000;

/// The activities that were created here, by ARN.
#[derive(Debug, Default)]
pub(super) struct Activities(RwLock<BTreeMap<Text, Known>>);

/// An activity.
#[derive(Clone, Debug)]
enum Known {
    Created(Timestamp, Arc<Queue>),
    Deleted,
}

/// What waits for the workers of an activity.
#[derive(Debug, Default)]
pub(super) struct Queue {
    /// Held while an entry is given to a worker, so that each goes to one.
    giving: Mutex<()>,
    filled: Notify,
}

impl Queue {
    pub(super) fn giving(&self) -> MutexGuard<'_, ()> {
        self.giving.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// There may be something for a worker.
    pub(super) fn filled(&self) -> &Notify {
        &self.filled
    }
}

impl Activities {
    /// Reads the activities of a store.
    pub(super) fn read(store: &Store, deleted: &[Text]) -> Result<Self, Error> {
        let mut known = BTreeMap::new();
        let mut after: Option<String> = None;
        loop {
            let page = store.scan(SPACE, after.as_deref(), PAGE)?;
            after = page.last().map(|(arn, _)| arn.clone());
            let is_last = page.len() < PAGE;
            known.extend(page.into_iter().map(|(arn, value)| (Text::from(arn), Known::decode(&value))));
            if is_last {
                break;
            }
        }
        known.extend(deleted.iter().map(|arn| (arn.clone(), Known::Deleted)));
        Ok(Self(RwLock::new(known)))
    }

    fn known(&self) -> RwLockReadGuard<'_, BTreeMap<Text, Known>> {
        self.0.read().unwrap_or_else(PoisonError::into_inner)
    }

    /// Whether states may ask for it. Those that nobody created here are done by the user's method.
    pub(super) fn exists(&self, arn: &str) -> bool {
        !matches!(self.known().get(arn), Some(Known::Deleted))
    }

    pub(super) fn has_workers(&self, arn: &str) -> bool {
        matches!(self.known().get(arn), Some(Known::Created(..)))
    }

    /// When it was created, and its queue.
    pub(super) fn get(&self, arn: &str) -> Option<(Timestamp, Arc<Queue>)> {
        match self.known().get(arn) {
            Some(Known::Created(at, queue)) => Some((*at, queue.clone())),
            _ => None,
        }
    }

    /// All of them, by ARN.
    pub(super) fn list(&self) -> Vec<(Text, Timestamp)> {
        let created = |(arn, known): (&Text, &Known)| match known {
            Known::Created(at, _) => Some((arn.clone(), *at)),
            Known::Deleted => None,
        };
        self.known().iter().filter_map(created).collect()
    }

    /// Creates one, unless it is there; gives when it was created.
    pub(super) fn create(
        &self,
        store: &Store,
        arn: &Text,
        now: Timestamp,
    ) -> Result<(Timestamp, Option<Ticket>), Error> {
        let mut known = self.0.write().unwrap_or_else(PoisonError::into_inner);
        if let Some(Known::Created(at, _)) = known.get(arn.as_str()) {
            return Ok((*at, None));
        }
        let created = Known::Created(now, Arc::default());
        let ticket = store.put(SPACE, arn, Some(created.encode()))?;
        known.insert(arn.clone(), created);
        Ok((now, Some(ticket)))
    }

    /// Deletes one; `None` if there is none.
    pub(super) fn delete(&self, store: &Store, arn: &Text) -> Result<Option<Ticket>, Error> {
        let mut known = self.0.write().unwrap_or_else(PoisonError::into_inner);
        let Some(Known::Created(_, queue)) = known.get(arn.as_str()).cloned() else { return Ok(None) };
        let ticket = store.put(SPACE, arn, Some(Known::Deleted.encode()))?;
        known.insert(arn.clone(), Known::Deleted);
        queue.filled.notify_waiters();
        Ok(Some(ticket))
    }

    /// Puts an entry into its queue; the same one again changes nothing.
    pub(super) fn offer(&self, store: &Store, offer: Offer<'_>) -> Result<(), StoreError> {
        let Offer { arn, token, at, input } = offer;
        let key = format!("{:016}{token}", at.unix_millis().max(0));
        // The entry need not be on the disk: after a crash the execution offers it again.
        drop(store.put(&space(arn), &key, Some(input.to_json_vec()))?);
        if let Some((_, queue)) = self.get(arn) {
            queue.filled.notify_one();
        }
        Ok(())
    }

    /// The workers look again.
    pub(super) fn nudge(&self) {
        for known in self.known().values() {
            if let Known::Created(_, queue) = known {
                queue.filled.notify_waiters();
            }
        }
    }
}

/// Where the queue of an activity is in the store.
fn space(arn: &str) -> String {
    format!("queue {arn}")
}

/// The first entry of a queue: its key, its token and the activity's input.
pub(super) fn first(store: &Store, arn: &str) -> Result<Option<(String, TaskToken, Value)>, Error> {
    let Some((key, input)) = store.scan(&space(arn), None, 1)?.into_iter().next() else { return Ok(None) };
    let token = TaskToken::new(key.get(16..).unwrap_or_default());
    let text = String::from_utf8_lossy(&input);
    let input = Value::from_json(&text).map_err(|error| Error::Store(Box::new(error)))?;
    Ok(Some((key, token, input)))
}

/// Takes an entry out of a queue.
pub(super) fn remove(store: &Store, arn: &str, key: &str) -> Result<Ticket, StoreError> {
    store.put(&space(arn), key, None)
}

impl Known {
    fn encode(&self) -> Vec<u8> {
        match self {
            Self::Created(at, _) => at.unix_millis().to_be_bytes().to_vec(),
            Self::Deleted => Vec::new(),
        }
    }

    fn decode(bytes: &[u8]) -> Self {
        match bytes.first_chunk::<8>() {
            Some(millis) => {
                Self::Created(Timestamp::from_unix_millis(i64::from_be_bytes(*millis)), Arc::default())
            }
            None => Self::Deleted,
        }
    }
}
