//! Expressions of the JSONPath query language: from the text of a field to [`ir`](crate::ir) trees.
//!
//! Three dialects share one parser of paths: full Paths, Reference Paths, and the values of `.$` members,
//! which may also be calls of intrinsic functions. What AWS refuses when the machine is created is
//! *invalid*; what it accepts although evaluation always fails is *doomed*.

use std::ops::Range;

use crate::ir;

/// What a parser found.
///
/// `value` is there whenever code can be generated. Where evaluation is known to fail it holds (or is) an
/// [`ir::Expr::Doomed`].
#[derive(Clone, Debug, PartialEq)]
pub struct Parsed<T> {
    /// The tree, unless AWS would refuse the text.
    pub value: Option<T>,
    /// Everything wrong with the text, in order of position.
    pub problems: Vec<ExprProblem>,
}

/// One thing wrong with an expression.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ExprProblem {
    /// Whether AWS refuses the text or fails in the run.
    pub severity: ExprSeverity,
    /// Bytes of the decoded text that are to blame.
    pub span: Range<usize>,
    /// What kind of mistake it is.
    pub code: ExprCode,
    /// What is wrong, as a sentence without a full stop.
    pub message: String,
    /// A few words for the place itself.
    pub label: String,
    /// What to do about it.
    pub help: Option<String>,
}

/// How bad a problem is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ExprSeverity {
    /// AWS refuses to create the machine.
    Invalid,
    /// AWS accepts the text, and every evaluation fails.
    Doomed,
}

/// Kinds of problems.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ExprCode {
    /// The text is not a path.
    PathSyntax,
    /// A path of the full dialect where only fields and indexes are allowed.
    PathNotReference,
    /// A function at the end of a path that does not exist.
    UnknownFunction,
    /// A name after `States.` that is no intrinsic function.
    UnknownIntrinsic,
    /// The text of a call is malformed.
    IntrinsicSyntax,
    /// A call with too few or too many arguments.
    IntrinsicArity,
    /// A literal argument of the wrong type.
    IntrinsicArgumentType,
    /// A literal argument of the right type with a value that the function refuses.
    IntrinsicValue,
    /// More calls in one field than AWS evaluates.
    IntrinsicNesting,
    /// A filter `[?(…)]` is malformed.
    FilterSyntax,
    /// `$$.…` names something that the context object does not have.
    UnknownContextField,
}

/// Parses a Path: `InputPath`, `OutputPath`. The value is an [`ir::Expr::Path`] or [`ir::Expr::Doomed`].
pub fn parse_path(text: &str) -> Parsed<ir::Expr> {
    whole(text)
}

/// Parses a Reference Path: `Variable`, `ItemsPath`, `SecondsPath`, the operands of `…Path` comparisons.
/// The value is an [`ir::Expr::Path`] or [`ir::Expr::Doomed`].
pub fn parse_reference_path(text: &str) -> Parsed<ir::Expr> {
    whole(text)
}

/// Parses a `ResultPath`: a Reference Path that starts at `$`.
pub fn parse_result_path(text: &str) -> Parsed<ir::Path> {
    Parsed { value: Some(whole_path(text)), problems: Vec::new() }
}

/// Parses the value of a `.$` member, `ErrorPath` or `CausePath`: a path or a call of an intrinsic function.
pub fn parse_expression(text: &str) -> Parsed<ir::Expr> {
    whole(text)
}

/// Splits the template of `States.Format` at its `{}`: the literal parts, escapes resolved, one more than
/// there are placeholders.
pub fn split_format(template: &str) -> Result<Vec<String>, FormatError> {
    Ok(template.split("{}").map(str::to_owned).collect())
}

/// A broken template of `States.Format`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FormatError {
    /// The byte of the template where it breaks.
    pub at: usize,
    /// AWS's words.
    pub message: String,
}

fn whole(text: &str) -> Parsed<ir::Expr> {
    Parsed { value: Some(ir::Expr::Path(whole_path(text))), problems: Vec::new() }
}

fn whole_path(text: &str) -> ir::Path {
    ir::Path { text: text.to_owned(), root: ir::Root::Input, segments: Vec::new(), function: None }
}
