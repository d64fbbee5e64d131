//! All stages on a whole definition: diagnostics that can be drawn, or code, with the checks of declared types.
#![no_main]

use asl_compiler::report::{Style, render_all};
use asl_compiler::{Options, Source, compile};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    let source = Source::new("fuzz.asl.json", text);
    let mut options = Options::new("fuzz");
    options.allow = vec!["doomed".to_owned()];
    options.input = syn::parse_str("Input").ok();
    options.output = syn::parse_str("Output").ok();
    let compiled = compile(&source, &options);
    let _ = render_all(&source, compiled.diagnostics.iter(), Style::Plain);
    assert!(compiled.tokens.is_some() || compiled.diagnostics.has_errors(), "neither code nor an error");
});
