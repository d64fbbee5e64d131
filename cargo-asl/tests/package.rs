//! `cargo asl new` and `cargo asl test`, as far as they need no build; `.ci/run` has a build of both.

#![expect(clippy::expect_used, reason = "tests may panic")]

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use asl_testing::compile::{Modules, Source};

fn command(arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_cargo-asl")).arg("asl").args(arguments).output().expect("it runs")
}

fn scratch(name: &str) -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
    let _ = std::fs::remove_dir_all(&folder);
    folder
}

fn stderr(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}

#[test]
fn a_new_package_has_cases_whose_definition_compiles() {
    let folder = scratch("shop");
    let runtime = concat!(env!("CARGO_MANIFEST_DIR"), "/../runtime");
    let made = command(&["new", &folder.to_string_lossy(), "--runtime", runtime]);
    assert!(made.status.success(), "{}", stderr(&made));
    let manifest = std::fs::read_to_string(folder.join("Cargo.toml")).expect("a manifest");
    assert!(manifest.contains("name = \"shop\"") && !manifest.contains("{{"), "{manifest}");
    let cases = asl_testing::load(&folder).expect("cases");
    assert_eq!(cases.len(), 2);
    let mut modules = Modules::default();
    for case in &cases {
        let source = Source::new("order.asl.json", case.definition_text.as_str());
        let place = modules.add(&source, &BTreeMap::new()).expect("code");
        assert_eq!((place, modules.rejected(place)), (0, None));
    }
    let again = command(&["new", &folder.to_string_lossy()]);
    assert_eq!(again.status.code(), Some(1));
    assert!(stderr(&again).contains("is not empty"), "{}", stderr(&again));
}

#[test]
fn a_name_that_cargo_refuses_is_refused() {
    let output = command(&["new", "1st order"]);
    assert_eq!(output.status.code(), Some(1));
    assert!(stderr(&output).contains("`1st order` cannot be the name of a package"), "{}", stderr(&output));
}

#[test]
fn a_folder_without_cases_is_an_error() {
    let folder = scratch("empty");
    std::fs::create_dir_all(&folder).expect("a folder");
    let output = command(&["test", &folder.to_string_lossy()]);
    assert_eq!(output.status.code(), Some(2));
    assert!(stderr(&output).contains("no case is here"), "{}", stderr(&output));
}
