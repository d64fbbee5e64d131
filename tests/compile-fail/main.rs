//! What users see when something is wrong with `asl_workflow!`: one file a case, with rustc's words beside it.
//!
//! rustc's words change with its version, so they are compared under one version only. `TRYBUILD=overwrite` rewrites them; read what it
//! wrote: does a newcomer know what to do, and is everything said once?

use std::process::Command;

/// The version that the expected words are of.
const VERSION: &str = "rustc 1.95.";

#[test]
fn compile_fail() {
    let rustc = std::env::var_os("RUSTC").unwrap_or_else(|| "rustc".into());
    let output = Command::new(rustc).arg("--version").output().unwrap();
    let version = String::from_utf8(output.stdout).unwrap();
    if !version.starts_with(VERSION) || version.contains("nightly") {
        println!("skipped: the expected words are those of {VERSION}x, this is {version}");
        return;
    }
    trybuild::TestCases::new().compile_fail("compile-fail/cases/*.rs");
}
