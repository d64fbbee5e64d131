//! Task tokens: completing a task from outside.

use crate::error::TaskError;
use crate::time::Timestamp;
use crate::value::{SerializeError, Text, Value};
use serde::Serialize;
use std::collections::HashMap;
use std::fmt;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use tokio::sync::{Notify, oneshot};

/// Stands for one attempt of one task. Whoever holds it can complete the attempt; it cannot be guessed.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, serde::Deserialize)]
#[serde(transparent)]
pub struct TaskToken(Text);

impl TaskToken {
    /// The token with this text.
    pub fn new(text: impl Into<Text>) -> Self {
        Self(text.into())
    }

    /// A fresh token of 256 random bits.
    pub(crate) fn random(random: impl Fn() -> u64) -> Self {
        let [a, b, c, d] = std::array::from_fn(|_| random());
        Self(Text::from(format!("{a:016x}{b:016x}{c:016x}{d:016x}")))
    }

    /// Its text.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    pub(crate) fn text(&self) -> &Text {
        &self.0
    }
}

impl fmt::Display for TaskToken {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// The open callbacks of the executions that share this handle: completes `.waitForTaskToken` tasks and
/// activities from outside. Clones share the same callbacks.
#[derive(Clone, Debug, Default)]
pub struct Callbacks {
    open: Arc<Mutex<HashMap<Text, Entry>>>,
    /// Of a durable engine.
    ledger: Option<Arc<dyn Ledger>>,
}

/// Where outcomes are written down before whoever sends them is told that they count.
pub(crate) trait Ledger: fmt::Debug + Send + Sync {
    /// Completes an attempt, and returns when that is permanent.
    fn complete(&self, token: &TaskToken, outcome: Result<Value, TaskError>) -> Result<(), CallbackError>;

    /// The attempt is alive.
    fn heartbeat(&self, token: &TaskToken) -> Result<(), CallbackError>;
}

#[derive(Debug)]
struct Entry {
    sender: oneshot::Sender<Result<Value, TaskError>>,
    beat: Arc<Beat>,
}

/// Signs of life of an attempt, from whoever does the work to whoever waits for it.
#[derive(Debug, Default)]
pub(crate) struct Beat(Notify);

impl Beat {
    /// The attempt is alive.
    pub(crate) fn beat(&self) {
        self.0.notify_one();
    }

    /// Waits for the next sign of life; one that came before is not lost.
    pub(crate) async fn next(&self) {
        self.0.notified().await;
    }
}

/// Why a token was refused.
#[derive(Debug)]
#[non_exhaustive]
pub enum CallbackError {
    /// No open task has this token: it is unknown, was completed before, or its task has timed out.
    TaskDoesNotExist,
    /// The output cannot be turned into JSON.
    InvalidOutput(SerializeError),
    /// A durable engine could not write the outcome down: whether it counts is not known.
    Store(Box<dyn std::error::Error + Send + Sync>),
}

impl fmt::Display for CallbackError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::TaskDoesNotExist => f.write_str("no open task has this token"),
            Self::InvalidOutput(_) => f.write_str("the output cannot be turned into JSON"),
            Self::Store(_) => f.write_str("the outcome could not be stored"),
        }
    }
}

impl std::error::Error for CallbackError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Self::TaskDoesNotExist => None,
            Self::InvalidOutput(error) => Some(error),
            Self::Store(error) => Some(&**error),
        }
    }
}

impl Callbacks {
    /// A handle with no open callbacks.
    pub fn new() -> Self {
        Self::default()
    }

    /// The task succeeds with this output (AWS: `SendTaskSuccess`).
    ///
    /// # Errors
    /// [`CallbackError::TaskDoesNotExist`] when nobody waits for the token (any more).
    pub fn success<T: Serialize + ?Sized>(&self, token: &TaskToken, output: &T) -> Result<(), CallbackError> {
        let output = Value::from_serialize(output).map_err(CallbackError::InvalidOutput)?;
        self.send(token, Ok(output))
    }

    /// The task fails (AWS: `SendTaskFailure`).
    ///
    /// # Errors
    /// [`CallbackError::TaskDoesNotExist`] when nobody waits for the token (any more).
    pub fn failure(&self, token: &TaskToken, error: impl Into<TaskError>) -> Result<(), CallbackError> {
        self.send(token, Err(error.into()))
    }

    /// The task is alive (AWS: `SendTaskHeartbeat`).
    ///
    /// # Errors
    /// [`CallbackError::TaskDoesNotExist`] when nobody waits for the token (any more).
    pub fn heartbeat(&self, token: &TaskToken) -> Result<(), CallbackError> {
        match &self.ledger {
            Some(ledger) => ledger.heartbeat(token),
            None => self.beat(token),
        }
    }

    fn send(&self, token: &TaskToken, outcome: Result<Value, TaskError>) -> Result<(), CallbackError> {
        match &self.ledger {
            Some(ledger) => ledger.complete(token, outcome),
            None => self.complete(token, outcome),
        }
    }

    /// Tells the open attempt that it is alive.
    pub(crate) fn beat(&self, token: &TaskToken) -> Result<(), CallbackError> {
        let open = self.lock();
        open.get(token.as_str()).ok_or(CallbackError::TaskDoesNotExist)?.beat.beat();
        Ok(())
    }

    /// Callbacks whose outcomes are written to a ledger first.
    #[cfg(feature = "standard")]
    pub(crate) fn written_to(ledger: Arc<dyn Ledger>) -> Self {
        Self { ledger: Some(ledger), ..Self::default() }
    }

    /// Whether somebody waits for the token.
    #[cfg(feature = "standard")]
    pub(crate) fn is_open(&self, token: &TaskToken) -> bool {
        self.lock().contains_key(token.as_str())
    }

    /// The tokens that somebody waits for.
    pub fn open_tokens(&self) -> Vec<TaskToken> {
        let mut tokens: Vec<_> = self.lock().keys().cloned().map(TaskToken).collect();
        tokens.sort_unstable();
        tokens
    }

    /// Opens the callback of a token.
    pub fn open(&self, token: TaskToken) -> Pending {
        let (sender, receiver) = oneshot::channel();
        let beat = Arc::new(Beat::default());
        self.lock().insert(token.0.clone(), Entry { sender, beat: beat.clone() });
        Pending { token, receiver, beat, heard: None, callbacks: self.clone() }
    }

    /// Gives the outcome to the open attempt.
    pub(crate) fn complete(
        &self,
        token: &TaskToken,
        outcome: Result<Value, TaskError>,
    ) -> Result<(), CallbackError> {
        // INVARIANT: taking the entry and sending are one step under the lock, so that an attempt whose time is up
        // finds either its token still open or the outcome that was acknowledged here.
        let mut open = self.lock();
        let entry = open.remove(token.as_str()).ok_or(CallbackError::TaskDoesNotExist)?;
        entry.sender.send(outcome).map_err(|_| CallbackError::TaskDoesNotExist)
    }

    fn lock(&self) -> MutexGuard<'_, HashMap<Text, Entry>> {
        self.open.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// The waiting side of a callback. Dropping it closes the token.
#[derive(Debug)]
pub struct Pending {
    token: TaskToken,
    receiver: oneshot::Receiver<Result<Value, TaskError>>,
    beat: Arc<Beat>,
    /// The last sign of life of an attempt that goes on after a resume.
    heard: Option<Timestamp>,
    callbacks: Callbacks,
}

impl Pending {
    /// An attempt that goes on after a resume, and was last heard of then.
    #[cfg(feature = "standard")]
    pub(crate) fn heard_at(mut self, heard: Timestamp) -> Self {
        self.heard = Some(heard);
        self
    }

    /// The token.
    pub fn token(&self) -> &TaskToken {
        &self.token
    }

    pub(crate) fn heard(&self) -> Option<Timestamp> {
        self.heard
    }

    pub(crate) fn callbacks(&self) -> &Callbacks {
        &self.callbacks
    }

    pub(crate) fn beat(&self) -> &Arc<Beat> {
        &self.beat
    }

    /// Waits for the outcome; cancel-safe.
    pub(crate) async fn outcome(&mut self) -> Result<Value, TaskError> {
        match (&mut self.receiver).await {
            Ok(outcome) => outcome,
            // The sender lives in `callbacks` until it is used, unless the same token was opened again elsewhere.
            Err(_) => std::future::pending().await,
        }
    }

    /// Closes the token: from now on it is refused. Gives the outcome that was accepted before, if it was not
    /// taken yet.
    pub(crate) fn close(&mut self) -> Option<Result<Value, TaskError>> {
        self.remove();
        self.receiver.try_recv().ok()
    }

    /// Removes the entry, unless it is that of a later opening of the same token.
    fn remove(&self) {
        let mut open = self.callbacks.lock();
        if open.get(self.token.as_str()).is_some_and(|entry| Arc::ptr_eq(&entry.beat, &self.beat)) {
            open.remove(self.token.as_str());
        }
    }
}

impl Drop for Pending {
    fn drop(&mut self) {
        self.remove();
    }
}
