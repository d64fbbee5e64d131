//! Tests of the store, on files.

mod basics;
mod bytes;
mod crash;
mod damage;
mod faults;
mod model;

use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU32, Ordering};

use super::{Beginning, Facts, Row, Standing, Started, Store, StoreSettings, Wake};
use crate::{Status, Text, Timestamp};

/// A folder that is removed when the test ends.
pub(super) struct Folder(PathBuf);

impl Folder {
    pub(super) fn new() -> Self {
        static NEXT: AtomicU32 = AtomicU32::new(0);
        let number = NEXT.fetch_add(1, Ordering::Relaxed);
        let folder = std::env::temp_dir().join(format!("asl-store-{}-{number}", std::process::id()));
        // Left by a process of the same number that was killed.
        let _ = std::fs::remove_dir_all(&folder);
        std::fs::create_dir_all(&folder).unwrap();
        Self(folder)
    }

    pub(super) fn file(&self) -> PathBuf {
        self.0.join("test.db")
    }

    pub(super) fn path(&self) -> &Path {
        &self.0
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

/// Most tests ask nothing of the disk.
pub(super) fn open(folder: &Folder) -> Store {
    Store::open(&folder.file(), quick()).unwrap()
}

pub(super) fn quick() -> StoreSettings {
    StoreSettings { synchronous: false, ..StoreSettings::default() }
}

pub(super) fn time(millis: i64) -> Timestamp {
    Timestamp::from_unix_millis(millis)
}

pub(super) fn beginning(machine: &str, name: &str) -> Beginning {
    Beginning {
        machine: Text::new(machine),
        name: Text::new(name),
        started: time(1_000),
        definition: [7; 16],
        version: None,
        alias: None,
    }
}

/// Starts an execution that has to be new, and waits for the disk.
pub(super) fn start(store: &Store, machine: &str, name: &str) -> Facts {
    match store.start(beginning(machine, name), Wake::Now, |id| id.to_le_bytes().to_vec()).unwrap() {
        Started::New { id, ticket } => {
            ticket.wait().unwrap();
            store.facts(id).unwrap().unwrap()
        }
        Started::Exists(facts) => panic!("{facts:?} exists"),
    }
}

pub(super) fn row(facts: &Facts, status: Status, wake: Wake, body: &[u8]) -> Row {
    let standing = Standing { status, wake, at: time(2_000), redrives: facts.standing.redrives };
    Row { execution: facts.id, prev: facts.head, standing, body: body.to_vec() }
}

/// Appends a row after the newest one, and waits for the disk.
pub(super) fn append(store: &Store, id: u64, status: Status, wake: Wake, body: &[u8]) -> u64 {
    let facts = store.facts(id).unwrap().unwrap();
    let ticket = store.append(row(&facts, status, wake, body)).unwrap();
    let seq = ticket.seq();
    ticket.wait().unwrap();
    seq
}
