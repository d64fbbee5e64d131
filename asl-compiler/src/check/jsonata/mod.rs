//! The expressions of JSONata: their syntax, and AWS's rules about what each field may see.

mod fields;
#[cfg(test)]
mod tests;

use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::expr::jsonata::{self, AwsMessage, Problem, Surroundings};
use crate::json::{Node, Text};

use fields::Query;

/// Checks the expressions of a whole definition.
pub(crate) fn check(definition: &Node, diagnostics: &mut Diagnostics) {
    for query in fields::queries(definition) {
        check_query(&query, diagnostics);
    }
}

fn check_query(query: &Query<'_>, diagnostics: &mut Diagnostics) {
    let Some((text, base)) = jsonata::delimited(query.text.as_str()) else { return };
    let around = Surroundings { sees: query.sees, types: query.types, variables: &query.variables };
    for problem in jsonata::check(text, base, &around) {
        diagnostics.push(diagnostic(query.text, problem));
    }
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
    match problem.aws {
        Some(AwsMessage::Invalid(words)) => {
            diagnostic.note(format!("AWS says INVALID_JSONATA_EXPRESSION: {words}"))
        }
        Some(AwsMessage::Unsupported(words)) => {
            diagnostic.note(format!("AWS says UNSUPPORTED_JSONATA_EXPRESSION: {words}"))
        }
        Some(AwsMessage::Run(_)) | None => diagnostic,
    }
}
