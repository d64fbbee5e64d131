//! What many executions have in common is written once: machine, definition, version and alias are a *kind*, and an
//! execution has its number. There are a few for each deployment, so all are in memory.

use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

use super::facts::{Beginning, Filter};
use crate::{Text, Timestamp};

/// What executions of a kind share.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(super) struct Kind {
    pub(super) machine: Text,
    pub(super) definition: [u8; 16],
    pub(super) version: Option<Text>,
    pub(super) alias: Option<Text>,
}

/// The numbers of a kind.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct KindId {
    pub(super) kind: i64,
    /// That of the machine's first kind.
    pub(super) machine: i64,
}

/// All kinds of a store.
#[derive(Debug, Default)]
pub(super) struct Kinds {
    by_id: BTreeMap<i64, (KindId, Arc<Kind>)>,
    ids: HashMap<Arc<Kind>, KindId>,
    machines: HashMap<Text, i64>,
}

impl Kinds {
    /// Adds one that was read.
    pub(super) fn insert(&mut self, id: KindId, kind: Kind) {
        let kind = Arc::new(kind);
        self.machines.insert(kind.machine.clone(), id.machine);
        self.ids.insert(Arc::clone(&kind), id);
        self.by_id.insert(id.kind, (id, kind));
    }

    /// The number of a kind, a new one if need be; then also what has to be written.
    pub(super) fn number(&mut self, kind: Kind) -> (KindId, Option<Kind>) {
        if let Some(id) = self.ids.get(&kind) {
            return (*id, None);
        }
        let number = self.by_id.last_key_value().map_or(1, |(last, _)| last + 1);
        let machine = self.machines.get(&kind.machine).copied().unwrap_or(number);
        let id = KindId { kind: number, machine };
        self.insert(id, kind.clone());
        (id, Some(kind))
    }

    pub(super) fn get(&self, kind: i64) -> Option<(KindId, &Kind)> {
        self.by_id.get(&kind).map(|(id, kind)| (*id, &**kind))
    }

    pub(super) fn id(&self, kind: &Kind) -> Option<KindId> {
        self.ids.get(kind).copied()
    }

    /// The number of a machine.
    pub(super) fn machine(&self, name: &str) -> Option<i64> {
        self.machines.get(name).copied()
    }

    /// The kinds whose executions a filter can ask for.
    pub(super) fn matching(&self, filter: &Filter) -> Vec<i64> {
        let fits = |kind: &Kind| {
            filter.machine.as_ref().is_none_or(|machine| *machine == kind.machine)
                && filter.definition.is_none_or(|definition| definition == kind.definition)
                && (filter.version.is_none() || filter.version == kind.version)
                && (filter.alias.is_none() || filter.alias == kind.alias)
        };
        self.by_id.iter().filter(|(_, (_, kind))| fits(kind)).map(|(number, _)| *number).collect()
    }
}

impl Kind {
    pub(super) fn of(beginning: &Beginning) -> Self {
        Self {
            machine: beginning.machine.clone(),
            definition: beginning.definition,
            version: beginning.version.clone(),
            alias: beginning.alias.clone(),
        }
    }

    pub(super) fn beginning(&self, name: Text, started: Timestamp) -> Beginning {
        Beginning {
            machine: self.machine.clone(),
            name,
            started,
            definition: self.definition,
            version: self.version.clone(),
            alias: self.alias.clone(),
        }
    }
}
