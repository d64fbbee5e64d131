//! The floor: what `SQLite` and the disk give to somebody who writes the same bytes and does nothing else.

use std::fs::File;
use std::io::Write;
use std::path::Path;
use std::sync::mpsc::{Receiver, Sender, channel};
use std::thread;
use std::time::{Duration, Instant};

use rusqlite::Connection;
use tokio::sync::oneshot;

use crate::Outcome;
use crate::figures::Latencies;
use crate::load::Load;
use crate::process;

/// A row that waits for the disk.
type Waiting = oneshot::Sender<()>;

/// A log without an index, and without checksums: only what a log must have.
struct Bare {
    connection: Connection,
    row: Vec<u8>,
    seq: i64,
}

impl Bare {
    fn create(path: &Path, bytes_a_row: usize) -> Outcome<Self> {
        let connection = Connection::open(path)?;
        connection.execute_batch(
            "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA wal_autocheckpoint = 16384;
             PRAGMA cache_size = -65536;
             CREATE TABLE log (seq INTEGER PRIMARY KEY, execution INTEGER, prev INTEGER, body BLOB)",
        )?;
        Ok(Self { connection, row: vec![b'x'; bytes_a_row], seq: 0 })
    }

    fn commit(&mut self, rows: usize) -> Outcome<()> {
        self.connection.prepare_cached("BEGIN IMMEDIATE")?.execute([])?;
        let mut insert = self.connection.prepare_cached("INSERT INTO log VALUES (?1, ?2, ?3, ?4)")?;
        for _ in 0..rows {
            self.seq += 1;
            insert.execute((self.seq, self.seq % 1_000, self.seq - 1, self.row.as_slice()))?;
        }
        self.connection.prepare_cached("COMMIT")?.execute([])?;
        Ok(())
    }
}

/// Group commit: clients that each append a row, wait for the disk, and append the next, `rows` to an execution.
///
/// # Errors
/// The file cannot be written.
pub(crate) async fn clients(
    path: &Path,
    (clients, rows): (usize, u64),
    bytes_a_row: usize,
    span: Duration,
) -> Outcome<Load> {
    let bare = Bare::create(path, bytes_a_row)?;
    let (sender, receiver) = channel::<Waiting>();
    let writer = thread::spawn(move || write(bare, &receiver));
    let (cpu, begun) = (process::processor_time(), Instant::now());
    let tasks: Vec<_> = (0..clients)
        .map(|_| {
            let sender = sender.clone();
            tokio::spawn(async move {
                let mut latencies = Latencies::default();
                while begun.elapsed() < span {
                    let before = Instant::now();
                    for _ in 0..rows {
                        append(&sender).await?;
                    }
                    latencies.push(before.elapsed());
                }
                Outcome::Ok(latencies)
            })
        })
        .collect();
    drop(sender);
    let mut latencies = Latencies::default();
    for task in tasks {
        latencies.extend(task.await??);
    }
    let took = begun.elapsed();
    let cpu = process::processor_time().zip(cpu).map(|(after, before)| after.saturating_sub(before));
    let commits = writer.join().map_err(|_| "the writer of the floor has panicked")??;
    Ok(Load { count: latencies.len() as u64, took, cpu, latencies, commits })
}

async fn append(sender: &Sender<Waiting>) -> Outcome<()> {
    let (told, done) = oneshot::channel();
    sender.send(told)?;
    Ok(done.await?)
}

/// Commits whatever waits until nobody is left.
fn write(mut bare: Bare, receiver: &Receiver<Waiting>) -> Outcome<u64> {
    let mut commits = 0;
    let mut batch = Vec::new();
    while let Ok(first) = receiver.recv() {
        batch.push(first);
        batch.extend(receiver.try_iter());
        bare.commit(batch.len())?;
        commits += 1;
        for waiting in batch.drain(..) {
            // A client whose time is over does not listen.
            let _ = waiting.send(());
        }
    }
    Ok(commits)
}

/// Transactions of so many rows, by one thread that waits for nobody; counts transactions.
///
/// # Errors
/// The file cannot be written.
pub(crate) fn transactions(path: &Path, rows: usize, bytes_a_row: usize, span: Duration) -> Outcome<Load> {
    let mut bare = Bare::create(path, bytes_a_row)?;
    repeat(span, || bare.commit(rows))
}

/// The bytes of so many rows, appended to a file and synchronized; counts synchronizations.
///
/// # Errors
/// The file cannot be written.
pub(crate) fn synchronizations(
    path: &Path,
    rows: usize,
    bytes_a_row: usize,
    span: Duration,
) -> Outcome<Load> {
    let mut file = File::create(path)?;
    let bytes = vec![b'x'; rows * bytes_a_row];
    repeat(span, || {
        file.write_all(&bytes)?;
        Ok(file.sync_data()?)
    })
}

fn repeat(span: Duration, mut commit: impl FnMut() -> Outcome<()>) -> Outcome<Load> {
    let (cpu, begun, mut latencies) = (process::processor_time(), Instant::now(), Latencies::default());
    while begun.elapsed() < span {
        let before = Instant::now();
        commit()?;
        latencies.push(before.elapsed());
    }
    let took = begun.elapsed();
    let cpu = process::processor_time().zip(cpu).map(|(after, before)| after.saturating_sub(before));
    let count = latencies.len() as u64;
    Ok(Load { count, took, cpu, latencies, commits: count })
}
