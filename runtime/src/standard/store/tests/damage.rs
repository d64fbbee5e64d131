//! Files that are full, read-only, damaged, somebody else's or in use.

use std::fs::OpenOptions;
use std::io::{Seek, SeekFrom, Write};
use std::path::Path;

use super::{Folder, append, beginning, open, quick, row, start, time};
use crate::Status;
use crate::standard::store::lock::beside;
use crate::standard::store::{Store, StoreError, StoreErrorKind, Wake};

fn refused(path: &Path) -> StoreError {
    Store::open(path, quick()).map(drop).unwrap_err()
}

#[test]
fn a_store_is_opened_once() {
    let folder = Folder::new();
    let store = open(&folder);
    let error = refused(&folder.file());
    assert_eq!(error.kind(), StoreErrorKind::InUse);
    assert_eq!(error.path(), folder.file().canonicalize().unwrap());
    let text = error.to_string();
    assert!(
        text.contains("test.db`: this process has it open already; a store belongs to one process"),
        "{text}"
    );
    #[cfg(unix)]
    {
        std::os::unix::fs::symlink(folder.file(), folder.path().join("other.db")).unwrap();
        assert_eq!(refused(&folder.path().join("other.db")).kind(), StoreErrorKind::InUse);
    }
    let other = store.clone();
    drop(store);
    assert_eq!(refused(&folder.file()).kind(), StoreErrorKind::InUse);
    other.close().unwrap();
    let store = open(&folder);
    std::fs::write(beside(&folder.file().canonicalize().unwrap(), "-lock"), "4000000000\n").unwrap();
    let text = refused(&folder.file()).to_string();
    assert!(text.contains("process 4000000000 has it open"), "{text}");
    drop(store);
    drop(open(&folder));
}

#[test]
fn what_is_no_store_is_left_alone() {
    let folder = Folder::new();
    let text = b"a file that somebody wrote, longer than the header of a database: ".repeat(40);
    std::fs::write(folder.file(), &text).unwrap();
    assert_eq!(refused(&folder.file()).kind(), StoreErrorKind::NotAStore);
    assert_eq!(std::fs::read(folder.file()).unwrap(), text);

    let other = folder.path().join("other.db");
    rusqlite::Connection::open(&other).unwrap().execute_batch("CREATE TABLE mine (x)").unwrap();
    let before = std::fs::read(&other).unwrap();
    let error = refused(&other);
    assert_eq!(error.kind(), StoreErrorKind::NotAStore);
    assert!(error.to_string().contains("it is a database of another program"), "{error}");
    assert_eq!(std::fs::read(&other).unwrap(), before);

    assert_eq!(refused(folder.path()).kind(), StoreErrorKind::NotAStore);
    assert_eq!(refused(&folder.path().join("no/such/folder.db")).kind(), StoreErrorKind::Io);
    let empty = folder.path().join("empty.db");
    std::fs::write(&empty, "").unwrap();
    Store::open(&empty, quick()).unwrap().close().unwrap();
}

#[test]
fn a_newer_version_is_refused_with_both_numbers() {
    let folder = Folder::new();
    open(&folder).close().unwrap();
    rusqlite::Connection::open(folder.file()).unwrap().execute_batch("PRAGMA user_version = 7").unwrap();
    let error = refused(&folder.file());
    assert_eq!(error.kind(), StoreErrorKind::Newer);
    assert!(error.to_string().contains("version 7, and this library knows up to 1"), "{error}");
}

/// Appends until it fails, and checks that everything that was acknowledged is there.
fn until_broken(store: Store, folder: &Folder, kind: StoreErrorKind) {
    let first = start(&store, "m", "a");
    let mut acknowledged = first.head;
    let mut facts = first;
    let error = loop {
        let ticket = match store.append(row(&facts, Status::Running, Wake::Now, &[5; 3_000])) {
            Ok(ticket) => ticket,
            Err(error) => break error,
        };
        let seq = ticket.seq();
        if let Err(error) = ticket.wait() {
            break error;
        }
        acknowledged = seq;
        facts.head = seq;
        assert!(seq < 10_000, "the disk is never full");
    };
    assert_eq!(error.kind(), kind, "{error}");
    assert_eq!(store.append(row(&facts, Status::Running, Wake::Now, b"")).unwrap_err().kind(), kind);
    assert_eq!(store.facts(facts.id).unwrap().unwrap().head, acknowledged);
    drop(store);
    let store = open(folder);
    assert_eq!(store.facts(facts.id).unwrap().unwrap().head, acknowledged);
    assert_eq!(store.chain(acknowledged, 0).unwrap().len() as u64, acknowledged);
    append(&store, facts.id, Status::Succeeded, Wake::Ended, b"there is space again");
}

#[test]
fn a_full_disk_is_an_error_and_nothing_is_lost() {
    let folder = Folder::new();
    let store = Store::open_on(&folder.file(), quick(), |disk| {
        disk.connection().pragma_update(None, "max_page_count", 100).unwrap();
        Box::new(disk)
    });
    until_broken(store.unwrap(), &folder, StoreErrorKind::Full);
}

#[test]
fn a_disk_that_turns_read_only_is_an_error_and_nothing_is_lost() {
    let folder = Folder::new();
    open(&folder).close().unwrap();
    let store = open(&folder);
    start(&store, "m", "z");
    drop(store);
    let store = Store::open_on(&folder.file(), quick(), |disk| {
        disk.connection().pragma_update(None, "query_only", true).unwrap();
        Box::new(disk)
    });
    let error = store.unwrap().put("space", "key", None).unwrap().wait().unwrap_err();
    assert_eq!(error.kind(), StoreErrorKind::ReadOnly, "{error}");
    assert!(error.to_string().contains("make the file and its folder writable"), "{error}");
}

#[cfg(unix)]
#[test]
fn a_file_that_cannot_be_written_is_refused() {
    use std::os::unix::fs::PermissionsExt;
    let folder = Folder::new();
    open(&folder).close().unwrap();
    std::fs::set_permissions(folder.file(), std::fs::Permissions::from_mode(0o444)).unwrap();
    // Some users may write whatever the file says.
    if OpenOptions::new().write(true).open(folder.file()).is_err() {
        assert_eq!(refused(&folder.file()).kind(), StoreErrorKind::ReadOnly);
    }
}

/// A closed store with enough rows for a tree of pages.
fn filled(folder: &Folder) -> u64 {
    let store = open(folder);
    let facts = start(&store, "m", "a");
    let mut head = facts.head;
    for n in 0..600_u32 {
        let body = [n.to_le_bytes().as_slice(), &[b'.'; 300]].concat();
        let facts = store.facts(facts.id).unwrap().unwrap();
        let ticket = store.append(row(&facts, Status::Running, Wake::Now, &body)).unwrap();
        head = ticket.seq();
        drop(ticket);
    }
    store.close().unwrap();
    head
}

fn scribble(path: &Path, at: u64, bytes: &[u8]) {
    let mut file = OpenOptions::new().write(true).open(path).unwrap();
    file.seek(SeekFrom::Start(at)).unwrap();
    file.write_all(bytes).unwrap();
}

/// Whatever page is garbage: opening or reading says so, or what is read is right.
#[test]
fn damaged_pages_are_an_error_or_not_noticed_but_never_believed() {
    let folder = Folder::new();
    let head = filled(&folder);
    let whole = std::fs::read(folder.file()).unwrap();
    let pages = whole.len() as u64 / 4_096;
    assert!(pages > 40, "{pages} pages");
    let mut noticed = 0;
    for page in 0..pages {
        for (at, length) in [(0, 4_096), (100, 300), (2_000, 1)] {
            std::fs::write(folder.file(), &whole).unwrap();
            let garbage: Vec<u8> =
                (0..=u8::MAX).cycle().take(length).map(|n| n.wrapping_mul(167) ^ 0xa5).collect();
            scribble(&folder.file(), page * 4_096 + at, &garbage);
            let store = match Store::open(&folder.file(), quick()) {
                Ok(store) => store,
                Err(error) => {
                    let kinds = [StoreErrorKind::Corrupt, StoreErrorKind::NotAStore, StoreErrorKind::Newer];
                    assert!(kinds.contains(&error.kind()), "page {page}: {error}");
                    noticed += 1;
                    continue;
                }
            };
            match store.chain(head, 0) {
                Ok(rows) => {
                    assert_eq!(rows.len(), 601, "page {page}");
                    for (row, n) in rows.iter().rev().skip(1).zip(0_u32..) {
                        assert_eq!(row.body[..4], n.to_le_bytes(), "page {page}");
                        assert_eq!(row.body[4..], [b'.'; 300], "page {page}");
                    }
                }
                Err(error) => {
                    let kinds = [StoreErrorKind::Corrupt, StoreErrorKind::Missing];
                    assert!(kinds.contains(&error.kind()), "page {page}: {error}");
                    noticed += 1;
                }
            }
            // An index that is wrong may be an error, and must not be more.
            let _ = (store.facts(1), store.find("m", "a"), store.due(None, time(i64::MAX), 10));
        }
    }
    assert!(noticed > pages * 2, "{noticed} of {} were noticed", pages * 3);
}

#[test]
fn a_flipped_bit_in_a_body_names_its_row() {
    let folder = Folder::new();
    let store = open(&folder);
    let facts = start(&store, "m", "a");
    let seq =
        append(&store, facts.id, Status::Running, Wake::Now, b"something that can be found in the file");
    store.close().unwrap();
    let bytes = std::fs::read(folder.file()).unwrap();
    let at = bytes.windows(9).position(|part| part == b"something").unwrap();
    scribble(&folder.file(), at as u64, b"sometHing");
    let store = open(&folder);
    let error = store.row(seq).unwrap_err();
    assert_eq!(error.kind(), StoreErrorKind::Corrupt);
    assert!(
        error.to_string().contains(&format!("the checksum of row {seq} does not fit its body")),
        "{error}"
    );
    assert_eq!(store.chain(seq, 0).unwrap_err().kind(), StoreErrorKind::Corrupt);
    store.row(facts.head).unwrap();
}

/// A journal that ends anywhere, as after a loss of power: what remains is a beginning of what was written.
#[test]
fn a_truncated_journal_leaves_a_prefix() {
    let folder = Folder::new();
    let store = open(&folder);
    let facts = start(&store, "m", "a");
    store.flush().unwrap();
    for n in 2..60_u64 {
        assert_eq!(append(&store, facts.id, Status::Running, Wake::Now, &n.to_le_bytes()), n);
    }
    drop(store);
    let journal = beside(&folder.file(), "-wal");
    let (file, wal) = (std::fs::read(folder.file()).unwrap(), std::fs::read(&journal).unwrap());
    let mut heads = Vec::new();
    for kept in (0..=wal.len()).rev().step_by(1_999) {
        std::fs::write(folder.file(), &file).unwrap();
        std::fs::write(&journal, &wal[..kept]).unwrap();
        let _ = std::fs::remove_file(beside(&folder.file(), "-shm"));
        let store = open(&folder);
        let Some(facts) = store.facts(1).unwrap() else {
            heads.push(0);
            continue;
        };
        let chain = store.chain(facts.head, 0).unwrap();
        assert_eq!(chain.len() as u64, facts.head);
        heads.push(facts.head);
        assert_eq!(append(&store, 1, Status::Running, Wake::Now, b"goes on"), facts.head + 1);
    }
    assert!(heads.is_sorted_by(|a, b| a >= b), "{heads:?}");
    assert!(
        heads[0] == 59 && heads.iter().collect::<std::collections::BTreeSet<_>>().len() > 20,
        "{heads:?}"
    );
}

#[test]
fn a_chain_that_is_cut_is_an_error() {
    let folder = Folder::new();
    let head = filled(&folder);
    rusqlite::Connection::open(folder.file())
        .unwrap()
        .execute("DELETE FROM log WHERE seq = 300", [])
        .unwrap();
    let store = open(&folder);
    let error = store.chain(head, 0).unwrap_err();
    assert_eq!(error.kind(), StoreErrorKind::Missing);
    assert!(error.to_string().contains("there is no row 300"), "{error}");
    assert_eq!(store.chain(head, 301).unwrap().len(), 301);
    assert!(store.start(beginning("m", "b"), Wake::Now, |_| Vec::new()).is_ok());
}
