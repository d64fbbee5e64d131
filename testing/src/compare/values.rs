//! Comparison of JSON values and of the details of one event.

use serde_json::Value;

use super::super::marker::{Captures, Markers};
use super::Difference;

/// Compares values, remembering what numbered markers stood for.
#[derive(Debug, Clone)]
pub(in super::super) struct Matcher<'a> {
    markers: &'a Markers,
    captures: Captures,
}

impl<'a> Matcher<'a> {
    pub(in super::super) fn new(markers: &'a Markers) -> Self {
        Self { markers, captures: Captures::new() }
    }

    /// Whether `actual` is what `expected` describes; what was learnt about markers stays only if it is.
    pub(in super::super) fn agrees(&mut self, expected: &Value, actual: &Value) -> bool {
        self.attempt(|matcher, differences| {
            matcher.compare("", Some(expected), Some(actual), differences);
        })
    }

    /// Whether two events agree apart from their ids.
    pub(super) fn same_event(&mut self, expected: &Value, actual: &Value) -> bool {
        self.attempt(|matcher, differences| matcher.compare_event("", expected, actual, differences))
    }

    fn attempt(&mut self, run: impl FnOnce(&mut Self, &mut Vec<Difference>)) -> bool {
        let before = self.captures.clone();
        let mut differences = Vec::new();
        run(self, &mut differences);
        if !differences.is_empty() {
            self.captures = before;
        }
        differences.is_empty()
    }

    /// Adds what differs at `path` and below to `differences`.
    pub(super) fn compare(
        &mut self,
        path: &str,
        expected: Option<&Value>,
        actual: Option<&Value>,
        differences: &mut Vec<Difference>,
    ) {
        match (expected, actual) {
            (None, None) => {}
            (Some(Value::String(text)), Some(_)) if self.markers.is_any(text) => {
                // Text also goes through `matches`: a numbered marker has to stand for one value.
                if let Some(Value::String(actual_text)) = actual
                    && !self.markers.matches(text, actual_text, &mut self.captures)
                {
                    differences.push(Difference::new(path, expected, actual));
                }
            }
            (Some(Value::String(text)), Some(Value::String(actual_text))) => {
                if !self.markers.matches(text, actual_text, &mut self.captures) {
                    differences.push(Difference::new(path, expected, actual));
                }
            }
            (Some(Value::Array(items)), Some(Value::Array(actual_items))) => {
                for index in 0..items.len().max(actual_items.len()) {
                    let path = format!("{path}[{index}]");
                    self.compare(&path, items.get(index), actual_items.get(index), differences);
                }
            }
            (Some(Value::Object(members)), Some(Value::Object(actual_members))) => {
                for (key, member) in members {
                    if is_recorded_time(key, member) && actual_members.contains_key(key) {
                        continue;
                    }
                    let actual = actual_members.get(key).or_else(|| actual_members.get(&self.bound(key)));
                    self.compare(&join(path, key), Some(member), actual, differences);
                }
                for (key, member) in actual_members {
                    if key == "RedriveCount"
                        && self.markers.is_before_redrive()
                        && is_execution(actual_members)
                    {
                        continue;
                    }
                    if !members.contains_key(key) && !members.keys().any(|known| self.bound(known) == *key) {
                        differences.push(Difference::new(&join(path, key), None, Some(member)));
                    }
                }
            }
            // `1` and `1.0` are different numbers to AWS, and to `Value`.
            _ if expected == actual => {}
            _ => differences.push(Difference::new(path, expected, actual)),
        }
    }

    fn bound(&self, key: &str) -> String {
        self.markers.concrete(key, str::to_owned)
    }

    /// Compares all of an event but `id` and `previousEventId`.
    pub(super) fn compare_event(
        &mut self,
        path: &str,
        expected: &Value,
        actual: &Value,
        differences: &mut Vec<Difference>,
    ) {
        let members = |event: &'_ Value| event.as_object().cloned().unwrap_or_default();
        let (expected, actual) = (members(expected), members(actual));
        let mut keys: Vec<_> = expected.keys().chain(actual.keys()).collect();
        keys.sort();
        keys.dedup();
        for key in keys {
            let (recorded, ours) = (expected.get(key), actual.get(key));
            let path = join(path, key);
            match (recorded, ours) {
                _ if matches!(key.as_str(), "id" | "previousEventId") => {}
                (Some(recorded), Some(_)) if is_recorded_time(key, recorded) => {}
                (Some(Value::Object(recorded)), Some(Value::Object(ours)))
                    if key.ends_with("EventDetails") =>
                {
                    let mut fields: Vec<_> = recorded.keys().chain(ours.keys()).collect();
                    fields.sort();
                    fields.dedup();
                    for field in fields {
                        let (recorded, ours) = (recorded.get(field), ours.get(field));
                        self.compare_field(&join(&path, field), (field, recorded), ours, differences);
                    }
                }
                _ => self.compare(&path, recorded, ours, differences),
            }
        }
    }

    /// One field of an event's details, with the JSON texts among them read as JSON.
    fn compare_field(
        &mut self,
        path: &str,
        (field, expected): (&str, Option<&Value>),
        actual: Option<&Value>,
        differences: &mut Vec<Difference>,
    ) {
        match field {
            "input" | "output" => self.compare_json_text(path, expected, actual, differences),
            "parameters" => {
                let mut found = Vec::new();
                self.compare_json_text("", expected, actual, &mut found);
                found.retain(|difference| !self.is_rewritten(difference));
                differences.extend(found.into_iter().map(|mut difference| {
                    difference.path = join(path, &difference.path);
                    difference
                }));
            }
            "cause" => self.compare_cause(path, expected, actual, differences),
            "assignedVariables" => match (expected, actual) {
                (Some(Value::Object(expected)), Some(Value::Object(actual))) => {
                    let mut names: Vec<_> = expected.keys().chain(actual.keys()).collect();
                    names.sort();
                    names.dedup();
                    for name in names {
                        let (expected, actual) = (expected.get(name), actual.get(name));
                        self.compare_json_text(&join(path, name), expected, actual, differences);
                    }
                }
                _ => self.compare(path, expected, actual, differences),
            },
            _ => self.compare(path, expected, actual, differences),
        }
    }

    /// Whether ours is what the definition has there.
    fn is_rewritten(&self, difference: &Difference) -> bool {
        let ours = serde_json::from_str::<String>(&difference.actual);
        ours.is_ok_and(|ours| self.markers.is_literal(&difference.path, &ours))
    }

    /// JSON text against JSON text or against what the recorder parsed.
    fn compare_json_text(
        &mut self,
        path: &str,
        expected: Option<&Value>,
        actual: Option<&Value>,
        differences: &mut Vec<Difference>,
    ) {
        let parsed = |value: Option<&Value>| match value {
            Some(Value::String(text)) => serde_json::from_str::<Value>(text).ok(),
            Some(other) => Some(other.clone()),
            None => None,
        };
        // A marker for the whole text is no JSON and stays itself.
        let text = |value: Option<&Value>| parsed(value).or_else(|| value.cloned());
        self.compare(path, text(expected).as_ref(), text(actual).as_ref(), differences);
    }

    /// A cause: JSON objects by value, everything else as text.
    pub(super) fn compare_cause(
        &mut self,
        path: &str,
        expected: Option<&Value>,
        actual: Option<&Value>,
        differences: &mut Vec<Difference>,
    ) {
        let object = |value: Option<&Value>| match value {
            Some(Value::String(text)) => serde_json::from_str::<Value>(text).ok().filter(Value::is_object),
            Some(parsed @ Value::Object(_)) => Some(parsed.clone()),
            _ => None,
        };
        match (object(expected), object(actual)) {
            (Some(expected), Some(actual)) => self.compare(path, Some(&expected), Some(&actual), differences),
            _ => self.compare(path, expected, actual, differences),
        }
    }
}

/// The recorder replaced whatever stood under a key with `timestamp` in its name.
fn is_recorded_time(key: &str, recorded: &Value) -> bool {
    key.to_lowercase().contains("timestamp") && recorded.as_str() == Some("timestamp")
}

/// Whether these are the members of `$$.Execution`.
fn is_execution(members: &serde_json::Map<String, Value>) -> bool {
    ["Id", "Input", "Name", "RoleArn", "StartTime"].iter().all(|name| members.contains_key(*name))
}

fn join(path: &str, key: &str) -> String {
    match (path, key) {
        ("", key) => key.to_owned(),
        (path, "") => path.to_owned(),
        (path, key) => format!("{path}.{key}"),
    }
}
