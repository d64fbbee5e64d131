//! Runs cases whose definitions were compiled, on the in-memory engine and in virtual time.

mod play;
mod report;
mod resume;
mod stage;
#[cfg(feature = "standard")]
mod standard;

use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;

use asl_runtime::machine::Versions;
use asl_runtime::{Express, Journal, Report, RunError, TaskContext, TaskError, Value};

pub use report::{Entry, Translated, main};
pub use resume::resume_everywhere;
pub use stage::{Played, play};
#[cfg(feature = "standard")]
pub use standard::{crash_everywhere, play_standard};

/// A future that somebody else awaits.
pub type BoxFuture<'a, T> = Pin<Box<dyn Future<Output = T> + Send + 'a>>;

/// What the tasks of an execution do.
pub trait Script: Send + Sync {
    /// One attempt of the task of the state `cx.state()`.
    fn attempt<'a>(&'a self, input: Value, cx: &'a TaskContext) -> BoxFuture<'a, Result<Value, TaskError>>;
}

/// The tasks of every compiled definition: each method hands its input to the script.
#[derive(Clone)]
pub struct Mock(Arc<dyn Script>);

impl Mock {
    /// Tasks that do what the script says.
    pub fn new(script: Arc<dyn Script>) -> Self {
        Self(script)
    }

    /// One attempt of a task.
    pub fn attempt<'a>(
        &'a self,
        input: impl Into<Value>,
        cx: &'a TaskContext,
    ) -> BoxFuture<'a, Result<Value, TaskError>> {
        self.0.attempt(input.into(), cx)
    }
}

impl std::fmt::Debug for Mock {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Mock").finish_non_exhaustive()
    }
}

/// A compiled definition, whichever it is.
pub trait Definition: Sync {
    /// Runs it and keeps the history.
    fn record<'a>(
        &'a self,
        express: &'a Express,
        tasks: Mock,
        input: &'a Value,
    ) -> BoxFuture<'a, Result<Report, RunError>>;

    /// Runs it from where a journal stands.
    fn resume<'a>(
        &'a self,
        express: &'a Express,
        tasks: Mock,
        input: &'a Value,
        journal: &'a Journal,
    ) -> BoxFuture<'a, Report>;

    /// Registers it on an open store.
    #[cfg(feature = "standard")]
    fn register(
        &self,
        standard: &asl_runtime::Standard,
        name: &str,
        tasks: Mock,
    ) -> Result<(), asl_runtime::standard::Error>;
}

/// A generated workflow type, as its constructor.
#[derive(Debug)]
pub struct Compiled<W>(fn(Mock) -> W);

impl<W> Compiled<W> {
    /// The workflow that this makes of tasks.
    pub const fn new(constructor: fn(Mock) -> W) -> Self {
        Self(constructor)
    }
}

impl<W: Versions + 'static> Definition for Compiled<W> {
    fn record<'a>(
        &'a self,
        express: &'a Express,
        tasks: Mock,
        input: &'a Value,
    ) -> BoxFuture<'a, Result<Report, RunError>> {
        let workflow = (self.0)(tasks);
        Box::pin(async move { express.record(&workflow, input).await })
    }

    fn resume<'a>(
        &'a self,
        express: &'a Express,
        tasks: Mock,
        input: &'a Value,
        journal: &'a Journal,
    ) -> BoxFuture<'a, Report> {
        let workflow = (self.0)(tasks);
        Box::pin(async move { express.resume(&workflow, input.clone(), journal).await })
    }

    #[cfg(feature = "standard")]
    fn register(
        &self,
        standard: &asl_runtime::Standard,
        name: &str,
        tasks: Mock,
    ) -> Result<(), asl_runtime::standard::Error> {
        standard.register_as(name, (self.0)(tasks)).map(drop)
    }
}

impl std::fmt::Debug for dyn Definition {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Definition").finish_non_exhaustive()
    }
}

/// What became of a definition.
#[derive(Clone, Copy, Debug)]
pub enum Found {
    /// It was compiled.
    Compiled(&'static dyn Definition),
    /// The compiler refused it; its report.
    Rejected(&'static str),
}
