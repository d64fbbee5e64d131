//! The expression of a field: where it is, what it may see, and everything that is known to be wrong with it.

use std::collections::BTreeSet;
use std::ops::Range;

use crate::json::placeholders;

use super::problem::Problem;
use super::tree::{ExprKind, Tree};
use super::{SyntaxError, parse, rules};

/// The members of `$states` that a field sees, beside `input` and `context`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Sees {
    /// `result`: `Output` and `Assign` of a Task, Parallel or Map.
    pub result: bool,
    /// `errorOutput`: `Output` and `Assign` of a catcher.
    pub error_output: bool,
}

/// What is known around an expression.
#[derive(Clone, Copy, Debug)]
pub struct Surroundings<'a> {
    /// Members of `$states`.
    pub sees: Sees,
    /// The types that the field takes: letters of signatures; empty: any.
    pub types: &'a str,
    /// The variables that may have a value.
    pub variables: &'a BTreeSet<&'a str>,
    /// Those that are assigned in some state, but not before this expression is evaluated, or out of its sight.
    pub elsewhere: &'a BTreeSet<&'a str>,
}

/// The text between `{%` and `%}` and its first byte, if a string is an expression: both must be there, and nothing
/// around them.
pub fn delimited(text: &str) -> Option<(&str, usize)> {
    let inner = text.strip_prefix("{%")?.strip_suffix("%}")?;
    Some((inner, 2))
}

/// What is wrong with an expression that begins at byte `base` of its field.
pub fn check(text: &str, base: usize, around: &Surroundings<'_>) -> Vec<Problem> {
    match parse_filled(text, base) {
        Ok(tree) => rules::check(&tree, around),
        Err(error) => vec![explained(text, error)],
    }
}

/// The variable that an expression is nothing but a look into: without a value it fails.
pub fn whole_variable(text: &str, base: usize) -> Option<(String, Range<usize>)> {
    let tree = parse(text, base).ok()?;
    let expr = match &tree.root.kind {
        _ if tree.root.group.is_some() => return None,
        ExprKind::Path(path) => path.steps.first()?,
        _ => &tree.root,
    };
    let ExprKind::Variable(name) = &expr.kind else { return None };
    Some((name.clone(), expr.span.clone()))
}

/// Reads an expression, and one with placeholders as if something simple stood in their places.
fn parse_filled(text: &str, base: usize) -> Result<Tree, SyntaxError> {
    parse(text, base).or_else(|error| match filled(text) {
        Some(filled) => parse(&filled, base).map_err(|_| error),
        None => Err(error),
    })
}

/// A text with a variable of the same length in place of each placeholder.
fn filled(text: &str) -> Option<String> {
    let mut filled = text.to_owned();
    let found = placeholders(text);
    for (range, _) in &found {
        filled.replace_range(range.clone(), &format!("${}", "_".repeat(range.len() - 1)));
    }
    (!found.is_empty()).then_some(filled)
}

/// Whether a variable stands for a placeholder.
pub(super) fn is_filler(name: &str) -> bool {
    name.len() >= 2 && name.bytes().all(|byte| byte == b'_')
}

fn explained(text: &str, error: SyntaxError) -> Problem {
    let problem = Problem::from(error);
    match placeholders(text).first() {
        Some((_, name)) => {
            problem.help(format!("`{name}` is a placeholder without a value; give it one as a substitution"))
        }
        None => problem,
    }
}
