//! Filters: `[?(@.price > 10 && !(@.sold))]`.
//!
//! ```text
//! or      = and { "||" and }
//! and     = unary { "&&" unary }
//! unary   = "!" unary | "(" or ")" | operand [ operator operand ]
//! operand = path | string | number | true | false | null | array | object | /regex/flags | word
//! ```
//!
//! A word without quotes is a string: AWS's own samples write `[?(@.lang==es)]`.

use crate::expr::cursor::Cursor;
use crate::expr::names::nearest;
use crate::expr::{ExprCode, ExprProblem, json};
use crate::ir::{Filter, FilterOperand, FilterOperator, Literal};

use super::{MAX_DEPTH, PathDoom, Place};

const WORDS: &[(&str, FilterOperator)] = &[
    ("in", FilterOperator::In),
    ("nin", FilterOperator::NotIn),
    ("subsetof", FilterOperator::SubsetOf),
    ("anyof", FilterOperator::AnyOf),
    ("noneof", FilterOperator::NoneOf),
    ("size", FilterOperator::Size),
    ("empty", FilterOperator::Empty),
    ("contains", FilterOperator::Contains),
];

/// The longest match comes first. `===` and `!==` are Jayway's comparisons that never convert.
const SYMBOLS: &[(&str, FilterOperator)] = &[
    ("===", FilterOperator::Equal),
    ("!==", FilterOperator::NotEqual),
    ("==", FilterOperator::Equal),
    ("!=", FilterOperator::NotEqual),
    ("=~", FilterOperator::Matches),
    ("<=", FilterOperator::LessEqual),
    (">=", FilterOperator::GreaterEqual),
    ("<", FilterOperator::Less),
    (">", FilterOperator::Greater),
];

/// Parses a condition in parentheses; the cursor stands at `(`.
pub(super) fn parse(
    cursor: &mut Cursor<'_>,
    depth: usize,
) -> Result<(Filter, Option<PathDoom>), ExprProblem> {
    let mut parser = Parser { cursor, doom: None };
    let filter = parser.group(depth + 1)?;
    Ok((filter, parser.doom))
}

struct Parser<'c, 'a> {
    cursor: &'c mut Cursor<'a>,
    doom: Option<PathDoom>,
}

impl Parser<'_, '_> {
    fn group(&mut self, depth: usize) -> Result<Filter, ExprProblem> {
        let open = self.cursor.here();
        self.cursor.eat("(");
        let filter = self.or(depth)?;
        self.cursor.skip_blanks();
        if self.cursor.eat(")") {
            Ok(filter)
        } else if self.cursor.at_end() {
            Err(syntax(open, "this parenthesis is not closed", "opened here"))
        } else {
            Err(syntax(self.cursor.here(), "expected `&&`, `||` or `)`", "not part of the condition"))
        }
    }

    fn or(&mut self, depth: usize) -> Result<Filter, ExprProblem> {
        let filters = self.list("||", |parser| parser.and(depth))?;
        Ok(single(filters, Filter::Or))
    }

    fn and(&mut self, depth: usize) -> Result<Filter, ExprProblem> {
        let filters = self.list("&&", |parser| parser.unary(depth))?;
        Ok(single(filters, Filter::And))
    }

    fn list(
        &mut self,
        operator: &str,
        mut item: impl FnMut(&mut Self) -> Result<Filter, ExprProblem>,
    ) -> Result<Vec<Filter>, ExprProblem> {
        let mut filters = vec![item(self)?];
        loop {
            self.cursor.skip_blanks();
            if !self.cursor.eat(operator) {
                return Ok(filters);
            }
            filters.push(item(self)?);
        }
    }

    fn unary(&mut self, depth: usize) -> Result<Filter, ExprProblem> {
        if depth > MAX_DEPTH {
            return Err(syntax(self.cursor.here(), "this filter is nested too deeply", "simplify it"));
        }
        self.cursor.skip_blanks();
        match self.cursor.peek() {
            Some('(') => self.group(depth + 1),
            Some('!') => {
                self.cursor.next();
                Ok(Filter::Not(Box::new(self.unary(depth + 1)?)))
            }
            _ => self.comparison(depth),
        }
    }

    fn comparison(&mut self, depth: usize) -> Result<Filter, ExprProblem> {
        let start = self.cursor.position();
        let left = self.operand(Side::Left, depth)?;
        let left_span = self.cursor.span_since(start);
        self.cursor.skip_blanks();
        let rest = self.cursor.rest();
        if rest.is_empty() || rest.starts_with(')') || rest.starts_with("&&") || rest.starts_with("||") {
            return match left {
                FilterOperand::Path(path) => Ok(Filter::Exists(path)),
                _ => Err(syntax(left_span, "a value alone is no condition", "compare it with something")),
            };
        }
        if let Some(exists) = self.exists(&left) {
            return Ok(exists);
        }
        let operator = self.operator()?;
        let start = self.cursor.position();
        let right = self.operand(Side::Right, depth)?;
        let is_regex = |operand: &FilterOperand| matches!(operand, FilterOperand::Regex { .. });
        if (operator == FilterOperator::Matches) != (is_regex(&left) || is_regex(&right)) {
            let problem = syntax(
                self.cursor.span_since(start),
                "`=~` and a pattern between slashes belong together",
                "one of them is missing",
            );
            return Err(problem.help("for example `@.name =~ /a.*z/i`"));
        }
        Ok(Filter::Compare { left, operator, right })
    }

    /// `@.x exists true`, a longer form of `@.x`.
    fn exists(&mut self, left: &FilterOperand) -> Option<Filter> {
        let FilterOperand::Path(path) = left else {
            return None;
        };
        let mut ahead = self.cursor.clone();
        if !ahead.take_while(char::is_alphabetic).eq_ignore_ascii_case("exists") {
            return None;
        }
        ahead.skip_blanks();
        let exists = Filter::Exists(path.clone());
        let filter = match ahead.take_while(char::is_alphabetic) {
            "true" => exists,
            "false" => Filter::Not(Box::new(exists)),
            _ => return None,
        };
        *self.cursor = ahead;
        Some(filter)
    }

    fn operator(&mut self) -> Result<FilterOperator, ExprProblem> {
        let start = self.cursor.position();
        for (symbol, operator) in SYMBOLS {
            if self.cursor.eat(symbol) {
                return Ok(*operator);
            }
        }
        let word = self.cursor.take_while(char::is_alphabetic);
        if let Some((_, operator)) = WORDS.iter().find(|(known, _)| word.eq_ignore_ascii_case(known)) {
            return Ok(*operator);
        }
        let (span, help) = if word.is_empty() {
            let help = (self.cursor.peek() == Some('=')).then(|| "equality is written `==`".to_owned());
            (self.cursor.here(), help)
        } else {
            let near = nearest(word, WORDS.iter().map(|(known, _)| *known));
            (self.cursor.span_since(start), near.map(|near| format!("did you mean `{near}`?")))
        };
        Err(syntax(span, "expected an operator", "not an operator of filters").maybe_help(help))
    }

    fn operand(&mut self, side: Side, depth: usize) -> Result<FilterOperand, ExprProblem> {
        self.cursor.skip_blanks();
        let start = self.cursor.position();
        match self.cursor.peek() {
            Some('@' | '$') => {
                let parsed = super::parse(self.cursor, Place::Filter, depth + 1)?;
                self.doom = self.doom.take().or(parsed.doom);
                Ok(FilterOperand::Path(parsed.path))
            }
            Some('\'' | '"') => match json::quoted(self.cursor) {
                Some(text) => Ok(FilterOperand::Literal(Literal::String(text))),
                None => Err(syntax(
                    start..start + 1,
                    "this string is not closed, or has a broken escape",
                    "opened here",
                )),
            },
            Some('[' | '{') => json::value(self.cursor).map(FilterOperand::Literal).ok_or_else(|| {
                let problem = syntax(self.cursor.here(), "expected a JSON value", "breaks here");
                problem.help("strings inside of lists have quotes: `['a', 'b']`")
            }),
            Some('/') => self.regex(),
            _ => self.word(side),
        }
    }

    /// A number, `true`, `false`, `null`, or a string without quotes; on the right side it may have spaces.
    fn word(&mut self, side: Side) -> Result<FilterOperand, ExprProblem> {
        let start = self.cursor.position();
        while let Some(c) = self.cursor.peek() {
            let rest = self.cursor.rest();
            let ends = matches!(c, ')' | ']' | ',' | '<' | '>' | '=' | '!' | '~')
                || rest.starts_with("&&")
                || rest.starts_with("||")
                || (side == Side::Left && c.is_whitespace());
            if ends {
                break;
            }
            self.cursor.next();
        }
        let literal = match self.cursor.since(start).trim() {
            "" => {
                return Err(syntax(self.cursor.here(), "expected a path or a value", "nothing stands here"));
            }
            "true" => Literal::Bool(true),
            "false" => Literal::Bool(false),
            "null" => Literal::Null,
            number if json::is_number(number) => Literal::Number(number.to_owned()),
            word => Literal::String(word.to_owned()),
        };
        Ok(FilterOperand::Literal(literal))
    }

    /// `/pattern/flags` with Java's flags: those that `regex-lite` has are kept, those about Unicode tables and
    /// line endings (`d`, `u`, `U`) change nothing that it does.
    fn regex(&mut self) -> Result<FilterOperand, ExprProblem> {
        let start = self.cursor.position();
        self.cursor.next();
        let mut pattern = String::new();
        loop {
            match self.cursor.next() {
                None => {
                    return Err(syntax(
                        start..start + 1,
                        "this pattern is not closed with `/`",
                        "opened here",
                    ));
                }
                Some('/') => break,
                Some('\\') => match self.cursor.next() {
                    // A slash is escaped only for this notation.
                    Some('/') => pattern.push('/'),
                    Some(c) => pattern.extend(['\\', c]),
                    None => pattern.push('\\'),
                },
                Some(c) => pattern.push(c),
            }
        }
        let flags = self.cursor.take_while(|c| "dixmsuU".contains(c));
        let kept: String = ['i', 'm', 's', 'x'].into_iter().filter(|flag| flags.contains(*flag)).collect();
        if kept.contains('x') {
            // A comment at the pattern's end must not reach into what is put around it.
            pattern.push('\n');
        }
        if !kept.is_empty() {
            pattern.insert_str(0, &format!("(?{kept})"));
        }
        if let Err(error) = regex_lite::Regex::new(&pattern) {
            let problem =
                syntax(self.cursor.span_since(start), "this pattern is not supported", error.to_string());
            return Err(problem.help("look-around and back references are not available"));
        }
        Ok(FilterOperand::Regex { pattern })
    }
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Side {
    Left,
    Right,
}

fn single(mut filters: Vec<Filter>, join: impl FnOnce(Vec<Filter>) -> Filter) -> Filter {
    if filters.len() == 1 { filters.swap_remove(0) } else { join(filters) }
}

fn syntax(span: std::ops::Range<usize>, message: impl Into<String>, label: impl Into<String>) -> ExprProblem {
    ExprProblem::invalid(ExprCode::FilterSyntax, span, message, label)
}
