//! Which fields are evaluated, and what is said about what is in them.
