//! Expressions of the JSONata query language: syntax, and AWS's rules that need no run.
//!
//! The language is JSONata 2.0.6, the version that AWS runs. [`parse`] gives the tree that is evaluated; in between
//! lies the tree as written ([`parse_syntax`]), which prints as it was read. Syntax errors have the
//! language's own codes and AWS's words besides ours.
//!
//! ```
//! use asl_compiler::expr::jsonata::{SyntaxCode, parse};
//!
//! assert!(parse("$states.input.items[price > 10].name", 0).is_ok());
//! let error = parse("[1, 2", 0).unwrap_err();
//! assert_eq!((error.code, error.span.clone()), (SyntaxCode::ExpectedBeforeEnd, 5..5));
//! ```

mod ancestry;
mod calls;
mod display;
mod error;
mod field;
mod functions;
mod lex;
mod operands;
mod parse;
mod problem;
mod resolve;
mod rules;
pub mod signature;
pub mod syntax;
#[cfg(test)]
mod tests;
pub mod tree;
mod types;
mod visit;

use error::Refusal;

pub use error::{SyntaxCode, SyntaxError};
pub use field::{Sees, Surroundings, check, delimited, whole_variable};
pub use problem::{AwsMessage, Problem};

/// Reads an expression: the text between `{%` and `%}`, which begins at byte `base` of its field. Spans are bytes
/// of the field.
///
/// # Errors
///
/// The first syntax error, as AWS finds it.
pub fn parse(text: &str, base: usize) -> Result<tree::Tree, SyntaxError> {
    parse::parse(text, base).and_then(resolve::resolve).map_err(Refusal::into_error)
}

/// Reads an expression as far as its notation goes. Mistakes that only show where the parts of a path meet
/// (`a.1`, `%` without a parent) are left to [`parse`].
///
/// # Errors
///
/// The first mistake of notation.
pub fn parse_syntax(text: &str, base: usize) -> Result<syntax::Node, SyntaxError> {
    parse::parse(text, base).map_err(Refusal::into_error)
}
