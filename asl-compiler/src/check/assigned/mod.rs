//! Variables that are read before they can have a value, in states of either query language.
//!
//! The data of a definition that cannot be compiled yet (`JSONata`, distributed Maps) are not followed, but its variables can
//! be: which may be assigned, and which are for certain, when a state is entered. Where `flow/` follows the data, it
//! knows more, and paths are left to it.

mod solve;
#[cfg(test)]
mod tests;

use std::collections::{BTreeMap, BTreeSet};

use crate::ast::{Condition, Kind, Machine, State, VariableRead};
use crate::diagnostic::{Code, Diagnostic, Diagnostics, Severity, near};
use crate::expr::jsonata;
use crate::ir;
use crate::source::Span;

use super::{machines_of, variables};
use solve::{Entry, Names, Solved};

/// What is known of a state's variables.
pub(super) struct Around<'s, 'a> {
    pub(super) state: &'a State,
    /// Those that may have a value when the state is entered.
    pub(super) possible: &'s BTreeSet<&'a str>,
    /// Those that only other states see.
    pub(super) elsewhere: &'s BTreeSet<&'a str>,
    solved: &'s Solved<'a>,
    place: usize,
    facts: &'s Facts<'a>,
}

/// What holds everywhere in a definition.
struct Facts<'a> {
    names: Names<'a>,
    /// Where each variable is assigned, in source order.
    places: BTreeMap<&'a str, Vec<Span>>,
}

/// Visits every state with its variables. `None` when there are too many to follow them.
///
/// A state that is not reached, or of a machine with holes, sees all variables of its scope.
pub(super) fn each<'a>(machine: &'a Machine, visit: &mut impl FnMut(&Around<'_, 'a>)) -> Option<()> {
    let mut places: BTreeMap<&str, Vec<Span>> = BTreeMap::new();
    super::each_state(machine, &mut |state| {
        for assignment in variables::assignments(state) {
            places.entry(assignment.variable.as_str()).or_default().push(assignment.span);
        }
    });
    let names = Names::of(places.keys().copied())?;
    scope(machine, Entry::default(), &Facts { names, places }, visit);
    Some(())
}

fn scope<'a>(machine: &'a Machine, entry: Entry, facts: &Facts<'a>, visit: &mut impl FnMut(&Around<'_, 'a>)) {
    let solved = Solved::of(machine, entry, &facts.names);
    let mut last = None;
    let (mut possible, mut elsewhere) = (BTreeSet::new(), BTreeSet::new());
    for (place, state) in machine.states.iter().enumerate() {
        let entry = solved.entry(place);
        if last.replace(entry.possible) != Some(entry.possible) {
            (possible, elsewhere) =
                facts.names.iter().partition(|name| facts.names.is_in(name, entry.possible));
        }
        visit(&Around { state, possible: &possible, elsewhere: &elsewhere, solved: &solved, place, facts });
        let distributed = is_distributed(state);
        for inner in machines_of(state) {
            // Executions of their own see nothing of this one's variables.
            scope(inner, if distributed { Entry::default() } else { entry }, facts, visit);
        }
    }
}

fn is_distributed(state: &State) -> bool {
    matches!(&state.kind, Some(Kind::Map(map)) if map.distributed.is_some())
}

/// Reports the paths of a definition whose data nobody follows.
pub(super) fn check_paths(machine: &Machine, diagnostics: &mut Diagnostics) {
    let mut found = Vec::new();
    each(machine, &mut |around| {
        let asked = asked_for(around.state);
        for read in &around.state.reads {
            // What AWS answers for a variable without a value is not known.
            if !asked.contains(read.variable.as_str()) {
                found.extend(around.of_path(read));
            }
        }
    });
    for diagnostic in found {
        diagnostics.push(diagnostic);
    }
}

impl Around<'_, '_> {
    fn of_path(&self, read: &VariableRead) -> Option<Diagnostic> {
        let name = read.variable.as_str();
        let mut diagnostic = if self.possible.contains(name) {
            self.may_lack(name, read.span)?
        } else {
            self.lacks(name, read.span)
        };
        if read.caught {
            // An execution that gets to a catcher has failed already.
            diagnostic.severity = Severity::Warning;
        }
        Some(diagnostic)
    }

    fn lacks(&self, name: &str, span: Span) -> Diagnostic {
        let message = format!("the variable `{name}` has no value here");
        let diagnostic = Diagnostic::new(Code::UnassignedVariable, span, message);
        if self.elsewhere.contains(name) {
            let diagnostic = diagnostic
                .label("no state before this one assigns it")
                .help("assign it on every way to this state; of variables outside, the executions of a distributed Map see none");
            return self.places(diagnostic, name);
        }
        let guess = near(name, self.possible.iter().copied());
        diagnostic.label("no state assigns it").help(match guess {
            Some(guess) => format!("did you mean `${guess}`?"),
            None => format!("assign it in a state before, or write `$.{name}` for a field of the input"),
        })
    }

    /// Names the places where a variable is assigned, which others see.
    pub(super) fn places(&self, mut diagnostic: Diagnostic, name: &str) -> Diagnostic {
        for place in self.facts.places.get(name).into_iter().flatten().take(3) {
            diagnostic = diagnostic.also(*place, "assigned here, which is too late or out of sight");
        }
        diagnostic
    }

    /// A way to the state on which a variable is not assigned, for certain one that executions can take.
    pub(super) fn may_lack(&self, name: &str, span: Span) -> Option<Diagnostic> {
        let way = self
            .solved
            .way_without(self.place, self.facts.names.get(name)?, &|state| mentions(state, name))?;
        let way: Vec<String> = way.into_iter().map(|state| format!("`{state}`")).collect();
        let message = format!("the variable `{name}` may have no value here");
        let mut diagnostic = Diagnostic::new(Code::VariableMayBeUnassigned, span, message)
            .label("no state before this one assigns it")
            .help("assign it on every way to this state");
        for place in self.facts.places.get(name).into_iter().flatten().take(3) {
            diagnostic = diagnostic.also(*place, "assigned here");
        }
        Some(diagnostic.note(format!("the way {} does not assign it", way.join(" → "))))
    }
}

/// Whether a state looks at a variable: where it goes then may depend on it.
fn mentions(state: &State, name: &str) -> bool {
    let in_query = |text: &str| text.contains(&format!("${name}"));
    state.reads.iter().any(|read| read.variable == name)
        || state.queries.iter().any(|query| in_query(query.text.as_str()))
}

/// The variables that a Choice asks for by `IsPresent`.
fn asked_for(state: &State) -> BTreeSet<&str> {
    let mut found = BTreeSet::new();
    if let Some(Kind::Choice(choice)) = &state.kind {
        choice.rules.iter().filter_map(|rule| rule.condition.as_ref()).for_each(|it| collect(it, &mut found));
    }
    found
}

fn collect<'a>(condition: &'a Condition, found: &mut BTreeSet<&'a str>) {
    match condition {
        Condition::And(parts) | Condition::Or(parts) => parts.iter().for_each(|part| collect(part, found)),
        Condition::Not(part) => collect(part, found),
        Condition::Is { variable, test: ir::TypeTest::Present, .. } => {
            if let Some(ir::Expr::Path(ir::Path { root: ir::Root::Variable(name), .. })) = &variable.value {
                found.insert(name);
            }
        }
        Condition::Compare { .. } | Condition::Matches { .. } | Condition::Is { .. } => {}
    }
}

/// A variable that an expression of JSONata is nothing but a look into, and that may have no value.
pub(super) fn of_query(around: &Around<'_, '_>, text: &crate::json::Text) -> Option<Diagnostic> {
    let (inner, base) = jsonata::delimited(text.as_str())?;
    let entry = around.solved.entry(around.place);
    if entry.possible == entry.always || !inner.trim_start().starts_with('$') {
        return None;
    }
    let (name, range) = jsonata::whole_variable(inner, base)?;
    around.possible.contains(name.as_str()).then(|| around.may_lack(&name, text.locate(range)))?
}
