//! The expressions of JSONata: their syntax, and AWS's rules about what each field may see.

#[cfg(test)]
mod tests;

use std::collections::BTreeSet;

use crate::ast::{Gives, Machine, Query, Sees};
use crate::diagnostic::{Aws, AwsPlace, Code, Diagnostic, Diagnostics};
use crate::expr::jsonata::{self, AwsMessage, Problem, Surroundings};
use crate::json::Text;

use super::assigned::{self, Around};
use super::{inner_machines, variables};

/// Checks all of them. Where a machine is not `sound` it is not known which states come before others.
pub(super) fn check(machine: &Machine, sound: bool, diagnostics: &mut Diagnostics) {
    let mut each = |around: &Around<'_, '_>| {
        for query in &around.state.queries {
            check_query(query, around, diagnostics);
        }
    };
    if !sound || assigned::each(machine, &mut each).is_none() {
        scope(machine, &BTreeSet::new(), diagnostics);
    }
}

/// `outer`: the variables of the machines around this one.
fn scope(machine: &Machine, outer: &BTreeSet<&str>, diagnostics: &mut Diagnostics) {
    let mut visible = outer.clone();
    let assignments = machine.states.iter().flat_map(variables::assignments);
    visible.extend(assignments.map(|assignment| assignment.variable.as_str()));
    for query in machine.states.iter().flat_map(|state| &state.queries) {
        for problem in problems(query, &visible, &BTreeSet::new()) {
            diagnostics.push(diagnostic(&query.text, problem));
        }
    }
    for (_, inner) in inner_machines(machine) {
        scope(inner, &visible, diagnostics);
    }
}

fn check_query(query: &Query, around: &Around<'_, '_>, diagnostics: &mut Diagnostics) {
    for problem in problems(query, around.possible, around.elsewhere) {
        let name = query.text.as_str().get(problem.span.clone()).and_then(|name| name.strip_prefix('$'));
        let name = name.filter(|_| problem.code == Code::UndefinedVariable).map(str::to_owned);
        let diagnostic = diagnostic(&query.text, problem);
        diagnostics.push(match name {
            Some(name) => around.places(diagnostic, &name),
            None => diagnostic,
        });
    }
    if let Some(diagnostic) = assigned::of_query(around, &query.text) {
        diagnostics.push(diagnostic);
    }
}

fn problems(query: &Query, variables: &BTreeSet<&str>, elsewhere: &BTreeSet<&str>) -> Vec<Problem> {
    let Some((text, base)) = jsonata::delimited(query.text.as_str()) else { return Vec::new() };
    let sees =
        jsonata::Sees { result: query.sees == Sees::Result, error_output: query.sees == Sees::ErrorOutput };
    let types = match query.gives {
        Gives::Any => "",
        Gives::Boolean => "b",
        Gives::Integer | Gives::Number => "n",
        Gives::String => "s",
        Gives::Items => "ao",
    };
    jsonata::check(text, base, &Surroundings { sees, types, variables, elsewhere })
}

/// A finding at its place in the definition.
fn diagnostic(text: &Text, problem: Problem) -> Diagnostic {
    let mut diagnostic = Diagnostic::new(problem.code, text.locate(problem.span), problem.message)
        .label(problem.label)
        .maybe_help(problem.help);
    diagnostic.severity = problem.severity;
    if let Some((place, words)) = problem.also {
        diagnostic = diagnostic.also(text.locate(place), words);
    }
    let aws = match problem.aws {
        Some(AwsMessage::Invalid(words)) => Aws::other("INVALID_JSONATA_EXPRESSION", words),
        Some(AwsMessage::Unsupported(words)) => Aws::other("UNSUPPORTED_JSONATA_EXPRESSION", words),
        Some(AwsMessage::Run(_)) | None => return diagnostic,
    };
    diagnostic.aws(aws.at(AwsPlace::StateField))
}
