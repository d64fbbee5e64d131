//! Expressions of the `JSONPath` query language: from the text of a field to [`ir`] trees.
//!
//! Three dialects share one parser of paths: full Paths, Reference Paths, and the values of `.$` members,
//! which may also be calls of intrinsic functions. What AWS refuses when the machine is created is
//! *invalid*; what it accepts although evaluation always fails is *doomed*.
//!
//! ```
//! use asl_compiler::expr::parse_expression;
//!
//! let parsed = parse_expression("States.Format('Hello {}', $.name)");
//! assert!(parsed.value.is_some() && parsed.problems.is_empty());
//! ```

mod context;
mod cursor;
mod intrinsic;
mod json;
pub mod jsonata;
mod names;
mod path;
mod problem;

use crate::ir;

pub use intrinsic::{FormatError, split_format};
pub use problem::{ExprCode, ExprProblem, ExprSeverity, Parsed};

use cursor::Cursor;
use path::{ParsedPath, Place};

/// Parses a Path: `InputPath`, `OutputPath`.
///
/// The value is an [`ir::Expr::Path`], or an [`ir::Expr::Doomed`] where evaluation always fails for a reason
/// that has nothing to do with the data.
pub fn parse_path(text: &str) -> Parsed<ir::Expr> {
    match whole_path(text) {
        Ok(parsed) => lower(parsed, text),
        Err(problem) => Parsed::failed(problem),
    }
}

/// Parses a Reference Path: `Variable`, `ItemsPath`, `SecondsPath`, the operands of `…Path` comparisons.
///
/// Fields and single indexes only (asl.md §4). It may start at `$`, at the context object (recorded for
/// `ItemsPath`) or at a variable (recorded for all of them). The value is an [`ir::Expr::Path`].
pub fn parse_reference_path(text: &str) -> Parsed<ir::Expr> {
    match whole_path(text) {
        Ok(parsed) => {
            let refused = parsed.not_reference();
            if refused.is_empty() { lower(parsed, text) } else { Parsed { value: None, problems: refused } }
        }
        Err(problem) => Parsed::failed(problem),
    }
}

/// Parses a `ResultPath`: a Reference Path into the state's input, so it starts at `$`.
pub fn parse_result_path(text: &str) -> Parsed<ir::Path> {
    let parsed = match whole_path(text) {
        Ok(parsed) => parsed,
        Err(problem) => return Parsed::failed(problem),
    };
    let mut problems = parsed.not_reference();
    let advice = match &parsed.path.root {
        ir::Root::Context => Some("the context object is read-only"),
        ir::Root::Variable(_) => Some("variables are set by `Assign`"),
        ir::Root::Input | ir::Root::Current => None,
    };
    if let Some(advice) = advice {
        let problem = ExprProblem::invalid(
            ExprCode::PathNotReference,
            parsed.root_span.clone(),
            "a `ResultPath` must start with `$`, the state's input",
            "does not name the input",
        );
        problems.insert(0, problem.help(advice));
    }
    let value = problems.is_empty().then_some(parsed.path);
    Parsed { value, problems }
}

/// Parses the value of a `.$` member, `ErrorPath` or `CausePath`: a path or a call of an intrinsic function.
pub fn parse_expression(text: &str) -> Parsed<ir::Expr> {
    let trimmed = text.trim();
    if trimmed.starts_with('$') {
        return parse_path(text);
    }
    let start = text.len() - text.trim_start().len();
    if intrinsic::looks_like_call(trimmed) {
        return intrinsic::parse(text, Cursor::new(trimmed, start));
    }
    let problem = ExprProblem::invalid(
        ExprCode::PathSyntax,
        start..start + trimmed.len(),
        "neither a path nor a call of an intrinsic function",
        "expected `$…` or `States.…(…)`",
    );
    Parsed::failed(problem.help("for a constant, drop `.$` from the member's name"))
}

/// A path that fills the text but for white space around it: Jayway trims.
fn whole_path(text: &str) -> Result<ParsedPath, ExprProblem> {
    let trimmed = text.trim();
    let start = text.len() - text.trim_start().len();
    if !trimmed.starts_with('$') {
        let problem = ExprProblem::invalid(
            ExprCode::PathSyntax,
            start..start + trimmed.len(),
            "a path starts with `$`",
            "not a path",
        );
        return Err(if intrinsic::looks_like_call(trimmed) {
            problem.help("intrinsic functions are allowed only in `.$` members, `ErrorPath` and `CausePath`")
        } else {
            problem
        });
    }
    let mut parsed = path::parse(&mut Cursor::new(trimmed, start), Place::Whole, 0)?;
    // Messages quote the field as it stands, white space included.
    text.clone_into(&mut parsed.path.text);
    Ok(parsed)
}

/// Adds what is known about the context object, and turns a doomed path into its failure.
fn lower(parsed: ParsedPath, text: &str) -> Parsed<ir::Expr> {
    let mut problems: Vec<_> = context::check(&parsed).into_iter().collect();
    let Some(doom) = parsed.doom else {
        return Parsed { value: Some(ir::Expr::Path(parsed.path)), problems };
    };
    // Jayway refuses the path at its evaluation; AWS puts such texts behind "Invalid path" (asl.md §4).
    let cause = format!("Invalid path '{text}' : {}", doom.message);
    problems.push(doom.problem);
    Parsed { value: Some(ir::Expr::Doomed(ir::Doom { cause })), problems }
}

#[cfg(test)]
mod tests;
