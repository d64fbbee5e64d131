//! The grammar, its mistakes, and AWS's rules.

mod errors;
mod grammar;
mod properties;
mod rules;
mod suite;
