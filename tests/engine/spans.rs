//! What executions tell `tracing`.
//!
//! A process of its own: whether a span is of interest is cached for all threads, so that tests beside this one, which
//! listen to nothing, could switch it off.

#![allow(missing_docs, clippy::expect_used, clippy::panic, clippy::indexing_slicing, reason = "tests")]

#[expect(dead_code, reason = "the other engine tests use the rest")]
mod help;

use help::*;
use std::collections::HashMap;
use std::fmt::{Debug, Write as _};
use std::sync::{Arc, Mutex};
use tracing::field::{Field, Visit};
use tracing::span::{Attributes, Id, Record};
use tracing::{Event, Metadata, Subscriber};

/// Notes each span as `parent/name{fields}` when it is entered first.
#[derive(Clone, Default)]
struct Spans(Arc<Mutex<Noted>>);

#[derive(Default)]
struct Noted {
    names: HashMap<u64, String>,
    stack: Vec<u64>,
    entered: Vec<String>,
}

struct Fields(String);

impl Visit for Fields {
    fn record_debug(&mut self, field: &Field, value: &dyn Debug) {
        write!(self.0, " {}={value:?}", field.name()).expect("a string");
    }
}

impl Subscriber for Spans {
    fn enabled(&self, _: &Metadata<'_>) -> bool {
        true
    }

    fn new_span(&self, span: &Attributes<'_>) -> Id {
        let mut noted = self.0.lock().expect("no panic");
        let mut fields = Fields(span.metadata().name().to_owned());
        span.record(&mut fields);
        let id = noted.names.len() as u64 + 1;
        noted.names.insert(id, fields.0);
        Id::from_u64(id)
    }

    fn record(&self, _: &Id, _: &Record<'_>) {}

    fn record_follows_from(&self, _: &Id, _: &Id) {}

    fn event(&self, _: &Event<'_>) {}

    fn enter(&self, span: &Id) {
        let mut noted = self.0.lock().expect("no panic");
        noted.stack.push(span.into_u64());
        let path: Vec<_> = noted.stack.iter().map(|id| noted.names[id].clone()).collect();
        let path = path.join(" / ");
        if !noted.entered.contains(&path) {
            noted.entered.push(path);
        }
    }

    fn exit(&self, _: &Id) {
        self.0.lock().expect("no panic").stack.pop();
    }
}

#[test]
fn an_execution_its_states_and_its_attempts_are_spans() {
    let spans = Spans::default();
    let mock = Mock::new(|input, cx| async move {
        if cx.attempt() == 0 { Err(asl_runtime::TaskError::new("First", "")) } else { Ok(input) }
    });
    tracing::subscriber::with_default(spans.clone(), || {
        let runtime = tokio::runtime::Builder::new_current_thread().build().expect("a runtime");
        let express = express().execution_name("e-1");
        runtime.block_on(express.record(&retried::Retried::new(mock), &json!({}))).expect("JSON");
    });
    let entered = spans.0.lock().expect("no panic").entered.join("\n");
    let execution = "execution machine=retried name=e-1";
    for path in [
        execution.to_owned(),
        format!("{execution} / state name=\"only\" type=Task"),
        format!("{execution} / state name=\"only\" type=Task / attempt task=\"work\" number=0"),
        format!("{execution} / state name=\"only\" type=Task / attempt task=\"work\" number=1"),
    ] {
        assert!(entered.lines().any(|line| line == path), "{path} is missing:\n{entered}");
    }
}
