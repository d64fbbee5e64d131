//! The world outside: does tasks, and answers tokens, in its own time, whatever crashes.

use asl_runtime::{Clock, TaskContext, TaskError, TaskToken, TestClock, Timestamp, Value, json};
use asl_tests_machines::Mock;
use std::collections::{BTreeMap, HashMap};
use std::sync::{Arc, Mutex, MutexGuard};
use std::time::Duration;
use tokio::sync::Notify;

#[derive(Clone)]
pub(crate) struct World {
    clock: TestClock,
    inner: Arc<Mutex<Inner>>,
    pub(crate) changed: Arc<Notify>,
}

#[derive(Default)]
struct Inner {
    /// When attempts of tasks began, by their keys: one that is done again goes on.
    begun: HashMap<String, Timestamp>,
    /// What is going to be said, by time.
    due: BTreeMap<(Timestamp, u64), Said>,
    numbers: u64,
    /// How often an outcome of a token was accepted.
    accepted: HashMap<TaskToken, u32>,
}

/// Something said about a token.
#[derive(Clone, Debug)]
pub(crate) struct Said {
    pub(crate) token: TaskToken,
    pub(crate) what: What,
}

#[derive(Clone, Debug)]
pub(crate) enum What {
    Outcome(Result<Value, TaskError>),
    Beat,
}

fn after(time: Timestamp, millis: u64) -> Timestamp {
    time.checked_add(Duration::from_millis(millis)).expect("in range")
}

impl World {
    pub(crate) fn new(clock: &TestClock) -> Self {
        Self { clock: clock.clone(), inner: Arc::default(), changed: Arc::default() }
    }

    fn lock(&self) -> MutexGuard<'_, Inner> {
        self.inner.lock().expect("no panic")
    }

    pub(crate) fn mock(&self) -> Mock {
        let world = self.clone();
        Mock::new(move |input: Value, cx: TaskContext| {
            let world = world.clone();
            async move { world.run(&input, &cx).await }
        })
    }

    async fn run(&self, input: &Value, cx: &TaskContext) -> Result<Value, TaskError> {
        let attempt = usize::try_from(cx.attempt()).expect("few attempts");
        let (begun, is_new) = self.begin(cx);
        if let Some(token) = cx.token() {
            let step = &input["MessageBody"]["step"];
            let answer = step["answers"].as_array().and_then(|answers| answers.as_slice().get(attempt));
            let Some(answer) = answer else { return Ok(json!({})) };
            if is_new {
                self.plan(token, begun, answer);
            }
            if step["early"].as_bool() == Some(true) && attempt == 0 {
                // Whether it counts shows later: as if the network had swallowed the reply.
                let callbacks = cx.callbacks().expect("callbacks");
                if callbacks.success(token, &answer["give"]).is_ok() {
                    *self.lock().accepted.entry(token.clone()).or_default() += 1;
                }
            }
            return Ok(json!({}));
        }
        let step = &input["step"];
        self.clock.sleep_until(after(begun, step["millis"].as_u64().unwrap_or(1))).await;
        // A redrive is made when what was broken is mended.
        let is_mended = cx.execution().redrive_count() > 0;
        let error = step["fail"].as_array().and_then(|errors| errors.as_slice().get(attempt)?.as_str());
        match error {
            Some(error) if !is_mended || error == "Flaky" => Err(TaskError::new(error, "as planned")),
            _ => Ok(step["give"].clone()),
        }
    }

    /// When an attempt began for the first time, and whether that is now.
    fn begin(&self, cx: &TaskContext) -> (Timestamp, bool) {
        let (now, key) = (self.clock.now(), cx.idempotency_key());
        let mut inner = self.lock();
        let is_new = !inner.begun.contains_key(&key);
        (*inner.begun.entry(key).or_insert(now), is_new)
    }

    /// Plans what is going to be said about a token.
    fn plan(&self, token: &TaskToken, begun: Timestamp, answer: &Value) {
        let outcome = match answer["fail"].as_str() {
            Some("") | None => Ok(answer["give"].clone()),
            Some(error) => Err(TaskError::new(error, "as planned")),
        };
        let beats = answer["beats"].as_array().map(|beats| beats.as_slice().to_vec()).unwrap_or_default();
        let beats = beats.iter().filter_map(Value::as_u64).map(|millis| (millis, What::Beat));
        let outcome = (answer["after"].as_u64().unwrap_or_default(), What::Outcome(outcome));
        let mut inner = self.lock();
        for (millis, what) in beats.chain([outcome]) {
            inner.numbers += 1;
            let place = (after(begun, millis), inner.numbers);
            inner.due.insert(place, Said { token: token.clone(), what });
        }
        drop(inner);
        self.changed.notify_one();
    }

    /// When something is said next.
    pub(crate) fn next(&self) -> Option<Timestamp> {
        self.lock().due.first_key_value().map(|((time, _), _)| *time)
    }

    /// What is due, which stays due until it is [`done`](Self::done).
    pub(crate) fn due(&self) -> Option<((Timestamp, u64), Said)> {
        let now = self.clock.now();
        let inner = self.lock();
        let first = inner.due.first_key_value().filter(|((time, _), _)| *time <= now);
        first.map(|(place, said)| (*place, said.clone()))
    }

    /// Somebody was told, who accepted it or refused it.
    pub(crate) fn done(&self, place: (Timestamp, u64), is_accepted: bool) {
        let mut inner = self.lock();
        if let Some(Said { token, what: What::Outcome(_) }) = inner.due.remove(&place)
            && is_accepted
        {
            *inner.accepted.entry(token).or_default() += 1;
        }
    }

    /// Asserts that no token has two outcomes.
    pub(crate) fn assert_one_outcome_each(&self) {
        let inner = self.lock();
        let twice: Vec<_> = inner.accepted.iter().filter(|(_, times)| **times > 1).collect();
        assert!(twice.is_empty(), "accepted more than once: {twice:?}");
    }
}
