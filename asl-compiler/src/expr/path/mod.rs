//! Paths in the dialect of AWS: that of the Java library Jayway `JsonPath`.
//!
//! Where versions of Jayway differ, AWS follows an early one. Definitions that AWS publishes rely on string
//! literals without quotes in filters (`[?(@.lang==es)]`), on `[(@.length-1)]`, and a recording shows
//! backslashes kept inside `['…']`. All that later versions added is accepted as well.

mod bracket;
mod filter;
mod function;

use std::ops::Range;

use crate::ir::{Path, PathFunction, Place as SourcePlace, Root, Segment};
use crate::source::Span;

use super::cursor::Cursor;
use super::{ExprCode, ExprProblem};

/// Paths in filters in paths, parentheses in filters: deeper text is refused, so that recursion is bounded.
const MAX_DEPTH: usize = 32;

/// Where a path stands, which decides where it ends and what it may start with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Place {
    /// It fills its field.
    Whole,
    /// An argument: up to `,`, `)` or white space.
    Argument,
    /// An operand of a filter: up to white space, an operator or `)`.
    Filter,
}

/// A path, and where its parts stand in the text.
#[derive(Clone, Debug)]
pub(super) struct ParsedPath {
    /// The path.
    pub(super) path: Path,
    /// Where `$`, `$$` or `$name` stands.
    pub(super) root_span: Range<usize>,
    /// One span a segment.
    pub(super) spans: Vec<Range<usize>>,
    /// Where the function at the end stands.
    pub(super) function_span: Option<Range<usize>>,
    /// Why each evaluation fails.
    pub(super) doom: Option<PathDoom>,
}

/// A path that parses and never evaluates.
#[derive(Clone, Debug)]
pub(super) struct PathDoom {
    /// For the user.
    pub(super) problem: ExprProblem,
    /// Jayway's words at run time.
    pub(super) message: String,
}

impl ParsedPath {
    /// What makes it more than a Reference Path, which can only name a single place.
    pub(super) fn not_reference(&self) -> Vec<ExprProblem> {
        let refuse = |what: &str, span: &Range<usize>| {
            ExprProblem::invalid(
                ExprCode::PathNotReference,
                span.clone(),
                format!("a Reference Path has no {what}"),
                "only fields and single indexes are allowed here",
            )
        };
        let mut problems = Vec::new();
        for (segment, span) in self.path.segments.iter().zip(&self.spans) {
            let what = match segment {
                Segment::Field(_) | Segment::Index(_) => continue,
                Segment::Fields(_) | Segment::Indexes(_) => "lists",
                Segment::Slice { .. } => "slices",
                Segment::Wildcard => "wildcards",
                Segment::Descend => "`..`",
                Segment::Filter(_) => "filters",
            };
            problems.push(
                refuse(what, span)
                    .help("select with `InputPath` or a `.$` member first, and refer to its result"),
            );
        }
        if let Some(span) = &self.function_span {
            let help = match self.path.function {
                Some(PathFunction::Length) => "compute it before with `States.ArrayLength`",
                _ => "compute it before in a `.$` member, and refer to its result",
            };
            problems.push(refuse("functions", span).help(help));
        }
        problems
    }
}

/// Parses a path from the cursor on; it stands behind the path afterwards.
pub(super) fn parse(cursor: &mut Cursor<'_>, place: Place, depth: usize) -> Result<ParsedPath, ExprProblem> {
    let start = cursor.position();
    if depth > MAX_DEPTH {
        return Err(syntax(cursor.here(), "this expression is nested too deeply", "simplify it"));
    }
    let root = root(cursor, place)?;
    let root_span = cursor.span_since(start);
    let mut parser = Parser { cursor, place, depth, steps: Steps::default() };
    parser.all()?;
    let Steps { segments, spans, function, doom } = parser.steps;
    let (function, function_span) = function.map_or((None, None), |(f, span)| (f, Some(span)));
    let place = SourcePlace::with_parts(
        cursor.span_since(start).into(),
        spans.iter().cloned().map(Span::from).collect(),
    );
    let path = Path { text: cursor.since(start).to_owned(), root, segments, function, place };
    Ok(ParsedPath { path, root_span, spans, function_span, doom })
}

/// A syntax error.
pub(super) fn syntax(
    span: Range<usize>,
    message: impl Into<String>,
    label: impl Into<String>,
) -> ExprProblem {
    ExprProblem::invalid(ExprCode::PathSyntax, span, message, label)
}

/// `$`, `$$`, `$name`; in filters `$`, `@`.
fn root(cursor: &mut Cursor<'_>, place: Place) -> Result<Root, ExprProblem> {
    let start = cursor.position();
    let root = match cursor.next() {
        Some('@') if place == Place::Filter => return Ok(Root::Current),
        Some('$') if cursor.eat("$") => Root::Context,
        Some('$') => match cursor.take_while(is_name_part) {
            "" => Root::Input,
            name => Root::Variable(name.to_owned()),
        },
        _ => return Err(syntax(start..cursor.position(), "a path starts with `$`", "not a path")),
    };
    let span = cursor.span_since(start);
    if place == Place::Filter && root != Root::Input {
        // Jayway knows no roots but `$` and `@`; AWS's own reach no further than the start of the path.
        let problem = ExprProblem::invalid(
            ExprCode::FilterSyntax,
            span,
            "inside a filter a path starts with `@` or `$`",
            "neither the context object nor variables are known here",
        );
        return Err(problem);
    }
    match &root {
        Root::Variable(name) if name.starts_with(|c: char| c.is_numeric()) => {
            let problem = syntax(span, "the name of a variable starts with a letter", "starts with a digit");
            Err(problem.help(format!("for a field of the input write `$.{name}`")))
        }
        _ => Ok(root),
    }
}

/// Unicode's `ID_Continue`, near enough: whether a variable of that name exists is checked elsewhere.
fn is_name_part(c: char) -> bool {
    c.is_alphanumeric() || c == '_'
}

/// What a path consists of behind its root.
#[derive(Default)]
struct Steps {
    segments: Vec<Segment>,
    spans: Vec<Range<usize>>,
    /// The function at the end; without a value when it is unknown.
    function: Option<(Option<PathFunction>, Range<usize>)>,
    doom: Option<PathDoom>,
}

struct Parser<'c, 'a> {
    cursor: &'c mut Cursor<'a>,
    place: Place,
    depth: usize,
    steps: Steps,
}

impl Parser<'_, '_> {
    fn all(&mut self) -> Result<(), ExprProblem> {
        if !self.at_stop() && !matches!(self.cursor.peek(), Some('.' | '[')) {
            let found = self.cursor.peek().map(String::from).unwrap_or_default();
            return Err(syntax(
                self.cursor.here(),
                format!("expected `.` or `[`, found `{found}`"),
                "not part of a path",
            ));
        }
        while !self.at_stop() {
            let start = self.cursor.position();
            if let Some((_, span)) = &self.steps.function {
                let problem = ExprProblem::invalid(
                    ExprCode::PathUnsupported,
                    span.clone(),
                    "a function must be the last step of a path",
                    "more steps follow",
                );
                return Err(problem);
            }
            if self.cursor.eat("..") {
                self.push(Segment::Descend, start);
                self.after_dot(start)?;
            } else if self.cursor.eat(".") {
                self.after_dot(start)?;
            } else {
                // Behind `]` Jayway needs no dot: `$[0]name`.
                self.step(start)?;
            }
        }
        Ok(())
    }

    fn push(&mut self, segment: Segment, start: usize) {
        self.steps.segments.push(segment);
        self.steps.spans.push(self.cursor.span_since(start));
    }

    /// What may follow `.` or `..`; `.[0]` is the same as `[0]`.
    fn after_dot(&mut self, start: usize) -> Result<(), ExprProblem> {
        if self.at_stop() {
            return Err(syntax(
                self.cursor.span_since(start),
                "a path must not end with `.`",
                "a name is missing behind it",
            ));
        }
        if self.cursor.peek() == Some('.') {
            return Err(syntax(self.cursor.here(), "expected a name, found `.`", "one dot too many"));
        }
        self.step(start)
    }

    fn step(&mut self, start: usize) -> Result<(), ExprProblem> {
        match self.cursor.peek() {
            Some('[') => {
                let segment = self.bracket()?;
                self.push(segment, start);
            }
            Some('*') => {
                self.cursor.next();
                self.push(Segment::Wildcard, start);
            }
            _ => self.name(start)?,
        }
        Ok(())
    }

    /// `name` or `name(…)`. Jayway takes any character but a space: Unicode, digits, `-`, `$`, `{`.
    fn name(&mut self, start: usize) -> Result<(), ExprProblem> {
        let name_start = self.cursor.position();
        while let Some(c) = self.cursor.peek() {
            if matches!(c, ' ' | '.' | '[' | '(') || self.at_stop() {
                break;
            }
            self.cursor.next();
        }
        let name = self.cursor.since(name_start);
        if self.cursor.peek() == Some(' ') && !self.at_stop() {
            let problem = syntax(self.cursor.here(), "a name behind a dot has no spaces", "a space");
            return Err(problem.help("write names with spaces in brackets: `['my name']`"));
        }
        if name.is_empty() {
            return Err(syntax(self.cursor.here(), "expected a name", "no name stands here"));
        }
        if self.cursor.peek() == Some('(') {
            let function = self.function(name, name_start)?;
            self.steps.function = Some((function, self.cursor.span_since(name_start)));
        } else {
            self.push(Segment::Field(name.to_owned()), start);
        }
        Ok(())
    }

    /// Whether the path ends here.
    fn at_stop(&self) -> bool {
        let Some(c) = self.cursor.peek() else {
            return true;
        };
        match self.place {
            Place::Whole => false,
            Place::Argument => matches!(c, ',' | ')') || c.is_whitespace(),
            Place::Filter => {
                let rest = self.cursor.rest();
                matches!(c, ')' | ']' | ',' | '<' | '>' | '=' | '~' | '!')
                    || c.is_whitespace()
                    || rest.starts_with("&&")
                    || rest.starts_with("||")
            }
        }
    }
}

#[cfg(test)]
mod tests;
