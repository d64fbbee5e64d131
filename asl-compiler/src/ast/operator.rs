//! The 39 comparison operators of choice rules.

use crate::ir::{Family, Relation, TypeTest};

/// What an operator does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Operator {
    /// Compares with a literal, or with what a path gives.
    Compare {
        /// The type of both sides.
        family: Family,
        /// How they are compared.
        relation: Relation,
        /// The `…Path` form.
        path: bool,
    },
    /// `StringMatches`.
    Matches,
    /// A type test.
    Is(TypeTest),
}

const fn compare(
    name: &'static str,
    family: Family,
    relation: Relation,
    path: bool,
) -> (&'static str, Operator) {
    (name, Operator::Compare { family, relation, path })
}

/// Every operator by its name.
pub(super) const OPERATORS: &[(&str, Operator)] = &[
    compare("StringEquals", Family::String, Relation::Equals, false),
    compare("StringEqualsPath", Family::String, Relation::Equals, true),
    compare("StringLessThan", Family::String, Relation::LessThan, false),
    compare("StringLessThanPath", Family::String, Relation::LessThan, true),
    compare("StringGreaterThan", Family::String, Relation::GreaterThan, false),
    compare("StringGreaterThanPath", Family::String, Relation::GreaterThan, true),
    compare("StringLessThanEquals", Family::String, Relation::LessThanEquals, false),
    compare("StringLessThanEqualsPath", Family::String, Relation::LessThanEquals, true),
    compare("StringGreaterThanEquals", Family::String, Relation::GreaterThanEquals, false),
    compare("StringGreaterThanEqualsPath", Family::String, Relation::GreaterThanEquals, true),
    compare("NumericEquals", Family::Numeric, Relation::Equals, false),
    compare("NumericEqualsPath", Family::Numeric, Relation::Equals, true),
    compare("NumericLessThan", Family::Numeric, Relation::LessThan, false),
    compare("NumericLessThanPath", Family::Numeric, Relation::LessThan, true),
    compare("NumericGreaterThan", Family::Numeric, Relation::GreaterThan, false),
    compare("NumericGreaterThanPath", Family::Numeric, Relation::GreaterThan, true),
    compare("NumericLessThanEquals", Family::Numeric, Relation::LessThanEquals, false),
    compare("NumericLessThanEqualsPath", Family::Numeric, Relation::LessThanEquals, true),
    compare("NumericGreaterThanEquals", Family::Numeric, Relation::GreaterThanEquals, false),
    compare("NumericGreaterThanEqualsPath", Family::Numeric, Relation::GreaterThanEquals, true),
    compare("TimestampEquals", Family::Timestamp, Relation::Equals, false),
    compare("TimestampEqualsPath", Family::Timestamp, Relation::Equals, true),
    compare("TimestampLessThan", Family::Timestamp, Relation::LessThan, false),
    compare("TimestampLessThanPath", Family::Timestamp, Relation::LessThan, true),
    compare("TimestampGreaterThan", Family::Timestamp, Relation::GreaterThan, false),
    compare("TimestampGreaterThanPath", Family::Timestamp, Relation::GreaterThan, true),
    compare("TimestampLessThanEquals", Family::Timestamp, Relation::LessThanEquals, false),
    compare("TimestampLessThanEqualsPath", Family::Timestamp, Relation::LessThanEquals, true),
    compare("TimestampGreaterThanEquals", Family::Timestamp, Relation::GreaterThanEquals, false),
    compare("TimestampGreaterThanEqualsPath", Family::Timestamp, Relation::GreaterThanEquals, true),
    compare("BooleanEquals", Family::Boolean, Relation::Equals, false),
    compare("BooleanEqualsPath", Family::Boolean, Relation::Equals, true),
    ("StringMatches", Operator::Matches),
    ("IsNull", Operator::Is(TypeTest::Null)),
    ("IsPresent", Operator::Is(TypeTest::Present)),
    ("IsNumeric", Operator::Is(TypeTest::Numeric)),
    ("IsString", Operator::Is(TypeTest::String)),
    ("IsBoolean", Operator::Is(TypeTest::Boolean)),
    ("IsTimestamp", Operator::Is(TypeTest::Timestamp)),
];
