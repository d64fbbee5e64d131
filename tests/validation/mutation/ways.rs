//! The ways of breaking a definition. Each changes a machine or a state, or says that it does not apply.

use serde_json::{Map, Value, json};

use super::mutate::Place;

type Way = fn(&mut Value, &Place<'_>) -> bool;

/// At one machine or state.
pub(crate) const WAYS: &[(&str, Way)] = &[
    ("StartAt: another name", |it, _| rename(it, "StartAt")),
    ("StartAt: left out", |it, _| drop_field(it, "StartAt")),
    ("StartAt: a state of no use", start_elsewhere),
    ("Next: another name", |it, _| is_state(it) && rename(it, "Next")),
    ("Next: out of the branch", next_outside),
    ("Next and End: left out", |it, _| is_state(it) && (drop_field(it, "Next") || drop_field(it, "End"))),
    ("Next and End: both", |it, place| is_state(it) && add_field(it, "Next", "End", json!(true), place)),
    ("End: turned into a loop", loop_forever),
    ("Default: another name", |it, _| rename(it, "Default")),
    ("Choice: a rule's target renamed", |it, _| {
        first(it, "Choices").is_some_and(|rule| rename(rule, "Next"))
    }),
    ("Choice: no rules", |it, _| replace(it, "Choices", json!([]))),
    ("Choice: an operator misspelt", |it, _| operator(it, |name| Some(format!("{name}s")))),
    ("Choice: an operator of another type", |it, _| operator(it, other_type)),
    ("Choice: two operators", two_operators),
    ("Choice: no Variable", |it, _| first(it, "Choices").is_some_and(|rule| drop_field(rule, "Variable"))),
    ("Catch: a target renamed", |it, _| first(it, "Catch").is_some_and(|rule| rename(rule, "Next"))),
    ("Catch: no target", |it, _| first(it, "Catch").is_some_and(|rule| drop_field(rule, "Next"))),
    ("Catch: ErrorEquals is a string", |it, _| error_equals(it, "Catch", json!("States.ALL"))),
    ("Catch: States.ALL is not alone", |it, _| error_equals(it, "Catch", json!(["States.ALL", "Other"]))),
    ("Retry: States.ALL is not last", all_first),
    ("Retry: an error of AWS misspelt", |it, _| error_equals(it, "Retry", json!(["States.TaskFailled"]))),
    ("Retry: BackoffRate below 1", |it, _| in_first(it, "Retry", "BackoffRate", json!(0.5))),
    ("Retry: MaxAttempts is a string", |it, _| in_first(it, "Retry", "MaxAttempts", json!("3"))),
    ("Type: left out", |it, _| drop_field(it, "Type")),
    ("Type: misspelt", |it, _| change_text(it, "Type", |text| format!("{text}s"))),
    ("Resource: left out", |it, _| is_state(it) && drop_field(it, "Resource")),
    ("Resource: unknown service", |it, _| {
        is_task(it) && replace(it, "Resource", json!("arn:aws:states:::lamda:invoke"))
    }),
    ("a field misspelt", misspell),
    ("a field of no type", |it, _| is_state(it) && set(it, "Retries", json!(3))),
    ("a field of another language", |it, place| {
        let field = if place.jsonata { "ResultPath" } else { "Output" };
        is_state(it) && set(it, field, json!("$.x"))
    }),
    ("TimeoutSeconds: negative", |it, _| is_task(it) && set(it, "TimeoutSeconds", json!(-1))),
    ("TimeoutSeconds: a word", |it, _| is_task(it) && set(it, "TimeoutSeconds", json!("soon"))),
    ("HeartbeatSeconds: above the timeout", |it, _| {
        is_task(it) && set(it, "TimeoutSeconds", json!(5)) && set(it, "HeartbeatSeconds", json!(10))
    }),
    ("Wait: no duration", |it, _| WAITS.iter().any(|field| is_type(it, "Wait") && drop_field(it, field))),
    ("Wait: two durations", |it, place| {
        !place.jsonata
            && is_type(it, "Wait")
            && set(it, "Seconds", json!(1))
            && set(it, "Timestamp", json!("2030-01-01T00:00:00Z"))
    }),
    ("Wait: no timestamp", |it, _| {
        is_type(it, "Wait")
            && WAITS.iter().filter(|field| drop_field(it, field)).count() > 0
            && set(it, "Timestamp", json!("tomorrow"))
    }),
    ("Fail: Error and ErrorPath", |it, place| {
        !place.jsonata
            && is_type(it, "Fail")
            && set(it, "Error", json!("E"))
            && set(it, "ErrorPath", json!("$.e"))
    }),
    ("Parallel: no branches", |it, _| replace(it, "Branches", json!([]))),
    ("Map: no processor", |it, _| {
        is_state(it) && (drop_field(it, "ItemProcessor") || drop_field(it, "Iterator"))
    }),
    ("Map: MaxConcurrency is negative", |it, _| is_type(it, "Map") && set(it, "MaxConcurrency", json!(-1))),
    ("path: without $", |it, place| {
        !place.jsonata && path(it, |text| text.trim_start_matches('$').to_owned())
    }),
    ("path: an open bracket", |it, place| !place.jsonata && path(it, |text| format!("{text}["))),
    ("path: two dots at the end", |it, place| !place.jsonata && path(it, |text| format!("{text}.."))),
    ("ResultPath: not a Reference Path", |it, place| {
        !place.jsonata && is_state(it) && replace(it, "ResultPath", json!("$.a[*].b"))
    }),
    ("template: no path behind .$", |it, place| !place.jsonata && dynamic(it, |_| "nonsense".to_owned())),
    ("template: .$ left out", without_dollar),
    ("template: a number behind .$", number_behind_dollar),
    ("template: an unknown variable", |it, place| {
        !place.jsonata && dynamic(it, |_| "$nobodySetThis.x".to_owned())
    }),
    ("template: an unknown context field", |it, place| {
        !place.jsonata && dynamic(it, |_| "$$.Execution.Nmae".to_owned())
    }),
    ("intrinsic: misspelt", |it, place| !place.jsonata && intrinsic(it, |text| text.replacen('(', "s(", 1))),
    ("intrinsic: an argument too few", |it, place| !place.jsonata && intrinsic(it, no_arguments)),
    ("intrinsic: a bracket too few", |it, place| {
        !place.jsonata && intrinsic(it, |text| text.trim_end_matches(')').to_owned())
    }),
    ("JSONata: a bracket too few", |it, place| place.jsonata && expression(it, |text| format!("({text}"))),
    ("JSONata: an operator without operand", |it, place| {
        place.jsonata && expression(it, |text| format!("{text} +"))
    }),
    ("JSONata: an unknown member of $states", |it, place| {
        place.jsonata && expression(it, |_| "$states.inputs".to_owned())
    }),
    ("JSONata: a bare name", |it, place| place.jsonata && expression(it, |_| "order.total".to_owned())),
    ("JSONata: an unknown function", |it, place| {
        place.jsonata && expression(it, |_| "$summ([1])".to_owned())
    }),
    ("a state's name twice", name_twice),
];

type TextWay = fn(&str) -> Option<String>;

/// At the text as a whole.
pub(crate) const TEXT_WAYS: &[(&str, TextWay)] = &[
    ("text: cut off", |text| text.trim_end().strip_suffix('}').map(str::to_owned)),
    ("text: a comma too many", |text| {
        text.rfind('}').map(|end| format!("{},}}", text.get(..end).unwrap_or_default()))
    }),
    ("text: a member twice", |text| {
        let start = text.find('{')? + 1;
        Some(format!("{}\"StartAt\": \"Twice\",{}", text.get(..start)?, text.get(start..)?))
    }),
];

/// The share that has to be noticed. Below 1 is what another validator could not know either, with the reason.
pub(crate) fn least(kind: &str) -> f64 {
    match kind {
        // Every state may still be reached from there.
        "StartAt: a state of no use" => 0.5,
        _ => 1.0,
    }
}

const WAITS: &[&str] = &["Seconds", "SecondsPath", "Timestamp", "TimestampPath"];

fn object(it: &mut Value) -> Option<&mut Map<String, Value>> {
    it.as_object_mut()
}

fn is_state(it: &Value) -> bool {
    it.get("Type").is_some()
}

fn is_type(it: &Value, kind: &str) -> bool {
    it.get("Type").is_some_and(|it| it == kind)
}

fn is_task(it: &Value) -> bool {
    is_type(it, "Task")
}

fn drop_field(it: &mut Value, field: &str) -> bool {
    object(it).and_then(|it| it.remove(field)).is_some()
}

fn replace(it: &mut Value, field: &str, value: Value) -> bool {
    it.get_mut(field).map(|old| *old = value).is_some()
}

fn set(it: &mut Value, field: &str, value: Value) -> bool {
    object(it).map(|it| it.insert(field.to_owned(), value)).is_some()
}

fn add_field(it: &mut Value, beside: &str, field: &str, value: Value, _: &Place<'_>) -> bool {
    it.get(beside).is_some() && set(it, field, value)
}

fn change_text(it: &mut Value, field: &str, change: impl FnOnce(&str) -> String) -> bool {
    let Some(text) = it.get(field).and_then(Value::as_str).map(change) else { return false };
    replace(it, field, Value::String(text))
}

fn rename(it: &mut Value, field: &str) -> bool {
    change_text(it, field, |text| format!("{text}X"))
}

fn first<'a>(it: &'a mut Value, list: &str) -> Option<&'a mut Value> {
    it.get_mut(list)?.as_array_mut()?.first_mut()
}

fn in_first(it: &mut Value, list: &str, field: &str, value: Value) -> bool {
    first(it, list).is_some_and(|rule| set(rule, field, value))
}

fn error_equals(it: &mut Value, list: &str, value: Value) -> bool {
    first(it, list).is_some_and(|rule| replace(rule, "ErrorEquals", value))
}

fn all_first(it: &mut Value, _: &Place<'_>) -> bool {
    let Some(list) = it.get_mut("Retry").and_then(Value::as_array_mut) else { return false };
    list.insert(0, json!({"ErrorEquals": ["States.ALL"]}));
    list.len() > 1
}

fn start_elsewhere(it: &mut Value, place: &Place<'_>) -> bool {
    let start = it.get("StartAt").cloned();
    let other = place
        .siblings
        .iter()
        .rev()
        .find(|name| Some(name.as_str()) != start.as_ref().and_then(Value::as_str));
    other.is_some_and(|other| replace(it, "StartAt", json!(other)))
}

fn next_outside(it: &mut Value, place: &Place<'_>) -> bool {
    let Some(outside) = place.outer.iter().find(|name| !place.siblings.contains(name)) else { return false };
    is_state(it) && replace(it, "Next", json!(outside))
}

/// The last state leads to the first one: nothing ends any more, if it was the only end.
fn loop_forever(it: &mut Value, _: &Place<'_>) -> bool {
    let start = it.get("StartAt").cloned();
    let (Some(start), Some(states)) = (start, it.get_mut("States").and_then(Value::as_object_mut)) else {
        return false;
    };
    if states.values().any(|state| ["Succeed", "Fail"].iter().any(|kind| is_type(state, kind))) {
        return false;
    }
    let mut changed = false;
    for state in states.values_mut().filter(|state| state.get("End").is_some()) {
        changed |= drop_field(state, "End") && set(state, "Next", start.clone());
    }
    changed
}

fn operator(it: &mut Value, change: impl Fn(&str) -> Option<String>) -> bool {
    let Some(rule) = first(it, "Choices").and_then(object) else { return false };
    let Some(name) = rule.keys().find(|name| is_operator(name)).cloned() else { return false };
    let (Some(other), Some(value)) = (change(&name), rule.remove(&name)) else { return false };
    rule.insert(other, value);
    true
}

fn is_operator(name: &str) -> bool {
    ["String", "Numeric", "Boolean", "Timestamp", "Is"].iter().any(|start| name.starts_with(start))
}

fn other_type(name: &str) -> Option<String> {
    match name {
        "StringEquals" => Some("NumericEquals".to_owned()),
        "NumericEquals" | "BooleanEquals" => Some("StringEquals".to_owned()),
        "IsPresent" | "IsString" | "IsNull" | "IsNumeric" => Some("NumericLessThan".to_owned()),
        _ => None,
    }
}

fn two_operators(it: &mut Value, _: &Place<'_>) -> bool {
    let Some(rule) = first(it, "Choices") else { return false };
    rule.get("Variable").is_some() && rule.get("IsBoolean").is_none() && set(rule, "IsBoolean", json!(true))
}

/// Two letters of a field change places.
fn misspell(it: &mut Value, _: &Place<'_>) -> bool {
    const FIELDS: &[&str] = &[
        "Parameters",
        "Arguments",
        "ResultPath",
        "ResultSelector",
        "InputPath",
        "OutputPath",
        "Retry",
        "Catch",
        "ItemsPath",
        "MaxConcurrency",
        "Result",
        "Assign",
        "Cause",
        "Choices",
        "Branches",
        "Default",
        "StartAt",
    ];
    let Some(state) = object(it) else { return false };
    let Some(field) = FIELDS.iter().find(|field| state.contains_key(**field)) else { return false };
    let mut letters: Vec<char> = field.chars().collect();
    letters.swap(2, 3);
    let value = state.remove(*field).unwrap_or_default();
    state.insert(letters.into_iter().collect(), value);
    true
}

/// A field that holds a path.
fn path(it: &mut Value, change: impl FnOnce(&str) -> String) -> bool {
    const FIELDS: &[&str] = &["InputPath", "OutputPath", "ResultPath", "ItemsPath", "SecondsPath"];
    let Some(field) = FIELDS.iter().find(|field| it.get(**field).is_some_and(Value::is_string)) else {
        let rule = first(it, "Choices");
        return rule.is_some_and(|rule| change_text(rule, "Variable", change));
    };
    change_text(it, field, change)
}

/// The first `.$` field of a template that `wanted` picks.
fn template<'a>(
    it: &'a mut Value,
    wanted: &dyn Fn(&str, &Value) -> bool,
) -> Option<(&'a mut Map<String, Value>, String)> {
    fn search<'a>(
        value: &'a mut Value,
        wanted: &dyn Fn(&str, &Value) -> bool,
    ) -> Option<(&'a mut Map<String, Value>, String)> {
        let map = value.as_object_mut()?;
        if let Some(name) = map.iter().find(|(name, value)| wanted(name, value)).map(|(name, _)| name.clone())
        {
            return Some((map, name));
        }
        map.values_mut().find_map(|value| search(value, wanted))
    }
    if !is_state(it) {
        return None;
    }
    let state = it.as_object_mut()?;
    let fields = ["Parameters", "ResultSelector", "ItemSelector", "Assign", "Arguments", "Output"];
    state
        .iter_mut()
        .filter(|(name, _)| fields.contains(&name.as_str()))
        .find_map(|(_, value)| search(value, wanted))
}

fn is_dynamic(name: &str, value: &Value) -> bool {
    name.ends_with(".$") && value.is_string()
}

fn dynamic(it: &mut Value, change: impl FnOnce(&str) -> String) -> bool {
    let Some((map, name)) = template(it, &is_dynamic) else { return false };
    let Some(text) = map.get(&name).and_then(Value::as_str).map(change) else { return false };
    map.insert(name, Value::String(text));
    true
}

fn without_dollar(it: &mut Value, place: &Place<'_>) -> bool {
    let Some((map, name)) = template(it, &is_dynamic).filter(|_| !place.jsonata) else { return false };
    let value = map.remove(&name).unwrap_or_default();
    map.insert(name.trim_end_matches(".$").to_owned(), value);
    true
}

fn number_behind_dollar(it: &mut Value, place: &Place<'_>) -> bool {
    let Some((map, name)) = template(it, &is_dynamic).filter(|_| !place.jsonata) else { return false };
    map.insert(name, json!(7));
    true
}

fn intrinsic(it: &mut Value, change: impl FnOnce(&str) -> String) -> bool {
    let is_call = |name: &str, value: &Value| {
        is_dynamic(name, value) && value.as_str().is_some_and(|text| text.starts_with("States."))
    };
    let Some((map, name)) = template(it, &is_call) else { return false };
    let Some(text) = map.get(&name).and_then(Value::as_str).map(change) else { return false };
    map.insert(name, Value::String(text));
    true
}

/// `States.Format('a', $.b)` → `States.Format()`; a call that takes none gets one, and one that takes any number stays.
fn no_arguments(text: &str) -> String {
    match text.split('(').next().unwrap_or_default() {
        "States.UUID" => "States.UUID(1)".to_owned(),
        "States.Array" => text.to_owned(),
        name => format!("{name}()"),
    }
}

/// The first JSONata expression of a state.
fn expression(it: &mut Value, change: impl FnOnce(&str) -> String) -> bool {
    fn search(value: &mut Value) -> Option<&mut String> {
        match value {
            Value::String(text) if text.starts_with("{%") && text.ends_with("%}") => Some(text),
            Value::Object(map) => {
                map.iter_mut().filter(|(name, _)| !is_machine(name)).find_map(|(_, value)| search(value))
            }
            Value::Array(items) => items.iter_mut().find_map(search),
            _ => None,
        }
    }
    fn is_machine(name: &str) -> bool {
        ["States", "Branches", "ItemProcessor", "Iterator"].contains(&name)
    }
    let Some(text) = is_state(it).then(|| search(it)).flatten() else { return false };
    let inner = text.trim_start_matches("{%").trim_end_matches("%}").trim().to_owned();
    *text = format!("{{% {} %}}", change(&inner));
    true
}

/// The first state of a branch gets the name of one around it.
fn name_twice(it: &mut Value, place: &Place<'_>) -> bool {
    let Some(outer) = place.outer.first() else { return false };
    let start = it.get("StartAt").and_then(Value::as_str).map(str::to_owned);
    let (Some(start), Some(states)) = (start, it.get_mut("States").and_then(Value::as_object_mut)) else {
        return false;
    };
    let Some(state) = states.remove(&start) else { return false };
    states.insert(outer.clone(), state);
    for state in states.values_mut() {
        if state.get("Next").is_some_and(|next| *next == start.as_str()) {
            replace(state, "Next", json!(outer));
        }
    }
    replace(it, "StartAt", json!(outer))
}
