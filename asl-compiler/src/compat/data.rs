//! What certainly fails in an execution that is continued: the data with which it stands at a state of the older version go on
//! through the newer one. A variable that only the newer version assigns, or a field that only it adds, is not there for those
//! that have passed that state already.

use super::Cx;
use crate::diagnostic::{Code, Diagnostic, Diagnostics, Severity};
use crate::flow;
use crate::source::Span;
use std::collections::BTreeMap;

/// Every state is followed to the end, so work grows with the square of their number. Larger definitions are not looked at.
pub(super) const MOST_STATES: usize = 500;

/// What ends an execution, or may. Other findings about data are about a definition, not about a run.
const ENDINGS: &[Code] = &[
    Code::PathNeverResolves,
    Code::PathMayMiss,
    Code::UnassignedVariable,
    Code::VariableMayBeUnassigned,
    Code::ArgumentData,
    Code::ResultPathData,
    Code::ItemsData,
    Code::FieldData,
    Code::NoRuleMatches,
];

/// Follows the data from each state where an execution can go on.
pub(super) fn check(cx: &mut Cx<'_, '_>, states: &[String]) {
    if states.len() > MOST_STATES {
        return;
    }
    let old = flow::infer(cx.old.program);
    let new = flow::infer(cx.new.program);
    let own = endings(&new);
    // By place: what was found, and the states where it begins.
    let mut found: BTreeMap<(Span, Code), (Diagnostic, Vec<&str>)> = BTreeMap::new();
    for state in states {
        let Some(in_flight) = flow::infer_in_flight(cx.new.program, &old, state) else { continue };
        let mut findings = endings(&in_flight);
        // What fails as surely in the newer version's own executions is reported with that.
        findings.retain(|found| {
            own.iter().all(|own| own.primary.span != found.primary.span || own.severity > found.severity)
        });
        if findings.is_empty() {
            continue;
        }
        // And what would fail in the older one is not the newer one's fault.
        let before = flow::infer_in_flight(cx.old.program, &old, state);
        let before = before.map(|before| endings(&before)).unwrap_or_default();
        findings.retain(|found| before.iter().all(|before| before.message != found.message));
        for finding in findings {
            let key = (finding.primary.span, finding.code);
            found.entry(key).or_insert_with(|| (finding, Vec::new())).1.push(state);
        }
    }
    for (_, (finding, states)) in found {
        report(cx, finding, &states);
    }
}

fn endings(flow: &flow::Flow<'_>) -> Vec<Diagnostic> {
    let mut all = Diagnostics::default();
    flow.report(&mut all);
    all.finish();
    all.iter().filter(|found| ENDINGS.contains(&found.code)).cloned().collect()
}

fn report(cx: &mut Cx<'_, '_>, found: Diagnostic, states: &[&str]) {
    let Some(first) = states.first() else { return };
    let place = place(cx, first);
    let message = format!("in executions of the older version, {}", found.message);
    let mut finding = cx.finding(
        (Code::DataInFlight, message),
        (found.primary.span, found.primary.text),
        (place, "for one that stands here".to_owned()),
    );
    if found.severity == Severity::Warning {
        finding.severity = Severity::Warning;
    }
    if let [_, others @ ..] = states
        && !others.is_empty()
    {
        let names = crate::diagnostic::quoted_list(others.iter().copied(), "and");
        finding = finding.note(format!("also for one that stands at {names}"));
    }
    cx.report(finding.help(
        "let this version do without; or carry the older version in `versions`, and let its executions end with it",
    ));
}

/// The name of a state in the old text.
fn place(cx: &Cx<'_, '_>, state: &str) -> Span {
    fn find(machine: super::Machine<'_>, name: &str) -> Option<Span> {
        machine.states().find_map(|state| {
            if state.ir.name == name {
                return Some(state.span());
            }
            state.machines().into_iter().find_map(|machine| find(machine, name))
        })
    }
    find(cx.old.machine, state).unwrap_or(cx.old.machine.ast.span)
}
