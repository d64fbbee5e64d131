//! Names of errors in `Retry` and `Catch`: that they exist, that they can be handled, and that an earlier entry does
//! not take them.

use std::collections::BTreeMap;

use crate::ast::{FailText, Kind, Language, State, Task};
use crate::diagnostic::{Code, Diagnostic, Diagnostics, near};
use crate::ir::ResourceKind;
use crate::json::{Text, placeholders};
use crate::source::Span;

use super::{each_state, machines_of};

const ALL: &str = "States.ALL";
const TASK_FAILED: &str = "States.TaskFailed";
const TIMEOUT: &str = "States.Timeout";
const HEARTBEAT_TIMEOUT: &str = "States.HeartbeatTimeout";
const RUNTIME: &str = "States.Runtime";
const DATA_LIMIT: &str = "States.DataLimitExceeded";

/// The names that AWS raises or matches.
const KNOWN: [&str; 14] = [
    ALL,
    TASK_FAILED,
    TIMEOUT,
    HEARTBEAT_TIMEOUT,
    RUNTIME,
    DATA_LIMIT,
    "States.Permissions",
    "States.QueryEvaluationError",
    "States.ResultPathMatchFailure",
    "States.BranchFailed",
    "States.ExceedToleratedFailureThreshold",
    "States.ItemReaderFailed",
    "States.ResultWriterFailed",
    "States.Http.Socket",
];

/// Names of the specification for what AWS raises as `States.Runtime`.
const RAISED_AS_RUNTIME: [&str; 3] =
    ["States.NoChoiceMatched", "States.ParameterPathFailure", "States.IntrinsicFailure"];

/// Errors of Parallel and Map states.
const OF_FORKS: [&str; 4] = [
    "States.BranchFailed",
    "States.ExceedToleratedFailureThreshold",
    "States.ItemReaderFailed",
    "States.ResultWriterFailed",
];

pub(super) fn check(state: &State, diagnostics: &mut Diagnostics) {
    let retry: Vec<&[Text]> = state.retriers().iter().map(|entry| entry.error_equals.as_slice()).collect();
    let catch: Vec<&[Text]> = state.catchers().iter().map(|entry| entry.error_equals.as_slice()).collect();
    for (entries, verb) in [(retry, "retried"), (catch, "caught")] {
        for name in entries.iter().copied().flatten() {
            if let Some(diagnostic) = never_matched(state, name, verb) {
                diagnostics.push(diagnostic);
            }
        }
        order(state, &entries, diagnostics);
    }
}

/// A name that nothing gives.
fn never_matched(state: &State, name: &Text, verb: &str) -> Option<Diagnostic> {
    let value = name.as_str();
    if !placeholders(value).is_empty() {
        return None;
    }
    if value == RUNTIME {
        return Some(
            Diagnostic::new(Code::UnhandledError, name.span(), format!("`{RUNTIME}` cannot be {verb}"))
                .label("never matches")
                .note("it always ends the execution, and `States.ALL` does not match it either"),
        );
    }
    let unknown = |message: String| Diagnostic::new(Code::UnknownError, name.span(), message);
    if RAISED_AS_RUNTIME.contains(&value) {
        return Some(
            unknown(format!("AWS raises no `{value}`"))
                .label("never matches")
                .note(format!("it raises `{RUNTIME}` instead, which cannot be {verb}")),
        );
    }
    if KNOWN.contains(&value) || value.starts_with("States.Http.StatusCode.") {
        return not_in_state(state, value).map(|reason| {
            unknown(format!("`{value}` is not raised here")).label("never matches").note(reason)
        });
    }
    let guess = near(value, KNOWN);
    let reserved = value.starts_with("States.");
    let misspelt = value.to_lowercase().starts_with("state") && guess.is_some();
    ((reserved || misspelt) && !raised_inside(state, value)).then(|| {
        unknown(format!("there is no error `{value}`")).label("never matches").maybe_help(match guess {
            Some(guess) => Some(format!("did you mean `{guess}`?")),
            None => Some(
                "names that start with `States.` belong to the language; use a name of your own".to_owned(),
            ),
        })
    })
}

/// Whether a Fail state inside of a Parallel or Map ends with an error of this name, or may.
fn raised_inside(state: &State, name: &str) -> bool {
    let mut raised = false;
    for machine in machines_of(state) {
        each_state(machine, &mut |inner| {
            if let Some(Kind::Fail(fail)) = &inner.kind {
                raised |= match &fail.error {
                    Some(FailText::Literal(error)) => {
                        error.as_str() == name || !placeholders(error.as_str()).is_empty()
                    }
                    Some(FailText::Expr(_)) => true,
                    None => !inner.queries.is_empty(),
                };
            }
        });
    }
    raised
}

/// Why a known error does not come from a Task. What comes from inside a Parallel or Map is not looked at.
fn not_in_state(state: &State, name: &str) -> Option<String> {
    let Some(Kind::Task(task)) = &state.kind else { return None };
    if OF_FORKS.contains(&name) {
        return Some("only Parallel and Map states raise it".to_owned());
    }
    if name.starts_with("States.Http.") && !may_be_http(task) {
        return Some("only tasks with `arn:aws:states:::http:invoke` raise it".to_owned());
    }
    if state.language == Language::JsonPath {
        if name == HEARTBEAT_TIMEOUT && task.heartbeat.is_none() {
            return Some("the task has no `HeartbeatSeconds`".to_owned());
        }
        if name == "States.QueryEvaluationError" {
            return Some("only states in JSONata raise it".to_owned());
        }
    }
    None
}

fn may_be_http(task: &Task) -> bool {
    task.resource.as_ref().is_none_or(|resource| match &resource.kind {
        ResourceKind::Integration { service, .. } => service == "http" || !placeholders(service).is_empty(),
        ResourceKind::Activity => false,
        ResourceKind::Lambda => !placeholders(resource.text.as_str()).is_empty(),
    })
}

/// Entries are asked in order, so a name counts where it stands first.
fn order(state: &State, entries: &[&[Text]], diagnostics: &mut Diagnostics) {
    let mut seen: BTreeMap<&str, Span> = BTreeMap::new();
    let is_task = matches!(state.kind, Some(Kind::Task(_)));
    for entry in entries {
        let mut own = Vec::with_capacity(entry.len());
        for name in *entry {
            let value = name.as_str();
            let same = seen.get(value).or_else(|| {
                own.iter().find(|(other, _): &&(&str, Span)| *other == value).map(|(_, span)| span)
            });
            let (taken, why) = if let Some(first) = same {
                (Some(*first), format!("`{value}` is taken here already"))
            } else if value == HEARTBEAT_TIMEOUT {
                (seen.get(TIMEOUT).copied(), format!("`{TIMEOUT}` takes it"))
            } else if is_task && is_task_failure(value) {
                (seen.get(TASK_FAILED).copied(), format!("`{TASK_FAILED}` takes every error but timeouts"))
            } else {
                (None, String::new())
            };
            if let Some(taken) = taken {
                diagnostics.push(
                    Diagnostic::new(
                        Code::UnreachedError,
                        name.span(),
                        format!("`{value}` never gets as far as this entry"),
                    )
                    .label("never matches")
                    .also(taken, why)
                    .help("remove it, or move its entry up"),
                );
            } else {
                own.push((value, name.span()));
            }
        }
        seen.extend(own);
    }
}

/// Whether `States.TaskFailed` matches an error of a Task. Whether it does for too much data is not known.
fn is_task_failure(name: &str) -> bool {
    ![ALL, TASK_FAILED, TIMEOUT, HEARTBEAT_TIMEOUT, RUNTIME, DATA_LIMIT].contains(&name)
}
