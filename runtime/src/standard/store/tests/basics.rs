//! What the methods do, without trouble.

use super::{Folder, append, beginning, open, quick, row, start, time};
use crate::standard::store::{Filter, Started, Store, StoreErrorKind, StoreSettings, Wake};
use crate::{Status, Timestamp};

#[test]
fn rows_are_chained_and_found_after_reopening() {
    let folder = Folder::new();
    let store = open(&folder);
    let facts = start(&store, "order", "a");
    let other = start(&store, "order", "b");
    assert_eq!((facts.id, other.id), (1, 2));
    let second = append(&store, 1, Status::Running, Wake::Now, b"second");
    append(&store, 2, Status::Running, Wake::Now, b"other");
    let third = append(&store, 1, Status::Succeeded, Wake::Ended, b"third");
    let check = |store: &Store| {
        let chain = store.chain(third, 0).unwrap();
        let rows: Vec<_> = chain.iter().map(|row| (row.seq, row.prev, row.body.as_slice())).collect();
        let first = 1_u64.to_le_bytes();
        assert_eq!(rows, [(third, second, &b"third"[..]), (second, 1, b"second"), (1, 0, &first)]);
        assert_eq!(store.chain(third, second).unwrap().len(), 2);
        let facts = store.facts(1).unwrap().unwrap();
        assert_eq!((facts.standing.status, facts.stopped), (Status::Succeeded, Some(time(2_000))));
        let again = store.start(beginning("order", "a"), Wake::Now, |_| panic!("it exists")).unwrap();
        assert!(matches!(again, Started::Exists(found) if found == facts));
    };
    check(&store);
    drop(store);
    let store = open(&folder);
    check(&store);
    store.close().unwrap();
    let store = open(&folder);
    check(&store);
    assert_eq!(start(&store, "order", "c").id, 3);
    assert_eq!(start(&store, "another", "a").id, 4);
}

#[test]
fn a_closed_store_is_one_file_and_takes_nothing() {
    let folder = Folder::new();
    let store = open(&folder);
    let facts = start(&store, "m", "a");
    let other = store.clone();
    store.close().unwrap();
    let mut files: Vec<_> = std::fs::read_dir(folder.path())
        .unwrap()
        .map(|file| file.unwrap().file_name().into_string().unwrap())
        .collect();
    files.sort();
    assert_eq!(files, ["test.db", "test.db-lock"]);
    let error = other.append(row(&facts, Status::Running, Wake::Now, b"")).unwrap_err();
    assert_eq!(error.kind(), StoreErrorKind::Closed);
    assert_eq!(other.facts(1).unwrap().unwrap(), facts);
    assert_eq!(other.close().unwrap_err().kind(), StoreErrorKind::Closed);
}

#[test]
fn what_is_not_there_and_who_came_second_is_said() {
    let folder = Folder::new();
    let store = open(&folder);
    let facts = start(&store, "m", "a");
    append(&store, 1, Status::Running, Wake::Now, b"2");
    let error = store.append(row(&facts, Status::Running, Wake::Now, b"2 again")).unwrap_err();
    assert_eq!(error.kind(), StoreErrorKind::Conflict);
    assert!(
        error.to_string().contains("row 1 is not the newest one of execution 1; only one engine may"),
        "{error}"
    );
    let mut nobody = row(&facts, Status::Running, Wake::Now, b"");
    nobody.execution = 9;
    assert_eq!(store.append(nobody).unwrap_err().kind(), StoreErrorKind::Missing);
    assert_eq!(store.row(77).unwrap_err().kind(), StoreErrorKind::Missing);
    assert_eq!(store.facts(9).unwrap(), None);
    assert_eq!(store.find("m", "b").unwrap(), None);
    assert_eq!(store.find("nobody", "a").unwrap(), None);
    store.settle(9, Wake::Now);
    drop(store);
    assert_eq!(open(&folder).chain(2, 0).unwrap().len(), 2);
}

#[test]
fn two_starts_of_one_name_never_both_succeed() {
    let folder = Folder::new();
    let store = open(&folder);
    let new: usize = std::thread::scope(|scope| {
        let threads: Vec<_> = (0..8)
            .map(|_| {
                scope.spawn(|| {
                    let started = (0..200).map(|n| {
                        let started =
                            store.start(beginning("m", &n.to_string()), Wake::Ended, |_| vec![0]).unwrap();
                        if n % 50 == 0 {
                            store.flush().unwrap();
                        }
                        usize::from(matches!(started, Started::New { .. }))
                    });
                    started.sum::<usize>()
                })
            })
            .collect();
        threads.into_iter().map(|thread| thread.join().unwrap()).sum()
    });
    assert_eq!(new, 200);
    assert_eq!(store.list(&Filter::default(), None, 1_000).unwrap().len(), 200);
}

/// The age of what is not indexed is bounded, so that opening reads few rows.
#[test]
fn the_index_follows_the_log() {
    let folder = Folder::new();
    let settings = StoreSettings { lag: 100, ..quick() };
    let store = Store::open(&folder.file(), settings).unwrap();
    start(&store, "m", "a row at the beginning");
    let busy = start(&store, "m", "many rows").id;
    for _ in 0..500 {
        append(&store, busy, Status::Running, Wake::Now, b"x");
    }
    let front = store.shared().front();
    assert!(front.indexed.row > 380, "{:?}", front.indexed);
    drop(front);
    drop(store);
    let store = Store::open(&folder.file(), settings).unwrap();
    assert_eq!(store.facts(busy).unwrap().unwrap().head, 502);
}

/// Without work the overlay becomes empty, what has settled first.
#[test]
fn a_quiet_store_indexes_everything() {
    let folder = Folder::new();
    let store = open(&folder);
    let (parked, running) = (start(&store, "m", "a").id, start(&store, "m", "b").id);
    store.settle(parked, Wake::At(time(70)));
    let waits = |done: &dyn Fn() -> bool| {
        let begun = std::time::Instant::now();
        while !done() {
            assert!(begun.elapsed().as_secs() < 20);
            std::thread::sleep(std::time::Duration::from_millis(5));
        }
    };
    waits(&|| store.shared().front().overlay.get(parked).is_none());
    waits(&|| store.shared().front().overlay.get(running).is_none());
    assert_eq!(store.shared().front().overlay.len(), 0);
    assert_eq!(store.due(None, time(100), 5).unwrap(), [(time(70), parked)]);
    assert_eq!(store.ready(0, 5).unwrap(), [running]);
    let commits = store.commits();
    std::thread::sleep(std::time::Duration::from_millis(1_300));
    assert_eq!(store.commits(), commits, "a store without work writes nothing");
}

#[test]
fn forgotten_executions_leave_nothing() {
    let folder = Folder::new();
    let store = open(&folder);
    for n in 0..20 {
        let id = start(&store, "m", &n.to_string()).id;
        for _ in 0..150 {
            append(&store, id, Status::Running, Wake::Now, b"x");
        }
        if n % 2 == 0 {
            append(&store, id, Status::Failed, Wake::Ended, b"end");
        }
    }
    store.put("space", "key", Some(b"value".to_vec())).unwrap().wait().unwrap();
    assert_eq!(store.forget(time(2_000), 100).unwrap(), 0);
    assert_eq!(store.forget(time(2_001), 3).unwrap(), 3);
    // Not everything is removed yet, and none of it comes back.
    drop(store);
    let store = open(&folder);
    assert_eq!(store.list(&Filter::default(), None, 100).unwrap().len(), 17);
    assert_eq!(store.forget(time(2_001), 100).unwrap(), 7);
    assert_eq!(store.find("m", "2").unwrap(), None);
    let again = start(&store, "m", "2");
    assert_eq!(again.id, 21);
    let begun = std::time::Instant::now();
    loop {
        let left = store.shared().readers.query(|connection| {
            connection.query_row("SELECT count(*), (SELECT count(*) FROM garbage) FROM log", [], |row| {
                Ok((row.get::<_, i64>(0)?, row.get::<_, i64>(1)?))
            })
        });
        if left.as_ref().unwrap() == &(10 * 151 + 1, 0) {
            break;
        }
        assert!(begun.elapsed().as_secs() < 20, "{left:?}");
        std::thread::sleep(std::time::Duration::from_millis(5));
    }
    for n in (1..20).step_by(2) {
        let facts = store.find("m", &n.to_string()).unwrap().unwrap();
        assert_eq!(store.chain(facts.head, 0).unwrap().len(), 151);
    }
    // Numbers are not given twice, even of what was forgotten last.
    append(&store, 21, Status::Failed, Wake::Ended, b"end");
    assert_eq!(store.forget(time(2_001), 100).unwrap(), 1);
    store.close().unwrap();
    let store = open(&folder);
    let facts = start(&store, "m", "new");
    assert!(facts.id == 22 && facts.head > again.head + 1, "{facts:?}");
}

#[test]
fn a_backup_is_a_store() {
    let folder = Folder::new();
    let store = open(&folder);
    let facts = start(&store, "m", "a");
    let to = folder.path().join("backup.db");
    std::thread::scope(|scope| {
        scope.spawn(|| {
            for n in 0..300_u32 {
                append(&store, facts.id, Status::Running, Wake::Now, &n.to_le_bytes());
            }
        });
        std::thread::sleep(std::time::Duration::from_millis(10));
        store.backup(&to).unwrap();
    });
    let error = store.backup(&to).unwrap_err();
    assert_eq!(error.kind(), StoreErrorKind::Exists);
    let copy = Store::open(&to, quick()).unwrap();
    let head = copy.facts(facts.id).unwrap().unwrap().head;
    assert_eq!(copy.chain(head, 0).unwrap(), store.chain(head, 0).unwrap());
    append(&copy, facts.id, Status::Succeeded, Wake::Ended, b"its own way");
    copy.close().unwrap();
    assert_eq!(store.facts(facts.id).unwrap().unwrap().head, 301);
    let nowhere = folder.path().join("no/such/folder.db");
    assert_eq!(store.backup(&nowhere).unwrap_err().kind(), StoreErrorKind::Io);
}

#[test]
fn bodies_may_be_large_and_times_early() {
    let folder = Folder::new();
    let store = open(&folder);
    let facts = start(&store, "m", "ß and ☃");
    let large: Vec<u8> = (0..300_000_u32).map(|n| (n % 251) as u8).collect();
    let seq = append(&store, facts.id, Status::Running, Wake::At(Timestamp::from_unix_millis(-5)), &large);
    for _ in 0..2 {
        assert_eq!(store.row(seq).unwrap().body, large);
        assert_eq!(store.due(None, time(10), 9).unwrap(), [(time(2), facts.id)]);
        store.flush().unwrap();
    }
    assert_eq!(store.find("m", "ß and ☃").unwrap().unwrap().head, seq);
}
