//! What of a definition the cases went through.

use std::collections::BTreeMap;
use std::fmt;

use serde_json::Value;

use crate::definition::walk_states;

/// A part of a state that is exercised or not.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Part {
    /// The state was entered.
    State,
    /// `Next`.
    Next,
    /// A rule of a Choice, counted from 0.
    Rule(usize),
    /// The `Default` of a Choice.
    Default,
    /// A retrier, counted from 0.
    Retry(usize),
    /// A catcher, counted from 0.
    Catch(usize),
}

/// The parts of one definition, in the order of its text, and how often each was gone through.
#[derive(Clone, Debug)]
pub struct Coverage {
    parts: Vec<Place>,
    states: BTreeMap<String, Value>,
    hits: BTreeMap<(String, Part), usize>,
    /// Whether it is told which rules matched.
    rules_are_told: bool,
}

/// A part and where it is.
#[derive(Clone, Debug)]
struct Place {
    state: String,
    part: Part,
    /// The state that it leads to.
    next: String,
    /// The errors that it takes.
    errors: String,
}

impl Coverage {
    /// The parts of a definition, none of them covered.
    pub fn of(definition: &Value) -> Self {
        let mut parts = Vec::new();
        let mut states = BTreeMap::new();
        walk_states(definition, &mut |name, state, _| {
            states.insert(name.to_owned(), state.clone());
            let text = |value: &Value, field: &str| {
                value.get(field).and_then(Value::as_str).unwrap_or_default().to_owned()
            };
            let mut add = |part, rule: &Value, next: &str| {
                let (next, errors) = (text(rule, next), errors(rule));
                parts.push(Place { state: name.to_owned(), part, next, errors });
            };
            let list =
                |field: &str| state.get(field).and_then(Value::as_array).into_iter().flatten().enumerate();
            add(Part::State, state, "");
            for (place, rule) in list("Choices") {
                add(Part::Rule(place), rule, "Next");
            }
            for (part, field) in [(Part::Default, "Default"), (Part::Next, "Next")] {
                if state.get(field).is_some() {
                    add(part, state, field);
                }
            }
            for (place, retrier) in list("Retry") {
                add(Part::Retry(place), retrier, "");
            }
            for (place, catcher) in list("Catch") {
                add(Part::Catch(place), catcher, "Next");
            }
        });
        Self { parts, states, hits: BTreeMap::new(), rules_are_told: false }
    }

    /// The same, for runs of which [`matched`](Self::matched) is told which rules of Choices matched.
    #[must_use]
    pub fn with_rules(self) -> Self {
        Self { rules_are_told: true, ..self }
    }

    /// A rule of a Choice matched; without a place, none did, and `Default` was taken.
    pub fn matched(&mut self, state: &str, rule: Option<usize>) {
        self.hit(state, rule.map_or(Part::Default, Part::Rule));
    }

    /// Counts what a run did, by its events.
    ///
    /// Events do not name rules, but tell where a state led and which error was handled: rules that lead from one state
    /// to the same next one, on the same error, are not told apart, unless of a Choice it is told otherwise.
    pub fn count(&mut self, history: &[Value]) {
        let states = std::mem::take(&mut self.states);
        let steps = Trace::of(history, &states).steps();
        for step in &steps {
            match *step {
                Step::Entered(name) => self.hit(name, Part::State),
                Step::Left { state, to, error: None } => {
                    let told = self.rules_are_told;
                    self.hit_where(state, |part, next| match part {
                        Part::Rule(_) | Part::Default => !told && next == to,
                        Part::Next => next == to,
                        _ => false,
                    });
                }
                Step::Left { state, to, error: Some(error) } => {
                    let catches =
                        |place| rule(&states, state, "Catch", place).is_some_and(|rule| takes(rule, error));
                    let first = self.first(state, |part| match part {
                        Part::Catch(place) => catches(*place),
                        _ => false,
                    });
                    match first {
                        Some(part) if !error.is_empty() => self.hit(state, part),
                        // The error is not known.
                        _ => {
                            self.hit_where(state, |part, next| matches!(part, Part::Catch(_)) && next == to);
                        }
                    }
                }
                Step::Retried { state, error } => {
                    let retries =
                        |place| rule(&states, state, "Retry", place).is_some_and(|rule| takes(rule, error));
                    let first = self.first(state, |part| match part {
                        Part::Retry(place) => retries(*place),
                        _ => false,
                    });
                    if let Some(part) = first {
                        self.hit(state, part);
                    }
                }
            }
        }
        self.states = states;
    }

    fn first(&self, state: &str, wanted: impl Fn(&Part) -> bool) -> Option<Part> {
        self.parts.iter().find(|part| part.state == state && wanted(&part.part)).map(|part| part.part.clone())
    }

    fn hit_where(&mut self, state: &str, wanted: impl Fn(&Part, &str) -> bool) {
        let found = self.parts.iter().filter(|it| it.state == state && wanted(&it.part, &it.next));
        for part in found.map(|it| it.part.clone()).collect::<Vec<_>>() {
            self.hit(state, part);
        }
    }

    fn hit(&mut self, state: &str, part: Part) {
        *self.hits.entry((state.to_owned(), part)).or_default() += 1;
    }

    /// How many parts there are that `which` picks, and how many of them were gone through.
    pub fn total(&self, which: impl Fn(&Part) -> bool) -> (usize, usize) {
        let parts = self.parts.iter().filter(|it| which(&it.part));
        let covered = parts.clone().filter(|it| self.is_hit(&it.state, &it.part)).count();
        (covered, parts.count())
    }

    fn is_hit(&self, state: &str, part: &Part) -> bool {
        self.hits.contains_key(&(state.to_owned(), part.clone()))
    }

    /// What no case went through, in words; of a state that was never entered only that.
    pub fn missing(&self) -> Vec<String> {
        let missing = self.parts.iter().filter(|it| {
            !self.is_hit(&it.state, &it.part)
                && (it.part == Part::State || self.is_hit(&it.state, &Part::State))
        });
        let words = |Place { state, part, next, errors }: &Place| match part {
            Part::State => format!("`{state}` is never entered"),
            Part::Next => format!("`{state}` never goes on to `{next}`"),
            Part::Rule(place) => format!("`{state}`: choice rule {place}, to `{next}`, never matches"),
            Part::Default => format!("`{state}` never takes its default, `{next}`"),
            Part::Retry(place) => format!("`{state}`: retrier {place}, of {errors}, never retries"),
            Part::Catch(place) => {
                format!("`{state}`: catcher {place}, of {errors} to `{next}`, never catches")
            }
        };
        missing.map(words).collect()
    }
}

impl fmt::Display for Coverage {
    /// `5 of 7 states, 6 of 9 transitions, 1 of 2 retriers`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (states, of_states) = self.total(|part| *part == Part::State);
        let (taken, of_taken) = self.total(|part| !matches!(part, Part::State | Part::Retry(_)));
        let (retriers, of_retriers) = self.total(|part| matches!(part, Part::Retry(_)));
        write!(f, "{states} of {of_states} states, {taken} of {of_taken} transitions")?;
        if of_retriers > 0 {
            write!(f, ", {retriers} of {of_retriers} retriers")?;
        }
        Ok(())
    }
}

fn errors(rule: &Value) -> String {
    let names =
        rule.get("ErrorEquals").and_then(Value::as_array).into_iter().flatten().filter_map(Value::as_str);
    let names: Vec<String> = names.map(|name| format!("`{name}`")).collect();
    names.join(", ")
}

fn rule<'s>(
    states: &'s BTreeMap<String, Value>,
    state: &str,
    field: &str,
    place: usize,
) -> Option<&'s Value> {
    states.get(state)?.get(field)?.get(place)
}

/// Whether a retrier or catcher takes an error.
fn takes(rule: &Value, error: &str) -> bool {
    let names =
        rule.get("ErrorEquals").and_then(Value::as_array).into_iter().flatten().filter_map(Value::as_str);
    names.into_iter().any(|name| match name {
        "States.ALL" => true,
        "States.TaskFailed" => error != "States.Timeout",
        name => name == error,
    })
}

/// What a run did.
enum Step<'a> {
    /// A state was entered.
    Entered(&'a str),
    /// A state led to another one, perhaps because of an error.
    Left { state: &'a str, to: &'a str, error: Option<&'a str> },
    /// The work of a state began once more after an error.
    Retried { state: &'a str, error: &'a str },
}

/// Events with the way back from each.
struct Trace<'a> {
    history: &'a [Value],
    /// States by name, for what events do not tell of them.
    states: &'a BTreeMap<String, Value>,
    by_id: BTreeMap<u64, &'a Value>,
}

impl<'a> Trace<'a> {
    fn of(history: &'a [Value], states: &'a BTreeMap<String, Value>) -> Self {
        let id = |event: &Value| event.get("id").and_then(Value::as_u64);
        Self {
            history,
            states,
            by_id: history.iter().filter_map(|event| Some((id(event)?, event))).collect(),
        }
    }

    fn before(&self, event: &Value) -> Option<&'a Value> {
        self.by_id.get(&event.get("previousEventId")?.as_u64()?).copied()
    }

    fn steps(&self) -> Vec<Step<'a>> {
        let mut steps = Vec::new();
        for event in self.history {
            let kind = kind(event);
            if let Some(name) = entered(event) {
                steps.push(Step::Entered(name));
                if let Some((exit, state)) = self.before(event).and_then(|exit| Some((exit, exited(exit)?))) {
                    let error = self.before(exit).and_then(|event| self.error(event));
                    steps.push(Step::Left { state, to: name, error });
                }
            } else if kind.ends_with("Scheduled") || kind.ends_with("StateStarted") {
                let failure = self.before(event).and_then(|before| Some((before, self.error(before)?)));
                if let Some((failure, error)) = failure
                    && let Some(state) = self.holder(failure, kind)
                {
                    steps.push(Step::Retried { state, error });
                }
            }
        }
        steps
    }

    /// The error of an event that tells of a failure, or of a Fail state, which does not. Of a Parallel or Map it is that of what
    /// failed inside.
    fn error(&self, event: &'a Value) -> Option<&'a str> {
        let mut at = event;
        // Events lead back to earlier ones, so this is more than enough.
        for _ in self.history {
            if kind(at) == "FailStateEntered" {
                let state = self.states.get(entered(at)?);
                let named = state.and_then(|state| state.get("Error")).and_then(Value::as_str);
                return Some(named.unwrap_or_default());
            }
            match (error(at), self.before(at)) {
                (Some(""), Some(before)) => at = before,
                (Some(error), _) => return Some(error),
                // What made the failure is not known.
                (None, _) if !std::ptr::eq(at, event) => return Some(""),
                (None, _) => return None,
            }
        }
        None
    }

    /// The state whose work an event belongs to: on the way back, the first one of the kind that has such events.
    fn holder(&self, event: &'a Value, kind: &str) -> Option<&'a str> {
        let wanted = match kind {
            "MapStateStarted" => "MapStateEntered",
            "ParallelStateStarted" => "ParallelStateEntered",
            _ => "TaskStateEntered",
        };
        let mut at = Some(event);
        while let Some(event) = at {
            if self::kind(event) == wanted {
                return entered(event);
            }
            at = self.before(event);
        }
        None
    }
}

fn kind(event: &Value) -> &str {
    event.get("type").and_then(Value::as_str).unwrap_or_default()
}

fn entered(event: &Value) -> Option<&str> {
    event.pointer("/stateEnteredEventDetails/name").and_then(Value::as_str)
}

fn exited(event: &Value) -> Option<&str> {
    event.pointer("/stateExitedEventDetails/name").and_then(Value::as_str)
}

/// The error of an event that tells of a failure; of some kinds it is not known.
fn error(event: &Value) -> Option<&str> {
    let kind = kind(event);
    if !(kind.ends_with("Failed") || kind.ends_with("TimedOut")) {
        return None;
    }
    let details = event.as_object()?.iter().find(|(name, _)| name.ends_with("EventDetails"));
    let named = details.and_then(|(_, details)| details.get("error")).and_then(Value::as_str);
    Some(named.unwrap_or(if kind.ends_with("TimedOut") { "States.Timeout" } else { "" }))
}
