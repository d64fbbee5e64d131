//! All stages in one call, which every front end uses.

use crate::analyze::{AnalyzeOptions, analyze};
use crate::diagnostic::{Code, Diagnostics};
use crate::options::Options;
use crate::source::Source;
use crate::{emit, ir, render};
use proc_macro2::TokenStream;

/// What a compilation gives.
#[derive(Debug)]
pub struct Compilation {
    /// Everything found, in order of place.
    pub diagnostics: Diagnostics,
    /// The program; `None` exactly when there are errors.
    pub program: Option<ir::Program>,
    /// The code; `None` exactly when there are errors.
    pub tokens: Option<TokenStream>,
}

impl Compilation {
    /// The code as formatted text.
    pub fn code(&self) -> Option<String> {
        self.tokens.as_ref().map(render::render)
    }
}

/// Compiles one definition.
pub fn compile(source: &Source, options: &Options) -> Compilation {
    let analysis = analyze(
        source,
        &AnalyzeOptions {
            allow: options.allow.iter().filter_map(|name| Code::parse(name)).collect(),
            allow_doomed: options.allow.iter().any(|name| name == "doomed"),
            substitutions: options.substitutions.clone(),
        },
    );
    let tokens = analysis.program.as_ref().map(|program| emit::emit(program, options));
    Compilation { diagnostics: analysis.diagnostics, program: analysis.program, tokens }
}
