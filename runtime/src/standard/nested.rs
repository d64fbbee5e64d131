//! Executions that were started by a task of another one.
//!
//! The child's first row names the attempt that started it, so that the same attempt, run again after a crash, finds it. Who waits
//! for its end is noted in the store until the parent was told: an end that a crash kept from the parent is told when the store is
//! opened again.

use super::api::{arn, start, version};
use super::core::Core;
use super::error::Error;
use super::load;
use super::store::{Facts, Ticket, Wake};
use crate::engine::{NestedStart, TaskToken};
use crate::error::{Failure, Status, TaskError, names};
use crate::value::{Object, Text, Value};

/// Where it is noted who waits for whom: by the child's number, the token.
const SPACE: &str = "nested";
/// So many are read at once.
const PAGE: usize = 1_000;

/// Whether a request is for a machine of this store.
pub(super) fn has_machine(core: &Core, request: &Value) -> bool {
    let arn = request.get("StateMachineArn").and_then(Value::as_str).unwrap_or_default();
    let machine = arn::parse_qualified_machine(arn).ok().map(|(machine, _)| machine);
    let account = &core.settings().account;
    machine.is_some_and(|machine| {
        arn.starts_with(arn::machine(account, machine).as_str()) && core.registry.newest(machine).is_some()
    })
}

/// Starts a nested execution; gives the response of `StartExecution`.
pub(super) async fn start(core: &Core, start: NestedStart<'_>) -> Result<Value, TaskError> {
    let NestedStart { request, key, parent } = start;
    let arn = request.get("StateMachineArn").and_then(Value::as_str).unwrap_or_default();
    let target = version::target(core, arn).map_err(|error| refusal(&error, key))?;
    let machine = target.machine.clone();
    let name = request.get("Name").and_then(Value::as_str).map_or_else(|| name_of(key), Text::from);
    let input = match request.get("Input") {
        None | Some(Value::Null) => Value::Object(Object::new()),
        Some(Value::String(text)) => match Value::from_json(text) {
            Ok(input) => input,
            Err(error) => return Err(refusal(&Error::InvalidExecutionInput(error.to_string().into()), key)),
        },
        Some(input) => input.clone(),
    };
    let parent = Some((Text::from(key), parent.cloned()));
    let facts =
        start::start(core, target, name, input, parent).await.map_err(|error| refusal(&error, key))?;
    let arn = arn::execution(&core.settings().account, &machine, &facts.beginning.name);
    Ok(Value::Object(Object::from_entries([
        (Text::new_static("ExecutionArn"), Value::String(arn)),
        (Text::new_static("StartDate"), Value::from(facts.beginning.started.unix_millis())),
    ])))
}

fn refusal(error: &Error, key: &str) -> TaskError {
    refused(error.code(), &error.to_string(), &name_of(key))
}

/// A name that the same attempt always gives, in the form of a UUID.
fn name_of(key: &str) -> Text {
    use sha2::Digest as _;
    let hash = sha2::Sha256::digest(key.as_bytes());
    let number = hash.first_chunk::<16>().map_or(0, |bytes| u128::from_be_bytes(*bytes));
    let hex = format!("{number:032x}");
    let part = |from: usize, to: usize| hex.get(from..to).unwrap_or_default();
    let parts = [part(0, 8), part(8, 12), part(12, 16), part(16, 20), part(20, 32)];
    Text::from(parts.join("-"))
}

/// Notes who waits for the end of an execution.
pub(super) fn note(core: &Core, child: u64, token: &TaskToken) -> Result<(), Error> {
    // After a crash before this is on the disk, the attempt that waits does so again.
    drop(core.store().put(SPACE, &key(child), Some(token.as_str().as_bytes().to_vec()))?);
    Ok(())
}

fn key(child: u64) -> String {
    format!("{child:020}")
}

/// Tells the parent of an execution that it has ended.
pub(super) async fn ended(core: &Core, child: u64, token: &TaskToken) {
    let told = match core.store().facts(child) {
        Ok(Some(facts)) => settle(core, &facts, token),
        Ok(None) => Ok(None),
        Err(error) => Err(error.into()),
    };
    match told {
        Ok(None) => {}
        Ok(Some(ticket)) => drop(core.committed(ticket).await),
        Err(error) => tracing::error!(%error, child, "the end of a nested execution cannot be told"),
    }
}

/// Completes the token of whoever waits for an execution, if that has ended.
pub(super) fn settle(core: &Core, facts: &Facts, token: &TaskToken) -> Result<Option<Ticket>, Error> {
    if facts.standing.wake != Wake::Ended {
        return Ok(None);
    }
    let told = core.complete(token, outcome(core, facts)?);
    match told {
        Ok(_) | Err(Error::TaskDoesNotExist | Error::InvalidToken) => {}
        Err(error) => return Err(error),
    }
    // Written after the outcome: rows and settings keep their order.
    Ok(Some(core.store().put(SPACE, &key(facts.id), None)?))
}

/// Tells of the ends that a crash kept from their parents.
pub(super) fn recover(core: &Core) -> Result<(), Error> {
    let mut after: Option<String> = None;
    loop {
        let page = core.store().scan(SPACE, after.as_deref(), PAGE)?;
        let is_last = page.len() < PAGE;
        for (child, token) in &page {
            let token = TaskToken::new(String::from_utf8_lossy(token).into_owned());
            let facts = match child.parse() {
                Ok(child) => core.store().facts(child)?,
                Err(_) => None,
            };
            if let Some(facts) = facts {
                settle(core, &facts, &token)?;
            }
        }
        after = page.last().map(|(child, _)| child.clone());
        if is_last {
            return Ok(());
        }
    }
}

/// What the end of an execution is for the task that waits for it: the description, or a failure with it as cause.
fn outcome(core: &Core, facts: &Facts) -> Result<Result<Value, TaskError>, Error> {
    let account = &core.settings().account;
    let beginning = &facts.beginning;
    let input = load::input(core, load::first_row(core, facts)?)?;
    let ended = load::outcome(core, facts)?;
    let included =
        || Value::Object(Object::from_entries([(Text::new_static("Included"), Value::Bool(true))]));
    let status = facts.standing.status;
    let redrive = if status == Status::Succeeded { "NOT_REDRIVABLE" } else { "REDRIVABLE" };
    let failure = ended.as_ref().err();
    let text = |text: Option<&Text>| text.cloned().map(Value::String);
    let millis = |time: crate::time::Timestamp| Some(Value::from(time.unix_millis()));
    let reason = (status == Status::Succeeded).then_some("Execution is SUCCEEDED and cannot be redriven");
    let output = ended.as_ref().ok().map(|output| Value::from(output.to_json_string()));
    let members = [
        ("Cause", text(failure.and_then(Failure::cause))),
        ("Error", text(failure.and_then(Failure::error))),
        ("ExecutionArn", Some(Value::String(arn::execution(account, &beginning.machine, &beginning.name)))),
        ("Input", Some(Value::from(input.to_json_string()))),
        ("InputDetails", Some(included())),
        ("Name", Some(Value::String(beginning.name.clone()))),
        ("OutputDetails", output.is_some().then(included)),
        ("Output", output),
        ("RedriveCount", Some(Value::from(facts.standing.redrives))),
        ("RedriveStatus", Some(Value::from(redrive))),
        ("RedriveStatusReason", reason.map(Value::from)),
        ("StartDate", millis(beginning.started)),
        ("StateMachineArn", Some(Value::String(arn::machine(account, &beginning.machine)))),
        ("Status", Some(Value::from(status.as_str()))),
        ("StopDate", facts.stopped.and_then(millis)),
    ];
    let mut description = Object::new();
    for (key, value) in members {
        if let Some(value) = value {
            description.insert(Text::new_static(key), value);
        }
    }
    let description = Value::Object(description);
    Ok(match failure {
        None => Ok(description),
        Some(_) => Err(TaskError::new(names::TASK_FAILED, description.to_json_string())),
    })
}

/// The error of a request that Step Functions refuses, as its optimized integration reports it (recorded).
fn refused(code: &str, message: &str, request_id: &str) -> TaskError {
    let cause = format!(
        "{message} (Service: AWSStepFunctions; Status Code: 400; Error Code: {code}; Request ID: {request_id}; Proxy: null)"
    );
    TaskError::new(Text::from(format!("StepFunctions.{code}Exception")), cause)
}
