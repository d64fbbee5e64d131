//! The project's tests: what they share. The tests themselves are in this package's folders.

pub mod conformance;
