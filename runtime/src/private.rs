//! What generated code names. Not public API: it changes with any release.
