//! The parser of what stands behind `.$`: a path or a call of an intrinsic function.
#![no_main]

use asl_compiler::expr::parse_expression;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    let _ = parse_expression(text);
});
