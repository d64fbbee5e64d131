//! The definitions of all conformance cases, compiled to Rust by the real compiler.
//!
//! The build script reads the cases of [`FOLDERS`], compiles each distinct definition into a module, and writes
//! the tables behind [`find`].

use asl_testing::run::Found;

/// The definition of a case, by the case's place in [`FOLDERS`] and its name. `None` for a case that was out of scope,
/// or that came after the build.
pub fn find(folder: &str, case: &str) -> Option<Found> {
    let place = CASES.binary_search_by(|(name, _)| (*name).cmp(&(folder, case))).ok()?;
    let (_, definition) = CASES.get(place)?;
    DEFINITIONS.get(*definition).copied()
}

include!(concat!(env!("OUT_DIR"), "/definitions.rs"));
