//! The definitions of all conformance cases, compiled to Rust by the real compiler.
//!
//! The build script reads the cases of [`FOLDERS`], compiles each distinct definition into a module, and writes
//! the tables behind [`find`]. Every module's tasks are played by [`Mock`], which hands each attempt to a [`Script`].

use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;

use asl_runtime::machine::Workflow;
use asl_runtime::{Express, Journal, Report, RunError, TaskContext, TaskError, Value};

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

    fn attempt<'a>(
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
}

/// A generated workflow type, as its constructor.
struct Compiled<W>(fn(Mock) -> W);

impl<W: Workflow> Definition for Compiled<W> {
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
}

impl std::fmt::Debug for dyn Definition {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Definition").finish_non_exhaustive()
    }
}

/// What became of a case's definition.
#[derive(Clone, Copy, Debug)]
pub enum Found {
    /// The compiled definition.
    Compiled(&'static dyn Definition),
    /// The compiler's report: it refused the definition.
    Rejected(&'static str),
}

/// The definition of a case, by the case's place in [`FOLDERS`] and its name. `None` for a case that was out of scope,
/// or that came after the build.
pub fn find(folder: &str, case: &str) -> Option<Found> {
    let place = CASES.binary_search_by(|(name, _)| (*name).cmp(&(folder, case))).ok()?;
    let (_, definition) = CASES.get(place)?;
    DEFINITIONS.get(*definition).copied()
}

include!(concat!(env!("OUT_DIR"), "/definitions.rs"));
