//! The tasks of a case, played as they were recorded.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use asl_runtime::{Callbacks, Phase, TaskContext, TaskError, TaskToken, Value};

use super::{BoxFuture, Script};
use crate::{Case, Json, Phase as RecordedPhase, Step, TaskScript};

/// Plays a case's tasks. An attempt that is run again after a resume does again what it did before.
pub(crate) struct Player {
    script: TaskScript,
    callbacks: Callbacks,
    state: Mutex<Progress>,
}

#[derive(Default)]
struct Progress {
    /// What each attempt so far was told to do, by its idempotency key.
    steps: BTreeMap<String, Step>,
    /// What the holder of a token is going to send.
    answers: BTreeMap<TaskToken, Result<Value, TaskError>>,
    /// The attempts that the recording does not have.
    surplus: Vec<String>,
}

impl Player {
    /// The player of `case`, whose tokens are completed through `callbacks`.
    pub(crate) fn new(case: &Case, callbacks: &Callbacks) -> Arc<Self> {
        Arc::new(Self {
            script: TaskScript::new(case),
            callbacks: callbacks.clone(),
            state: Mutex::default(),
        })
    }

    /// Attempts that the recording has and the run had not, and the other way round.
    pub(crate) fn complaints(&self) -> Vec<String> {
        let missing = self.script.unused();
        let missing = missing.into_iter().filter(|state| !state.is_empty());
        let missing = missing.map(|state| format!("a result of the task in `{state}` was not asked for"));
        self.progress().surplus.iter().cloned().chain(missing).collect()
    }

    /// Completes tokens, as somebody outside does, until it is dropped.
    pub(crate) async fn answer(&self) {
        loop {
            let open = self.callbacks.open_tokens();
            for token in open {
                let Some(answer) = self.progress().answers.get(&token).cloned() else { continue };
                // A token that was closed in the meantime is no failure of the run.
                let _ = match answer {
                    Ok(output) => self.callbacks.success(&token, &output),
                    Err(error) => self.callbacks.failure(&token, error),
                };
            }
            tokio::task::yield_now().await;
        }
    }

    /// What the holders of tokens are going to send.
    #[cfg(feature = "standard")]
    pub(crate) fn answers(&self) -> BTreeMap<TaskToken, Result<Value, TaskError>> {
        self.progress().answers.clone()
    }

    /// An answer was heard: it is not sent again.
    #[cfg(feature = "standard")]
    pub(crate) fn answered(&self, token: &TaskToken) {
        self.progress().answers.remove(token);
    }

    fn progress(&self) -> MutexGuard<'_, Progress> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn step(&self, input: &Value, cx: &TaskContext) -> Step {
        let key = cx.idempotency_key();
        if let Some(step) = self.progress().steps.get(&key) {
            return step.clone();
        }
        let text = input.to_string();
        let step = match serde_json::from_str(&text) {
            Ok(input) => self.script.next(cx.state(), &input),
            Err(_) => Step::Unscripted,
        };
        let mut progress = self.progress();
        if step == Step::Unscripted {
            progress
                .surplus
                .push(format!("the task in `{}` ran once more than it has results, with {text}", cx.state()));
        }
        progress.steps.insert(key, step.clone());
        step
    }

    /// Ends an attempt: by its token when the request was accepted and a token is waited for.
    fn end(
        &self,
        submitted: Option<&Json>,
        outcome: Result<Value, TaskError>,
        cx: &TaskContext,
    ) -> Result<Value, TaskError> {
        match (submitted, cx.token()) {
            (Some(submitted), Some(token)) => {
                self.progress().answers.insert(token.clone(), outcome);
                value(submitted)
            }
            (submitted, _) => {
                note_submitted(submitted, cx)?;
                outcome
            }
        }
    }

    /// Never ends an attempt.
    async fn hang(&self, submitted: Option<&Json>, cx: &TaskContext) -> Result<Value, TaskError> {
        if let (Some(submitted), Some(_)) = (submitted, cx.token()) {
            return value(submitted);
        }
        note_submitted(submitted, cx)?;
        std::future::pending().await
    }
}

impl Script for Player {
    fn attempt<'a>(&'a self, input: Value, cx: &'a TaskContext) -> BoxFuture<'a, Result<Value, TaskError>> {
        Box::pin(async move {
            match self.step(&input, cx) {
                Step::Succeed { submitted, output } => {
                    let output = value(&output);
                    self.end(submitted.as_ref(), output, cx)
                }
                Step::Fail { submitted, error, cause, phase } => {
                    let error = TaskError::from_parts(error.map(Into::into), cause.map(Into::into));
                    self.end(submitted.as_ref(), Err(error.in_phase(phase_of(phase))), cx)
                }
                Step::Timeout { submitted }
                | Step::HeartbeatTimeout { submitted }
                | Step::Pending { submitted } => self.hang(submitted.as_ref(), cx).await,
                Step::Unscripted => Err(TaskError::new("Unscripted", "the recording has no such attempt")),
            }
        })
    }
}

fn note_submitted(submitted: Option<&Json>, cx: &TaskContext) -> Result<(), TaskError> {
    if let Some(submitted) = submitted {
        cx.submitted(value(submitted)?);
    }
    Ok(())
}

fn value(json: &Json) -> Result<Value, TaskError> {
    Ok(Value::from_json(json.text())?)
}

fn phase_of(phase: RecordedPhase) -> Phase {
    match phase {
        RecordedPhase::Schedule => Phase::Schedule,
        RecordedPhase::Start => Phase::Start,
        RecordedPhase::Submit => Phase::Submit,
        RecordedPhase::Run => Phase::Run,
    }
}
