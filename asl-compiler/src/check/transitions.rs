//! Where control can go: targets exist in the same `States`, every state can be reached, and an end too.

use std::collections::{BTreeMap, BTreeSet};

use crate::ast::{Kind, Machine, State, Transition};
use crate::diagnostic::{Aws, AwsPlace, Code, Diagnostic, Diagnostics, near, quoted_list};
use crate::json::Text;

use super::{inner_machines, loops};

pub(super) fn check(machine: &Machine, diagnostics: &mut Diagnostics) {
    let mut everywhere = BTreeSet::new();
    all_names(machine, &mut everywhere);
    check_machine(machine, &everywhere, None, diagnostics);
}

fn all_names<'a>(machine: &'a Machine, names: &mut BTreeSet<&'a str>) {
    names.extend(machine.states.iter().map(|state| state.name.as_str()));
    for (_, inner) in inner_machines(machine) {
        all_names(inner, names);
    }
}

/// `holder` is the state that the machine is inside of.
fn check_machine(
    machine: &Machine,
    everywhere: &BTreeSet<&str>,
    holder: Option<&str>,
    diagnostics: &mut Diagnostics,
) {
    let mut index: BTreeMap<&str, usize> = BTreeMap::new();
    for (id, state) in machine.states.iter().enumerate() {
        index.entry(state.name.as_str()).or_insert(id);
    }
    let mut resolver = Resolver { machine, index, everywhere, comparisons: MOST_COMPARISONS, diagnostics };
    // Without any state, that is what was reported.
    let start = machine.start_at.as_ref().filter(|_| !machine.states.is_empty());
    let start = start.and_then(|text| resolver.resolve("StartAt", text));
    let mut edges: Vec<Vec<usize>> = Vec::with_capacity(machine.states.len());
    // Where a transition leads is unknown, it may lead to an end.
    let mut ends: Vec<bool> = Vec::with_capacity(machine.states.len());
    for state in &machine.states {
        let targets = targets(state);
        let found: Vec<usize> =
            targets.iter().filter_map(|(field, text)| resolver.resolve(field, text)).collect();
        ends.push(can_end(state) || found.len() < targets.len());
        edges.push(found);
    }
    let can_end = ends.is_empty() || ends.contains(&true);
    if !can_end {
        diagnostics.push(no_end(machine, holder));
    }
    if let Some(start) = start {
        // AWS does not look for unreachable states in a machine without an end.
        if can_end || holder.is_some() {
            reachable(machine, start, &edges, diagnostics);
        }
        if can_end {
            loops::check(machine, start, &edges, &ends, diagnostics);
        }
    }
    for (holder, inner) in inner_machines(machine) {
        check_machine(inner, everywhere, Some(holder), diagnostics);
    }
}

/// Every name that a state leads to, with the field it stands in.
pub(super) fn targets(state: &State) -> Vec<(&'static str, &Text)> {
    let mut found = Vec::new();
    if let Some(Transition::Next(next)) = &state.transition {
        found.push(("Next", next));
    }
    if let Some(Kind::Choice(choice)) = &state.kind {
        found.extend(choice.rules.iter().filter_map(|rule| rule.next.as_ref()).map(|next| ("Next", next)));
        found.extend(choice.default.as_ref().map(|default| ("Default", default)));
    }
    found.extend(
        state.catchers().iter().filter_map(|catcher| catcher.next.as_ref()).map(|next| ("Next", next)),
    );
    found
}

struct Resolver<'a> {
    machine: &'a Machine,
    index: BTreeMap<&'a str, usize>,
    everywhere: &'a BTreeSet<&'a str>,
    /// How many pairs of names may still be compared.
    comparisons: usize,
    diagnostics: &'a mut Diagnostics,
}

/// Each guess looks at every state; a large definition full of wrong names must not take forever.
const MOST_COMPARISONS: usize = 100_000;

impl Resolver<'_> {
    /// The state that a name means. An unknown name is reported, and the state with a near name taken, so
    /// that one misspelt letter does not make states unreachable too.
    fn resolve(&mut self, field: &str, text: &Text) -> Option<usize> {
        let name = text.as_str();
        if let Some(id) = self.index.get(name) {
            return Some(*id);
        }
        let names = || self.machine.states.iter().map(|state| state.name.as_str());
        if self.everywhere.contains(name) {
            self.diagnostics.push(
                Diagnostic::new(
                    Code::TargetOutside,
                    text.span(),
                    format!("`{field}` leads to `{name}`, which is in another `States`"),
                )
                .label("not in the same `States`")
                .help("a branch or processor cannot be entered or left by a transition; end it with `End`")
                .aws(missing_target(name)),
            );
            return None;
        }
        let guess = if self.comparisons > 0 { near(name, names()) } else { None };
        self.comparisons = self.comparisons.saturating_sub(self.machine.states.len());
        let help = match guess {
            Some(guess) => Some(format!("did you mean `{guess}`?")),
            None if (1..=8).contains(&self.machine.states.len()) => {
                Some(format!("the states here are {}", quoted_list(names(), "and")))
            }
            None => None,
        };
        self.diagnostics.push(
            Diagnostic::new(
                Code::MissingTarget,
                text.span(),
                format!("`{field}` leads to `{name}`, which does not exist"),
            )
            .label("no such state")
            .maybe_help(help)
            .aws(missing_target(name)),
        );
        guess.and_then(|guess| self.index.get(guess).copied())
    }
}

/// AWS's word is `Next` for every field.
fn missing_target(name: &str) -> Aws {
    Aws::other("MISSING_TRANSITION_TARGET", format!("Missing 'Next' target: {name}"))
}

/// Whether control can end in a state. Where that is not known, because the state is wrong, it counts.
fn can_end(state: &State) -> bool {
    match &state.kind {
        Some(Kind::Succeed(_) | Kind::Fail(_)) | None => true,
        Some(Kind::Choice(_)) => false,
        Some(_) => state.has_end || !matches!(state.transition, Some(Transition::Next(_))),
    }
}

/// AWS asks for a terminal state at the top level only.
fn no_end(machine: &Machine, holder: Option<&str>) -> Diagnostic {
    let (code, message) = match holder {
        None => (Code::NoTerminal, "the state machine has no state to end in".to_owned()),
        Some(holder) => (Code::NestedNoTerminal, format!("this part of `{holder}` has no state to end in")),
    };
    Diagnostic::new(code, machine.span, message)
        .label("it would run forever")
        .help("give a state `\"End\": true`, or add a Succeed or Fail state")
        .aws(Aws::other("MISSING_END_STATE", "Workflow has no terminal state").at(AwsPlace::Nowhere))
}

fn reachable(machine: &Machine, start: usize, edges: &[Vec<usize>], diagnostics: &mut Diagnostics) {
    let mut seen = BTreeSet::from([start]);
    let mut open = vec![start];
    while let Some(id) = open.pop() {
        for next in edges.get(id).into_iter().flatten() {
            if seen.insert(*next) {
                open.push(*next);
            }
        }
    }
    let mut names = BTreeSet::new();
    for (id, state) in machine.states.iter().enumerate() {
        // A second state of the same name is reported as such.
        if names.insert(state.name.as_str()) && !seen.contains(&id) {
            diagnostics.push(
                Diagnostic::new(
                    Code::Unreachable,
                    state.name.span(),
                    format!("the state `{}` cannot be reached", state.name.as_str()),
                )
                .label("no transition leads here")
                .help("remove it, or lead to it with `Next`, `Default` or `Catch`")
                .aws(Aws::other(
                    "MISSING_TRANSITION_TARGET",
                    format!("State \"{}\" is not reachable.", state.name.as_str()),
                )),
            );
        }
    }
}
