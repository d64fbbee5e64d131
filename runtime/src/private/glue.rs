//! Small functions that keep generated code short.

use crate::engine::Engine;
use crate::error::{Fault, RunError, TaskError};
use crate::express::{Express, Handle, Report};
use crate::intrinsics::{IntrinsicError, call_error};
use crate::machine::Workflow;
use crate::path::{At, PathText};
use crate::value::{Array, Number, Object, Text, Value};
use serde::de::{DeserializeOwned, Error as _, MapAccess, Visitor};
use serde::ser::SerializeMap;
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use std::fmt;
use std::future::Future;
use std::sync::Arc;

/// An object with these members.
#[expect(clippy::inline_always, reason = "what is to be known of literal keys is then constant")]
#[inline(always)]
pub fn object<const N: usize>(members: [(Text, Value); N]) -> Value {
    Value::Object(Object::from_distinct(members))
}

/// The members of an object that was just made of `TemplateKeys`, for `put`.
#[expect(clippy::inline_always, reason = "each member is then a known place")]
#[inline(always)]
pub fn slots<const N: usize>(object: &mut Object) -> Option<&mut [(Text, Value); N]> {
    object.slots()
}

/// An array of these elements.
#[inline]
pub fn array<const N: usize>(elements: [Value; N]) -> Value {
    Value::Array(Array::from(Vec::from(elements)))
}

/// A literal that was built once: to copy it costs nothing, however many do at once.
#[inline]
pub fn fixed(literal: &'static Value) -> Value {
    literal.fixed()
}

/// A literal with a fraction or exponent. The compiler lets only finite ones through.
pub fn float(value: f64) -> Value {
    Number::from_f64(value).map_or(Value::Null, Value::Number)
}

/// A literal that fits no machine number.
pub fn number(text: &str) -> Value {
    Value::from_json(text).unwrap_or_default()
}

/// The same as a number.
pub fn number_of(text: &str) -> Number {
    match number(text) {
        Value::Number(number) => number,
        _ => Number::from(0_i64),
    }
}

/// Puts a value where `null` is.
#[expect(clippy::inline_always, reason = "the value is then built where it belongs, not moved there")]
#[inline(always)]
pub fn fill(null: &mut Value, value: Value) {
    // There is nothing to drop.
    std::mem::forget(std::mem::replace(null, value));
}

/// Takes a state's input out of it.
#[inline]
pub fn take(value: &mut Value) -> Value {
    std::mem::take(value)
}

/// The value, or `null`.
pub fn or_null(value: Option<&Value>) -> &Value {
    static NULL: Value = Value::Null;
    value.unwrap_or(&NULL)
}

/// `IsPresent`.
#[inline]
pub fn is_present(at: At<'_>, _: &PathText) -> bool {
    at.is_present()
}

/// The result of an intrinsic, or AWS's words for its failure.
#[inline]
pub fn called(
    result: Result<Value, IntrinsicError>,
    call: &'static str,
    function: &'static str,
) -> Result<Value, Fault> {
    result.map_err(|error| call_error(call, function, error))
}

/// Evaluates what only the history needs.
#[inline]
pub fn kept<E: Engine>(value: impl FnOnce() -> Value) -> Option<Value> {
    E::HISTORY.then(value)
}

/// The text of an intrinsic whose result is a string.
#[inline]
pub fn into_text(value: Value) -> Text {
    match value {
        Value::String(text) => text,
        other => Text::from(other.to_string()),
    }
}

/// The number of an intrinsic whose result is an integer.
#[inline]
pub fn into_i64(value: &Value) -> i64 {
    value.as_i64().unwrap_or_default()
}

/// The result of an intrinsic that answers a question.
#[inline]
pub fn into_bool(value: &Value) -> bool {
    *value == Value::Bool(true)
}

/// A state that the driver never asks this of.
#[cold]
pub fn misplaced() -> Fault {
    Fault::runtime("The state cannot do this.")
}

/// AWS's failure of a Choice without a match and without `Default`.
#[cold]
pub fn no_choice() -> Fault {
    Fault::runtime("Failed to transition out of the state. The state does not point to a next state.")
}

/// What AWS checks of a request to an API of API Gateway before it schedules the task (recorded): each header has a
/// list of values.
pub fn check_api_request(request: &Value) -> Result<(), Fault> {
    let is_list = |header: &Value| match header {
        Value::Array(values) => values.iter().all(|value| matches!(value, Value::String(_))),
        _ => false,
    };
    let valid = match request.get("Headers") {
        None | Some(Value::Null) => true,
        Some(Value::Object(headers)) => headers.values().all(is_list),
        Some(_) => false,
    };
    if valid {
        return Ok(());
    }
    Err(unusable(request, "The value of the field 'Headers' has an invalid format"))
}

#[cold]
fn unusable(request: &Value, reason: impl fmt::Display) -> Fault {
    Fault::runtime(format!("The Parameters '{request}' could not be used to start the Task: [{reason}]"))
}

/// A task's output in the user's type, as a value.
fn task_output<T: Serialize>(output: &T) -> Result<Value, TaskError> {
    Ok(Value::from_serialize(output)?)
}

/// A workflow's input as a value.
pub fn write_input<T: Serialize + ?Sized>(input: &T) -> Result<Value, RunError> {
    Value::from_serialize(input).map_err(RunError::Input)
}

/// A workflow's output in the user's type.
pub fn read_output<T: DeserializeOwned>(output: Value) -> Result<T, RunError> {
    crate::value::from_value(output).map_err(RunError::Output)
}

/// `run` with the default settings. The ways to read and write come as functions, so that only one place has the
/// bounds of the user's types, and a type that lacks one is reported once.
pub fn run<W, I, O>(
    workflow: &W,
    input: &I,
    write: fn(&I) -> Result<Value, RunError>,
    read: fn(Value) -> Result<O, RunError>,
) -> impl Future<Output = Result<O, RunError>> + Send
where
    W: Workflow,
    I: ?Sized,
{
    let input = write(input);
    async move { read(Express::shared().run_value(workflow, input?).await?) }
}

/// `record` with the default settings.
pub fn record<W, I>(
    workflow: &W,
    input: &I,
    write: fn(&I) -> Result<Value, RunError>,
) -> impl Future<Output = Result<Report, RunError>> + Send
where
    W: Workflow,
    I: ?Sized,
{
    let input = write(input);
    async move { Express::shared().record(workflow, &input?).await }
}

/// `start` with the default settings.
pub fn start<W, I>(
    workflow: &Arc<W>,
    input: &I,
    write: fn(&I) -> Result<Value, RunError>,
) -> Result<Handle, RunError>
where
    W: Workflow + 'static,
    I: ?Sized,
{
    Express::shared().start(workflow.clone(), &write(input)?)
}

/// The variables of a machine that assigns none.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct NoVars {}

/// A state as `{"Name": input}`.
pub fn serialize_state<S: Serializer>(name: &str, input: &Value, serializer: S) -> Result<S::Ok, S::Error> {
    let mut map = serializer.serialize_map(Some(1))?;
    map.serialize_entry(name, input)?;
    map.end()
}

/// Reads a state back.
pub fn deserialize_state<'de, D, S>(
    deserializer: D,
    state: impl FnOnce(&str, Value) -> Option<S>,
) -> Result<S, D::Error>
where
    D: Deserializer<'de>,
{
    struct StateVisitor<F>(F);

    impl<'de, S, F: FnOnce(&str, Value) -> Option<S>> Visitor<'de> for StateVisitor<F> {
        type Value = S;

        fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            f.write_str("an object with one member, named after a state")
        }

        fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<S, A::Error> {
            let Some((name, input)) = map.next_entry::<Text, Value>()? else {
                return Err(A::Error::invalid_length(0, &self));
            };
            (self.0)(&name, input)
                .ok_or_else(|| A::Error::custom(format!("the workflow has no state `{name}`")))
        }
    }

    deserializer.deserialize_map(StateVisitor(state))
}

/// The variables that are set, as an object.
pub fn serialize_vars<S: Serializer>(
    vars: &[(&str, &Option<Value>)],
    serializer: S,
) -> Result<S::Ok, S::Error> {
    serializer.collect_map(vars.iter().filter_map(|(name, value)| Some((name, value.as_ref()?))))
}

/// Reads variables back; `set` says whether it knows the name.
pub fn deserialize_vars<'de, D: Deserializer<'de>>(
    deserializer: D,
    mut set: impl FnMut(&str, Value) -> bool,
) -> Result<(), D::Error> {
    let Value::Object(vars) = Value::deserialize(deserializer)? else {
        return Err(D::Error::custom("the variables are an object"));
    };
    for (name, value) in vars {
        if !set(&name, value) {
            return Err(D::Error::custom(format!("the workflow has no variable `{name}`")));
        }
    }
    Ok(())
}

/// What the input of a task can be.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be the input of a task",
    label = "this type does not implement `serde::de::DeserializeOwned`",
    note = "a task's input is read from the JSON of the state's `Parameters`: derive `serde::Deserialize` for it"
)]
pub trait TaskInput: Sized {
    /// From a request.
    fn read(request: &Value) -> Result<Self, Fault>;
}

impl<T: DeserializeOwned + Send> TaskInput for T {
    fn read(request: &Value) -> Result<Self, Fault> {
        T::deserialize(request).map_err(|error| unusable(request, error))
    }
}

/// What the output of a task can be.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be the output of a task",
    label = "this type does not implement `serde::Serialize`",
    note = "a task's output becomes JSON: derive `serde::Serialize` for it"
)]
pub trait TaskOutput: Sized {
    /// As a value.
    fn write(&self) -> Result<Value, TaskError>;
}

impl<T: Serialize + Send> TaskOutput for T {
    fn write(&self) -> Result<Value, TaskError> {
        task_output(self)
    }
}

/// What the input of a workflow can be.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be the input of a workflow",
    label = "this type does not implement `serde::Serialize`",
    note = "a workflow's input becomes JSON: derive `serde::Serialize` for it"
)]
pub trait WorkflowInput: Sized {
    /// As a value.
    fn write(&self) -> Result<Value, RunError>;
}

impl<T: Serialize> WorkflowInput for T {
    fn write(&self) -> Result<Value, RunError> {
        write_input(self)
    }
}

/// What the output of a workflow can be.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be the output of a workflow",
    label = "this type does not implement `serde::de::DeserializeOwned`",
    note = "a workflow's output is read from JSON: derive `serde::Deserialize` for it"
)]
pub trait WorkflowOutput: Sized {
    /// From a value.
    fn read(output: Value) -> Result<Self, RunError>;
}

impl<T: DeserializeOwned> WorkflowOutput for T {
    fn read(output: Value) -> Result<Self, RunError> {
        read_output(output)
    }
}

/// Reads a task's input; for a type that cannot be one it does not compile, at the user's own tokens.
pub fn declared_task_input<T: TaskInput>(request: &Value) -> Result<T, Fault> {
    T::read(request)
}

/// Writes a task's output; for a type that cannot be one it does not compile, at the user's own tokens.
pub fn declared_task_output<T: TaskOutput>(output: &T) -> Result<Value, TaskError> {
    output.write()
}

/// Writes a workflow's input; for a type that cannot be one it does not compile, at the user's own tokens.
pub fn declared_input<T: WorkflowInput>(input: &T) -> Result<Value, RunError> {
    input.write()
}

/// Reads a workflow's output; for a type that cannot be one it does not compile, at the user's own tokens.
pub fn declared_output<T: WorkflowOutput>(output: Value) -> Result<T, RunError> {
    T::read(output)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn headers_of_api_requests_are_lists_of_strings() {
        let check = |request: &str| check_api_request(&Value::from_json(request).unwrap());
        for valid in ["{}", r#"{"Headers":null}"#, r#"{"Headers":{"a":[],"b":["x","y"]}}"#] {
            assert!(check(valid).is_ok(), "{valid}");
        }
        for invalid in
            [r#"{"Headers":{"a":["x"],"b":"x"}}"#, r#"{"Headers":"x"}"#, r#"{"Headers":{"a":[1]}}"#]
        {
            let cause = format!(
                "The Parameters '{invalid}' could not be used to start the Task: [The value of the field 'Headers' \
                 has an invalid format]"
            );
            assert_eq!(check(invalid), Err(Fault::runtime(cause)));
        }
    }
}
