//! Which cases the project can run, decided by the features they use.

use serde_json::Value;

use super::Case;
use super::definition::walk_states;

/// Whether a case can be run, or why not.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Scope {
    /// It can be run.
    In,
    /// It needs what the reason names.
    Out(&'static str),
}

impl Scope {
    /// Decides about `case`.
    pub fn of(case: &Case) -> Self {
        if case.query_language != "JSONPath" {
            return Self::Out("JSONata");
        }
        if matches!(case.suite(), "validation" | "test_state") {
            return Self::Out("not an execution");
        }
        let definition = Self::of_definition(case.definition.value());
        if definition != Self::In {
            return definition;
        }
        if needs_api(case) {
            return Self::Out("StopExecution or RedriveExecution");
        }
        Self::In
    }

    /// Decides about a definition by itself.
    pub fn of_definition(definition: &Value) -> Self {
        let language = |node: &Value| {
            node.get("QueryLanguage").and_then(Value::as_str).is_some_and(|language| language != "JSONPath")
        };
        let mut other = language(definition);
        walk_states(definition, &mut |_, state, _| other |= language(state));
        match distributed(definition) {
            _ if other => Self::Out("JSONata"),
            Some(reason) => Self::Out(reason),
            None => Self::In,
        }
    }
}

/// Only the fields of Map states count: the same words may be keys of a task's parameters.
fn distributed(definition: &Value) -> Option<&'static str> {
    let mut found = None;
    walk_states(definition, &mut |_, state, _| {
        if state.get("Type").and_then(Value::as_str) != Some("Map") {
            return;
        }
        let mode = |field: &str| state.get(field)?.get("ProcessorConfig")?.get("Mode")?.as_str();
        if [mode("ItemProcessor"), mode("Iterator")].contains(&Some("DISTRIBUTED")) {
            found.get_or_insert("distributed Map");
        }
        for (field, reason) in
            [("ItemReader", "ItemReader"), ("ItemBatcher", "ItemBatcher"), ("ResultWriter", "ResultWriter")]
        {
            if state.get(field).is_some() {
                found.get_or_insert(reason);
            }
        }
    });
    found
}

/// An aborted or redriven execution exists only where someone called the service during the run.
fn needs_api(case: &Case) -> bool {
    let by_call = |event: &Value| {
        matches!(event.get("type").and_then(Value::as_str), Some("ExecutionAborted" | "ExecutionRedriven"))
    };
    matches!(case.expect.status.as_str(), "ABORTED" | "PENDING_REDRIVE")
        || case.expect.history.iter().flatten().any(by_call)
}
