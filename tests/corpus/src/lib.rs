//! Definitions from public repositories, compiled: their code has to be accepted by rustc.
//!
//! The build script reads `ASL_CORPUS_DIR` (without it, `../shared/corpus/samples` beside the repository, where that
//! exists). Nothing here is run: the modules are generic over their tasks, so that a build only checks their types.

/// A definition that was not compiled: its file, and the reason or the compiler's report.
pub type Sample = (&'static str, &'static str);

include!(concat!(env!("OUT_DIR"), "/corpus.rs"));
