//! Lists what became of the corpus.

use asl_corpus::{COMPILED, OUT_OF_SCOPE, REFUSED};

/// Shown with `cargo test -p asl-corpus -- --nocapture`.
#[test]
fn definitions_of_the_corpus_compile() {
    for (file, reason) in OUT_OF_SCOPE {
        println!("out of scope: {file}: {reason}");
    }
    for (file, report) in REFUSED {
        println!("---- {file}\n{report}\n");
    }
    let considered = COMPILED.len() + REFUSED.len();
    println!("corpus: compiled {} of {considered}, {} out of scope", COMPILED.len(), OUT_OF_SCOPE.len());
    // Some definitions of the corpus have real mistakes; a compiler that refuses many is itself mistaken.
    assert!(REFUSED.len() * 20 <= considered, "refused {} of {considered}", REFUSED.len());
}
