//! Whether executions of an older version of a definition could be continued by a newer one.
//!
//! An execution that outlives its process is stored as *frames*: the top level, and each branch and iteration that runs. A frame is
//! the name of its state with its input, its variables by name, how far the state's work has come, and how often each retrier was
//! used. The newer version can go on from there when it has the same state in the same machine, doing the same work. So
//! it must not
//!
//! | do | because a frame has |
//! |---|---|
//! | remove or rename a state, or move it to another machine | the state's name, and its machine's place |
//! | change the type of a state that does work (Task, Wait, Parallel, Map) | how far the work has come; other states are not stored half-way |
//! | let a Task run something else | an attempt that is under way, and its token |
//! | change the number of a Parallel's branches | outputs and frames by the branch's number |
//! | let a Map take its items from elsewhere | outputs and frames by the item's number |
//! | stop assigning a variable, or assign it in another machine | the variable's name |
//! | change the order of retriers | attempts by the retrier's number |
//!
//! Everything else may change: an execution that is continued does from its state on what the newer version says. Of what then
//! follows from the data, what certainly fails is reported (`data.rs`). A catcher leaves nothing in a frame, nor do states
//! that cannot be reached.

mod data;
mod state;
#[cfg(test)]
mod tests;

use std::sync::Arc;

use crate::analyze::Analysis;
use crate::ast;
use crate::check::assignments;
use crate::diagnostic::{Code, Diagnostic, Diagnostics, near};
use crate::flow;
use crate::ir;
use crate::source::{Source, Span};

/// One of two versions.
#[derive(Clone, Copy, Debug)]
pub struct Side<'a> {
    /// Its text.
    pub source: &'a Source,
    /// What is known about it.
    pub analysis: &'a Analysis,
}

/// Adds why executions of `old` cannot be continued by `new`. The findings are places in the new text, and show those in the old one.
///
/// Adds nothing when one of them has errors, which say enough, or when both are the same definition.
pub fn compare(old: &Side<'_>, new: &Side<'_>, diagnostics: &mut Diagnostics) {
    if old.analysis.hash == new.analysis.hash {
        return;
    }
    let (Some(old_top), Some(new_top)) = (Top::of(old), Top::of(new)) else { return };
    let places = places(new_top.machine);
    let mut cx =
        Cx { old: &old_top, new: &new_top, source: Arc::new(old.source.clone()), places, diagnostics };
    let mut sound = Vec::new();
    machine(&mut cx, old_top.machine, new_top.machine, &mut sound);
    data::check(&mut cx, &sound);
}

/// A definition without errors: the words of its text, and their meaning.
struct Top<'a> {
    program: &'a ir::Program,
    machine: Machine<'a>,
}

impl<'a> Top<'a> {
    fn of(side: &Side<'a>) -> Option<Self> {
        let (program, ast) = (side.analysis.program.as_ref()?, side.analysis.machine.as_ref()?);
        Some(Self { program, machine: Machine { ast, ir: &program.root } })
    }
}

/// A machine: both have the same states in the same order.
#[derive(Clone, Copy)]
struct Machine<'a> {
    ast: &'a ast::Machine,
    ir: &'a ir::Machine,
}

/// A state.
#[derive(Clone, Copy)]
struct State<'a> {
    ast: &'a ast::State,
    ir: &'a ir::State,
}

impl<'a> Machine<'a> {
    fn states(self) -> impl Iterator<Item = State<'a>> {
        self.ast.states.iter().zip(&self.ir.states).map(|(ast, ir)| State { ast, ir })
    }

    fn state(self, name: &str) -> Option<State<'a>> {
        self.states().find(|state| state.ir.name == name)
    }

    /// Where a variable is assigned first.
    fn assigned(self, variable: &str) -> Option<Span> {
        let mut all = self.ast.states.iter().flat_map(assignments);
        all.find(|assignment| assignment.variable == variable).map(|assignment| assignment.span)
    }
}

impl<'a> State<'a> {
    fn span(self) -> Span {
        self.ast.name.span()
    }

    /// The branches of a Parallel, or the processor of a Map.
    fn machines(self) -> Vec<Machine<'a>> {
        match (&self.ast.kind, &self.ir.kind) {
            (Some(ast::Kind::Parallel(ast)), ir::StateKind::Parallel(ir)) => {
                let branches = ast.branches.iter().zip(&ir.branches);
                branches.map(|(ast, ir)| Machine { ast, ir }).collect()
            }
            (Some(ast::Kind::Map(ast)), ir::StateKind::Map(ir)) => {
                ast.processor.iter().map(|ast| Machine { ast, ir: &ir.processor }).collect()
            }
            _ => Vec::new(),
        }
    }
}

/// What all comparisons share.
struct Cx<'c, 'a> {
    old: &'c Top<'a>,
    new: &'c Top<'a>,
    /// The old text, for its excerpts.
    source: Arc<Source>,
    /// Every state and variable of the new version, and the machine that it is in.
    places: Places<'a>,
    diagnostics: &'c mut Diagnostics,
}

impl Cx<'_, '_> {
    fn report(&mut self, diagnostic: Diagnostic) {
        self.diagnostics.push(diagnostic);
    }

    /// A finding at a place of the new text, with a place of the old one.
    fn finding(
        &self,
        (code, message): (Code, String),
        (new, label): (Span, String),
        (old, old_label): (Span, String),
    ) -> Diagnostic {
        Diagnostic::new(code, new, message).label(label).elsewhere(&self.source, old, old_label)
    }
}

/// What the machines of a version have, with words for each machine.
#[derive(Default)]
struct Places<'a> {
    states: Vec<(&'a str, String)>,
    variables: Vec<(&'a str, String)>,
}

impl Places<'_> {
    fn find<'p>(list: &'p [(&str, String)], name: &str) -> Option<&'p str> {
        list.iter().find(|(known, _)| *known == name).map(|(_, place)| place.as_str())
    }
}

fn places(top: Machine<'_>) -> Places<'_> {
    fn collect<'a>(machine: Machine<'a>, place: &str, places: &mut Places<'a>) {
        let variables = machine.ir.variables.iter();
        places.variables.extend(variables.map(|variable| (variable.as_str(), place.to_owned())));
        for state in machine.states() {
            places.states.push((state.ir.name.as_str(), place.to_owned()));
            let is_map = matches!(state.ir.kind, ir::StateKind::Map(_));
            for (index, inner) in state.machines().into_iter().enumerate() {
                let place = if is_map {
                    format!("in the processor of `{}`", state.ir.name)
                } else {
                    format!("in branch {} of `{}`", index + 1, state.ir.name)
                };
                collect(inner, &place, places);
            }
        }
    }
    let mut places = Places::default();
    collect(top, "at the top level", &mut places);
    places
}

/// Compares two machines that have the same place, with all inside of them. `sound` gets the names of the states from which an
/// execution can go on.
fn machine(cx: &mut Cx<'_, '_>, old: Machine<'_>, new: Machine<'_>, sound: &mut Vec<String>) {
    let reached = flow::reachable(old.ir);
    for (_, state) in old.states().enumerate().filter(|(index, _)| reached.contains(&ir::StateId(*index))) {
        match new.state(&state.ir.name) {
            Some(same) => state::compare(cx, state, same, sound),
            None => missing_state(cx, state, (old, new)),
        }
    }
    for variable in &old.ir.variables {
        if !new.ir.variables.contains(variable) {
            missing_variable(cx, variable, (old, new));
        }
    }
}

/// What can be done instead; said where nothing better is known.
const KEEP: &str = "until no execution stands in it; or carry the older version in `versions`, and let its executions end with it";

fn missing_state(cx: &mut Cx<'_, '_>, state: State<'_>, (old, new): (Machine<'_>, Machine<'_>)) {
    let name = &state.ir.name;
    let message = format!("the state `{name}` of the older version is gone");
    let label = format!("no state `{name}` here");
    let mut finding = cx.finding(
        (Code::StateGone, message),
        (new.ast.span, label),
        (state.span(), "an execution may stand here".to_owned()),
    );
    if let Some(place) = Places::find(&cx.places.states, name) {
        finding = finding.note(format!(
            "there is a state `{name}` {place}, but an execution is stored with the place of its machine"
        ));
    }
    let help = match renamed(cx, state, (old, new)) {
        Some(other) => format!(
            "if `{other}` is its new name, take the old one, with which executions are stored; else keep the state {KEEP}"
        ),
        None => format!("keep the state {KEEP}"),
    };
    cx.report(finding.help(help));
}

/// The state of the new machine that may be an old one under another name.
fn renamed<'a>(cx: &Cx<'_, '_>, state: State<'_>, (old, new): (Machine<'_>, Machine<'a>)) -> Option<&'a str> {
    let added = || new.states().filter(|added| old.state(&added.ir.name).is_none());
    let mut same = added().filter(|added| state::is_same_task(cx, state, *added));
    match (same.next(), same.next()) {
        (Some(one), None) => Some(&one.ir.name),
        _ => near(&state.ir.name, added().map(|added| added.ir.name.as_str())),
    }
}

fn missing_variable(cx: &mut Cx<'_, '_>, variable: &str, (old, new): (Machine<'_>, Machine<'_>)) {
    let message = format!("the variable `{variable}` of the older version is gone");
    let mut finding = cx.finding(
        (Code::VariableGone, message),
        (new.ast.span, format!("no state here assigns `{variable}`")),
        (old.assigned(variable).unwrap_or(old.ast.span), "an execution may have it from here".to_owned()),
    );
    if let Some(place) = Places::find(&cx.places.variables, variable) {
        finding = finding.note(format!(
            "a variable `{variable}` is assigned {place}, but a variable belongs to the machine that assigns it"
        ));
    }
    let help = "keep an `Assign` of it until no execution has it; or carry the older version in `versions`, and let its executions end with it";
    cx.report(finding.help(help));
}
