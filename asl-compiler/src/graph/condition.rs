//! Conditions of Choice rules, written short: `$.total > 1000 and $.note is present`.

use crate::ast::{Condition, Expr, Operand};
use crate::ir::{Literal, Relation, TypeTest};

/// How tightly something binds; what binds looser than its place asks for gets brackets.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Binding {
    Or,
    And,
    Comparison,
}

/// A line in the making.
struct Line {
    text: String,
    /// Whether long paths are shortened.
    short: bool,
}

/// The longest path that is not shortened, in characters.
const LONGEST: usize = 30;

/// A condition as one line.
pub(super) fn text(condition: &Condition) -> String {
    let mut out = Line { text: String::new(), short: false };
    write(condition, Binding::Or, &mut out);
    out.text
}

/// A condition as one line, of long paths only the ends: they say most.
pub(super) fn short(condition: &Condition) -> String {
    let mut out = Line { text: String::new(), short: true };
    write(condition, Binding::Or, &mut out);
    out.text
}

impl Line {
    fn push(&mut self, text: &str) {
        self.text.push_str(text);
    }

    /// A path: `$….FileType` for one with many fields.
    fn path(&mut self, expr: &Expr) {
        let text = expr.text.as_str().trim();
        if !self.short || text.chars().count() <= LONGEST {
            return self.push(text);
        }
        let root = text.len() - text.trim_start_matches('$').len();
        let mut steps = text.match_indices(['.', '[']).filter(|(at, _)| *at > root).map(|(at, _)| at);
        let end = steps.find_map(|at| text.get(at..).filter(|end| end.chars().count() <= LONGEST - 2));
        match (text.get(..root), end) {
            (Some(root), Some(end)) => {
                self.push(root);
                self.push("…");
                self.push(end);
            }
            _ => self.push(text),
        }
    }
}

fn write(condition: &Condition, place: Binding, out: &mut Line) {
    match condition {
        Condition::And(rules) => join(rules, " and ", (Binding::And, place), out),
        Condition::Or(rules) => join(rules, " or ", (Binding::Or, place), out),
        Condition::Not(inner) => negated(inner, out),
        Condition::Compare { variable, relation, operand, .. } => {
            compare(variable, relation_text(*relation), operand, out);
        }
        Condition::Matches { variable, pattern } => {
            out.path(variable);
            out.push(" matches ");
            quoted(pattern, out);
        }
        Condition::Is { variable, test, expected } => is(variable, *test, *expected, out),
    }
}

fn join(rules: &[Condition], word: &str, (binding, place): (Binding, Binding), out: &mut Line) {
    // A list of one is that one.
    if let [only] = rules {
        return write(only, place, out);
    }
    let brackets = binding < place;
    if brackets {
        out.push("(");
    }
    for (index, rule) in rules.iter().enumerate() {
        if index > 0 {
            out.push(word);
        }
        // The same word inside needs no brackets.
        let place = if binding == Binding::Or { Binding::Or } else { Binding::And };
        let place = if matches!(rule, Condition::Or(_)) && binding == Binding::And {
            Binding::Comparison
        } else {
            place
        };
        write(rule, place, out);
    }
    if brackets {
        out.push(")");
    }
}

/// `Not`: inside of it where a shorter form exists.
fn negated(inner: &Condition, out: &mut Line) {
    match inner {
        Condition::Compare { variable, relation: Relation::Equals, operand, .. } => {
            compare(variable, "!=", operand, out);
        }
        Condition::Is { variable, test, expected } => is(variable, *test, !*expected, out),
        Condition::Not(twice) => write(twice, Binding::Comparison, out),
        other => {
            out.push("not (");
            write(other, Binding::Or, out);
            out.push(")");
        }
    }
}

fn compare(variable: &Expr, relation: &str, operand: &Operand, out: &mut Line) {
    out.path(variable);
    out.push(" ");
    out.push(relation);
    out.push(" ");
    match operand {
        Operand::Literal(literal) => literal_text(literal, out),
        Operand::Timestamp(nanoseconds) => match jiff::Timestamp::from_nanosecond(*nanoseconds) {
            Ok(instant) => out.push(&instant.to_string()),
            // Beyond the years that can be written: the number itself is the best there is.
            Err(_) => out.push(&nanoseconds.to_string()),
        },
        Operand::Path(path) => out.path(path),
    }
}

fn relation_text(relation: Relation) -> &'static str {
    match relation {
        Relation::Equals => "==",
        Relation::LessThan => "<",
        Relation::GreaterThan => ">",
        Relation::LessThanEquals => "<=",
        Relation::GreaterThanEquals => ">=",
    }
}

fn is(variable: &Expr, test: TypeTest, expected: bool, out: &mut Line) {
    out.path(variable);
    out.push(if expected { " is " } else { " is not " });
    out.push(match test {
        TypeTest::Null => "null",
        TypeTest::Present => "present",
        TypeTest::Numeric => "a number",
        TypeTest::String => "a string",
        TypeTest::Boolean => "a boolean",
        TypeTest::Timestamp => "a timestamp",
    });
}

fn literal_text(literal: &Literal, out: &mut Line) {
    match literal {
        Literal::Null => out.push("null"),
        Literal::Bool(value) => out.push(if *value { "true" } else { "false" }),
        Literal::Number(text) => out.push(text),
        Literal::String(text) => quoted(text, out),
        // No operator compares these.
        Literal::Array(_) => out.push("[…]"),
        Literal::Object(_) => out.push("{…}"),
    }
}

fn quoted(text: &str, out: &mut Line) {
    out.push("\"");
    for character in text.chars() {
        match character {
            '\n' => out.push("\\n"),
            character if character.is_control() => out.text.push(' '),
            character => out.text.push(character),
        }
    }
    out.push("\"");
}
