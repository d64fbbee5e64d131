//! One state in two versions.

use super::{Cx, State, machine};
use crate::ast;
use crate::diagnostic::Code;
use crate::ir::{Map, Program, ResourceKind, StateKind, TaskState};
use crate::source::Span;

/// Compares a state with the one of its name. A state from which an execution can go on is `sound`.
pub(super) fn compare(cx: &mut Cx<'_, '_>, old: State<'_>, new: State<'_>, sound: &mut Vec<String>) {
    let before = cx.diagnostics.len();
    match (&old.ir.kind, &new.ir.kind) {
        (StateKind::Task(a), StateKind::Task(b)) => task(cx, (old, a), (new, b)),
        (StateKind::Map(a), StateKind::Map(b)) => items(cx, (old, a), (new, b)),
        (StateKind::Parallel(_), StateKind::Parallel(_)) => branches(cx, old, new),
        (StateKind::Wait(_), StateKind::Wait(_)) => {}
        (a, _) if !has_work(a) => {}
        (a, b) => {
            if a.name() != b.name() {
                other_type(cx, old, new);
            }
        }
    }
    if cx.diagnostics.len() == before {
        sound.push(new.ir.name.clone());
    }
    retriers(cx, old, new);
    for (old, new) in old.machines().into_iter().zip(new.machines()) {
        machine(cx, old, new, sound);
    }
}

/// Whether a state is stored while it is at work.
fn has_work(kind: &StateKind) -> bool {
    matches!(kind, StateKind::Task(_) | StateKind::Wait(_) | StateKind::Parallel(_) | StateKind::Map(_))
}

fn other_type(cx: &mut Cx<'_, '_>, old: State<'_>, new: State<'_>) {
    let (was, is) = (old.ir.kind.name(), new.ir.kind.name());
    let name = &new.ir.name;
    let finding = cx.finding(
        (Code::StateTypeChanged, format!("the state `{name}` was a {was} in the older version")),
        (new.span(), format!("a {is} now")),
        (old.span(), format!("an execution may be at work in this {was}")),
    );
    cx.report(finding.help(format!("give the {is} a name of its own, and keep the {was} {}", super::KEEP)));
}

/// A Task goes on with the attempt that is under way.
fn task(cx: &mut Cx<'_, '_>, (old, was): (State<'_>, &TaskState), (new, is): (State<'_>, &TaskState)) {
    let (was, is) = (Work::of(cx.old.program, was), Work::of(cx.new.program, is));
    if was == is {
        return;
    }
    let name = &new.ir.name;
    let finding = cx.finding(
        (Code::TaskChanged, format!("the state `{name}` runs something else than in the older version")),
        (resource(new), format!("{is} now")),
        (resource(old), format!("{was}, of which an attempt may be under way")),
    );
    let help = format!("give the new work a state of its own, and keep this one {}", super::KEEP);
    cx.report(finding.help(help));
}

/// Whether two states are Tasks that run the same.
pub(super) fn is_same_task(cx: &Cx<'_, '_>, old: State<'_>, new: State<'_>) -> bool {
    match (&old.ir.kind, &new.ir.kind) {
        (StateKind::Task(a), StateKind::Task(b)) => {
            Work::of(cx.old.program, a) == Work::of(cx.new.program, b)
        }
        _ => false,
    }
}

/// What a Task runs, as far as a stored attempt depends on it.
#[derive(PartialEq)]
struct Work<'a> {
    kind: &'a ResourceKind,
    /// The function or activity. The task of a service integration is its state.
    name: &'a str,
}

impl<'a> Work<'a> {
    fn of(program: &'a Program, state: &'a TaskState) -> Self {
        let task = program.tasks.get(state.task.0);
        Self { kind: &state.resource.kind, name: task.map(|task| task.identity.name()).unwrap_or_default() }
    }
}

impl std::fmt::Display for Work<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self.kind {
            ResourceKind::Lambda => write!(f, "the function `{}`", self.name),
            ResourceKind::Activity => write!(f, "the activity `{}`", self.name),
            ResourceKind::Integration { service, action, .. } => write!(f, "`{service}:{action}`"),
        }
    }
}

fn resource(state: State<'_>) -> Span {
    match &state.ast.kind {
        Some(ast::Kind::Task(task)) => task.resource.as_ref().map(|resource| resource.text.span()),
        _ => None,
    }
    .unwrap_or_else(|| state.span())
}

/// A Map finds the items of unfinished iterations again.
fn items(cx: &mut Cx<'_, '_>, (old, was): (State<'_>, &Map), (new, is): (State<'_>, &Map)) {
    if (&was.input, &was.items) == (&is.input, &is.items) {
        return;
    }
    let name = &new.ir.name;
    let finding = cx.finding(
        (Code::ItemsChanged, format!("the Map `{name}` takes other items than in the older version")),
        (items_place(new), "its items now".to_owned()),
        (items_place(old), "iterations may be under way for these".to_owned()),
    );
    let help = format!("give the new Map a name of its own, and keep this one {}", super::KEEP);
    cx.report(finding.note("iterations are stored by the number of their item").help(help));
}

/// `ItemsPath`, else `InputPath`, else the state.
fn items_place(state: State<'_>) -> Span {
    let Some(ast::Kind::Map(map)) = &state.ast.kind else { return state.span() };
    let items = map.items.as_ref().map(|items| items.text.span());
    let input = || match &map.input {
        Some(ast::Selector::Path(path)) => Some(path.text.span()),
        Some(ast::Selector::Null) | None => None,
    };
    items.or_else(input).unwrap_or_else(|| state.span())
}

fn branches(cx: &mut Cx<'_, '_>, old: State<'_>, new: State<'_>) {
    let (was, is) = (old.machines().len(), new.machines().len());
    if was == is {
        return;
    }
    let name = &new.ir.name;
    let finding = cx.finding(
        (
            Code::BranchesChanged,
            format!("the Parallel `{name}` has another number of branches than in the older version"),
        ),
        (new.span(), format!("{} now", count(is))),
        (old.span(), format!("{}, which may be under way", count(was))),
    );
    let help = format!("give the new Parallel a name of its own, and keep this one {}", super::KEEP);
    cx.report(finding.note("branches and their outputs are stored by their number").help(help));
}

fn count(branches: usize) -> String {
    format!("{branches} branch{}", if branches == 1 { "" } else { "es" })
}

/// A retrier keeps its number. What is added behind the others, or taken from the end, changes none.
fn retriers(cx: &mut Cx<'_, '_>, old: State<'_>, new: State<'_>) {
    let texts = |names: &ast::ErrorEquals| -> Vec<String> {
        names.iter().map(|name| name.as_str().to_owned()).collect()
    };
    let pairs = old.ast.retriers().iter().zip(new.ast.retriers());
    let moved = pairs.enumerate().find(|(_, (a, b))| texts(&a.error_equals) != texts(&b.error_equals));
    let Some((index, (was, is))) = moved else { return };
    let place = |names: &ast::ErrorEquals, state: State<'_>| match (names.first(), names.last()) {
        (Some(first), Some(last)) => first.span().to(last.span()),
        _ => state.span(),
    };
    let name = &new.ir.name;
    let number = index + 1;
    let finding = cx.finding(
        (
            Code::RetriersChanged,
            format!("retrier {number} of the state `{name}` takes other errors than in the older version"),
        ),
        (place(&is.error_equals, new), format!("retrier {number} now")),
        (place(&was.error_equals, old), format!("retrier {number} of the older version")),
    );
    cx.report(
        finding
            .note("attempts are counted by the retrier's number: those made before count for what this retrier takes now")
            .help("add retriers behind those that are there"),
    );
}
