//! What only an engine that keeps executions can do: workers of activities, executions that start others, versions.
#![allow(clippy::expect_used, clippy::panic, clippy::indexing_slicing, reason = "tests")]

mod activities;
mod branches;
mod nested;
mod versions;

use asl_runtime::standard::StandardOptions;
use asl_runtime::{Standard, TestClock};
use std::path::PathBuf;
use tempfile::TempDir;

/// A folder with a store, and the time in it.
struct Place {
    folder: TempDir,
    clock: TestClock,
}

impl Place {
    fn new() -> Self {
        Self { folder: tempfile::tempdir().expect("a folder"), clock: TestClock::default() }
    }

    fn path(&self) -> PathBuf {
        self.folder.path().join("store.db")
    }

    async fn open(&self) -> Standard {
        let options = StandardOptions::new().clock(self.clock.clone()).synchronous(false);
        options.open(self.path()).await.expect("a store")
    }
}
