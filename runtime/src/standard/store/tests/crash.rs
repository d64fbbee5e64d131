//! A process that is killed in the middle of transactions, again and again: what it was told is on disk is there.
//!
//! The process is this test itself, started once more with an environment variable.

use std::collections::BTreeMap;
use std::io::{BufRead, BufReader, Write};
use std::path::Path;
use std::process::{Command, Stdio};
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use super::{Folder, beginning, row};
use crate::Status;
use crate::standard::store::{Filter, Started, Store, StoreSettings, Wake};

const FILE: &str = "ASL_STORE_CRASH_FILE";
const ROUNDS: u64 = 40;
const THREADS: u64 = 8;

/// Starts executions by several threads, appends to them, parks and ends them; says what the disk has acknowledged.
fn victim(file: &Path) {
    let settings = StoreSettings { lag: 200, ..StoreSettings::default() };
    let store = Store::open(file, settings).unwrap();
    // Names go on where the last victim stopped.
    let round = store.list(&Filter::default(), None, 1).unwrap().first().map_or(0, |facts| facts.id);
    let next = AtomicU64::new(0);
    std::thread::scope(|scope| {
        for _ in 0..THREADS {
            scope.spawn(|| {
                loop {
                    let name = format!("{round}-{}", next.fetch_add(1, Ordering::Relaxed));
                    let Started::New { id, ticket } =
                        store.start(beginning("m", &name), Wake::Now, |_| name.clone().into_bytes()).unwrap()
                    else {
                        panic!("{name} exists");
                    };
                    acknowledge(id, ticket.seq(), ticket.wait().is_ok());
                    for step in 1..6_u8 {
                        let facts = store.facts(id).unwrap().unwrap();
                        let ended = step == 5 && id % 2 == 0;
                        let (status, wake) = if ended {
                            (Status::Succeeded, Wake::Ended)
                        } else {
                            (Status::Running, Wake::Now)
                        };
                        let ticket = store.append(row(&facts, status, wake, &[step; 200])).unwrap();
                        acknowledge(id, ticket.seq(), ticket.wait().is_ok());
                    }
                    store.settle(id, Wake::Never);
                }
            });
        }
    });
}

fn acknowledge(id: u64, seq: u64, durable: bool) {
    assert!(durable);
    let line = format!("\nacknowledged {id} {seq}\n");
    // One write, so that lines of threads do not mix.
    let mut out = std::io::stdout().lock();
    let _ = out.write_all(line.as_bytes()).and_then(|()| out.flush());
}

#[test]
fn what_was_acknowledged_survives_a_kill() {
    if let Some(file) = std::env::var_os(FILE) {
        return victim(Path::new(&file));
    }
    let folder = Folder::new();
    let mut rows: BTreeMap<u64, Vec<u64>> = BTreeMap::new();
    for round in 0..ROUNDS {
        let mut child = Command::new(std::env::current_exe().unwrap())
            .args([
                "--exact",
                "--nocapture",
                "standard::store::tests::crash::what_was_acknowledged_survives_a_kill",
            ])
            .env(FILE, folder.file())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let output = child.stdout.take().unwrap();
        let reader = std::thread::spawn(move || {
            let lines = BufReader::new(output).lines().map_while(Result::ok);
            let told = lines.filter_map(|line| {
                let mut words = line.strip_prefix("acknowledged ")?.split(' ').map(str::parse);
                Some((words.next()?.ok()?, words.next()?.ok()?))
            });
            told.collect::<Vec<(u64, u64)>>()
        });
        // Some are killed while they open the store, some in the middle of many transactions.
        std::thread::sleep(Duration::from_millis(5 + round * 37 % 150));
        child.kill().unwrap();
        child.wait().unwrap();
        // The last line may be a part of one, but a part of a number could be taken for another: it is left out.
        let mut told = reader.join().unwrap();
        told.pop();
        for (id, seq) in told {
            rows.entry(id).or_default().push(seq);
        }
        check(&folder, &rows);
    }
    let acknowledged: usize = rows.values().map(Vec::len).sum();
    println!("{acknowledged} rows of {} executions were acknowledged before {ROUNDS} kills", rows.len());
    assert!(acknowledged > 500, "{acknowledged}");
}

fn check(folder: &Folder, rows: &BTreeMap<u64, Vec<u64>>) {
    let store = Store::open(&folder.file(), StoreSettings::default()).unwrap();
    for (id, rows) in rows {
        let facts = store.facts(*id).unwrap().unwrap();
        assert_eq!(store.find("m", &facts.beginning.name).unwrap().unwrap().id, *id);
        let chain = store.chain(facts.head, 0).unwrap();
        assert_eq!(chain.last().unwrap().body, facts.beginning.name.as_bytes());
        for (row, step) in chain.iter().rev().skip(1).zip(1_u8..) {
            assert_eq!((row.execution, row.body.as_slice()), (*id, &[step; 200][..]));
        }
        for seq in rows {
            assert!(chain.iter().any(|row| row.seq == *seq), "row {seq} of execution {id} is lost");
        }
        assert_eq!(facts.standing.status == Status::Succeeded, id % 2 == 0 && chain.len() == 6);
    }
    let mut all = Vec::new();
    while let page = store.list(&Filter::default(), all.last().copied(), 500).unwrap()
        && !page.is_empty()
    {
        all.extend(page.iter().map(|facts| facts.id));
    }
    assert!(all.windows(2).all(|pair| pair[0] > pair[1]));
    assert!(rows.keys().all(|id| all.binary_search_by(|other| id.cmp(other)).is_ok()));
}
