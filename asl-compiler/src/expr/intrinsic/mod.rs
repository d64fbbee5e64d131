//! Calls of intrinsic functions: `States.Format('Hello {}', $.name)`.
//!
//! ```text
//! call     = "States." name "(" [ argument { "," argument } ] ")"
//! argument = string | number | true | false | null | path | call
//! string   = "'" { character | "\'" | "\{" | "\}" | "\\" } "'"
//! ```
//!
//! Malformed text, an unknown function and any other escape are refused when the machine is created
//! (recorded). Wrong numbers, types and values of arguments fail in the run, each time: such calls are doomed.

mod check;
mod fold;
mod format;
mod signature;

use std::ops::Range;

use crate::ir::{Call, Doom, Expr, Intrinsic, Literal, Place};

use super::cursor::Cursor;
use super::path::{self, Place as PathPlace};
use super::{ExprCode, ExprProblem, Parsed, context, json};

pub use format::{FormatError, split_format};

use signature::Signature;

/// AWS's limit of calls in one field (the Developer Guide on nested intrinsic functions).
const MAX_CALLS: usize = 10;

/// Whether a text is meant to be a call.
pub(super) fn looks_like_call(text: &str) -> bool {
    let name_end = text.find(|c: char| !is_name_part(c)).unwrap_or(text.len());
    let (name, rest) = text.split_at_checked(name_end).unwrap_or((text, ""));
    name.starts_with("States.") || (!name.is_empty() && rest.trim_start().starts_with('('))
}

/// Parses a call that fills its field; the cursor stands on the field's text without white space around it.
pub(super) fn parse(field: &str, cursor: Cursor<'_>) -> Parsed<Expr> {
    let mut parser = Parser { field: field.trim(), cursor, problems: Vec::new(), calls: 0 };
    let mut value = parser.call(Folding::Allowed);
    if value.is_some() && !parser.cursor.at_end() {
        let start = parser.cursor.position();
        parser.cursor.take_while(|_| true);
        let span = parser.cursor.span_since(start);
        value = parser.syntax(span, "a call must be all of the field's text", "not part of the call");
    }
    Parsed { value, problems: parser.problems }
}

fn is_name_part(c: char) -> bool {
    c.is_alphanumeric() || c == '_' || c == '.'
}

/// An argument and where it stands.
struct Argument {
    expr: Expr,
    span: Range<usize>,
}

/// Whether a call may be replaced by its value. The template of `States.Format` may not: in a literal of the
/// definition a backslash is an escape, and in the result of a call it need not be one.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Folding {
    Allowed,
    Forbidden,
}

/// Methods return `None` after a syntax error, which is among the problems then.
struct Parser<'a> {
    /// The whole expression, which AWS's messages quote.
    field: &'a str,
    cursor: Cursor<'a>,
    problems: Vec<ExprProblem>,
    calls: usize,
}

impl Parser<'_> {
    /// Records a syntax error.
    fn syntax<T>(&mut self, span: Range<usize>, message: &str, label: &str) -> Option<T> {
        self.problems.push(ExprProblem::invalid(ExprCode::IntrinsicSyntax, span, message, label));
        None
    }

    fn call(&mut self, folding: Folding) -> Option<Expr> {
        let start = self.cursor.position();
        let name = self.cursor.take_while(is_name_part);
        let name_span = self.cursor.span_since(start);
        let signature = match signature::find(name) {
            Ok(signature) => signature,
            Err(help) => {
                let message = format!("there is no intrinsic function `{name}`");
                let problem =
                    ExprProblem::invalid(ExprCode::UnknownIntrinsic, name_span, message, "unknown function");
                self.problems.push(problem.maybe_help(help));
                return None;
            }
        };
        self.calls += 1;
        if self.calls > MAX_CALLS {
            self.problems.push(ExprProblem::invalid(
                ExprCode::IntrinsicNesting,
                name_span,
                format!("one field may hold at most {MAX_CALLS} calls"),
                "one call too many",
            ));
            return None;
        }
        if !self.cursor.eat("(") {
            let here = self.cursor.here();
            return self.syntax(here, "expected `(` behind the name of the function", "no arguments");
        }
        let arguments = self.arguments(signature)?;
        Some(self.checked(signature, start, arguments, folding))
    }

    /// The arguments up to the closing parenthesis.
    fn arguments(&mut self, signature: &Signature) -> Option<Vec<Argument>> {
        let mut arguments = Vec::new();
        self.cursor.skip_blanks();
        if self.cursor.eat(")") {
            return Some(arguments);
        }
        loop {
            self.cursor.skip_blanks();
            let start = self.cursor.position();
            let template = signature.function == Intrinsic::Format && arguments.is_empty();
            let expr = self.argument(template)?;
            arguments.push(Argument { expr, span: self.cursor.span_since(start) });
            self.cursor.skip_blanks();
            if self.cursor.eat(")") {
                return Some(arguments);
            }
            if !self.cursor.eat(",") {
                let here = self.cursor.here();
                return self.syntax(
                    here,
                    "expected `,` or `)` behind an argument",
                    "the arguments break off here",
                );
            }
        }
    }

    fn argument(&mut self, template: bool) -> Option<Expr> {
        let start = self.cursor.position();
        match self.cursor.peek() {
            Some('\'') => self.string(template).map(|text| Expr::Literal(Literal::String(text))),
            Some('$') => self.path(),
            Some(c) if c.is_ascii_digit() || c == '-' => match json::number(&mut self.cursor) {
                Some(number) => Some(Expr::Literal(Literal::Number(number.to_owned()))),
                None => self.syntax(start..start + 1, "expected a number", "not a number"),
            },
            Some(c) if c.is_alphabetic() => self.word(template),
            Some('"') => {
                self.syntax(start..start + 1, "strings stand in single quotes here", "a double quote")
            }
            Some('[' | '{') => {
                let problem = ExprProblem::invalid(
                    ExprCode::IntrinsicSyntax,
                    start..start + 1,
                    "arrays and objects cannot be written here",
                    "not an argument",
                );
                self.problems
                    .push(problem.help("use `States.Array(…)`, `States.StringToJson('…')` or a path"));
                None
            }
            _ => {
                let here = self.cursor.here();
                self.syntax(here, "an argument is missing", "expected an argument")
            }
        }
    }

    /// `true`, `false`, `null`, or a call inside of this one.
    fn word(&mut self, template: bool) -> Option<Expr> {
        let mut ahead = self.cursor.clone();
        let start = ahead.position();
        let word = ahead.take_while(is_name_part);
        let literal = match word {
            "true" => Literal::Bool(true),
            "false" => Literal::Bool(false),
            "null" => Literal::Null,
            _ if word.starts_with("States.") || ahead.peek() == Some('(') => {
                return self.call(if template { Folding::Forbidden } else { Folding::Allowed });
            }
            _ => {
                let problem = ExprProblem::invalid(
                    ExprCode::IntrinsicSyntax,
                    ahead.span_since(start),
                    format!("`{word}` is no argument"),
                    "expected a value, a path or a call",
                );
                self.problems
                    .push(problem.help(format!("write a string as `'{word}'`, a path as `$.{word}`")));
                return None;
            }
        };
        self.cursor = ahead;
        Some(Expr::Literal(literal))
    }

    fn path(&mut self) -> Option<Expr> {
        let parsed = match path::parse(&mut self.cursor, PathPlace::Argument, 0) {
            Ok(parsed) => parsed,
            Err(problem) => {
                self.problems.push(problem);
                return None;
            }
        };
        self.problems.extend(context::check(&parsed));
        let Some(doom) = parsed.doom else {
            return Some(Expr::Path(parsed.path));
        };
        self.problems.push(doom.problem);
        let cause = format!("The function '{}' had the following error: {}", self.field, doom.message);
        Some(Expr::Doomed(Doom { cause }))
    }

    /// A string. In a template of `States.Format` only `\'` is resolved: see [`split_format`].
    fn string(&mut self, template: bool) -> Option<String> {
        let start = self.cursor.position();
        self.cursor.next();
        let mut text = String::new();
        let mut wrong = false;
        loop {
            let at = self.cursor.position();
            match self.cursor.next() {
                Some('\'') => return (!wrong).then_some(text),
                Some('\\') => match self.cursor.next() {
                    Some('\'') => text.push('\''),
                    Some(c @ ('{' | '}' | '\\')) => {
                        if template {
                            text.push('\\');
                        }
                        text.push(c);
                    }
                    Some(c) => {
                        wrong = true;
                        let problem = ExprProblem::invalid(
                            ExprCode::IntrinsicSyntax,
                            self.cursor.span_since(at),
                            format!("`\\{c}` is not an escape of intrinsic functions"),
                            "unknown escape",
                        );
                        let help =
                            r"the escapes are `\'`, `\{`, `\}` and `\\`; in JSON each backslash is doubled";
                        self.problems.push(problem.help(help));
                    }
                    None => return self.unclosed(start),
                },
                Some(c) => text.push(c),
                None => return self.unclosed(start),
            }
        }
    }

    fn unclosed(&mut self, start: usize) -> Option<String> {
        let problem = ExprProblem::invalid(
            ExprCode::IntrinsicSyntax,
            start..start + 1,
            "this string is not closed with `'`",
            "opened here",
        );
        // The likely reason when there is a backslash at all: it was meant to be the last character.
        let escaped = self.cursor.since(start).contains("\\'") || self.cursor.since(start).ends_with('\\');
        self.problems.push(if escaped {
            problem.help(r"`\'` is a quote inside of the string; a backslash at its end is written `\\`")
        } else {
            problem
        });
        None
    }

    /// The call that began at `start` and ends here, or its value, or its failure.
    fn checked(
        &mut self,
        signature: &Signature,
        start: usize,
        arguments: Vec<Argument>,
        folding: Folding,
    ) -> Expr {
        let text = self.cursor.since(start).to_owned();
        let span = self.cursor.span_since(start);
        if let Some(failure) = check::call(signature, span.clone(), &arguments) {
            self.problems.push(failure.problem);
            let cause = match failure.cause {
                check::Cause::Arguments => format!(
                    "There was an error while evaluating the intrinsic function: {}. Invalid arguments in \
                     {}",
                    self.field,
                    signature.function.name()
                ),
                check::Cause::Text(cause) => cause,
                // The run words it; nothing here keeps the call from being generated.
                check::Cause::Runtime => return call(signature, text, span, arguments),
            };
            return Expr::Doomed(Doom { cause });
        }
        if folding == Folding::Allowed
            && let Some(value) = fold::call(signature.function, &arguments)
        {
            return Expr::Literal(value);
        }
        call(signature, text, span, arguments)
    }
}

fn call(signature: &Signature, text: String, span: Range<usize>, arguments: Vec<Argument>) -> Expr {
    let arguments = arguments.into_iter().map(|argument| argument.expr).collect();
    Expr::Call(Call { text, function: signature.function, arguments, place: Place::at(span.into()) })
}

#[cfg(test)]
mod tests;
