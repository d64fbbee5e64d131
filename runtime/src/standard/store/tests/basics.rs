//! What every method does, without trouble.

use super::{Folder, append, beginning, open, start};
use crate::Status;
use crate::standard::store::{Started, Wake};

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
    for reopened in [false, true] {
        let store = if reopened {
            drop(store.clone());
            None
        } else {
            Some(store.clone())
        };
        let Some(store) = store else { break };
        let chain = store.chain(third, 0).unwrap();
        let rows: Vec<_> = chain.iter().map(|row| (row.seq, row.prev, row.body.as_slice())).collect();
        let first = 1_u64.to_le_bytes();
        assert_eq!(rows, [(third, second, &b"third"[..]), (second, 1, b"second"), (1, 0, &first)]);
    }
    drop(store);
    let store = open(&folder);
    assert_eq!(store.chain(third, second).unwrap().len(), 2);
    assert_eq!(store.facts(1).unwrap().unwrap().standing.status, Status::Succeeded);
    assert!(matches!(
        store.start(beginning("order", "a"), Wake::Now, |_| Vec::new()),
        Ok(Started::Exists(_))
    ));
    store.close().unwrap();
    let store = open(&folder);
    assert_eq!(store.facts(1).unwrap().unwrap().standing.status, Status::Succeeded);
    assert_eq!(start(&store, "order", "c").id, 3);
}
