//! Fields that hold expressions: paths, intrinsic calls and their problems.

use crate::diagnostic::{Aws, Code, Diagnostic, Severity};
use crate::expr::{self, ExprCode, ExprProblem, ExprSeverity, Parsed};
use crate::ir;
use crate::json::{Node, Text, Value, placeholders};
use crate::source::Span;

use super::fields::{Cx, Fields};

/// An expression and its place.
#[derive(Clone, Debug, PartialEq)]
pub struct Expr {
    /// As written.
    pub text: Text,
    /// What it means; `None` when it is invalid, which is then reported.
    pub value: Option<ir::Expr>,
}

/// A variable that a path starts at.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct VariableRead {
    /// Its name.
    pub variable: String,
    /// Where the path stands.
    pub span: Span,
    /// Only after a failure that a catcher takes.
    pub caught: bool,
}

/// `InputPath`, `OutputPath`.
#[derive(Clone, Debug, PartialEq)]
pub enum Selector {
    /// `null`.
    Null,
    /// A path.
    Path(Expr),
}

/// `ResultPath`.
#[derive(Clone, Debug, PartialEq)]
pub enum ResultPath {
    /// `null`.
    Null,
    /// A Reference Path; the value is `None` when it is invalid.
    Path(Text, Option<ir::Path>),
}

/// Which dialect a field speaks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Dialect {
    /// `InputPath`, `OutputPath`.
    Path,
    /// Most `…Path` fields.
    Reference,
    /// `.$` members, `ErrorPath`, `CausePath`.
    Any,
}

/// Parses a text of the field `name` and reports what is wrong with it.
pub(super) fn expression(cx: &mut Cx<'_>, name: &str, text: Text, dialect: Dialect) -> Expr {
    let parsed = match dialect {
        Dialect::Path => expr::parse_path(text.as_str()),
        Dialect::Reference => expr::parse_reference_path(text.as_str()),
        Dialect::Any => expr::parse_expression(text.as_str()),
    };
    let aws = || match dialect {
        Dialect::Path => Aws::schema("Value is not a valid JSONPath"),
        Dialect::Reference => not_reference(&text),
        Dialect::Any => Aws::template(name),
    };
    let value = take(cx, &text, parsed, aws);
    if let Some(value) = &value {
        variables(value, &text, &mut cx.reads);
    }
    Expr { text, value }
}

/// Adds the variables that the paths of an expression start at.
fn variables(expr: &ir::Expr, text: &Text, reads: &mut Vec<VariableRead>) {
    match expr {
        ir::Expr::Path(path) => {
            if let ir::Root::Variable(name) = &path.root {
                let span = text.locate(path.place.span().range());
                reads.push(VariableRead { variable: name.clone(), span, caught: false });
            }
        }
        ir::Expr::Call(call) => call.arguments.iter().for_each(|argument| variables(argument, text, reads)),
        ir::Expr::Literal(_) | ir::Expr::Doomed(_) => {}
    }
}

fn not_reference(text: &Text) -> Aws {
    Aws::schema(if text.as_str().starts_with('$') {
        "Value is not a Reference Path"
    } else {
        "Value is not a Reference Path: Reference path didn't start with '$'"
    })
}

fn take<T>(cx: &mut Cx<'_>, text: &Text, parsed: Parsed<T>, aws: impl Fn() -> Aws) -> Option<T> {
    for problem in parsed.problems {
        report(cx, text, problem, aws());
    }
    parsed.value
}

fn report(cx: &mut Cx<'_>, text: &Text, problem: ExprProblem, aws: Aws) {
    let code = match problem.code {
        ExprCode::PathSyntax => Code::PathSyntax,
        ExprCode::PathNotReference => Code::PathNotReference,
        ExprCode::PathUnsupported => Code::UnsupportedPath,
        ExprCode::UnknownFunction => Code::UnknownPathFunction,
        ExprCode::UnknownIntrinsic => Code::UnknownIntrinsic,
        ExprCode::IntrinsicSyntax => Code::IntrinsicSyntax,
        ExprCode::IntrinsicArity => Code::IntrinsicArity,
        ExprCode::IntrinsicArgumentType => Code::IntrinsicArgumentType,
        ExprCode::IntrinsicValue => Code::IntrinsicValue,
        ExprCode::IntrinsicNesting => Code::IntrinsicNesting,
        ExprCode::FilterSyntax => Code::FilterSyntax,
        ExprCode::UnknownContextField => Code::UnknownContextField,
    };
    // A placeholder inside an expression may be all that is wrong with it.
    let help = match placeholders(text.as_str()).first() {
        Some((_, name)) => {
            Some(format!("`{name}` is a placeholder without a value; give it one as a substitution"))
        }
        None => match (path_help(text.as_str(), code), problem.help) {
            (Some(path), Some(other)) => Some(format!("{path}; {other}")),
            (path, other) => path.or(other),
        },
    };
    let span = if text.as_str().is_empty() { text.span() } else { text.locate(problem.span) };
    let mut diagnostic = Diagnostic::new(code, span, problem.message).label(problem.label).maybe_help(help);
    diagnostic.severity = match problem.severity {
        ExprSeverity::Invalid => Severity::Error,
        ExprSeverity::Doomed => Severity::Doomed,
    };
    diagnostic.aws = Some(aws);
    cx.report(diagnostic);
}

/// The right form of what is meant as a path, but does not start with `$`.
fn path_help(text: &str, code: Code) -> Option<String> {
    let first = text.chars().next()?;
    let name = |c: char| c.is_alphanumeric() || c == '_';
    let path = (name(first) || first == '.') && text.chars().all(|c| name(c) || ".[]'-*:".contains(c));
    let valid = || expr::parse_path(&format!("$.{}", text.trim_start_matches('.'))).problems.is_empty();
    (code == Code::PathSyntax && path && !text.starts_with("States.") && valid())
        .then(|| format!("write `$.{}` to select a field of the input", text.trim_start_matches('.')))
}

/// A string or `null`.
enum Nullable {
    Null,
    Text(Text),
}

impl Fields {
    /// A field that holds an expression.
    pub(super) fn expression(&mut self, cx: &mut Cx<'_>, name: &str, dialect: Dialect) -> Option<Expr> {
        let text = self.string(cx, name)?;
        Some(expression(cx, name, text, dialect))
    }

    /// `InputPath`, `OutputPath`: `None` when absent or of the wrong type.
    pub(super) fn selector(&mut self, cx: &mut Cx<'_>, name: &str) -> Option<Selector> {
        Some(match self.nullable(cx, name)? {
            Nullable::Text(text) => Selector::Path(expression(cx, name, text, Dialect::Path)),
            Nullable::Null => Selector::Null,
        })
    }

    /// `ResultPath`: `None` when absent or of the wrong type.
    pub(super) fn result_path(&mut self, cx: &mut Cx<'_>) -> Option<ResultPath> {
        Some(match self.nullable(cx, "ResultPath")? {
            Nullable::Text(text) => {
                let parsed = expr::parse_result_path(text.as_str());
                let value = take(cx, &text, parsed, || not_reference(&text));
                ResultPath::Path(text, value)
            }
            Nullable::Null => ResultPath::Null,
        })
    }

    /// A string or `null`.
    fn nullable(&mut self, cx: &mut Cx<'_>, name: &str) -> Option<Nullable> {
        match self.take(name)? {
            Node { value: Value::Null, .. } => Some(Nullable::Null),
            Node { value: Value::String(text), .. } => Some(Nullable::Text(text)),
            node => {
                cx.wrong_type(name, &node, "a string or null");
                None
            }
        }
    }
}
