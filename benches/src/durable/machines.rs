//! The workflows that are measured, and their tasks, which answer at once.

use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use asl_runtime::{TaskContext, TaskError, Timestamp, Value, json};

use crate::figures::Latencies;

/// The generated modules.
mod generated {
    include!(concat!(env!("OUT_DIR"), "/ten_tasks.rs"));
    include!(concat!(env!("OUT_DIR"), "/ten_passes.rs"));
    include!(concat!(env!("OUT_DIR"), "/one_pass.rs"));
    include!(concat!(env!("OUT_DIR"), "/long.rs"));
    include!(concat!(env!("OUT_DIR"), "/alarm.rs"));
    include!(concat!(env!("OUT_DIR"), "/approval.rs"));
}

use generated::{alarm, approval, long, one_pass, ten_passes, ten_tasks};

/// The states of a workflow of ten, each of which is one transition.
pub(crate) const STATES: u64 = 10;

pub(crate) fn ten_tasks() -> ten_tasks::TenTasks<Answer> {
    ten_tasks::TenTasks::new(Answer)
}

pub(crate) fn ten_passes() -> ten_passes::TenPasses<()> {
    ten_passes::TenPasses::new(())
}

pub(crate) fn one_pass() -> one_pass::OnePass<()> {
    one_pass::OnePass::new(())
}

pub(crate) fn long() -> long::Long<Answer> {
    long::Long::new(Answer)
}

pub(crate) fn alarm(rung: Arc<Rung>) -> alarm::Alarm<Arc<Rung>> {
    alarm::Alarm::new(rung)
}

pub(crate) fn approval(asked: Arc<Asked>) -> approval::Approval<Arc<Asked>> {
    approval::Approval::new(asked)
}

/// What an order of these workflows looks like.
pub(crate) fn order() -> Value {
    json!({ "id": "A-1700", "customer": { "name": "Ada", "city": "London" }, "cents": 125_000 })
}

/// A task that has its result.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Answer;

impl ten_tasks::Tasks for Answer {
    async fn step(&self, input: Value, _: &TaskContext) -> Result<Value, TaskError> {
        std::hint::black_box(&input);
        Ok(json!({ "step": 1, "ok": true }))
    }
}

impl long::Tasks for Answer {
    async fn step(&self, input: Value, _: &TaskContext) -> Result<Value, TaskError> {
        std::hint::black_box(&input);
        Ok(json!({ "step": 1, "ok": true }))
    }
}

/// How late those were that waited for a time.
#[derive(Debug, Default)]
pub(crate) struct Rung(Mutex<Latencies>);

impl Rung {
    pub(crate) fn count(&self) -> usize {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).len()
    }

    pub(crate) fn take(&self) -> Latencies {
        std::mem::take(&mut self.0.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

impl alarm::Tasks for Arc<Rung> {
    async fn ring(&self, input: Value, _: &TaskContext) -> Result<Value, TaskError> {
        let until =
            input.get("until").and_then(Value::as_str).and_then(|until| until.parse::<Timestamp>().ok());
        let until = until.ok_or_else(|| TaskError::new("NoTime", "until is not a time"))?;
        let until = UNIX_EPOCH + Duration::from_millis(until.unix_millis().unsigned_abs());
        let early = TaskError::new("TooEarly", "it was woken before its time");
        let late = SystemTime::now().duration_since(until).map_err(|_| early)?;
        self.0.lock().unwrap_or_else(PoisonError::into_inner).push(late);
        Ok(Value::Null)
    }
}

/// Tokens that were handed out: so many are kept, as memory is measured.
#[derive(Debug, Default)]
pub(crate) struct Asked(Mutex<Vec<String>>);

/// How many are kept.
pub(crate) const KEPT: usize = 10_000;

impl Asked {
    pub(crate) fn tokens(&self) -> Vec<String> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }
}

impl approval::Tasks for Arc<Asked> {
    async fn ask(&self, input: approval::AskInput, _: &TaskContext) -> Result<Value, TaskError> {
        let token = input.message_body.token.as_str();
        let token = token.ok_or_else(|| TaskError::new("NoToken", "there is no token"))?;
        let mut tokens = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if tokens.len() < KEPT {
            tokens.push(token.to_owned());
        }
        Ok(Value::Null)
    }
}
