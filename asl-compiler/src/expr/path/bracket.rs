//! `[…]`: names, indexes, slices, wildcards, filters.

use crate::ir::Segment;

use super::{Parser, filter, syntax};
use crate::expr::{ExprCode, ExprProblem};

impl Parser<'_, '_> {
    /// A segment from `[` to `]`.
    pub(super) fn bracket(&mut self) -> Result<Segment, ExprProblem> {
        let open = self.cursor.position();
        self.cursor.eat("[");
        self.cursor.skip_blanks();
        let segment = match self.cursor.peek() {
            Some(quote @ ('\'' | '"')) => self.names(quote)?,
            Some(c) if c.is_ascii_digit() || c == '-' || c == ':' => self.numbers()?,
            Some('*') => {
                self.cursor.next();
                Segment::Wildcard
            }
            Some('?') => self.filter()?,
            Some('(') => self.script()?,
            Some(']') => {
                self.cursor.next();
                return Err(syntax(self.cursor.span_since(open), "empty brackets", "select something"));
            }
            None => return Err(unclosed(open)),
            Some(_) => return Err(self.unquoted()),
        };
        self.cursor.skip_blanks();
        if self.cursor.eat("]") {
            Ok(segment)
        } else if self.cursor.at_end() {
            Err(unclosed(open))
        } else {
            Err(syntax(self.cursor.here(), "expected `]`", "not part of the brackets"))
        }
    }

    /// `'a'`, `'a', 'b'`. The quotes of a list are all of the first one's kind.
    fn names(&mut self, quote: char) -> Result<Segment, ExprProblem> {
        let mut names = Vec::new();
        loop {
            names.push(self.quoted_name(quote)?);
            self.cursor.skip_blanks();
            if !self.cursor.eat(",") {
                break;
            }
            self.cursor.skip_blanks();
            if self.cursor.peek() != Some(quote) {
                let message = format!("expected a name in {quote}…{quote}");
                return Err(syntax(self.cursor.here(), message, "no name stands here"));
            }
        }
        // Java: a list of one name is that name.
        Ok(if names.len() == 1 { Segment::Field(names.swap_remove(0)) } else { Segment::Fields(names) })
    }

    /// A name in quotes. A recording shows `['Test\""Name"']` select the key `Test\""Name"`: AWS keeps
    /// backslashes. The one exception is ours: a backslash before the closing kind of quote stands for that
    /// quote, as in later versions of Jayway, since a name could not contain it otherwise.
    fn quoted_name(&mut self, quote: char) -> Result<String, ExprProblem> {
        let start = self.cursor.position();
        self.cursor.next();
        let mut name = String::new();
        loop {
            match self.cursor.next() {
                None => {
                    let message = format!("this name is not closed with {quote}");
                    return Err(syntax(self.cursor.span_since(start), message, "opened here"));
                }
                Some(c) if c == quote => return Ok(name),
                Some('\\') if self.cursor.peek() == Some(quote) => {
                    self.cursor.next();
                    name.push(quote);
                }
                Some('\\') if self.cursor.peek() == Some('\\') => {
                    self.cursor.next();
                    name.push_str("\\\\");
                }
                Some(c) => name.push(c),
            }
        }
    }

    /// `0`, `-1`, `0, 2`, `1:3`, `1:`, `:-1`. Jayway ignores a step (`1:9:2`), and wants at least one bound.
    fn numbers(&mut self) -> Result<Segment, ExprProblem> {
        let start = self.cursor.position();
        let text = self.cursor.take_while(|c| c.is_ascii_digit() || matches!(c, '-' | ':' | ',' | ' '));
        let span = self.cursor.span_since(start);
        let number = |part: &str| {
            part.trim().parse::<i32>().map(i64::from).map_err(|_| {
                let message = format!("`{}` is not an index", part.trim());
                syntax(span.clone(), message, "indexes are integers of 32 bits")
            })
        };
        if text.contains(':') {
            let bound = |part: Option<&str>| match part.map(str::trim) {
                None | Some("") => Ok(None),
                Some(part) => number(part).map(Some),
            };
            let mut parts = text.split(':');
            let (start, end) = (bound(parts.next())?, bound(parts.next())?);
            if start.is_none() && end.is_none() {
                let problem = syntax(span, "a slice needs a start or an end", "no bounds");
                return Err(problem.help("`[*]` selects all elements"));
            }
            return Ok(Segment::Slice { start, end });
        }
        let indexes: Vec<i64> = text.split(',').map(number).collect::<Result<_, _>>()?;
        Ok(match indexes.as_slice() {
            [index] => Segment::Index(*index),
            _ => Segment::Indexes(indexes),
        })
    }

    /// `?(…)`.
    fn filter(&mut self) -> Result<Segment, ExprProblem> {
        let start = self.cursor.position();
        self.cursor.next();
        self.cursor.skip_blanks();
        if self.cursor.peek() != Some('(') {
            let problem = ExprProblem::invalid(
                ExprCode::FilterSyntax,
                self.cursor.span_since(start),
                "the condition of a filter stands in parentheses",
                "expected `(` behind it",
            );
            return Err(problem.help("for example `[?(@.price > 10)]`"));
        }
        let (filter, doom) = filter::parse(self.cursor, self.depth)?;
        self.steps.doom = self.steps.doom.take().or(doom);
        Ok(Segment::Filter(filter))
    }

    /// `(@.length-1)`, `(@.size()-1)`: elements counted from the end, an old form of negative indexes.
    fn script(&mut self) -> Result<Segment, ExprProblem> {
        let start = self.cursor.position();
        let text = self.cursor.take_while(|c| c != ']');
        let compact: String = text.chars().filter(|c| !c.is_whitespace()).collect();
        let rest = compact.strip_prefix("(@.").and_then(|rest| rest.strip_suffix(')'));
        let number = rest.and_then(|rest| {
            let functions = ["length()-", "size()-", "length-", "size-"];
            functions.iter().find_map(|function| rest.strip_prefix(function))
        });
        if let Some(number @ 1..) = number.and_then(|number| number.parse::<u16>().ok()) {
            return Ok(Segment::Index(-i64::from(number)));
        }
        let problem = syntax(
            self.cursor.span_since(start),
            "expected `(@.length-n)`: other computations are not allowed here",
            "not an index",
        );
        Err(problem.help("for the last element write `[-1]`, for a filter `[?(…)]`"))
    }

    /// The mistake of forgetting quotes or the question mark.
    fn unquoted(&mut self) -> ExprProblem {
        let start = self.cursor.position();
        let word = self.cursor.take_while(|c| !matches!(c, ']' | ',' | '[' | '\''));
        let span = if word.is_empty() { self.cursor.here() } else { self.cursor.span_since(start) };
        let problem =
            syntax(span, "expected a name in quotes, an index, a slice, `*` or a filter", "none of these");
        if word.starts_with(|c: char| c.is_alphabetic() || c == '_') {
            problem.help(format!("write `['{word}']`"))
        } else if word.starts_with('@') {
            problem.help("a filter is written `[?(@.name == 'value')]`")
        } else {
            problem
        }
    }
}

fn unclosed(open: usize) -> ExprProblem {
    syntax(open..open + 1, "this bracket is not closed", "opened here")
}
