//! Sizes and bounds that applications rely on.

use crate::help::*;
use asl_runtime::{Express, Handle, Journal, Report, TaskContext, Value};
use std::sync::Arc;

fn assert_send<T: Send>(value: T) -> T {
    value
}

fn assert_static<T: Send + 'static>(_: T) {}

#[test]
fn runs_can_be_spawned() {
    let workflow = Arc::new(journey::Journey::new(Mock::echo()));
    let express = express();
    drop(assert_send(workflow.run::<_, Value>(&json!({}))));
    drop(assert_send(express.run_value(&*workflow, Value::Null)));
    let journal = Journal::new();
    drop(assert_send(express.resume(&*workflow, Value::Null, &journal)));
    assert_static(async move {
        let _ = express.run_value(&*workflow, Value::Null).await;
    });
}

#[test]
fn handles_can_be_shared() {
    fn shared<T: Send + Sync + 'static>() {}
    shared::<Express>();
    shared::<Handle>();
    shared::<Journal>();
    shared::<Report>();
    shared::<TaskContext>();
    shared::<asl_runtime::RunError>();
    shared::<asl_runtime::TaskError>();
    shared::<asl_runtime::Callbacks>();
}

struct Plain;

impl one_task::Tasks for Plain {
    async fn work(&self, input: Value, _: &TaskContext) -> Result<Value, asl_runtime::TaskError> {
        Ok(input)
    }
}

#[test]
fn the_future_of_a_small_run_is_small() {
    let workflow = one_task::OneTask::new(Plain);
    let run = Express::new();
    let bytes = size_of_val(&run.run_value(&workflow, Value::Null));
    println!("a run with one task: {bytes} bytes");
    assert!(bytes < 2048, "{bytes} bytes");
}
