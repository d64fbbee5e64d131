//! Random operations against a naive model, with reopening at random points.

use std::collections::BTreeMap;

use proptest::prelude::*;

use super::{Folder, quick, time};
use crate::standard::store::facts::has_ended;
use crate::standard::store::{
    Beginning, Facts, Filter, Row, Standing, Started, Store, StoreSettings, StoredRow, Ticket, Wake,
};
use crate::{Status, Text, Timestamp};

#[derive(Clone, Debug)]
enum Op {
    Start {
        machine: u8,
        name: u8,
        definition: u8,
        version: bool,
        wake: Wake,
    },
    Append {
        execution: usize,
        status: Status,
        wake: Wake,
        redrive: bool,
        body: Vec<u8>,
    },
    Settle {
        execution: usize,
        wake: Wake,
    },
    Put {
        space: u8,
        key: u8,
        value: Option<u8>,
    },
    Forget {
        before: i64,
        limit: usize,
    },
    Flush,
    /// Without close: what was not flushed is replayed.
    Reopen,
    Close,
}

fn wake() -> impl Strategy<Value = Wake> {
    prop_oneof![
        3 => Just(Wake::Now),
        3 => (2_i64..40).prop_map(|at| Wake::At(time(at))),
        1 => Just(Wake::Never),
    ]
}

fn status() -> impl Strategy<Value = Status> {
    prop_oneof![
        5 => Just(Status::Running),
        3 => prop::sample::select(vec![Status::Succeeded, Status::Failed, Status::TimedOut, Status::Aborted]),
        1 => Just(Status::PendingRedrive),
    ]
}

fn op() -> impl Strategy<Value = Op> {
    prop_oneof![
        6 => (0_u8..3, 0_u8..12, 0_u8..3, any::<bool>(), wake()).prop_map(|(machine, name, definition, version, wake)| {
            Op::Start { machine, name, definition, version, wake }
        }),
        12 => (any::<prop::sample::Index>(), status(), wake(), any::<bool>(), prop::collection::vec(any::<u8>(), 0..40))
            .prop_map(|(at, status, wake, redrive, body)| {
                let wake = if has_ended(status) { Wake::Ended } else { wake };
                Op::Append { execution: at.index(1_000), status, wake, redrive, body }
            }),
        4 => (0_usize..1_000, wake()).prop_map(|(execution, wake)| Op::Settle { execution, wake }),
        2 => (0_u8..2, 0_u8..5, any::<Option<u8>>()).prop_map(|(space, key, value)| Op::Put { space, key, value }),
        1 => (0_i64..100, 1_usize..5).prop_map(|(before, limit)| Op::Forget { before, limit }),
        1 => Just(Op::Flush),
        1 => Just(Op::Reopen),
        1 => Just(Op::Close),
    ]
}

#[derive(Clone, Debug)]
struct Known {
    facts: Facts,
    /// How its newest row says it wakes: what a settled one may fall back to.
    row_wake: Wake,
    wakes: Vec<Wake>,
    rows: Vec<StoredRow>,
}

#[derive(Default)]
struct Model {
    executions: BTreeMap<u64, Known>,
    started: u64,
    settings: BTreeMap<(String, String), Vec<u8>>,
    clock: i64,
    tickets: Vec<Ticket>,
}

impl Model {
    fn tick(&mut self) -> Timestamp {
        self.clock += 1;
        time(self.clock)
    }

    fn nth(&self, n: usize) -> Option<u64> {
        let n = n % self.executions.len().max(1);
        self.executions.keys().nth(n).copied()
    }

    fn start(&mut self, store: &Store, beginning: Beginning, wake: Wake) {
        let same = |known: &&Known| {
            let other = &known.facts.beginning;
            (&other.machine, &other.name) == (&beginning.machine, &beginning.name)
        };
        let exists = self.executions.values().find(same).map(|known| known.facts.clone());
        let body = |id: u64| id.to_le_bytes().to_vec();
        match store.start(beginning.clone(), wake, body).unwrap() {
            Started::Exists(facts) => assert_eq!(Some(facts), exists),
            Started::New { id, ticket } => {
                assert_eq!((exists, id), (None, self.started + 1));
                self.started = id;
                let seq = ticket.seq();
                let standing = Standing { status: Status::Running, wake, at: beginning.started, redrives: 0 };
                let facts = Facts {
                    id,
                    beginning: beginning.into(),
                    standing,
                    stopped: None,
                    redriven: None,
                    head: seq,
                };
                let rows = vec![StoredRow { seq, execution: id, prev: 0, body: body(id) }];
                self.executions.insert(id, Known { facts, row_wake: wake, wakes: Vec::new(), rows });
                self.tickets.push(ticket);
            }
        }
    }

    fn append(&mut self, store: &Store, id: u64, standing: Standing, body: Vec<u8>) {
        let known = self.executions.get_mut(&id).unwrap();
        let prev = known.facts.head;
        let wrong = Row { execution: id, prev: prev + 1, standing, body: body.clone() };
        assert!(store.append(wrong).is_err(), "not the newest row");
        let ticket = store.append(Row { execution: id, prev, standing, body: body.clone() }).unwrap();
        let (facts, seq) = (&mut known.facts, ticket.seq());
        known.rows.push(StoredRow { seq, execution: id, prev, body });
        if !has_ended(standing.status) {
            facts.stopped = None;
        } else if !has_ended(facts.standing.status) {
            facts.stopped = Some(standing.at);
        }
        if standing.redrives > facts.standing.redrives {
            facts.redriven = Some(standing.at);
        }
        (facts.standing, facts.head) = (standing, seq);
        (known.row_wake, known.wakes) = (standing.wake, Vec::new());
        self.tickets.push(ticket);
    }

    fn apply(&mut self, store: &mut Option<Store>, folder: &Folder, settings: StoreSettings, op: Op) {
        let open = store.clone().unwrap();
        match op {
            Op::Start { machine, name, definition, version, wake } => {
                let beginning = Beginning {
                    machine: Text::new(format!("machine{machine}")),
                    name: Text::new(format!("an execution with a long name {name}")),
                    started: self.tick(),
                    definition: [definition; 16],
                    version: version.then(|| Text::new("3")),
                    alias: (definition == 1).then(|| Text::new("live")),
                };
                self.start(&open, beginning, wake);
            }
            Op::Append { execution, status, wake, redrive, body } => {
                let at = self.tick();
                let Some(id) = self.nth(execution) else { return };
                let redrives = self.executions[&id].facts.standing.redrives + u64::from(redrive);
                self.append(&open, id, Standing { status, wake, at, redrives }, body);
            }
            Op::Settle { execution, wake } => {
                let Some(id) = self.nth(execution) else { return };
                let known = self.executions.get_mut(&id).unwrap();
                if !has_ended(known.facts.standing.status) {
                    open.settle(id, wake);
                    known.wakes.push(std::mem::replace(&mut known.facts.standing.wake, wake));
                }
            }
            Op::Put { space, key, value } => {
                let (space, key) = (format!("space{space}"), format!("key{key}"));
                let value = value.map(|value| vec![value; 3]);
                self.tickets.push(open.put(&space, &key, value.clone()).unwrap());
                match value {
                    Some(value) => drop(self.settings.insert((space, key), value)),
                    None => drop(self.settings.remove(&(space, key))),
                }
            }
            Op::Forget { before, limit } => {
                let before = time(before);
                let mut stopped: Vec<_> = self
                    .executions
                    .values()
                    .filter_map(|known| known.facts.stopped.filter(|stopped| *stopped < before))
                    .zip(0..)
                    .map(|(stopped, _)| stopped)
                    .collect();
                stopped.sort_unstable();
                stopped.truncate(limit);
                assert_eq!(open.forget(before, limit).unwrap(), stopped.len());
                self.executions
                    .retain(|_, known| !known.facts.stopped.is_some_and(|time| stopped.contains(&time)));
            }
            Op::Flush => open.flush().unwrap(),
            Op::Reopen | Op::Close => {
                let closes = matches!(op, Op::Close);
                drop(store.take());
                if closes {
                    open.close().unwrap();
                } else {
                    drop(open);
                }
                let open = Store::open(&folder.file(), settings).unwrap();
                if !closes {
                    self.recall(&open);
                }
                *store = Some(open);
            }
        }
    }

    /// What was said by `settle` may have been lost, nothing else.
    fn recall(&mut self, store: &Store) {
        for (id, known) in &mut self.executions {
            let wake = store.facts(*id).unwrap().unwrap().standing.wake;
            let now = known.facts.standing.wake;
            assert!(
                wake == now || wake == known.row_wake || known.wakes.contains(&wake),
                "{wake:?} of {known:?}"
            );
            known.facts.standing.wake = wake;
        }
    }

    fn check(&self, store: &Store) {
        for (id, known) in &self.executions {
            assert_eq!(store.facts(*id).unwrap().as_ref(), Some(&known.facts));
            let Beginning { machine, name, .. } = &*known.facts.beginning;
            assert_eq!(store.find(machine, name).unwrap().as_ref(), Some(&known.facts));
            let mut rows = known.rows.clone();
            rows.reverse();
            assert_eq!(store.chain(known.facts.head, 0).unwrap(), rows);
            let middle = rows[rows.len() / 2].seq;
            assert_eq!(store.chain(known.facts.head, middle).unwrap(), rows[..=rows.len() / 2]);
            assert_eq!(store.row(middle).unwrap(), rows[rows.len() / 2]);
        }
        assert_eq!(store.facts(self.started + 1).unwrap(), None);
        for machine in [None, Some(Text::new("machine1")), Some(Text::new("nobody"))] {
            for status in [None, Some(Status::Running), Some(Status::Failed)] {
                let filter = Filter { machine: machine.clone(), status, ..Filter::default() };
                self.check_list(store, &filter);
            }
        }
        self.check_list(store, &Filter { definition: Some([1; 16]), ..Filter::default() });
        self.check_list(store, &Filter { alias: Some(Text::new("live")), ..Filter::default() });
        self.check_list(store, &Filter { version: Some(Text::new("3")), ..Filter::default() });
        self.check_wakes(store);
        self.check_settings(store);
    }

    fn check_list(&self, store: &Store, filter: &Filter) {
        let all = self.executions.values().rev().map(|known| &known.facts);
        let expected: Vec<_> = all.filter(|facts| filter.matches(facts)).cloned().collect();
        let (mut found, mut before) = (Vec::new(), None);
        loop {
            let page = store.list(filter, before, 3).unwrap();
            let Some(last) = page.last() else { break };
            before = Some(last.id);
            found.extend(page);
        }
        assert_eq!(found, expected, "{filter:?}");
        assert_eq!(store.list(filter, None, 1_000).unwrap(), expected, "{filter:?}");
    }

    fn check_wakes(&self, store: &Store) {
        let wakes = || self.executions.values().map(|known| (known.facts.standing.wake, known.facts.id));
        let ready: Vec<_> = wakes().filter(|(wake, _)| *wake == Wake::Now).map(|(_, id)| id).collect();
        let (mut found, mut after) = (Vec::new(), 0);
        while let page = store.ready(after, 2).unwrap()
            && let Some(last) = page.last()
        {
            after = *last;
            found.extend(page);
        }
        assert_eq!(found, ready);
        let until = time(30);
        let times =
            wakes().filter_map(|(wake, id)| if let Wake::At(time) = wake { Some((time, id)) } else { None });
        let mut due: Vec<_> = times.filter(|(time, _)| *time <= until).collect();
        due.sort_unstable();
        let (mut found, mut after) = (Vec::new(), None);
        while let page = store.due(after, until, 2).unwrap()
            && let Some(last) = page.last()
        {
            after = Some(*last);
            found.extend(page);
        }
        assert_eq!(found, due);
        let mut running = BTreeMap::new();
        for Facts { beginning, standing, .. } in self.executions.values().map(|known| &known.facts) {
            if !has_ended(standing.status) {
                *running.entry((beginning.machine.clone(), beginning.definition)).or_insert(0) += 1;
            }
        }
        let running: Vec<_> =
            running.into_iter().map(|((machine, definition), count)| (definition, machine, count)).collect();
        assert_eq!(store.running_definitions().unwrap(), running);
    }

    fn check_settings(&self, store: &Store) {
        for space in ["space0", "space1"] {
            let all = self.settings.iter().filter(|((of, _), _)| of == space);
            let all: Vec<_> = all.map(|((_, key), value)| (key.clone(), value.clone())).collect();
            assert_eq!(store.scan(space, None, 100).unwrap(), all);
            let after: Vec<_> =
                all.iter().filter(|(key, _)| key.as_str() > "key1").take(2).cloned().collect();
            assert_eq!(store.scan(space, Some("key1"), 2).unwrap(), after);
            for (key, value) in all {
                assert_eq!(store.get(space, &key).unwrap(), Some(value));
            }
        }
        assert_eq!(store.get("space0", "nothing").unwrap(), None);
    }
}

proptest! {
    #[test]
    fn a_store_agrees_with_a_naive_one(ops in prop::collection::vec(op(), 1..60), lag in 1_u64..20) {
        let folder = Folder::new();
        let settings = StoreSettings { lag, ..quick() };
        let mut store = Some(Store::open(&folder.file(), settings).unwrap());
        let mut model = Model::default();
        for (op, step) in ops.into_iter().zip(1..) {
            model.apply(&mut store, &folder, settings, op);
            if step % 7 == 0 {
                model.check(store.as_ref().unwrap());
            }
        }
        for ticket in model.tickets.drain(..) {
            ticket.wait().unwrap();
        }
        let store = store.unwrap();
        model.check(&store);
        store.flush().unwrap();
        model.check(&store);
    }
}
