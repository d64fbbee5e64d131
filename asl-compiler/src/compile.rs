//! All stages in one call, which every front end uses.

#[cfg(test)]
mod tests;

use crate::analyze::{self, Analysis, AnalyzeOptions, analyze};
use crate::compat::{self, Side};
use crate::definition::{self, DefinitionHash};
use crate::diagnostic::{Code, Diagnostics, Severity};
use crate::options::{OptionPlace, OptionProblem, Options, Version};
use crate::source::{Format, Source};
use crate::versions::Lineage;
use crate::{emit, graph, ir, options, render};
use proc_macro2::TokenStream;
use std::collections::{BTreeMap, BTreeSet};

/// What a compilation gives.
#[derive(Debug)]
pub struct Compilation {
    /// Everything found in the definition, in order of place.
    pub diagnostics: Diagnostics,
    /// What makes it impossible to compile an older version, or to compare with it: the version's option, and what was
    /// found in its source.
    pub versions: Vec<(OptionPlace, Diagnostics)>,
    /// Everything found in the options.
    pub problems: Vec<OptionProblem>,
    /// The identity of the definition; `None` when its text could not be read.
    pub hash: Option<DefinitionHash>,
    /// The program; `None` exactly when the definition has errors.
    pub program: Option<ir::Program>,
    /// The code; `None` exactly when the definition, an older version or the options have errors.
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
    let older: Vec<Analysis> =
        options.versions.iter().map(|version| analyze_version(version, options)).collect();
    let earlier: Vec<Analysis> =
        options.compatible_with.iter().map(|version| analyze_version(version, options)).collect();
    let programs: Option<Vec<&ir::Program>> = older.iter().map(|older| older.program.as_ref()).collect();
    let lineage = analysis.program.as_ref().zip(programs).map(|(newest, older)| Lineage::new(newest, older));
    let mut diagnostics = analysis.diagnostics.clone();
    for (version, earlier) in options.compatible_with.iter().zip(&earlier) {
        let old = Side { source: &version.source, analysis: earlier };
        compat::compare(&old, &Side { source, analysis: &analysis }, &mut diagnostics);
    }
    diagnostics.finish();
    let checked = options::Checked {
        source,
        diagnostics: &diagnostics,
        hash: analysis.hash,
        older: &older,
        lineage: lineage.as_ref(),
    };
    let problems = options::check(&checked, options);
    diagnostics.allow(&analyze_options(options).allow, false);
    let versions = found_in_versions(options, (&older, &earlier));
    let sound = !problems.iter().any(OptionProblem::is_error)
        && !diagnostics.has_errors()
        && versions.iter().all(|(_, found)| found.is_empty());
    let tokens = lineage.as_ref().filter(|_| sound).map(|lineage| {
        let extras = extras(source, options, &analysis, &older);
        let sources: Vec<&Source> =
            std::iter::once(source).chain(options.versions.iter().map(|version| &version.source)).collect();
        emit::emit(lineage, &sources, options, &extras)
    });
    Compilation { diagnostics, versions, problems, hash: analysis.hash, program: analysis.program, tokens }
}

/// What was found in each version; a file that is named as both is reported once.
fn found_in_versions(
    options: &Options,
    (older, earlier): (&[Analysis], &[Analysis]),
) -> Vec<(OptionPlace, Diagnostics)> {
    let of_older = older.iter().enumerate().map(|(index, of)| (OptionPlace::Version(index), of));
    let of_earlier = earlier.iter().enumerate().map(|(index, of)| (OptionPlace::CompatibleWith(index), of));
    let mut seen = BTreeSet::new();
    of_older
        .chain(of_earlier)
        .zip(options.older())
        .filter(|(_, version)| seen.insert(version.source.name()))
        .map(|((place, analysis), _)| (place, analysis.diagnostics.clone()))
        .collect()
}

fn extras(source: &Source, options: &Options, analysis: &Analysis, older: &[Analysis]) -> emit::Extras {
    let picture = analysis.machine.as_ref().filter(|_| options.picture).map(|machine| {
        let graph = graph::Graph::new(machine);
        graph::embedded_svg(&graph, &options.name)
    });
    let versions = options.versions.iter().zip(older).map(|(version, analysis)| emit::Version {
        name: version.name.clone(),
        definition: emitted_definition(&Given {
            source: &version.source,
            include: version.include.as_ref(),
            substitutions: &version.all_substitutions(options),
            hash: analysis.hash,
        }),
    });
    emit::Extras {
        errors: TokenStream::new(),
        picture,
        definition: emitted_definition(&Given {
            source,
            include: options.include.as_ref(),
            substitutions: &options.substitutions,
            hash: analysis.hash,
        }),
        versions: versions.collect(),
    }
}

/// A definition as it was given.
struct Given<'a> {
    source: &'a Source,
    include: Option<&'a String>,
    substitutions: &'a BTreeMap<String, String>,
    hash: Option<DefinitionHash>,
}

/// The definition's identity and text for the generated code.
fn emitted_definition(given: &Given<'_>) -> emit::Definition {
    let Given { source, include, substitutions, hash } = *given;
    let is_verbatim = source.format() == Format::Json && substitutions.is_empty();
    let json = match include {
        Some(_) if is_verbatim => None,
        None if is_verbatim => Some(source.text().to_owned()),
        _ => analyze::read(source, substitutions, &mut Diagnostics::default())
            .map(|node| definition::json(&node)),
    };
    emit::Definition { hash, include: include.cloned(), json }
}

/// Looks at an older version, of which only errors matter.
pub(crate) fn analyze_version(version: &Version, options: &Options) -> Analysis {
    let mut analysis = analyze(
        &version.source,
        &AnalyzeOptions {
            allow_doomed: true,
            substitutions: version.all_substitutions(options),
            ..AnalyzeOptions::default()
        },
    );
    analysis.diagnostics.retain(|found| found.severity == Severity::Error);
    analysis
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
