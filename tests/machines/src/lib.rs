//! Workflows for tests, compiled from `definitions/` by the real compiler, with one mock for all their tasks.
#![allow(unused_braces, reason = "generated code around its modules")]

pub mod generate;

use asl_runtime::{TaskContext, TaskError, Value};
use std::fmt;
use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;

/// What a mocked task gives.
pub type Answer = Pin<Box<dyn Future<Output = Result<Value, TaskError>> + Send>>;

/// Answers every task of every workflow with one function.
#[derive(Clone)]
pub struct Mock(Arc<dyn Fn(Value, TaskContext) -> Answer + Send + Sync>);

impl Mock {
    /// A mock whose tasks do what the function says.
    pub fn new<F>(answer: impl Fn(Value, TaskContext) -> F + Send + Sync + 'static) -> Self
    where
        F: Future<Output = Result<Value, TaskError>> + Send + 'static,
    {
        Self(Arc::new(move |input, cx| Box::pin(answer(input, cx))))
    }

    /// A mock whose tasks give back their input.
    pub fn echo() -> Self {
        Self::new(|input, _| async move { Ok(input) })
    }

    fn call(&self, input: Value, cx: &TaskContext) -> Answer {
        (self.0)(input, cx.clone())
    }
}

impl fmt::Debug for Mock {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Mock")
    }
}

include!(concat!(env!("OUT_DIR"), "/machines.rs"));
