//! All stages in one call, which every front end uses.

#[cfg(test)]
mod tests;

use crate::analyze::{AnalyzeOptions, analyze};
use crate::diagnostic::{Code, Diagnostics};
use crate::options::{OptionProblem, Options};
use crate::source::Source;
use crate::{emit, graph, ir, options, render};
use proc_macro2::TokenStream;

/// What a compilation gives.
#[derive(Debug)]
pub struct Compilation {
    /// Everything found in the definition, in order of place.
    pub diagnostics: Diagnostics,
    /// Everything found in the options.
    pub problems: Vec<OptionProblem>,
    /// The program; `None` exactly when the definition has errors.
    pub program: Option<ir::Program>,
    /// The code; `None` exactly when the definition or the options have errors.
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
    let analysis = analyze(source, &analyze_options(options));
    let problems = options::check(source, &analysis, options);
    let sound = !problems.iter().any(OptionProblem::is_error);
    let program = analysis.program;
    let picture = analysis.machine.filter(|_| options.picture).map(|machine| {
        let graph = graph::Graph::new(&machine);
        graph::embedded_svg(&graph, &options.name)
    });
    let tokens = program.as_ref().filter(|_| sound).map(|program| {
        emit::emit(program, source, options, &emit::Extras { errors: TokenStream::new(), picture })
    });
    Compilation { diagnostics: analysis.diagnostics, problems, program, tokens }
}

/// The part of the options that the analysis looks at.
pub(crate) fn analyze_options(options: &Options) -> AnalyzeOptions {
    AnalyzeOptions {
        allow: options.allow.iter().filter_map(|name| Code::parse(name)).collect(),
        allow_doomed: options.allow.iter().any(|name| name == options::ALL_DOOMED),
        substitutions: options.substitutions.clone(),
        workflow: None,
    }
}
