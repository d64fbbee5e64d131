//! The README shows the definition that its programs, which are documentation tests, are compiled from.

use std::fs::read_to_string;
use std::path::Path;

#[test]
fn the_readme_shows_the_definition() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let readme = read_to_string(root.join("README.md")).expect("the README");
    let definition = read_to_string(root.join("examples/payment.asl.json")).expect("the definition");
    let (_, shown) = readme.split_once("```json\n").expect("a block of JSON");
    let (shown, _) = shown.split_once("```\n").expect("its end");
    assert_eq!(shown, definition);
}
