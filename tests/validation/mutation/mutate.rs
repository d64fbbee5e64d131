//! All mutants of a definition: every way of breaking it, at every place where it applies.

use serde_json::Value;

use super::ways::{TEXT_WAYS, WAYS};

/// A broken definition.
pub(crate) struct Mutant {
    /// How it was broken.
    pub(crate) kind: &'static str,
    /// Its text.
    pub(crate) text: String,
}

/// A state, or anything in one, together with what stands around it.
pub(crate) struct Place<'a> {
    /// The names of the states beside it.
    pub(crate) siblings: &'a [String],
    /// The names of the states around the machine it is in.
    pub(crate) outer: &'a [String],
    /// Whether it is written in JSONata.
    pub(crate) jsonata: bool,
}

/// So many mutants of one kind are taken of one definition: large ones would outweigh the others.
const MOST: usize = 12;

/// Every mutant.
pub(crate) fn all(text: &str) -> Vec<Mutant> {
    let Ok(original) = serde_json::from_str::<Value>(text) else { return Vec::new() };
    let mut mutants = Vec::new();
    for (kind, way) in WAYS {
        let mut taken = 0;
        for target in 0.. {
            let mut copy = original.clone();
            let mut walk = Walk { target, seen: 0, done: false };
            walk.machine(&mut copy, &[], false, &mut |state, place| way(state, place));
            if walk.seen <= target {
                break;
            }
            if walk.done && copy != original {
                taken += 1;
                mutants.push(Mutant { kind, text: copy.to_string() });
            }
            if taken == MOST {
                break;
            }
        }
    }
    for (kind, way) in TEXT_WAYS {
        mutants.extend(way(text).map(|text| Mutant { kind, text }));
    }
    mutants
}

/// Goes through the machines and states, and lets a way break the one whose turn it is.
struct Walk {
    target: usize,
    seen: usize,
    done: bool,
}

impl Walk {
    fn machine(
        &mut self,
        machine: &mut Value,
        outer: &[String],
        jsonata: bool,
        way: &mut impl FnMut(&mut Value, &Place<'_>) -> bool,
    ) {
        let jsonata = is_jsonata(machine, jsonata);
        let names = |machine: &Value| -> Vec<String> {
            machine
                .get("States")
                .and_then(Value::as_object)
                .into_iter()
                .flat_map(|it| it.keys().cloned())
                .collect()
        };
        let siblings = names(machine);
        let turn = |walk: &mut Self| {
            walk.seen += 1;
            walk.seen == walk.target + 1
        };
        if turn(self) {
            self.done = way(machine, &Place { siblings: &siblings, outer, jsonata });
            return;
        }
        let Some(states) = machine.get_mut("States").and_then(Value::as_object_mut) else { return };
        for state in states.values_mut() {
            let jsonata = is_jsonata(state, jsonata);
            if turn(self) {
                self.done = way(state, &Place { siblings: &siblings, outer, jsonata });
                return;
            }
            let branches = state.get_mut("Branches").and_then(Value::as_array_mut);
            for branch in branches.into_iter().flatten() {
                self.machine(branch, &siblings, jsonata, way);
            }
            for field in ["ItemProcessor", "Iterator"] {
                if let Some(processor) = state.get_mut(field) {
                    self.machine(processor, &siblings, jsonata, way);
                }
            }
        }
    }
}

fn is_jsonata(node: &Value, outer: bool) -> bool {
    node.get("QueryLanguage").and_then(Value::as_str).map_or(outer, |language| language == "JSONata")
}
