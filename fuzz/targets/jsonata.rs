//! The parser of JSONata: any text gives a tree or an error; a tree's text gives the same tree.
#![no_main]

use asl_compiler::expr::jsonata::parse_syntax;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    if let Ok(tree) = parse_syntax(text, 0) {
        let printed = tree.to_string();
        let again = parse_syntax(&printed, 0).expect("its own text can be parsed");
        assert_eq!(again.to_string(), printed);
    }
});
