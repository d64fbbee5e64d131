//! Functions at the end of a path: `$.items.length()`.

use crate::expr::names::nearest;
use crate::expr::{ExprCode, ExprProblem, json};
use crate::ir::{Expr, Literal, PathFunction};

use super::{Parser, PathDoom, Place, parse, syntax};

const NAMES: &[&str] = &[
    "length", "size", "min", "max", "avg", "sum", "stddev", "keys", "first", "last", "index", "append",
    "concat",
];

impl Parser<'_, '_> {
    /// From `(` to `)`. `None` for a function that does not exist: Jayway looks for it only when the path is
    /// evaluated, so the path is doomed.
    pub(super) fn function(&mut self, name: &str, start: usize) -> Result<Option<PathFunction>, ExprProblem> {
        let arguments = self.arguments(start)?;
        let span = self.cursor.span_since(start);
        let simple = match name {
            "append" => return Ok(Some(PathFunction::Append(arguments))),
            "concat" => return Ok(Some(PathFunction::Concat(arguments))),
            "index" => return index(&arguments, span).map(Some),
            "length" | "size" => PathFunction::Length,
            "min" => PathFunction::Min,
            "max" => PathFunction::Max,
            "avg" => PathFunction::Avg,
            "sum" => PathFunction::Sum,
            "stddev" => PathFunction::StdDev,
            "keys" => PathFunction::Keys,
            "first" => PathFunction::First,
            "last" => PathFunction::Last,
            _ => {
                let end = start + name.len();
                self.steps.doom.get_or_insert_with(|| unknown(name, start..end));
                return Ok(None);
            }
        };
        if arguments.is_empty() {
            return Ok(Some(simple));
        }
        Err(ExprProblem::invalid(
            ExprCode::PathUnsupported,
            span,
            format!("`{name}()` with arguments is not supported"),
            "takes no arguments",
        ))
    }

    /// JSON values and paths, separated by commas.
    fn arguments(&mut self, start: usize) -> Result<Vec<Expr>, ExprProblem> {
        self.cursor.eat("(");
        let mut arguments = Vec::new();
        loop {
            self.cursor.skip_blanks();
            match self.cursor.peek() {
                Some(')') if arguments.is_empty() => break,
                Some('$') => {
                    let parsed = parse(self.cursor, Place::Argument, self.depth + 1)?;
                    self.steps.doom = self.steps.doom.take().or(parsed.doom);
                    arguments.push(Expr::Path(parsed.path));
                }
                _ => {
                    let value = json::value(self.cursor).ok_or_else(|| {
                        syntax(
                            self.cursor.here(),
                            "expected a JSON value or a path as argument",
                            "not an argument",
                        )
                    })?;
                    arguments.push(Expr::Literal(value));
                }
            }
            self.cursor.skip_blanks();
            if !self.cursor.eat(",") {
                break;
            }
        }
        if self.cursor.eat(")") {
            return Ok(arguments);
        }
        Err(syntax(
            self.cursor.span_since(start),
            "the arguments of this function are not closed",
            "expected `)`",
        ))
    }
}

fn index(arguments: &[Expr], span: std::ops::Range<usize>) -> Result<PathFunction, ExprProblem> {
    if let [Expr::Literal(Literal::Number(number))] = arguments
        && let Ok(number) = number.parse::<i32>()
    {
        return Ok(PathFunction::Index(number.into()));
    }
    Err(syntax(span, "`index()` takes one integer", "for example `index(0)`"))
}

fn unknown(name: &str, span: std::ops::Range<usize>) -> PathDoom {
    let near = nearest(name, NAMES.iter().copied()).map(|near| format!("did you mean `{near}()`?"));
    let problem = ExprProblem::doomed(
        ExprCode::UnknownFunction,
        span,
        format!("there is no path function `{name}()`"),
        "unknown function",
    );
    let help = near.unwrap_or_else(|| format!("the functions of paths are {}", NAMES.join(", ")));
    PathDoom { problem: problem.help(help), message: format!("Function with name: {name} does not exist.") }
}
