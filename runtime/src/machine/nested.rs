//! `states:startExecution` of a machine that the engine itself has: a nested execution.

use super::activity::Handover;
use super::call::{Attempt, Call};
use super::drive::WorkError;
use super::{Frame, Resource};
use crate::engine::{Engine, NestedStart, Stage};
use crate::value::Value;
use serde::Serialize;

/// A nested execution that is started, or was.
#[derive(Debug)]
pub(super) struct Nested {
    /// The request.
    request: Value,
    form: Form,
}

/// The forms of the integration.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Form {
    /// Goes on when it has started.
    Response,
    /// Goes on when it has ended (`.sync`).
    Sync,
    /// As `Sync`, with input and output as JSON (`.sync:2`).
    SyncParsed,
    /// Goes on when somebody says so (`.waitForTaskToken`).
    Token,
}

impl Form {
    fn of(resource: &Resource) -> Option<Self> {
        match resource {
            Resource::Integration { resource_type: "states", resource } => match *resource {
                "startExecution" => Some(Self::Response),
                "startExecution.sync" => Some(Self::Sync),
                "startExecution.sync:2" => Some(Self::SyncParsed),
                "startExecution.waitForTaskToken" => Some(Self::Token),
                _ => None,
            },
            _ => None,
        }
    }

    fn awaits_end(self) -> bool {
        matches!(self, Self::Sync | Self::SyncParsed)
    }
}

impl<E: Engine, V: Serialize + Send + Sync> Frame<'_, E, V> {
    /// Takes over a task that starts an execution of one of the engine's own machines.
    pub(super) fn take_over_start(&mut self, call: &Call) {
        let Some(form) = Form::of(&call.info.resource) else { return };
        let Some(request) = call.parameters.as_ref().filter(|request| self.engine.has_machine(request))
        else {
            return;
        };
        if form.awaits_end() && self.pending.is_none() {
            self.open_token();
        }
        self.handover = Some(Box::new(Handover::Execution(Nested { request: request.clone(), form })));
    }

    /// Starts the nested execution, and waits for what the form says.
    pub(super) async fn nest(
        &mut self,
        nested: Nested,
        input: &Value,
        attempt: &Attempt,
        result: &mut Value,
    ) -> Result<(), WorkError> {
        let Nested { request, form } = nested;
        let info = attempt.info();
        let mut alive =
            if attempt.is_resumed() { self.last_heard().max(attempt.start()) } else { attempt.start() };
        if !matches!(self.stage, Stage::Submitted { .. }) {
            if !attempt.is_resumed() {
                self.checkpoint(self.info.name, input).await?;
            }
            let key = attempt.context().idempotency_key();
            let parent = if form.awaits_end() { self.task_token() } else { None };
            let start = NestedStart { request: &request, key: &key, parent };
            let started = self.engine.start_nested(start).await;
            if form == Form::Response {
                return self.conclude(info, Ok(started), result);
            }
            let output = self.ended(info, Ok(started))?;
            self.submitted(info, &output);
            if let Some(token) = self.task_token().map(|token| token.text().clone()) {
                self.stage = Stage::Submitted { at: attempt.start(), token };
                self.checkpoint(self.info.name, input).await?;
            }
        }
        let ended = self.completion(attempt, &mut alive).await?;
        let ended = match form {
            Form::SyncParsed => ended.map(|outcome| outcome.map(parsed)),
            _ => ended,
        };
        self.conclude(info, ended, result)
    }
}

/// With `Input` and `Output` as JSON.
fn parsed(mut description: Value) -> Value {
    for field in ["Input", "Output"] {
        if let Some(text) = description.get_mut(field)
            && let Some(value) = text.as_str().and_then(|text| Value::from_json(text).ok())
        {
            *text = value;
        }
    }
    description
}
