//! What of a definition the cases went through.

use std::collections::{BTreeMap, BTreeSet};
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
    parts: Vec<(String, Part, String)>,
    hits: BTreeMap<(String, Part), usize>,
}

/// What a run did at a state.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Hit {
    /// The state.
    pub state: String,
    /// Which part of it.
    pub part: Part,
}

impl Coverage {
    /// The parts of a definition, none of them covered.
    pub fn of(definition: &Value) -> Self {
        let mut parts = Vec::new();
        walk_states(definition, &mut |name, state, _| {
            let text =
                |value: &Value, field: &str| value.get(field).and_then(Value::as_str).map(str::to_owned);
            let mut add = |part, detail: String| parts.push((name.to_owned(), part, detail));
            let list =
                |field: &str| state.get(field).and_then(Value::as_array).into_iter().flatten().enumerate();
            add(Part::State, String::new());
            for (place, rule) in list("Choices") {
                add(Part::Rule(place), text(rule, "Next").unwrap_or_default());
            }
            if let Some(next) = text(state, "Default") {
                add(Part::Default, next);
            }
            if let Some(next) = text(state, "Next") {
                add(Part::Next, next);
            }
            for (place, retrier) in list("Retry") {
                add(Part::Retry(place), errors(retrier));
            }
            for (place, catcher) in list("Catch") {
                let next = text(catcher, "Next").unwrap_or_default();
                add(Part::Catch(place), format!("{} to `{next}`", errors(catcher)));
            }
        });
        Self { parts, hits: BTreeMap::new() }
    }

    /// Counts what a run did: its events, and the parts that no event shows.
    pub fn count(&mut self, history: &[Value], hits: &[Hit]) {
        for event in history {
            let kind = event.get("type").and_then(Value::as_str).unwrap_or_default();
            let entered = kind.ends_with("StateEntered");
            let name = event.pointer("/stateEnteredEventDetails/name").and_then(Value::as_str);
            if let (true, Some(name)) = (entered, name) {
                self.hit(name, Part::State);
            }
        }
        for hit in hits {
            self.hit(&hit.state, hit.part.clone());
        }
        for name in left_by_next(history) {
            self.hit(&name, Part::Next);
        }
    }

    fn hit(&mut self, state: &str, part: Part) {
        *self.hits.entry((state.to_owned(), part)).or_default() += 1;
    }

    /// How many parts there are that `which` picks, and how many of them were gone through.
    pub fn total(&self, which: impl Fn(&Part) -> bool) -> (usize, usize) {
        let parts = self.parts.iter().filter(|(_, part, _)| which(part));
        let covered = parts.clone().filter(|(state, part, _)| self.is_hit(state, part)).count();
        (covered, parts.count())
    }

    fn is_hit(&self, state: &str, part: &Part) -> bool {
        self.hits.contains_key(&(state.to_owned(), part.clone()))
    }

    /// What no case went through, in words; of a state that was never entered only that.
    pub fn missing(&self) -> Vec<String> {
        let missing = self.parts.iter().filter(|(state, part, _)| {
            !self.is_hit(state, part) && (*part == Part::State || self.is_hit(state, &Part::State))
        });
        let words = |(state, part, detail): &(String, Part, String)| match part {
            Part::State => format!("`{state}` is never entered"),
            Part::Next => format!("`{state}` never goes on to `{detail}`"),
            Part::Rule(place) => format!("`{state}`: choice rule {place}, to `{detail}`, never matches"),
            Part::Default => format!("`{state}` never takes its default, `{detail}`"),
            Part::Retry(place) => format!("`{state}`: retrier {place}, of {detail}, never retries"),
            Part::Catch(place) => format!("`{state}`: catcher {place}, of {detail}, never catches"),
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

/// The states that were left the ordinary way for another one: their exit follows no failure.
fn left_by_next(history: &[Value]) -> BTreeSet<String> {
    let id = |event: &Value, field: &str| event.get(field).and_then(Value::as_u64);
    let by_id: BTreeMap<u64, &Value> =
        history.iter().filter_map(|event| Some((id(event, "id")?, event))).collect();
    let kind = |event: &Value| event.get("type").and_then(Value::as_str).unwrap_or_default().to_owned();
    let mut left = BTreeSet::new();
    for event in history.iter().filter(|event| kind(event).ends_with("StateExited")) {
        let before = id(event, "previousEventId").and_then(|id| by_id.get(&id)).map(|event| kind(event));
        let failed = before.is_some_and(|before| before.ends_with("Failed") || before.ends_with("TimedOut"));
        let name = event.pointer("/stateExitedEventDetails/name").and_then(Value::as_str);
        if let (false, Some(name)) = (failed, name) {
            left.insert(name.to_owned());
        }
    }
    left
}
