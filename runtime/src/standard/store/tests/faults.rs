//! A disk that fails: what is acknowledged is there after reopening, and nothing is acknowledged after a failure.

use std::sync::{Arc, Mutex};

use super::{Folder, append, beginning, open, quick, row, start, time};
use crate::standard::store::disk::{Committed, Disk, Tidy, Upkeep, Work};
use crate::standard::store::sqlite::SqliteDisk;
use crate::standard::store::{
    Fault, FaultKind, Started, Store, StoreError, StoreErrorKind, StoreSettings, Ticket, Wake,
};
use crate::{Status, Timestamp};

/// What was told to whoever asked.
#[derive(Default)]
struct Ledger {
    /// Rows by execution name, with what the disk said.
    rows: Vec<(String, u64, Option<bool>)>,
    setting: u8,
}

impl Ledger {
    fn note(&mut self, name: &str, ticket: Result<Ticket, StoreError>) -> Option<u64> {
        let ticket = ticket.ok()?;
        let seq = ticket.seq();
        self.rows.push((name.to_owned(), seq, Some(ticket.wait().is_ok())));
        Some(seq)
    }
}

/// Starts, appends, parks, ends, forgets; stops at the first error.
fn workload(store: &Store, ledger: &mut Ledger) -> Result<(), StoreError> {
    for n in 0..6_u8 {
        let name = format!("execution {n}");
        let Started::New { id, ticket } = store.start(beginning("m", &name), Wake::Now, |_| vec![n])? else {
            panic!("{name} exists");
        };
        ledger.note(&name, Ok(ticket)).unwrap();
        for step in 0..3 {
            let Some(facts) = store.facts(id)? else {
                return store.put("space", "not even started", None).map(drop);
            };
            let (status, wake) = if step == 2 && n % 2 == 0 {
                (Status::Succeeded, Wake::Ended)
            } else {
                (Status::Running, Wake::Now)
            };
            let appended = store.append(row(&facts, status, wake, &[n, step]));
            if let Err(error) = &appended {
                return Err(error.clone());
            }
            ledger.note(&name, appended).unwrap();
        }
        store.settle(id, Wake::At(time(50)));
        store.put("space", "key", Some(vec![n]))?.wait()?;
        ledger.setting = n;
    }
    store.forget(time(i64::MAX), 1)?;
    Ok(())
}

#[test]
fn every_transaction_may_fail() {
    for kind in [FaultKind::Lost, FaultKind::Torn] {
        let mut commit = 0;
        loop {
            commit += 1;
            let folder = Folder::new();
            let settings = StoreSettings { fault: Some(Fault { commit, kind }), ..quick() };
            let store = Store::open(&folder.file(), settings).unwrap();
            let mut ledger = Ledger::default();
            let outcome = workload(&store, &mut ledger);
            let broken = store.put("space", "other", None).and_then(Ticket::wait);
            drop(store);
            let store = open(&folder);
            check(&store, &ledger, kind);
            if broken.is_ok() {
                assert!(commit > 30, "there were only {commit} transactions");
                outcome.unwrap();
                break;
            }
            assert_eq!(broken.unwrap_err().kind(), StoreErrorKind::Io);
            let refused = ledger.rows.iter().filter(|(_, _, told)| *told == Some(false)).count();
            assert!(refused <= 1, "{refused} rows were queued after the failure");
            // The store goes on where it stopped.
            let facts = store.facts(1).unwrap();
            if let Some(facts) = facts {
                store.append(row(&facts, Status::Running, Wake::Now, b"again")).unwrap().wait().unwrap();
            }
        }
    }
}

fn check(store: &Store, ledger: &Ledger, kind: FaultKind) {
    for (name, seq, told) in &ledger.rows {
        let Some(facts) = store.find("m", name).unwrap() else {
            assert!(*told == Some(false) || name == "execution 0", "{name} is lost");
            continue;
        };
        let there = store.chain(facts.head, 0).unwrap().iter().any(|row| row.seq == *seq);
        let expected = *told == Some(true) || kind == FaultKind::Torn;
        assert_eq!(there, expected, "row {seq} of {name}, told {told:?}");
    }
    if let Some(value) = store.get("space", "key").unwrap() {
        assert!(value[0] >= ledger.setting);
    }
}

/// After a failure reads tell what is on disk: what a reopened store would.
#[test]
fn reads_go_on_after_a_failure() {
    let folder = Folder::new();
    let fault = Some(Fault { commit: 4, kind: FaultKind::Lost });
    let store = Store::open(&folder.file(), StoreSettings { fault, ..quick() }).unwrap();
    let facts = start(&store, "m", "a");
    append(&store, facts.id, Status::Running, Wake::Never, b"2");
    append(&store, facts.id, Status::Running, Wake::Never, b"3");
    let before = store.facts(facts.id).unwrap().unwrap();
    let ticket = store.append(row(&before, Status::Succeeded, Wake::Ended, b"4")).unwrap();
    let lost = ticket.seq();
    assert_eq!(ticket.wait().unwrap_err().kind(), StoreErrorKind::Io);
    assert_eq!(store.durable(lost).wait().unwrap_err().kind(), StoreErrorKind::Io);
    assert_eq!(store.facts(facts.id).unwrap().unwrap(), before);
    assert_eq!(store.chain(before.head, 0).unwrap().len(), 3);
    assert_eq!(store.row(lost).unwrap_err().kind(), StoreErrorKind::Missing);
    assert_eq!(
        store.append(row(&before, Status::Running, Wake::Now, b"4")).unwrap_err().kind(),
        StoreErrorKind::Io
    );
    assert_eq!(store.close().unwrap_err().kind(), StoreErrorKind::Io);
}

/// A disk that fails when there is only upkeep, or the journal is moved.
struct NoUpkeep(SqliteDisk, &'static str);

impl Disk for NoUpkeep {
    fn commit(&mut self, work: &Work, upkeep: &Upkeep) -> Result<Committed, StoreError> {
        assert!(self.1 != "upkeep" || !work.is_empty(), "a panic of the writer is an error of the store");
        self.0.commit(work, upkeep)
    }

    fn tidy(&mut self, how: Tidy) -> Result<(), StoreError> {
        if self.1 == "tidy" && how == Tidy::Quiet {
            let path = std::path::Path::new("test");
            return Err(StoreError::new(StoreErrorKind::Full, "write to", path, "there is no space"));
        }
        self.0.tidy(how)
    }
}

#[test]
fn upkeep_that_fails_breaks_the_store() {
    for (what, kind) in [("upkeep", StoreErrorKind::Io), ("tidy", StoreErrorKind::Full)] {
        let folder = Folder::new();
        let store = Store::open_on(&folder.file(), quick(), |disk| Box::new(NoUpkeep(disk, what))).unwrap();
        let facts = start(&store, "m", "a");
        store.settle(facts.id, Wake::At(time(5)));
        let begun = std::time::Instant::now();
        let error = loop {
            match store.put("space", "key", None) {
                Ok(ticket) => drop(ticket),
                Err(error) => break error,
            }
            assert!(begun.elapsed().as_secs() < 10, "{what}");
            std::thread::sleep(std::time::Duration::from_millis(60));
        };
        assert_eq!(error.kind(), kind, "{error}");
        drop(store);
        assert_eq!(open(&folder).chain(facts.head, 0).unwrap().len(), 1);
    }
}

/// A disk that keeps transactions until it is told to go on, and says how many rows each had.
struct Slow(SqliteDisk, Arc<Mutex<Vec<usize>>>, std::sync::mpsc::Receiver<()>);

impl Disk for Slow {
    fn commit(&mut self, work: &Work, upkeep: &Upkeep) -> Result<Committed, StoreError> {
        if !work.is_empty() {
            let _ = self.2.recv();
            self.1.lock().unwrap().push(work.rows.len());
        }
        self.0.commit(work, upkeep)
    }

    fn tidy(&mut self, how: Tidy) -> Result<(), StoreError> {
        self.0.tidy(how)
    }
}

#[test]
fn what_gathers_while_the_disk_works_is_one_transaction_and_can_be_read() {
    let folder = Folder::new();
    let (sender, receiver) = std::sync::mpsc::channel();
    let sizes = Arc::new(Mutex::new(Vec::new()));
    let slow = Arc::clone(&sizes);
    let store = Store::open_on(&folder.file(), quick(), |disk| Box::new(Slow(disk, slow, receiver))).unwrap();
    let Started::New { id, ticket: first } =
        store.start(beginning("m", "a"), Wake::Now, |_| b"0".to_vec()).unwrap()
    else {
        panic!("it is new");
    };
    let mut tickets = vec![first];
    // The writer has the first row now, and the others wait for it.
    let begun = std::time::Instant::now();
    while store.shared().front().work.row(1).is_some() {
        assert!(begun.elapsed().as_secs() < 10);
        std::thread::yield_now();
    }
    for n in 1..100_u8 {
        let facts = store.facts(id).unwrap().unwrap();
        tickets.push(store.append(row(&facts, Status::Running, Wake::Now, &[n])).unwrap());
    }
    assert!(matches!(store.start(beginning("m", "a"), Wake::Now, |_| Vec::new()), Ok(Started::Exists(_))));
    let chain = store.chain(100, 0).unwrap();
    assert_eq!(
        (chain.len(), chain[0].body.as_slice(), chain[99].body.as_slice()),
        (100, &[99][..], &b"0"[..])
    );
    assert_eq!(store.row(1).unwrap().body, b"0");
    let durable = store.durable(100);
    sender.send(()).unwrap();
    sender.send(()).unwrap();
    durable.wait().unwrap();
    for ticket in tickets {
        ticket.wait().unwrap();
    }
    store.durable(50).wait().unwrap();
    assert_eq!(*sizes.lock().unwrap(), [1, 99]);
    drop(sender);
    store.forget(Timestamp::UNIX_EPOCH, 1).unwrap();
}

#[tokio::test]
async fn tickets_can_be_awaited_dropped_and_awaited_elsewhere() {
    let folder = Folder::new();
    let store = open(&folder);
    let Ok(Started::New { id, ticket }) = store.start(beginning("m", "a"), Wake::Now, |_| Vec::new()) else {
        panic!("it is new");
    };
    drop(ticket);
    let mut tasks = Vec::new();
    for _ in 0..50 {
        let facts = store.facts(id).unwrap().unwrap();
        let mut ticket = Box::pin(store.append(row(&facts, Status::Running, Wake::Now, b"x")).unwrap());
        // Polled here first, then by another task.
        if let std::task::Poll::Ready(outcome) = futures_util::poll!(&mut ticket) {
            outcome.unwrap();
        }
        tasks.push(tokio::spawn(ticket));
    }
    for task in tasks {
        task.await.unwrap().unwrap();
    }
    // The last handle goes with a task that the writer itself may wake.
    let facts = store.facts(id).unwrap().unwrap();
    tokio::spawn(async move {
        let ticket = store.append(row(&facts, Status::Running, Wake::Now, b"y")).unwrap();
        ticket.await.unwrap();
        drop(store);
    })
    .await
    .unwrap();
    assert_eq!(open(&folder).facts(id).unwrap().unwrap().head, 52);
}
