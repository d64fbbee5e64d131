//! How fast the store of durable executions is, beside what the disk and SQLite allow.
//!
//! ```text
//! cargo run --release -p asl-runtime --features standard --example store_bench -- [FOLDER] [append] [floor] [chain] [start]
//! ```
//!
//! `append`: rows of 200 bytes a second, and how long one takes, by so many clients that each wait for the disk.
//! `floor`: the same bytes in the same batches by plain SQLite without an index, and by `fdatasync`.
//! `chain`: all 25,000 rows of an execution among others, and the same bytes by one plain SELECT.
//! `start`: executions started and parked a second, with 1,000 and with 1,000,000 of them stored.

// The store is private to the crate: it is compiled here once more.
#![expect(dead_code, unused_imports, reason = "the engine uses more of the store than is measured here")]
#![expect(clippy::unwrap_used, clippy::print_stdout, reason = "a program for people who measure")]
#![expect(
    clippy::cast_precision_loss,
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "figures for people"
)]

#[path = "../src/standard/store/mod.rs"]
mod store;

use std::io::Write;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

pub(crate) use asl_runtime::{Status, Text, Timestamp};
use store::{Beginning, Row, Standing, Started, Store, StoreSettings, Wake};

const BODY: usize = 200;
const SPAN: Duration = Duration::from_secs(3);

/// Other programs can only make a figure worse, so each is the best of several short rounds, taken in turns.
const ROUNDS: usize = 8;
const ROUND: Duration = Duration::from_millis(500);

fn main() {
    let mut arguments: Vec<String> = std::env::args().skip(1).collect();
    let folder = arguments.iter().position(|argument| argument.contains(std::path::MAIN_SEPARATOR));
    let folder = folder.map_or_else(std::env::temp_dir, |at| PathBuf::from(arguments.remove(at)));
    let folder = folder.join(format!("asl-store-bench-{}", std::process::id()));
    std::fs::create_dir_all(&folder).unwrap();
    let wanted = |name: &str| arguments.is_empty() || arguments.iter().any(|argument| argument == name);
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    println!("{:<28}{:>12}{:>10}{:>10}{:>12}", "", "a second", "p50 µs", "p99 µs", "a commit");
    for clients in [1, 16, 64, 256] {
        let (mut ours, mut plain, mut synced) = (Vec::new(), Vec::new(), Vec::new());
        let mut batch = clients;
        for _ in 0..ROUNDS {
            if wanted("append") {
                let figures = runtime.block_on(append(&folder, clients));
                batch = figures.batch();
                ours.push(figures);
            }
            if wanted("floor") {
                plain.push(sqlite(&folder, batch));
                synced.push(sync(&folder, batch));
            }
        }
        let best = |figures: Vec<Figures>| figures.into_iter().max_by(|a, b| a.rate().total_cmp(&b.rate()));
        let (ours, plain, synced) = (best(ours), best(plain), best(synced));
        let print =
            |name: &str, figures: &Option<Figures>| figures.iter().for_each(|figures| figures.print(name));
        print(&format!("append, {clients} clients"), &ours);
        print("  plain SQLite", &plain);
        print("  fdatasync", &synced);
        if let (Some(ours), Some(plain)) = (ours, plain) {
            println!("{:<28}{:>12.2}", "  plain SQLite / ours", plain.rate() / ours.rate());
        }
    }
    if wanted("chain") {
        chain(&folder);
    }
    if wanted("start") {
        for stored in [1_000, 1_000_000] {
            runtime.block_on(start(&folder, stored));
        }
    }
    std::fs::remove_dir_all(&folder).unwrap();
}

/// What was measured.
struct Figures {
    took: Duration,
    commits: u64,
    /// Nanoseconds of each.
    latencies: Vec<u64>,
    rows: usize,
}

impl Figures {
    fn rate(&self) -> f64 {
        self.rows as f64 / self.took.as_secs_f64()
    }

    fn batch(&self) -> usize {
        (self.rows as f64 / self.commits.max(1) as f64).round() as usize
    }

    fn print(&self, name: &str) {
        let mut sorted = self.latencies.clone();
        sorted.sort_unstable();
        let at =
            |part: f64| sorted.get((sorted.len() as f64 * part) as usize).map_or(0, |nanos| nanos / 1_000);
        println!("{name:<28}{:>12.0}{:>10}{:>10}{:>12}", self.rate(), at(0.5), at(0.99), self.batch());
    }
}

fn beginning(name: String) -> Beginning {
    Beginning {
        machine: Text::new("order"),
        name: Text::new(name),
        started: Timestamp::from_unix_millis(1_800_000_000_000),
        definition: [7; 16],
        version: None,
        alias: None,
    }
}

fn fresh(folder: &Path) -> PathBuf {
    for entry in std::fs::read_dir(folder).unwrap() {
        std::fs::remove_file(entry.unwrap().path()).unwrap();
    }
    folder.join("bench.db")
}

async fn append(folder: &Path, clients: usize) -> Figures {
    let store = Store::open(&fresh(folder), StoreSettings::default()).unwrap();
    let mut executions = Vec::new();
    for client in 0..clients {
        match store.start(beginning(format!("client {client}")), Wake::Now, |_| vec![0; BODY]).unwrap() {
            Started::New { id, ticket } => {
                executions.push((id, ticket.seq()));
                ticket.await.unwrap();
            }
            Started::Exists(_) => unreachable!(),
        }
    }
    let (commits, begun) = (store.commits(), Instant::now());
    let tasks: Vec<_> = executions
        .into_iter()
        .map(|(execution, mut prev)| {
            let store = store.clone();
            tokio::spawn(async move {
                let mut latencies = Vec::new();
                while begun.elapsed() < ROUND {
                    let before = Instant::now();
                    let at = Timestamp::from_unix_millis(1_800_000_000_000);
                    let standing = Standing { status: Status::Running, wake: Wake::Now, at, redrives: 0 };
                    let ticket =
                        store.append(Row { execution, prev, standing, body: vec![1; BODY] }).unwrap();
                    prev = ticket.seq();
                    ticket.await.unwrap();
                    latencies.push(u64::try_from(before.elapsed().as_nanos()).unwrap());
                }
                latencies
            })
        })
        .collect();
    let mut latencies = Vec::new();
    for task in tasks {
        latencies.extend(task.await.unwrap());
    }
    let took = begun.elapsed();
    Figures { took, commits: store.commits() - commits, rows: latencies.len(), latencies }
}

/// The floor: one thread that waits for nobody, and only the columns that a log must have.
fn sqlite(folder: &Path, batch: usize) -> Figures {
    let connection = rusqlite::Connection::open(fresh(folder)).unwrap();
    connection
        .execute_batch(
            "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA wal_autocheckpoint = 16384;
             CREATE TABLE log (seq INTEGER PRIMARY KEY, execution INTEGER, prev INTEGER, body BLOB)",
        )
        .unwrap();
    let (begun, mut seq, mut latencies, mut commits) = (Instant::now(), 0_i64, Vec::new(), 0);
    while begun.elapsed() < ROUND {
        let before = Instant::now();
        connection.prepare_cached("BEGIN IMMEDIATE").unwrap().execute([]).unwrap();
        let mut insert = connection.prepare_cached("INSERT INTO log VALUES (?1, ?2, ?3, ?4)").unwrap();
        for execution in 0..batch {
            seq += 1;
            // What the store's other columns hold is part of the same bytes.
            let execution = i64::try_from(execution).unwrap();
            insert.execute((seq, execution, seq - execution, [1_u8; BODY + 20].as_slice())).unwrap();
        }
        connection.prepare_cached("COMMIT").unwrap().execute([]).unwrap();
        commits += 1;
        latencies.extend(std::iter::repeat_n(u64::try_from(before.elapsed().as_nanos()).unwrap(), batch));
    }
    Figures { took: begun.elapsed(), commits, rows: latencies.len(), latencies }
}

fn sync(folder: &Path, batch: usize) -> Figures {
    let mut file = std::fs::File::create(fresh(folder)).unwrap();
    let (begun, mut latencies, mut commits) = (Instant::now(), Vec::new(), 0);
    let bytes = vec![1; (BODY + 40) * batch];
    while begun.elapsed() < ROUND {
        let before = Instant::now();
        file.write_all(&bytes).unwrap();
        file.sync_data().unwrap();
        commits += 1;
        latencies.extend(std::iter::repeat_n(u64::try_from(before.elapsed().as_nanos()).unwrap(), batch));
    }
    Figures { took: begun.elapsed(), commits, rows: latencies.len(), latencies }
}

fn chain(folder: &Path) {
    let path = fresh(folder);
    let store = Store::open(&path, StoreSettings { synchronous: false, ..StoreSettings::default() }).unwrap();
    let mut heads = Vec::new();
    for name in ["read", "beside", "between"] {
        if let Started::New { id, ticket } =
            store.start(beginning(name.to_owned()), Wake::Now, |_| vec![0; BODY]).unwrap()
        {
            heads.push((id, ticket.seq()));
        }
    }
    for _ in 1..25_000 {
        for (execution, head) in &mut heads {
            let at = Timestamp::from_unix_millis(1_800_000_000_000);
            let standing = Standing { status: Status::Running, wake: Wake::Now, at, redrives: 0 };
            let row = Row { execution: *execution, prev: *head, standing, body: vec![1; BODY] };
            *head = store.append(row).unwrap().seq();
        }
    }
    let head = heads.first().map_or(0, |(_, head)| *head);
    store.close().unwrap();
    let store = Store::open(&path, StoreSettings::default()).unwrap();
    let connection = rusqlite::Connection::open(&path).unwrap();
    let (mut ours, mut plain) = (Duration::MAX, Duration::MAX);
    for _ in 0..ROUNDS {
        let begun = Instant::now();
        assert_eq!(store.chain(head, 0).unwrap().len(), 25_000);
        ours = ours.min(begun.elapsed());
        let begun = Instant::now();
        let mut select = connection
            .prepare_cached("SELECT seq, execution, prev, body FROM log WHERE execution = 1")
            .unwrap();
        let rows = select.query_map([], |row| {
            Ok((row.get::<_, i64>(0)?, row.get::<_, i64>(2)?, row.get::<_, Vec<u8>>(3)?))
        });
        assert_eq!(rows.unwrap().map(Result::unwrap).collect::<Vec<_>>().len(), 25_000);
        plain = plain.min(begun.elapsed());
    }
    println!("chain of 25,000 rows: {ours:.1?}; by a plain SELECT {plain:.1?}");
}

async fn start(folder: &Path, stored: usize) {
    let path = fresh(folder);
    let clients = 256;
    let filling = Instant::now();
    let store = Store::open(&path, StoreSettings { synchronous: false, ..StoreSettings::default() }).unwrap();
    drop(starts(&store, clients, "stored", Some(stored)).await);
    store.close().unwrap();
    println!("{stored} executions stored and indexed in {:.1?}", filling.elapsed());
    let opening = Instant::now();
    let store = Store::open(&path, StoreSettings::default()).unwrap();
    println!("opened in {:.1?}", opening.elapsed());
    let commits = store.commits();
    let mut figures = starts(&store, clients, "measured", None).await;
    figures.commits = store.commits() - commits;
    figures.print(&format!("start, {stored} stored"));
    let closing = Instant::now();
    store.close().unwrap();
    println!("indexed the rest and closed in {:.1?}", closing.elapsed());
    println!(
        "{:.0} bytes an execution",
        std::fs::metadata(&path).unwrap().len() as f64 / (stored + figures.rows) as f64
    );
}

/// Starts executions, and parks each for a year, until there are enough or the time is over.
async fn starts(store: &Store, clients: usize, prefix: &'static str, enough: Option<usize>) -> Figures {
    let begun = Instant::now();
    let tasks: Vec<_> = (0..clients)
        .map(|client| {
            let store = store.clone();
            tokio::spawn(async move {
                let mut latencies = Vec::new();
                while enough.map_or_else(
                    || begun.elapsed() < SPAN,
                    |enough| latencies.len() < enough.div_ceil(clients),
                ) {
                    let before = Instant::now();
                    // Names in no order, as those of most users.
                    let name = (client * 1_000_003 + latencies.len() + 1).wrapping_mul(0x9e37_79b9_7f4a_7c15);
                    let beginning = beginning(format!("{name:016x}-{prefix}"));
                    match store.start(beginning, Wake::Now, |_| vec![1; BODY]).unwrap() {
                        Started::New { id, ticket } => {
                            ticket.await.unwrap();
                            let millis = 1_830_000_000_000 + i64::try_from(name % 1_000_000_000).unwrap();
                            store.settle(id, Wake::At(Timestamp::from_unix_millis(millis)));
                        }
                        Started::Exists(_) => unreachable!(),
                    }
                    latencies.push(u64::try_from(before.elapsed().as_nanos()).unwrap());
                }
                latencies
            })
        })
        .collect();
    let mut latencies = Vec::new();
    for task in tasks {
        latencies.extend(task.await.unwrap());
    }
    Figures { took: begun.elapsed(), commits: 0, rows: latencies.len(), latencies }
}
