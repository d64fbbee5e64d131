//! The parsers of paths: ordinary ones, Reference Paths and ResultPath.
#![no_main]

use asl_compiler::expr::{parse_path, parse_reference_path, parse_result_path};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    let _ = parse_path(text);
    let _ = parse_reference_path(text);
    let _ = parse_result_path(text);
});
