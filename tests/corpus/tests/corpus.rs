//! Lists what became of the corpus.

#![expect(clippy::print_stdout, reason = "a test target without harness prints its own report")]

use asl_corpus::{COMPILED, OUT_OF_SCOPE, REFUSED};
use std::process::ExitCode;

fn main() -> ExitCode {
    for (file, reason) in OUT_OF_SCOPE {
        println!("out of scope: {file}: {reason}");
    }
    for (file, report) in REFUSED {
        println!("---- {file}\n{report}\n");
    }
    let considered = COMPILED.len() + REFUSED.len();
    println!("corpus: compiled {} of {considered}, {} out of scope", COMPILED.len(), OUT_OF_SCOPE.len());
    // A corpus of which nothing compiles is no test.
    if considered > 0 && COMPILED.is_empty() { ExitCode::FAILURE } else { ExitCode::SUCCESS }
}
