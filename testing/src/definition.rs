//! A walk over the states of a definition, nested machines included.

use serde_json::Value;

/// Calls `visit` with name, state and whether the state lies inside a Parallel or Map.
pub(super) fn walk_states(definition: &Value, visit: &mut impl FnMut(&str, &Value, bool)) {
    walk(definition, false, visit);
}

fn walk(machine: &Value, nested: bool, visit: &mut impl FnMut(&str, &Value, bool)) {
    for (name, state) in machine.get("States").and_then(Value::as_object).into_iter().flatten() {
        visit(name, state, nested);
        for branch in state.get("Branches").and_then(Value::as_array).into_iter().flatten() {
            walk(branch, true, visit);
        }
        for processor in ["ItemProcessor", "Iterator"].iter().filter_map(|field| state.get(field)) {
            walk(processor, true, visit);
        }
    }
}
