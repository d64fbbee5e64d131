//! The mock of a case's tasks: what each attempt is to do, in recorded order.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Mutex, PoisonError};

use serde_json::Value;

use super::case::{Attempt, Case, Phase};
use super::compare::Matcher;
use super::definition::walk_states;
use super::json::Json;
use super::marker::Markers;

/// What an attempt of a task is to do.
#[derive(Debug, Clone, PartialEq)]
pub enum Step {
    /// Return `output`, after answering `submitted` where the integration waits for a job or callback.
    Succeed {
        /// The answer to the request.
        submitted: Option<Json>,
        /// The result.
        output: Json,
    },
    /// Fail.
    Fail {
        /// The answer to the request.
        submitted: Option<Json>,
        /// The error name, if any.
        error: Option<String>,
        /// The cause, if any, as the text AWS had.
        cause: Option<String>,
        /// Where it fails.
        phase: Phase,
    },
    /// Let `TimeoutSeconds` pass.
    Timeout {
        /// The answer to the request.
        submitted: Option<Json>,
    },
    /// Let `HeartbeatSeconds` pass.
    HeartbeatTimeout {
        /// The answer to the request.
        submitted: Option<Json>,
    },
    /// Never end.
    Pending {
        /// The answer to the request.
        submitted: Option<Json>,
    },
    /// The recording has no such attempt.
    Unscripted,
}

/// The tasks of a case. Safe to ask from several threads; each attempt is handed out once.
#[derive(Debug)]
pub struct TaskScript {
    markers: Markers,
    /// States inside a Parallel or Map, whose attempts come in any order.
    nested: BTreeSet<String>,
    /// Given to every attempt of a state whose tasks the recording does not show.
    implied: BTreeMap<String, Step>,
    left: Mutex<Left>,
}

#[derive(Debug)]
struct Left {
    by_state: BTreeMap<String, Vec<Attempt>>,
    /// Attempts of a Parallel whose events were sorted, which tells no longer whose they were.
    sorted: Vec<Attempt>,
}

impl TaskScript {
    /// The script of `case`.
    pub fn new(case: &Case) -> Self {
        let markers = Markers::of(case);
        let causes = RecordedTexts::of(case);
        let mut by_state = case.tasks.clone();
        for attempt in by_state.values_mut().flatten() {
            attempt.cause = attempt.cause.take().map(|cause| causes.original(&markers, cause));
        }
        let mut nested = BTreeSet::new();
        walk_states(case.definition.value(), &mut |name, _, inside| {
            if inside {
                nested.insert(name.to_owned());
            }
        });
        let left = Mutex::new(Left { by_state, sorted: sorted_attempts(case) });
        Self { markers, nested, implied: implied_steps(case), left }
    }

    /// What the next attempt of `state` with `input` is to do.
    ///
    /// Outside Parallel and Map attempts come in recorded order, whatever their input: a wrong input then shows as a
    /// difference of the history. Inside, the first unused attempt with this input is taken.
    pub fn next(&self, state: &str, input: &Value) -> Step {
        let mut left = self.left.lock().unwrap_or_else(PoisonError::into_inner);
        let Left { by_state, sorted } = &mut *left;
        let (attempts, by_input) = match by_state.get_mut(state) {
            Some(attempts) => (attempts, self.nested.contains(state)),
            None => (sorted, true),
        };
        let fits = |attempt: &Attempt| attempt.input.as_ref().is_none_or(|known| self.same(known, input));
        let place = attempts.iter().position(|attempt| !by_input || fits(attempt));
        match place {
            Some(place) => attempts.remove(place).into_step(),
            None => self.implied.get(state).cloned().unwrap_or(Step::Unscripted),
        }
    }

    /// The attempts nobody asked for, as state names; those of a sorted Parallel have none.
    pub fn unused(&self) -> Vec<String> {
        let left = self.left.lock().unwrap_or_else(PoisonError::into_inner);
        let by_state = left.by_state.iter().flat_map(|(state, attempts)| vec![state.clone(); attempts.len()]);
        by_state.chain(left.sorted.iter().map(|_| String::new())).collect()
    }

    fn same(&self, recorded: &Value, actual: &Value) -> bool {
        Matcher::new(&self.markers).agrees(recorded, actual)
    }
}

impl Attempt {
    fn into_step(self) -> Step {
        let Self { submitted, output, error, cause, phase, .. } = self;
        if self.timeout {
            Step::Timeout { submitted }
        } else if self.heartbeat_timeout {
            Step::HeartbeatTimeout { submitted }
        } else if self.pending {
            Step::Pending { submitted }
        } else if let Some(output) = output {
            Step::Succeed { submitted, output }
        } else {
            Step::Fail { submitted, error, cause, phase }
        }
    }
}

/// The JSON texts of the expectation. Attempts hold causes that were parsed and printed again; where the cause is
/// shown as a string (the error output of a Catch), it still has the spaces that AWS had.
struct RecordedTexts(Vec<(Value, String)>);

impl RecordedTexts {
    fn of(case: &Case) -> Self {
        let mut texts = Vec::new();
        let expect = &case.expect;
        let roots = expect.output.iter().chain(&expect.cause).chain(expect.history.iter().flatten());
        roots.for_each(|root| collect_texts(root, &mut texts));
        Self(texts)
    }

    fn original(&self, markers: &Markers, cause: String) -> String {
        let Ok(value @ Value::Object(_)) = serde_json::from_str::<Value>(&cause) else { return cause };
        if self.0.iter().any(|(_, text)| *text == cause) {
            return cause;
        }
        let shown = self.0.iter().find(|(recorded, _)| Matcher::new(markers).agrees(recorded, &value));
        // Only bound markers are replaced: the others are compared as themselves.
        shown.map_or(cause, |(_, text)| markers.concrete(text, str::to_owned))
    }
}

fn collect_texts(value: &Value, texts: &mut Vec<(Value, String)>) {
    match value {
        Value::String(text) if text.starts_with('{') => {
            texts.extend(serde_json::from_str(text).ok().map(|parsed| (parsed, text.clone())));
        }
        Value::Array(items) => items.iter().for_each(|item| collect_texts(item, texts)),
        Value::Object(members) => members.values().for_each(|member| collect_texts(member, texts)),
        _ => {}
    }
}

/// The attempts of sorted Parallel events: the n-th call and the n-th end of a group belong together as well as any.
fn sorted_attempts(case: &Case) -> Vec<Attempt> {
    let zero = |event: &&Value| event.get("id").is_some_and(Value::is_array);
    let mut calls = Vec::new();
    let mut ends = Vec::new();
    for event in case.expect.history.iter().flatten().filter(zero) {
        if let Some(input) = event.pointer("/taskScheduledEventDetails/parameters") {
            calls.push(input.clone());
        } else if let Some(input) = event.pointer("/lambdaFunctionScheduledEventDetails/input") {
            calls.push(input.clone());
        } else if let Some(end) = ended(event) {
            ends.push(end);
        }
    }
    let joined = calls.into_iter().zip(ends);
    joined.map(|(input, end)| Attempt { input: Some(input), ..end }).collect()
}

fn ended(event: &Value) -> Option<Attempt> {
    let text = |details: &Value, field: &str| details.get(field).and_then(Value::as_str).map(str::to_owned);
    for details in ["taskSucceededEventDetails", "lambdaFunctionSucceededEventDetails"] {
        if let Some(output) = event.get(details).and_then(|details| details.get("output")) {
            // Of the results only objects were parsed; the others are still JSON text.
            let parsed = output.as_str().and_then(|text| Json::parse(text).ok());
            let output = Some(parsed.unwrap_or_else(|| Json::from(output.clone())));
            return Some(Attempt { output, ..Attempt::default() });
        }
    }
    for details in ["taskFailedEventDetails", "lambdaFunctionFailedEventDetails"] {
        if let Some(details) = event.get(details) {
            let cause = match details.get("cause") {
                Some(parsed @ Value::Object(_)) => Some(parsed.to_string()),
                _ => text(details, "cause"),
            };
            return Some(Attempt { error: text(details, "error"), cause, ..Attempt::default() });
        }
    }
    None
}

/// Without a history the result of a task is known only as far as the outcome shows it: an error output as the
/// execution's output means that the task kept failing with it.
fn implied_steps(case: &Case) -> BTreeMap<String, Step> {
    let text = |field: &str| {
        let member = case.expect.output.as_ref().and_then(|output| output.get(field));
        member.and_then(Value::as_str).map(str::to_owned)
    };
    let (None, Some(error)) = (&case.expect.history, text("Error")) else { return BTreeMap::new() };
    let step = Step::Fail { submitted: None, error: Some(error), cause: text("Cause"), phase: Phase::Run };
    case.tasks_unrecorded.iter().map(|state| (state.clone(), step.clone())).collect()
}
