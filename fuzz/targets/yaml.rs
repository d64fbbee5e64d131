//! The reader of YAML: any text gives a tree or a diagnostic, and laid out once it stays as it is.
#![no_main]

use asl_compiler::yaml::layout;
use asl_compiler::{Diagnostics, Source, json};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    let mut diagnostics = Diagnostics::default();
    let tree = json::read(&Source::new("fuzz.asl.yaml", text), &mut diagnostics);
    assert!(tree.is_some() || diagnostics.has_errors(), "neither a tree nor an error");
    if let Ok(new) = layout(&Source::new("fuzz.asl.yaml", text)) {
        assert_eq!(layout(&Source::new("fuzz.asl.yaml", new.as_str())), Ok(new), "it does not come to rest");
    }
});
