//! What a state makes of its data: one function a state type.

use std::collections::BTreeMap;

use crate::ast::timestamp_nanoseconds;
use crate::ir::{self, Expr, Next, PassResult, ResultPath, StateKind};

use super::condition::{self, Facts, Split};
use super::eval::{expression, select, span_of, template};
use super::note::{Fault, Need, Notes, Rule};
use super::path::{PastEnd, find};
use super::scene::{Scene, Variables};
use super::shape::{Kind, Origin, Outside, Shape};

/// A state, and the data that reach it.
#[derive(Clone, Copy, Debug)]
pub(super) struct Visit<'v> {
    pub(super) state: &'v ir::State,
    /// Its index in the analysis.
    pub(super) node: usize,
    pub(super) input: &'v Shape,
    pub(super) variables: &'v Variables,
    pub(super) item: Option<&'v Shape>,
    /// The input of the execution.
    pub(super) execution: &'v Shape,
    /// What tasks are known to give.
    pub(super) results: &'v BTreeMap<ir::TaskId, Shape>,
}

/// A way out of a state.
#[derive(Clone, Debug)]
pub(super) struct Exit {
    pub(super) next: Next,
    pub(super) output: Shape,
    pub(super) variables: Variables,
    /// There were others, and which one is taken depends on what is not known.
    pub(super) decided: bool,
}

/// What a Parallel or Map hands to its inner machines.
#[derive(Clone, Debug)]
pub(super) struct Start {
    /// Which of them.
    pub(super) machine: usize,
    pub(super) input: Shape,
    pub(super) item: Option<Shape>,
}

/// What follows from entering a state.
#[derive(Debug, Default)]
pub(super) struct Entered {
    pub(super) exits: Vec<Exit>,
    pub(super) starts: Vec<Start>,
    /// The results of a Map that are possible before any iteration has ended: the empty array.
    pub(super) may_be_empty: bool,
    /// The number of items of a Map, if that is known.
    pub(super) len: Option<usize>,
}

impl<'v> Visit<'v> {
    fn scene(&self) -> Scene<'v> {
        Scene {
            doc: self.input,
            variables: self.variables,
            item: self.item,
            execution: self.execution,
            state: self.state,
            origin: self.origin(),
        }
    }

    fn origin(&self) -> Origin {
        Origin { node: u32::try_from(self.node).unwrap_or(u32::MAX), caught: false }
    }

    fn exit(next: Next, output: Shape, variables: Variables) -> Exit {
        Exit { next, output, variables, decided: false }
    }
}

/// Enters a state: everything but what follows the work of a Parallel or Map.
pub(super) fn enter(visit: Visit<'_>, notes: &mut Notes) -> Entered {
    match &visit.state.kind {
        StateKind::Task(task) => self::task(visit, task, notes),
        StateKind::Pass(pass) => one(self::pass(visit, pass, notes)),
        StateKind::Choice(choice) => {
            Entered { exits: self::choice(visit, choice, notes), ..Entered::default() }
        }
        StateKind::Wait(wait) => one(self::wait(visit, wait, notes)),
        StateKind::Succeed(succeed) => {
            let input = select(visit.scene(), &succeed.input, notes);
            let output = select(visit.scene().on(&input), &succeed.output, notes);
            one(Visit::exit(Next::End, output, visit.variables.clone()))
        }
        StateKind::Fail(fail) => {
            text(visit, fail.error.as_ref(), "`ErrorPath`", notes);
            text(visit, fail.cause.as_ref(), "`CausePath`", notes);
            Entered::default()
        }
        StateKind::Parallel(parallel) => self::parallel(visit, parallel, notes),
        StateKind::Map(map) => self::map(visit, map, notes),
    }
}

fn one(exit: Exit) -> Entered {
    Entered { exits: vec![exit], ..Entered::default() }
}

/// What follows the work of a Parallel or Map: `result` is what its machines gave.
pub(super) fn complete(visit: Visit<'_>, result: Shape, notes: &mut Notes) -> Vec<Exit> {
    let finish = match &visit.state.kind {
        StateKind::Parallel(parallel) => &parallel.finish,
        StateKind::Map(map) => &map.finish,
        _ => return Vec::new(),
    };
    vec![self::finish(visit, finish, result.made(visit.origin()), notes)]
}

fn task(visit: Visit<'_>, task: &ir::TaskState, notes: &mut Notes) -> Entered {
    let input = select(visit.scene(), &task.input, notes);
    let scene = visit.scene().on(&input);
    seconds(scene, task.timeout.as_ref(), "`TimeoutSecondsPath`", notes);
    seconds(scene, task.heartbeat.as_ref(), "`HeartbeatSecondsPath`", notes);
    let given = task.parameters.as_ref().map(|fields| template(scene, fields, notes));
    notes.sends(|| given.unwrap_or_else(|| input.clone()));
    if let Some(credentials) = &task.credentials {
        template(scene, credentials, notes);
    }
    let result = visit.results.get(&task.task).cloned().unwrap_or_else(Shape::any);
    let result = result.given_by(Outside::Task(task.task));
    let mut exits = vec![finish(visit, &task.finish, result.made(visit.origin()), notes)];
    exits.extend(caught(visit, &task.finish, notes));
    Entered { exits, ..Entered::default() }
}

fn pass(visit: Visit<'_>, pass: &ir::Pass, notes: &mut Notes) -> Exit {
    let input = select(visit.scene(), &pass.input, notes);
    let scene = visit.scene().on(&input);
    let result = match &pass.result {
        PassResult::Input => input.clone(),
        PassResult::Literal(literal) => Shape::literal(literal).made(visit.origin()),
        PassResult::Template(value) => template(scene, value, notes),
    };
    let variables = assign(scene.on(&result), &pass.assign, notes);
    let merged = merge(visit, &pass.result_path, &result, false, notes);
    let output = select(scene.on(&merged), &pass.output, notes);
    Visit::exit(pass.next, output, variables)
}

fn wait(visit: Visit<'_>, wait: &ir::Wait, notes: &mut Notes) -> Exit {
    let input = select(visit.scene(), &wait.input, notes);
    let scene = visit.scene().on(&input);
    match &wait.until {
        ir::Until::SecondsPath(path) => fits(scene, path, &SECONDS.named("`SecondsPath`"), notes),
        ir::Until::TimestampPath(path) => fits(scene, path, &TIMESTAMP, notes),
        ir::Until::Seconds(_) | ir::Until::Timestamp(_) => {}
    }
    let variables = assign(scene, &wait.assign, notes);
    let output = select(scene, &wait.output, notes);
    Visit::exit(wait.next, output, variables)
}

fn choice(visit: Visit<'_>, choice: &ir::Choice, notes: &mut Notes) -> Vec<Exit> {
    let input = select(visit.scene(), &choice.input, notes);
    let mut open = Some(Facts { doc: input, variables: visit.variables.clone() });
    let mut exits = Vec::new();
    for rule in &choice.rules {
        let Some(facts) = &open else { break };
        let Split { yes, no } = condition::split(visit.scene(), facts, &rule.condition, notes);
        judge_rule(visit.scene(), facts, rule, (yes.is_some(), no.is_some()), notes);
        if let Some(facts) = yes {
            exits.push(leave(visit, &facts, choice, (&rule.assign, rule.next), notes));
        }
        open = no;
    }
    let span = visit.state.place.span();
    match (open, choice.default) {
        (Some(facts), Some(default)) => {
            exits.push(leave(visit, &facts, choice, (&choice.assign, default), notes));
        }
        (Some(_), None) if exits.is_empty() => {
            notes.fault(Rule::Default, span, || Fault::NoMatch);
        }
        _ => notes.fine(Rule::Default, span),
    }
    let decided = exits.len() > 1;
    for exit in &mut exits {
        exit.decided = decided;
    }
    exits
}

/// Leaves a Choice by a rule or by `Default`.
fn leave(
    visit: Visit<'_>,
    facts: &Facts,
    choice: &ir::Choice,
    (assignments, next): (&[ir::Assignment], ir::StateId),
    notes: &mut Notes,
) -> Exit {
    let scene = Scene { doc: &facts.doc, variables: &facts.variables, ..visit.scene() };
    let variables = assign(scene, assignments, notes);
    let output = select(scene, &choice.output, notes);
    Visit::exit(Next::State(next), output, variables)
}

/// Notes whether a rule can match and can fail to.
fn judge_rule(scene: Scene<'_>, facts: &Facts, rule: &ir::Rule, (yes, no): (bool, bool), notes: &mut Notes) {
    if !notes.are_kept() {
        return;
    }
    let paths = condition::paths(&rule.condition);
    let Some(first) = paths.first() else { return };
    let span = first.place.span();
    let scene = Scene { doc: &facts.doc, variables: &facts.variables, ..scene };
    let shown = || Fault::Decided {
        shown: paths
            .iter()
            .map(|path| {
                (path.text.trim().to_owned(), find(scene, path, PastEnd::Nothing).shape, path.place.span())
            })
            .collect(),
    };
    for (rule, may) in [(Rule::Match, yes), (Rule::Mismatch, no)] {
        if may { notes.fine(rule, span) } else { notes.fault(rule, span, shown) }
    }
}

fn parallel(visit: Visit<'_>, parallel: &ir::Parallel, notes: &mut Notes) -> Entered {
    let input = select(visit.scene(), &parallel.input, notes);
    let input = match &parallel.parameters {
        Some(parameters) => template(visit.scene().on(&input), parameters, notes),
        None => input,
    };
    let starts = (0..parallel.branches.len())
        .map(|machine| Start { machine, input: input.clone(), item: visit.item.cloned() })
        .collect();
    Entered { exits: caught(visit, &parallel.finish, notes), starts, ..Entered::default() }
}

fn map(visit: Visit<'_>, map: &ir::Map, notes: &mut Notes) -> Entered {
    let input = select(visit.scene(), &map.input, notes);
    let scene = visit.scene().on(&input);
    let items = match &map.items {
        None => input.clone(),
        Some(path) => expression(scene, path, PastEnd::Nothing, notes),
    };
    let span = match &map.items {
        Some(path) => span_of(path).unwrap_or(visit.state.place.span()),
        None => visit.state.place.span(),
    };
    let taker = || format!("the Map state `{}`", visit.state.name);
    notes.need(&items, |source| Need { source, span, taker: taker(), kinds: vec![Kind::Array], text: None });
    if items.has(Kind::Array) {
        notes.fine(Rule::Items, span);
    } else {
        notes.fault(Rule::Items, span, || Fault::Unfit {
            taker: taker(),
            wanted: "an array",
            found: items.clone(),
        });
    }
    if let ir::Number::Path(path) = &map.max_concurrency {
        fits(scene, path, &SECONDS.named("`MaxConcurrencyPath`"), notes);
    }
    let array = items.array.as_ref();
    let len = array.and_then(|array| array.len());
    let element = array.map_or_else(Shape::any, |_| items.elements());
    let mut starts = Vec::new();
    if !element.is_never() {
        let start = match &map.item_selector {
            Some(selector) => template(Scene { item: Some(&element), ..scene }, selector, notes),
            None => element.clone(),
        };
        starts.push(Start { machine: 0, input: start, item: Some(element) });
    }
    let may_be_empty = array.is_none_or(|array| array.items.is_empty());
    Entered { exits: caught(visit, &map.finish, notes), starts, may_be_empty, len }
}

/// `Assign`: all values see the variables as they were when the state was entered.
fn assign(scene: Scene<'_>, assignments: &[ir::Assignment], notes: &mut Notes) -> Variables {
    let mut variables = scene.variables.clone();
    for assignment in assignments {
        let value = template(scene, &assignment.value, notes);
        variables.set(&assignment.variable, value);
    }
    variables
}

/// What Task, Parallel and Map do with their result.
fn finish(visit: Visit<'_>, finish: &ir::Finish, result: Shape, notes: &mut Notes) -> Exit {
    let scene = visit.scene();
    let variables = assign(scene.on(&result), &finish.assign, notes);
    let selected = match &finish.result_selector {
        Some(selector) => template(scene.on(&result), selector, notes),
        None => result,
    };
    let handled = finish.catch.iter().flat_map(|catcher| &catcher.error_equals).any(|name| {
        ["States.ALL", "States.TaskFailed", "States.ResultPathMatchFailure"].contains(&name.as_str())
    });
    let merged = merge(visit, &finish.result_path, &selected, handled, notes);
    let output = select(scene.on(&merged), &finish.output, notes);
    Visit::exit(finish.next, output, variables)
}

/// The ways out by catchers. `OutputPath` is not applied there.
fn caught(visit: Visit<'_>, finish: &ir::Finish, notes: &mut Notes) -> Vec<Exit> {
    let origin = Origin { caught: true, ..visit.origin() };
    notes.caught = true;
    let exits = finish
        .catch
        .iter()
        .map(|catcher| {
            let error = error_output().made(origin);
            let scene = Scene { origin, ..visit.scene() };
            let variables = assign(scene.on(&error), &catcher.assign, notes);
            let output = merge(visit, &catcher.result_path, &error, false, notes);
            Visit::exit(Next::State(catcher.next), output, variables)
        })
        .collect();
    notes.caught = false;
    exits
}

/// `{"Error": …, "Cause": …}`: strings or null, and each may be absent.
fn error_output() -> Shape {
    use super::shape::{Field, Object};
    let text = || Field { shape: Shape::any().restrict(&[Kind::String, Kind::Null]), required: false };
    let fields = ["Error", "Cause"].into_iter().map(|name| (std::sync::Arc::from(name), text()));
    Shape::of_object(Object::new(fields.collect(), false))
}

/// `ResultPath` into the raw input.
fn merge(visit: Visit<'_>, path: &ResultPath, result: &Shape, handled: bool, notes: &mut Notes) -> Shape {
    let path = match path {
        ResultPath::Replace => return result.clone(),
        ResultPath::Discard => return visit.input.clone(),
        ResultPath::At(path) => path,
    };
    let result = result.clone().made_at_latest(Some(visit.origin()));
    let merged = visit.input.set(&path.segments, &result);
    if !merged.is_never() {
        notes.fine(Rule::ResultPath, path.place.span());
        return merged;
    }
    notes.fault(Rule::ResultPath, path.place.span(), || Fault::NoPlace {
        path: path.text.trim().to_owned(),
        found: visit.input.clone(),
        kept: handled,
    });
    Shape::any()
}

/// What a field takes.
struct Taker {
    name: &'static str,
    wanted: &'static str,
    fits: fn(&Shape) -> bool,
    /// Of which types that is; none where AWS is not known to insist.
    kinds: &'static [Kind],
}

const SECONDS: Taker = Taker {
    name: "",
    wanted: "a whole number that is not negative",
    fits: may_be_count,
    kinds: &[Kind::Number, Kind::String],
};
const TIMESTAMP: Taker = Taker {
    name: "`TimestampPath`",
    wanted: "a timestamp like `2030-01-31T08:00:00Z`",
    fits: may_be_timestamp,
    kinds: &[Kind::String],
};
const TEXT: Taker = Taker { name: "", wanted: "a string", fits: |shape| shape.has(Kind::String), kinds: &[] };

impl Taker {
    const fn named(&self, name: &'static str) -> Self {
        Self { name, ..*self }
    }
}

/// A whole number from 0, or a string that spells one.
fn may_be_count(shape: &Shape) -> bool {
    // What AWS does with `1.0` is not known.
    let numbers = shape.numbers.filter(|number| number.value.fract() == 0.0 && number.value >= 0.0);
    let strings = shape.strings.filter(|text| text.parse::<u64>().is_ok());
    !numbers.is_none() || !strings.is_none()
}

fn may_be_timestamp(shape: &Shape) -> bool {
    !shape.strings.filter(|text| timestamp_nanoseconds(text).is_some()).is_none()
}

fn seconds(scene: Scene<'_>, number: Option<&ir::Number>, name: &'static str, notes: &mut Notes) {
    if let Some(ir::Number::Path(path)) = number {
        fits(scene, path, &SECONDS.named(name), notes);
    }
}

/// `ErrorPath`, `CausePath`; `$` is the raw input.
fn text(visit: Visit<'_>, text: Option<&ir::Text>, name: &'static str, notes: &mut Notes) {
    if let Some(ir::Text::Expr(expr)) = text {
        fits(visit.scene(), expr, &TEXT.named(name), notes);
    }
}

/// Notes whether the value of an expression is one that a field takes.
fn fits(scene: Scene<'_>, expr: &Expr, taker: &Taker, notes: &mut Notes) {
    let shape = expression(scene, expr, PastEnd::Nothing, notes);
    let Some(span) = span_of(expr) else { return };
    if !taker.kinds.is_empty() {
        let (taker, kinds) = (taker.name.to_owned(), taker.kinds.to_vec());
        notes.need(&shape, |source| Need { source, span, taker, kinds, text: None });
    }
    if (taker.fits)(&shape) {
        notes.fine(Rule::Value, span);
    } else {
        notes.fault(Rule::Value, span, || Fault::Unfit {
            taker: taker.name.to_owned(),
            wanted: taker.wanted,
            found: shape.clone(),
        });
    }
}
