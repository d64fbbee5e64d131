//! Stopping at every checkpoint and going on from what was stored.

use crate::help::*;
use asl_runtime::history::HistoryEvent;
use asl_runtime::machine::Workflow;
use asl_runtime::{
    Callbacks, Clock, Express, Journal, Report, Status, TaskContext, TaskError, TestClock, Timestamp, Value,
};
use std::time::Duration;

/// An execution that is stopped and resumed, each time in a new process as it were.
struct Crashing<'a, W> {
    build: &'a dyn Fn(TestClock, Callbacks) -> W,
    input: Value,
}

impl<W: Workflow> Crashing<'_, W> {
    async fn run(&self, clock: &TestClock, seed: u64, journal: &Journal) -> Report {
        let callbacks = Callbacks::new();
        let workflow = (self.build)(clock.clone(), callbacks.clone());
        let express = Express::new().clock(clock.clone()).callbacks(&callbacks).seed(seed);
        let worker = tokio::spawn(complete_all(callbacks));
        let report = express.resume(&workflow, self.input.clone(), journal).await;
        worker.abort();
        report
    }

    /// Stops at the given checkpoint, then at every `stride`-th of what remains.
    async fn crash(&self, first: usize, stride: usize, down: Duration) -> (Report, usize) {
        let start = Timestamp::from_unix_millis(1_000_000);
        let clock = TestClock::starting_at(start);
        let mut journal = Journal::new().halting_at(first);
        let mut crashes = 0;
        loop {
            // The seed of a later process counts for nothing: the random numbers go on.
            let report = self.run(&clock, if crashes == 0 { 7 } else { 99 }, &journal).await;
            if report.status() != Status::Running {
                return (report, crashes);
            }
            crashes += 1;
            assert!(crashes < 2000, "it gets nowhere: {}", journal.to_json().expect("JSON"));
            clock.advance(down);
            let text = journal.to_json().expect("JSON");
            journal = Journal::from_json(&text).expect("a journal").halting_at(stride);
        }
    }

    async fn whole(&self) -> Report {
        let (report, crashes) = self.crash(usize::MAX / 2, usize::MAX / 2, Duration::ZERO).await;
        assert_eq!(crashes, 0);
        report
    }
}

/// A worker that outlives the crashes: completes every token with its own text.
async fn complete_all(callbacks: Callbacks) {
    loop {
        for token in callbacks.open_tokens() {
            callbacks.success(&token, token.as_str()).ok();
        }
        tokio::task::yield_now().await;
    }
}

fn without_times(report: &Report) -> Vec<HistoryEvent> {
    let timeless = |event: &HistoryEvent| HistoryEvent { timestamp: Timestamp::default(), ..event.clone() };
    report.history().iter().map(timeless).collect()
}

fn assert_equal(resumed: &Report, whole: &Report, what: &str) {
    let (resumed_events, whole_events) = (without_times(resumed), without_times(whole));
    for (resumed, whole) in resumed_events.iter().zip(&whole_events) {
        assert_eq!(resumed, whole, "{what}");
    }
    assert_eq!(resumed_events.len(), whole_events.len(), "{what}");
    assert_eq!(resumed.outcome(), whole.outcome(), "{what}");
    assert_eq!(resumed.execution().name(), whole.execution().name(), "{what}");
    assert_eq!(resumed.execution().start_time(), whole.execution().start_time(), "{what}");
}

/// Tasks that fail by attempt, sleep on the clock, and name their tokens.
fn journey(clock: TestClock, _: Callbacks) -> journey::Journey<Mock> {
    journey::Journey::new(Mock::new(move |input: Value, cx: TaskContext| {
        let clock = clock.clone();
        async move {
            let wake = clock.now().checked_add(Duration::from_secs(1)).expect("in range");
            match (cx.state(), cx.attempt()) {
                ("flaky", 0 | 2) => Err(TaskError::new("One", "")),
                ("flaky", 1 | 3) => Err(TaskError::new("Two", "")),
                ("quick", 0) => {
                    clock.sleep_until(wake).await;
                    Err(TaskError::new("Slow", ""))
                }
                ("callback", _) => Ok(json!({"id": cx.token().expect("a token").as_str()})),
                ("item", _) => {
                    clock.sleep_until(wake).await;
                    let alone = input["value"] == json!("alone");
                    Ok(if alone { json!([input, cx.idempotency_key()]) } else { json!([input]) })
                }
                _ => Ok(input),
            }
        }
    }))
}

#[tokio::test]
async fn a_resume_from_any_checkpoint_gives_the_same_run() {
    // One item: nothing happens at the same instant, so the order of events is fixed.
    let crashing = Crashing { build: &journey, input: json!({"items": ["alone"]}) };
    let whole = crashing.whole().await;
    let end = output(&whole);
    assert_eq!(end["name"], end["same"]);
    assert_eq!(whole.history().iter().filter(|event| event.kind.as_str() == "TaskSubmitted").count(), 1);
    let mut checkpoint = 0;
    loop {
        let (resumed, crashes) = crashing.crash(checkpoint, usize::MAX / 2, Duration::ZERO).await;
        assert_equal(&resumed, &whole, &format!("stopped at checkpoint {checkpoint}"));
        if crashes == 0 {
            break;
        }
        checkpoint += 1;
    }
    assert!(checkpoint > 50, "there are many checkpoints, not {checkpoint}");
}

#[tokio::test]
async fn side_by_side_each_line_is_the_same() {
    let crashing = Crashing { build: &journey, input: json!({"items": ["a", "b", "c", "d", "e"]}) };
    let whole = crashing.whole().await;
    let mut checkpoint = 0;
    loop {
        let (resumed, crashes) = crashing.crash(checkpoint, usize::MAX / 2, Duration::ZERO).await;
        let what = format!("stopped at checkpoint {checkpoint}");
        assert_eq!(lines(&resumed), lines(&whole), "{what}");
        assert_eq!(resumed.outcome(), whole.outcome(), "{what}");
        if crashes == 0 {
            break;
        }
        checkpoint += 1;
    }
    assert!(checkpoint > 150, "there are many checkpoints, not {checkpoint}");
}

/// The events without their numbers, each with the one it points at, in no order. Which iteration freed the place of
/// another depends on what happens at the same instant.
fn lines(report: &Report) -> Vec<String> {
    let show = |event: &HistoryEvent| format!("{}{:?}", event.kind, event.details);
    chain(report);
    let mut lines: Vec<String> = Vec::new();
    for event in report.history() {
        let previous = match event.kind.as_str() {
            "MapIterationStarted"
            | "ParallelStateExited"
            | "ParallelStateSucceeded"
            | "MapStateSucceeded"
            | "MapStateExited" => String::new(),
            _ => usize::try_from(event.previous_event_id)
                .ok()
                .and_then(|id| report.history().get(id.checked_sub(1)?))
                .map(show)
                .unwrap_or_default(),
        };
        lines.push(format!("{} after {previous}", show(event)));
    }
    lines.sort_unstable();
    lines
}

#[tokio::test]
async fn a_run_that_stops_again_and_again_arrives() {
    let crashing = Crashing { build: &journey, input: json!({"items": ["alone"]}) };
    let whole = crashing.whole().await;
    for stride in [1, 2, 3, 7] {
        let (resumed, crashes) = crashing.crash(0, stride, Duration::ZERO).await;
        assert!(crashes > 5, "{crashes}");
        assert_eq!(resumed.outcome(), whole.outcome(), "stopped every {stride} checkpoints");
        assert_equal(&resumed, &whole, &format!("stopped every {stride} checkpoints"));
    }
}

/// One branch backs off or works, one waits long, one fails after 5 s.
fn failing(clock: TestClock, _: Callbacks) -> side_by_side::SideBySide<Mock> {
    side_by_side::SideBySide::new(Mock::new(move |input: Value, cx: TaskContext| {
        let clock = clock.clone();
        async move {
            match cx.state() {
                "right" => {
                    let wake =
                        cx.execution().start_time().checked_add(Duration::from_secs(3)).expect("in range");
                    clock.sleep_until(wake).await;
                    Err(TaskError::new("Broken", ""))
                }
                "left" => std::future::pending().await,
                _ => Ok(input),
            }
        }
    }))
}

#[tokio::test]
async fn siblings_are_aborted_after_a_resume_too() {
    let crashing = Crashing { build: &failing, input: json!(1) };
    let whole = crashing.whole().await;
    let aborted = |report: &Report| {
        report.history().iter().filter(|event| event.kind.as_str().ends_with("Aborted")).count()
    };
    assert_eq!(aborted(&whole), 3);
    for checkpoint in 0..12 {
        // The last one before the failure: 4 s later that branch fails at once, and the others have only been
        // restored.
        let down = Duration::from_secs(if checkpoint == 7 { 4 } else { 0 });
        let (resumed, _) = crashing.crash(checkpoint, usize::MAX / 2, down).await;
        assert_equal(&resumed, &whole, &format!("stopped at checkpoint {checkpoint}"));
    }
}

#[tokio::test]
async fn deadlines_do_not_start_again() {
    // The execution began at 0 s; the machine's timeout of 30 s passes while nobody runs it.
    let build = |_: TestClock, _: Callbacks| deadline::Deadline::new(());
    let crashing = Crashing { build: &build, input: json!(1) };
    let (report, crashes) = crashing.crash(1, usize::MAX / 2, Duration::from_secs(60)).await;
    assert_eq!((crashes, report.status()), (1, Status::TimedOut));
    let started = report.execution().start_time();
    assert_eq!(report.stop_time().duration_since(started), Duration::from_secs(60));
}

#[tokio::test]
async fn a_finished_journal_only_tells() {
    let build = |_: TestClock, _: Callbacks| one_task::OneTask::new(Mock::echo());
    let crashing = Crashing { build: &build, input: json!({"a": 1}) };
    let clock = TestClock::default();
    let journal = Journal::new();
    let first = crashing.run(&clock, 1, &journal).await;
    let checkpoints = journal.checkpoints();
    let again = crashing.run(&clock, 1, &journal).await;
    assert_eq!(first.outcome(), again.outcome());
    assert_eq!((again.history(), journal.checkpoints()), (first.history(), checkpoints));
}

#[tokio::test]
async fn what_came_after_the_last_checkpoint_is_lost() {
    // The same journal in memory, not through text: the events of the stopped run are gone as well.
    let build = |_: TestClock, _: Callbacks| retried::Retried::new(Mock::echo());
    let crashing = Crashing { build: &build, input: json!({}) };
    let clock = TestClock::default();
    let whole = crashing.whole().await;
    let journal = Journal::new().halting_at(2);
    assert_eq!(crashing.run(&clock, 7, &journal).await.status(), Status::Running);
    let resumed = crashing.run(&clock, 7, &journal).await;
    assert_eq!(chain(&resumed), chain(&whole));
}

#[test]
fn a_journal_that_does_not_fit_the_workflow_halts() {
    let journal = Journal::from_json(
        r#"{"execution":null,"random":null,"events":[],"frames":{"":{"At":{"state":{"nowhere":1},"vars":{},
            "stage":"Arrived","line":{"last":0,"entered":0,"entered_at":"1970-01-01T00:00:00.000Z"},"retries":[]}}}}"#,
    )
    .expect("a journal");
    let runtime = tokio::runtime::Builder::new_current_thread().build().expect("a runtime");
    let workflow = one_task::OneTask::new(Mock::echo());
    let report = runtime.block_on(express().resume(&workflow, json!({}), &journal));
    assert_eq!(report.status(), Status::Running);
}
