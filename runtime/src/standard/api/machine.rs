//! A registered machine.

use super::{ExecutionHandle, Standard};
use crate::machine::Workflow;
use crate::standard::Error;
use crate::value::{Text, Value};
use serde::Serialize;
use std::fmt;
use std::marker::PhantomData;

/// A workflow on an open store: starts executions of it.
pub struct StateMachine<W> {
    standard: Standard,
    name: Text,
    workflow: PhantomData<fn() -> W>,
}

impl<W> Clone for StateMachine<W> {
    fn clone(&self) -> Self {
        Self { standard: self.standard.clone(), name: self.name.clone(), workflow: PhantomData }
    }
}

impl<W> fmt::Debug for StateMachine<W> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("StateMachine").field("arn", &self.arn()).finish_non_exhaustive()
    }
}

impl<W> StateMachine<W> {
    pub(super) fn new(standard: Standard, name: Text) -> Self {
        Self { standard, name, workflow: PhantomData }
    }

    /// Its name.
    pub fn name(&self) -> &Text {
        &self.name
    }

    /// Its ARN.
    pub fn arn(&self) -> Text {
        self.standard.machine_arn(&self.name)
    }

    /// Its definition as JSON.
    pub fn definition(&self) -> &'static str
    where
        W: Workflow,
    {
        W::DEFINITION_JSON
    }

    /// The store it is on.
    pub fn standard(&self) -> &Standard {
        &self.standard
    }

    /// Starts an execution (AWS: `StartExecution`). When this returns, it is on the disk.
    ///
    /// To start an execution of the same name with the same input again while it runs gives the one that runs.
    ///
    /// # Errors
    /// [`Error::ExecutionAlreadyExists`] when the name has been used, with another input or for an execution that has ended;
    /// [`Error::InvalidName`]; [`Error::InvalidExecutionInput`] above the limit of a payload.
    pub async fn start<I: Serialize + ?Sized>(
        &self,
        name: &str,
        input: &I,
    ) -> Result<ExecutionHandle, Error> {
        let input = Value::from_serialize(input).map_err(Error::Serialize)?;
        self.standard.start(&self.name, Some(name), input).await
    }

    /// Starts an execution whose name is a UUID.
    ///
    /// # Errors
    /// As for [`start`](Self::start).
    pub async fn start_unnamed<I: Serialize + ?Sized>(&self, input: &I) -> Result<ExecutionHandle, Error> {
        let input = Value::from_serialize(input).map_err(Error::Serialize)?;
        self.standard.start(&self.name, None, input).await
    }
}
