//! From what the visits of a state have seen to diagnostics.
//!
//! What fails for all data that reach a state is certain. What fails for those that come on one way is reported too, if that
//! way can be taken for certain.

mod way;
mod words;

use std::collections::{BTreeMap, BTreeSet};

use crate::diagnostic::{Code, Diagnostic, Diagnostics, Severity};
use crate::ir::StateKind;
use crate::source::Span;

use super::note::{Fault, Rule};
use super::solve::{Arrival, Solution};

use way::Way;
pub(super) use way::is_certain;

/// What all visits have seen at one place.
#[derive(Default)]
struct Tally<'s> {
    /// Whether it works, or may work, for some data.
    fine: bool,
    /// The data for which it does not.
    faults: Vec<(&'s Arrival, Fault)>,
    /// Whether it is in a catcher.
    caught: bool,
}

/// Adds all findings.
pub(super) fn report(solution: &Solution<'_>, diagnostics: &mut Diagnostics) {
    let mut assigned = None;
    // States at which a finding tells why others are not reached.
    let mut explained = BTreeSet::new();
    for node in 0..solution.len() {
        let places = tally(solution, node);
        let compared: BTreeSet<Span> = places
            .iter()
            .filter(|((_, rule), tally)| *rule == Rule::Comparison && !tally.fine)
            .map(|((span, _), _)| *span)
            .collect();
        let is_stuck = places.iter().any(|((_, rule), tally)| *rule == Rule::Default && !tally.fine);
        for ((span, rule), tally) in &places {
            // That none of the rules matches is said once.
            if is_stuck && *rule == Rule::Match {
                continue;
            }
            let finding = Finding { solution, node, span: *span, rule: *rule, compared: &compared };
            let Some(diagnostic) = finding.diagnostic(tally, &mut assigned) else { continue };
            explained.insert(node);
            diagnostics.push(diagnostic);
        }
    }
    unreachable(solution, &explained, diagnostics);
}

fn tally<'s>(solution: &'s Solution<'_>, node: usize) -> BTreeMap<(Span, Rule), Tally<'s>> {
    let mut places: BTreeMap<(Span, Rule), Tally<'s>> = BTreeMap::new();
    for arrival in solution.arrivals(node) {
        // What is judged twice in one visit works only if both times.
        let mut judged: BTreeMap<(Span, Rule), (Option<Fault>, bool)> = BTreeMap::new();
        for note in solution.notes(node, arrival).into_list() {
            let (fault, caught) = judged.entry((note.span, note.rule)).or_default();
            *fault = fault.take().or(note.fault);
            *caught |= note.caught;
        }
        for (place, (fault, caught)) in judged {
            let tally = places.entry(place).or_default();
            tally.caught |= caught;
            match fault {
                None => tally.fine = true,
                Some(fault) => tally.faults.push((arrival, fault)),
            }
        }
    }
    places.retain(|_, tally| !tally.faults.is_empty());
    places
}

/// Where something was seen.
struct Finding<'f, 'p> {
    solution: &'f Solution<'p>,
    node: usize,
    span: Span,
    rule: Rule,
    /// Comparisons that are reported, so that the rules that they make false are not.
    compared: &'f BTreeSet<Span>,
}

/// The places of `Assign`, by variable.
type Assigned = BTreeMap<String, Vec<Span>>;

impl Finding<'_, '_> {
    fn diagnostic(&self, tally: &Tally<'_>, assigned: &mut Option<Assigned>) -> Option<Diagnostic> {
        let (arrival, fault) = if tally.fine {
            // What a rule does for some data only is what rules are for.
            if matches!(self.rule, Rule::Comparison | Rule::Match | Rule::Mismatch) {
                return None;
            }
            tally.faults.iter().find(|(arrival, _)| is_certain(self.solution, self.node, arrival))?
        } else {
            tally.faults.first()?
        };
        let way = Way::of(self.solution, self.node, arrival, tally.fine);
        let code = self.code(tally.fine);
        let mut diagnostic = match fault {
            Fault::Missing(missing) => words::missing(code, missing, &way),
            Fault::Unassigned { variable, known } => {
                let assigned = assigned.get_or_insert_with(|| way::assigned(self.solution));
                let places = assigned.get(variable).map(Vec::as_slice).unwrap_or_default();
                words::unassigned(code, self.span, (variable, known), places, &way)
            }
            Fault::Unfit { taker, wanted, found } => {
                words::unfit(code, self.span, (taker, wanted), found, &way)
            }
            Fault::NoPlace { path, found, .. } => words::no_place(code, self.span, path, found, &way),
            Fault::OtherType { operator, wanted, found } => {
                words::other_type(code, self.span, (operator, *wanted), found, &way)
            }
            Fault::Decided { shown } => self.decided(code, shown, &way)?,
            Fault::NoMatch => words::no_match(code, self.span, &way),
        };
        // An execution that gets to a catcher has failed already: that it fails in another way is less than doom.
        if tally.fine || tally.caught || self.is_mild(fault) {
            diagnostic.severity = Severity::Warning;
        }
        Some(diagnostic)
    }

    /// A rule that always or never matches, if that is of any consequence.
    fn decided(
        &self,
        code: Code,
        shown: &[(String, super::Shape, Span)],
        way: &Way<'_, '_>,
    ) -> Option<Diagnostic> {
        if shown.iter().any(|(_, _, span)| self.compared.contains(span)) {
            return None;
        }
        let StateKind::Choice(choice) = &self.solution.state(self.node)?.kind else { return None };
        let position = choice.rules.iter().position(|rule| {
            super::condition::paths(&rule.condition)
                .first()
                .is_some_and(|path| path.place.span() == self.span)
        })?;
        let is_last = position + 1 == choice.rules.len();
        if self.rule == Rule::Mismatch && is_last && choice.default.is_none() {
            return None;
        }
        Some(words::decided(code, self.span, shown, way, self.rule == Rule::Mismatch))
    }

    fn code(&self, on_some_way: bool) -> Code {
        match (self.rule, on_some_way) {
            (Rule::Path, false) => Code::PathNeverResolves,
            (Rule::Path, true) => Code::PathMayMiss,
            (Rule::Variable, false) => Code::UnassignedVariable,
            (Rule::Variable, true) => Code::VariableMayBeUnassigned,
            (Rule::Argument, _) => Code::ArgumentData,
            (Rule::ResultPath, _) => Code::ResultPathData,
            (Rule::Items, _) => Code::ItemsData,
            (Rule::Value, _) => Code::FieldData,
            (Rule::Comparison, _) => Code::ComparisonData,
            (Rule::Match, _) => Code::RuleNeverMatches,
            (Rule::Mismatch, _) => Code::RuleAlwaysMatches,
            (Rule::Default, _) => Code::NoRuleMatches,
        }
    }

    /// Whether the execution goes on: a failure that the state's own `Catch` takes.
    fn is_mild(&self, fault: &Fault) -> bool {
        match fault {
            Fault::NoPlace { kept, .. } => *kept,
            // What AWS does with an `ErrorPath` that leads to no string is not known.
            Fault::Unfit { .. } => {
                self.rule == Rule::Value
                    && matches!(
                        self.solution.state(self.node).map(|state| &state.kind),
                        Some(StateKind::Fail(_))
                    )
            }
            _ => false,
        }
    }
}

/// States that transitions lead to and data never do; of several in a row the first one. Where a finding says why, nothing
/// is added.
fn unreachable(solution: &Solution<'_>, explained: &BTreeSet<usize>, diagnostics: &mut Diagnostics) {
    let is_reached = |node: &usize| solution.arrivals(*node).next().is_some();
    for (node, before) in solution.predecessors().iter().enumerate() {
        if is_reached(&node) || before.iter().any(|node| explained.contains(node)) {
            continue;
        }
        let Some(state) = solution.state(node) else { continue };
        let Some(from) = before.iter().copied().find(is_reached) else { continue };
        let gives = solution.gives(from);
        if let Some(from) = solution.state(from) {
            diagnostics.push(words::unreachable(state, from, gives));
        }
    }
}
