//! Timeouts, heartbeats and waits that cannot work.

use crate::ast::{Kind, Machine, Number, Task, Until};
use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::ir::{Pattern, ResourceKind};
use crate::json::placeholders;
use crate::source::{Span, Spanned};

use super::{WorkflowType, machines_of};

/// A Standard execution lasts a year at most.
const STANDARD_SECONDS: u64 = 366 * 24 * 60 * 60;

/// An Express execution lasts five minutes at most.
const EXPRESS_SECONDS: u64 = 5 * 60;

/// How long the execution may take that a state belongs to.
#[derive(Clone, Copy)]
struct Limit {
    seconds: u64,
    /// The `TimeoutSeconds` that says so, if one does.
    given: Option<Span>,
}

impl Limit {
    fn of(express: bool) -> Self {
        Self { seconds: if express { EXPRESS_SECONDS } else { STANDARD_SECONDS }, given: None }
    }
}

pub(super) fn check(machine: &Machine, workflow: Option<WorkflowType>, diagnostics: &mut Diagnostics) {
    let mut limit = Limit::of(workflow == Some(WorkflowType::Express));
    if let Some(timeout) = machine.timeout_seconds {
        if timeout.value == 0 {
            diagnostics.push(zero("TimeoutSeconds", timeout.span));
        } else if timeout.value < limit.seconds {
            limit = Limit { seconds: timeout.value, given: Some(timeout.span) };
        }
    }
    check_machine(machine, limit, diagnostics);
}

fn check_machine(machine: &Machine, limit: Limit, diagnostics: &mut Diagnostics) {
    for state in &machine.states {
        let mut inside = limit;
        match &state.kind {
            Some(Kind::Task(task)) => check_task(task, limit, diagnostics),
            Some(Kind::Wait(wait)) => {
                if let Some(Until::Seconds(seconds)) = &wait.until {
                    check_wait(*seconds, limit, diagnostics);
                }
            }
            Some(Kind::Map(map)) => {
                // The items of a distributed Map have executions of their own.
                if let Some(distributed) = &map.distributed {
                    inside = Limit::of(distributed.express.is_some());
                }
            }
            _ => {}
        }
        for inner in machines_of(state) {
            check_machine(inner, inside, diagnostics);
        }
    }
}

fn check_wait(seconds: Spanned<u64>, limit: Limit, diagnostics: &mut Diagnostics) {
    if seconds.value < limit.seconds {
        return;
    }
    let diagnostic = Diagnostic::new(Code::WaitTooLong, seconds.span, "the execution times out in this wait")
        .label(format!("the execution may take {} seconds", limit.seconds));
    diagnostics.push(match limit.given {
        Some(given) => diagnostic.also(given, "the limit").help("wait less, or give the machine more time"),
        None => diagnostic.help("wait less; no execution of this kind lasts longer"),
    });
}

fn check_task(task: &Task, limit: Limit, diagnostics: &mut Diagnostics) {
    let literal = |number: &Option<Number>| match number {
        Some(Number::Literal(seconds)) => Some(*seconds),
        _ => None,
    };
    let (timeout, heartbeat) = (literal(&task.timeout), literal(&task.heartbeat));
    for (name, seconds) in [("TimeoutSeconds", timeout), ("HeartbeatSeconds", heartbeat)] {
        if let Some(seconds) = seconds.filter(|seconds| seconds.value == 0) {
            diagnostics.push(zero(name, seconds.span));
        }
    }
    if let (Some(timeout), Some(given)) = (timeout, limit.given)
        && timeout.value > limit.seconds
    {
        diagnostics.push(
            Diagnostic::new(Code::UselessTimeout, timeout.span, "this timeout is never reached")
                .label("longer than the whole execution may take")
                .also(given, "the execution ends before"),
        );
    }
    let Some(place) = heartbeat_place(task) else { return };
    if !sends_heartbeats(task) {
        diagnostics.push(
            Diagnostic::new(Code::UselessTimeout, place, "this task has no heartbeats")
                .label("not looked at")
                .note("only activities and tasks with `.waitForTaskToken` send heartbeats")
                .help("limit the task with `TimeoutSeconds`"),
        );
        return;
    }
    if let (Some(timeout), Some(heartbeat)) = (timeout, heartbeat)
        && heartbeat.value >= timeout.value
        && timeout.value > 0
    {
        diagnostics.push(
            Diagnostic::new(Code::UselessTimeout, heartbeat.span, "a heartbeat is never missed in time")
                .label("not shorter than the timeout")
                .also(timeout.span, "the task ends here at the latest")
                .help("make `HeartbeatSeconds` smaller than `TimeoutSeconds`"),
        );
    }
}

fn heartbeat_place(task: &Task) -> Option<Span> {
    match task.heartbeat.as_ref()? {
        Number::Literal(seconds) => Some(seconds.span),
        Number::Path(path) => Some(path.text.span()),
    }
}

/// Whether somebody can send heartbeats for a task, as far as its resource is known.
fn sends_heartbeats(task: &Task) -> bool {
    let Some(resource) = &task.resource else { return true };
    match &resource.kind {
        ResourceKind::Activity => true,
        ResourceKind::Integration { pattern, .. } => *pattern == Pattern::WaitForTaskToken,
        // A placeholder may stand for anything, and what is not even an ARN too.
        ResourceKind::Lambda => {
            let text = resource.text.as_str();
            !text.contains(":lambda:") || !placeholders(text).is_empty()
        }
    }
}

fn zero(name: &str, span: Span) -> Diagnostic {
    Diagnostic::new(Code::UselessTimeout, span, format!("`{name}` is 0"))
        .label("leaves no time at all")
        .help("give the seconds that it may take, or leave the field out")
}
