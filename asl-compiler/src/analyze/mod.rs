//! From text to program: all stages in their order.

#[cfg(test)]
mod tests;

use std::collections::BTreeMap;

use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::source::{Source, Span};
use crate::{ast, check, ir, json, lower};

/// What the caller decides.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct AnalyzeOptions {
    /// Codes whose doomed findings and warnings are dropped. Errors cannot be allowed.
    pub allow: Vec<Code>,
    /// Drops every doomed finding: the program then fails where AWS fails.
    pub allow_doomed: bool,
    /// Values of `${Name}` placeholders, by name.
    pub substitutions: BTreeMap<String, String>,
}

/// What the analysis gives.
#[derive(Clone, Debug, PartialEq)]
pub struct Analysis {
    /// The program; `None` exactly when the diagnostics have errors.
    pub program: Option<ir::Program>,
    /// Everything found, in order of place.
    pub diagnostics: Diagnostics,
}

/// AWS's limit for the text of a definition.
const LARGEST_TEXT: usize = 1_048_576;

/// Reads a definition, checks it, and gives the program if nothing is wrong with it.
pub fn analyze(source: &Source, options: &AnalyzeOptions) -> Analysis {
    let mut diagnostics = Diagnostics::default();
    let machine = read(source, options, &mut diagnostics);
    diagnostics.finish();
    diagnostics.allow(&options.allow, options.allow_doomed);
    let program = match &machine {
        Some(machine) if !diagnostics.has_errors() => lower::lower(machine).ok(),
        _ => None,
    };
    if program.is_none() && !diagnostics.has_errors() {
        diagnostics.push(
            Diagnostic::new(
                Code::Internal,
                Span::at(0),
                "no mistake was found, and yet nothing can be compiled",
            )
            .help("this is a bug of the compiler; please report it with this definition"),
        );
    }
    Analysis { program, diagnostics }
}

fn read(source: &Source, options: &AnalyzeOptions, diagnostics: &mut Diagnostics) -> Option<ast::Machine> {
    // Afterwards: the text is of a size that AWS takes.
    let size = source.text().len();
    if size > LARGEST_TEXT {
        diagnostics.push(
            Diagnostic::new(Code::TooLarge, Span::at(0), "the definition is too large")
                .label(format!("{size} bytes, at most {LARGEST_TEXT} are allowed")),
        );
        return None;
    }
    // Afterwards: a tree of data with places.
    let mut node = json::parse(source, diagnostics)?;
    // Afterwards: no placeholder is left that has a value.
    if !options.substitutions.is_empty() {
        json::substitute(&mut node, &options.substitutions);
    }
    // Afterwards: every expression of JSONata parses and keeps AWS's rules, or it is reported.
    check::check_jsonata(&node, diagnostics);
    // Afterwards: each place by itself is right, or reported.
    let machine = ast::parse(node, diagnostics)?;
    // Afterwards: the places fit together, or it is reported.
    check::check(&machine, diagnostics);
    Some(machine)
}
