//! What the tests share: a folder with a store on a virtual clock, and tasks that do what their input says.

use asl_runtime::history::HistoryEvent;
use asl_runtime::standard::{Error, ExecutionHandle, StandardOptions, StateMachine};
use asl_runtime::{
    Clock, RunError, Standard, TaskContext, TaskError, TaskToken, TestClock, Timestamp, Value,
};
use std::collections::BTreeMap;
use std::future::Future;
use std::path::PathBuf;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;
use tempfile::TempDir;

pub(crate) use asl_runtime::json;
pub(crate) use asl_tests_machines::*;

/// Nothing takes that long unless it hangs.
pub(crate) const PATIENCE: Duration = Duration::from_secs(90);

/// A store that can be opened again and again, on a clock that only the test moves.
pub(crate) struct Place {
    pub(crate) folder: TempDir,
    pub(crate) clock: TestClock,
}

impl Place {
    /// On a clock that moves by [`TestClock::advance`] alone.
    pub(crate) fn new() -> Self {
        Self { folder: TempDir::new().expect("a folder"), clock: TestClock::manual() }
    }

    /// On a clock that jumps when everything waits.
    pub(crate) fn jumping() -> Self {
        let clock = TestClock::starting_at(Timestamp::from_unix_millis(1_000_000_000));
        Self { clock, ..Self::new() }
    }

    pub(crate) fn file(&self) -> PathBuf {
        self.folder.path().join("store.db")
    }

    pub(crate) fn options(&self) -> StandardOptions {
        StandardOptions::new().clock(self.clock.clone()).seed(1).synchronous(false)
    }

    pub(crate) async fn open(&self) -> Standard {
        self.open_with(self.options()).await
    }

    /// Opens it with other options. Where another test starts a process at this moment, that holds all locks until it runs its
    /// program: who was refused for that tries again.
    pub(crate) async fn open_with(&self, options: StandardOptions) -> Standard {
        patience("the lock", async {
            loop {
                match options.clone().open(self.file()).await {
                    Ok(standard) => return standard,
                    Err(error) => assert!(message(&error).contains("has it open"), "{error:?}"),
                }
                tokio::time::sleep(Duration::from_millis(1)).await;
            }
        })
        .await
    }

    /// Moves the clock, and waits until whatever is due has been done.
    pub(crate) async fn pass(&self, standard: &Standard, seconds: u64) {
        self.clock.advance(Duration::from_secs(seconds));
        parked(standard).await;
    }

    /// The store as it is on disk now: what a process would find after this one was killed.
    pub(crate) fn as_if_killed(&self) -> Self {
        let folder = TempDir::new().expect("a folder");
        for name in ["store.db", "store.db-wal"] {
            let from = self.folder.path().join(name);
            if from.exists() {
                std::fs::copy(from, folder.path().join(name)).expect("it can be copied");
            }
        }
        Self { folder, clock: self.clock.clone() }
    }
}

/// What the tasks of a [`script`](script::Script) have done, and how to meddle with them.
#[derive(Clone, Default)]
pub(crate) struct Desk(Arc<Inner>);

#[derive(Default)]
struct Inner {
    clock: Mutex<Option<TestClock>>,
    effects: Mutex<Vec<(String, String)>>,
    tokens: Mutex<Vec<TaskToken>>,
    healthy: AtomicBool,
}

impl Desk {
    pub(crate) fn new(place: &Place) -> Self {
        let desk = Self::default();
        *desk.0.clock.lock().expect("no panic") = Some(place.clock.clone());
        desk
    }

    /// From now on no task fails.
    pub(crate) fn heal(&self) {
        self.0.healthy.store(true, Ordering::SeqCst);
    }

    /// What ran: the states, with the keys of the attempts.
    pub(crate) fn effects(&self) -> Vec<(String, String)> {
        self.0.effects.lock().expect("no panic").clone()
    }

    /// The states that ran, in order.
    pub(crate) fn states(&self) -> Vec<String> {
        self.effects().into_iter().map(|(state, _)| state).collect()
    }

    pub(crate) fn tokens(&self) -> Vec<TaskToken> {
        self.0.tokens.lock().expect("no panic").clone()
    }

    /// The last token that was handed over.
    pub(crate) fn token(&self) -> TaskToken {
        self.tokens().pop().expect("a token was handed over")
    }

    pub(crate) fn script(&self) -> script::Script<Mock> {
        script::Script::new(self.mock())
    }

    /// `fail` of a step lists the errors of its attempts, `seconds` is how long it takes, `give` what it gives.
    pub(crate) fn mock(&self) -> Mock {
        let desk = self.clone();
        Mock::new(move |input: Value, cx: TaskContext| {
            let desk = desk.clone();
            async move { desk.run(&input, &cx).await }
        })
    }

    /// Notes that a task ran.
    pub(crate) fn note(&self, cx: &TaskContext) {
        let effect = (cx.state().to_owned(), cx.idempotency_key());
        self.0.effects.lock().expect("no panic").push(effect);
    }

    async fn run(&self, input: &Value, cx: &TaskContext) -> Result<Value, TaskError> {
        self.note(cx);
        if let Some(token) = cx.token() {
            self.0.tokens.lock().expect("no panic").push(token.clone());
            return Ok(json!({"MessageId": "m"}));
        }
        let step = &input["step"];
        if let Some(seconds) = step["seconds"].as_u64() {
            let clock = self.0.clock.lock().expect("no panic").clone().expect("a desk with a clock");
            let until = clock.now().checked_add(Duration::from_secs(seconds)).expect("in range");
            clock.sleep_until(until).await;
        }
        let attempt = usize::try_from(cx.attempt()).expect("few attempts");
        let error = step["fail"].as_array().and_then(|errors| errors.as_slice().get(attempt)?.as_str());
        match error {
            Some(error) if !self.0.healthy.load(Ordering::SeqCst) => Err(TaskError::new(error, "as told")),
            _ => Ok(step["give"].clone()),
        }
    }
}

/// An error with all that led to it.
pub(crate) fn message(error: &Error) -> String {
    let mut text = error.to_string();
    let mut source = std::error::Error::source(error);
    while let Some(error) = source {
        text.push_str(": ");
        text.push_str(&error.to_string());
        source = error.source();
    }
    text
}

/// Waits for something that happens soon.
pub(crate) async fn patience<T>(what: &str, wait: impl Future<Output = T>) -> T {
    let Ok(value) = tokio::time::timeout(PATIENCE, wait).await else { panic!("{what} takes for ever") };
    value
}

/// Waits until something is so.
pub(crate) async fn until(what: &str, is_so: impl Fn() -> bool) {
    patience(what, async {
        while !is_so() {
            tokio::time::sleep(Duration::from_millis(1)).await;
        }
    })
    .await;
}

/// Waits until no execution has anything to do.
pub(crate) async fn parked(standard: &Standard) {
    // Who is due is woken by a task of its own.
    for _ in 0..20 {
        tokio::task::yield_now().await;
    }
    until("parking", || standard.loaded_executions() == 0).await;
}

/// Starts a script and lets it go as far as it can.
pub(crate) async fn start(
    machine: &StateMachine<script::Script<Mock>>,
    name: &str,
    steps: Value,
) -> ExecutionHandle {
    let execution = machine.start(name, &json!({"steps": steps})).await.expect("it starts");
    parked(machine.standard()).await;
    execution
}

pub(crate) async fn outcome(execution: &ExecutionHandle) -> Result<Value, RunError> {
    patience("an end", execution.wait_value()).await
}

/// The types of an execution's events; that its history is whole is asserted.
pub(crate) async fn kinds(execution: &ExecutionHandle) -> Vec<&'static str> {
    let events = execution.history().await.expect("a history");
    assert_whole(&events);
    events.iter().map(|event| event.kind.as_str()).collect()
}

/// Ids without gaps, events that point backwards, time that does not run back.
pub(crate) fn assert_whole(events: &[HistoryEvent]) {
    for (event, id) in events.iter().zip(1..) {
        assert_eq!(event.id, id, "{events:#?}");
        assert!(event.previous_event_id < id, "{event:?}");
    }
    assert!(events.windows(2).all(|pair| pair[0].timestamp <= pair[1].timestamp), "{events:#?}");
}

/// An ask of a script that waits for long.
pub(crate) fn ask() -> Value {
    json!({"kind": "ask", "timeout": 1_000_000, "heartbeat": 100_000})
}

pub(crate) fn code<T>(result: Result<T, Error>) -> &'static str {
    match result {
        Ok(_) => "no error",
        Err(error) => error.code(),
    }
}

/// An execution's events by type and state.
pub(crate) fn counts(history: &[HistoryEvent]) -> BTreeMap<String, usize> {
    let mut counts = BTreeMap::new();
    for event in history {
        let json = serde_json::to_value(event).expect("JSON");
        let details = json.as_object().into_iter().flatten().find(|(name, _)| name.ends_with("EventDetails"));
        let state = details.and_then(|(_, details)| details["name"].as_str()).unwrap_or_default();
        *counts.entry(format!("{} {state}", event.kind)).or_default() += 1;
    }
    counts
}
