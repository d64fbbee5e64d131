//! The work itself: each file on one of some threads.

use super::detect::{Content, detect, is_named_definition, may_matter};
use super::files::{File, tidy};
use super::is_not_yet;
use asl_compiler::analyze::{AnalyzeOptions, check as check_text, check_node};
use asl_compiler::json::placeholders;
use asl_compiler::report::machine::Failure;
use asl_compiler::template::{self, Definition};
use asl_compiler::{Code, Diagnostic, Diagnostics, Severity, Source};
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Component, Path, PathBuf};
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};

/// What was found in all files.
#[derive(Debug, Default)]
pub(super) struct Checked {
    /// In order of path.
    pub(super) units: Vec<Unit>,
    /// Files that could not be looked at.
    pub(super) failures: Vec<Failure>,
}

/// A file with definitions, and what was found in it.
#[derive(Debug)]
pub(super) struct Unit {
    pub(super) source: Source,
    pub(super) findings: Vec<Found>,
    /// How many definitions are in it.
    pub(super) definitions: usize,
    /// How many of them cannot be compiled yet.
    pub(super) not_yet: usize,
}

/// A finding, and the name of the state machine in a template.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Found {
    pub(super) machine: Option<String>,
    pub(super) diagnostic: Diagnostic,
}

/// How much was found.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Counts {
    pub(super) errors: usize,
    pub(super) warnings: usize,
    pub(super) definitions: usize,
    pub(super) not_yet: usize,
}

impl Checked {
    pub(super) fn counts(&self) -> Counts {
        let mut counts = Counts::default();
        for unit in &self.units {
            counts.definitions += unit.definitions;
            counts.not_yet += unit.not_yet;
            for found in &unit.findings {
                match found.diagnostic.severity {
                    Severity::Error | Severity::Doomed => counts.errors += 1,
                    Severity::Warning => counts.warnings += 1,
                }
            }
        }
        counts
    }
}

/// A definition's file that a template names, and the substitutions that it gives.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Reference {
    path: PathBuf,
    substitutions: BTreeMap<String, String>,
}

/// What one file gives.
#[derive(Debug, Default)]
struct Outcome {
    unit: Option<Unit>,
    references: Vec<Reference>,
    failure: Option<Failure>,
}

/// Checks all files, and those that templates among them name.
pub(super) fn check(files: &[File], options: &AnalyzeOptions) -> Checked {
    let progress = progress(files.len());
    let outcomes = in_parallel(files, |file| {
        let outcome = look_at(file, options);
        progress.inc(1);
        outcome
    });
    progress.finish_and_clear();
    let mut units: BTreeMap<PathBuf, Unit> = BTreeMap::new();
    let mut failures = Vec::new();
    let mut references = BTreeSet::new();
    for (file, outcome) in files.iter().zip(outcomes) {
        references.extend(outcome.references);
        failures.extend(outcome.failure);
        units.extend(outcome.unit.map(|unit| (file.path.clone(), unit)));
    }
    let references: Vec<Reference> = references.into_iter().collect();
    let outcomes = in_parallel(&references, |reference| {
        let options = with_substitutions(options, &reference.substitutions);
        read(&reference.path).map(|source| definition(source, &options))
    });
    // A file that templates name is what they make of it, not what it is without their substitutions.
    for reference in &references {
        units.remove(&reference.path);
    }
    for (reference, outcome) in references.into_iter().zip(outcomes) {
        match outcome {
            Ok(unit) => match units.get_mut(&reference.path) {
                Some(first) => join(first, unit),
                None => drop(units.insert(reference.path, unit)),
            },
            Err(failure) => failures.push(failure),
        }
    }
    failures.dedup();
    Checked { units: units.into_values().collect(), failures }
}

/// Adds what another template's substitutions make wrong in the same file.
fn join(first: &mut Unit, other: Unit) {
    for found in other.findings {
        if !first.findings.contains(&found) {
            first.findings.push(found);
        }
    }
    first.findings.sort_by_key(|found| found.diagnostic.primary.span);
}

/// Runs `work` on each item, on as many threads as the machine has.
fn in_parallel<T: Sync, R: Send>(items: &[T], work: impl Fn(&T) -> R + Sync) -> Vec<R> {
    // Definitions nest, and so do the calls that read them.
    const STACK: usize = 16 << 20;
    let next = AtomicUsize::new(0);
    let results: Mutex<Vec<(usize, R)>> = Mutex::new(Vec::with_capacity(items.len()));
    let run = || {
        let mut own = Vec::new();
        loop {
            let index = next.fetch_add(1, Ordering::Relaxed);
            let Some(item) = items.get(index) else { break };
            own.push((index, work(item)));
        }
        results.lock().unwrap_or_else(std::sync::PoisonError::into_inner).append(&mut own);
    };
    let threads = std::thread::available_parallelism().map_or(1, usize::from).min(items.len());
    std::thread::scope(|scope| {
        let started = (0..threads)
            .filter(|_| std::thread::Builder::new().stack_size(STACK).spawn_scoped(scope, run).is_ok())
            .count();
        if started == 0 {
            run();
        }
    });
    let mut results = results.into_inner().unwrap_or_else(std::sync::PoisonError::into_inner);
    results.sort_by_key(|(index, _)| *index);
    results.into_iter().map(|(_, result)| result).collect()
}

/// A bar on a terminal, when there is something to wait for.
fn progress(files: usize) -> ProgressBar {
    const WORTH_IT: usize = 200;
    if files < WORTH_IT {
        return ProgressBar::hidden();
    }
    let progress = ProgressBar::with_draw_target(Some(files as u64), ProgressDrawTarget::stderr());
    match ProgressStyle::with_template("checking [{bar:40}] {pos}/{len}") {
        Ok(style) => progress.with_style(style.progress_chars("=> ")),
        Err(_) => progress,
    }
}

fn look_at(file: &File, options: &AnalyzeOptions) -> Outcome {
    let name = file.path.display().to_string();
    let source = match read_if(&file.path, file.named || is_named_definition(&name)) {
        Ok(Some(source)) => source,
        Ok(None) => return Outcome::default(),
        Err(failure) => return Outcome { failure: Some(failure), ..Outcome::default() },
    };
    match detect(&source, file.named) {
        Content::Other => Outcome::default(),
        Content::Broken(diagnostics) => {
            let mut unit = Unit { source, findings: Vec::new(), definitions: 0, not_yet: 0 };
            unit.add(None, &diagnostics, &BTreeMap::new());
            Outcome { unit: Some(unit), ..Outcome::default() }
        }
        Content::Definition => Outcome { unit: Some(definition(source, options)), ..Outcome::default() },
        Content::Template(node) => template(source, &file.path, &node, options),
    }
}

/// Reads a file; `None` when it is no concern of ours.
fn read_if(path: &Path, concerns: bool) -> Result<Option<Source>, Failure> {
    let shown = path.display().to_string();
    let failure = |message: String| Failure { file: shown.clone(), message };
    let bytes = std::fs::read(path).map_err(|error| failure(format!("cannot read `{shown}`: {error}")))?;
    if !concerns && !may_matter(&bytes) {
        return Ok(None);
    }
    match String::from_utf8(bytes) {
        Ok(text) => Ok(Some(Source::new(shown, text))),
        Err(error) => {
            let at = error.utf8_error().valid_up_to();
            Err(failure(format!("`{shown}` is not UTF-8, from byte {at} on")))
        }
    }
}

fn read(path: &Path) -> Result<Source, Failure> {
    read_if(path, true).and_then(|source| {
        let shown = path.display().to_string();
        source.ok_or_else(|| Failure { message: format!("cannot read `{shown}`"), file: shown })
    })
}

fn definition(source: Source, options: &AnalyzeOptions) -> Unit {
    let diagnostics = check_text(&source, options);
    let mut unit = Unit { source, findings: Vec::new(), definitions: 1, not_yet: 0 };
    unit.add(None, &diagnostics, &options.substitutions);
    unit
}

fn template(
    source: Source,
    path: &Path,
    node: &asl_compiler::json::Node,
    options: &AnalyzeOptions,
) -> Outcome {
    let mut diagnostics = Diagnostics::default();
    let machines = template::machines(node, &mut diagnostics);
    let mut unit = Unit { source, findings: Vec::new(), definitions: 0, not_yet: 0 };
    unit.add(None, &diagnostics, &BTreeMap::new());
    let mut references = Vec::new();
    for machine in machines {
        let name = Some(machine.name.as_str().to_owned());
        match machine.definition {
            Definition::Inline(definition) => {
                unit.definitions += 1;
                let options = with_substitutions(options, &machine.substitutions);
                unit.add(name.as_deref(), &check_node(definition, &options), &options.substitutions);
            }
            Definition::File(file) => {
                let folder = path.parent().unwrap_or(Path::new(""));
                let path = tidy(&clean(&folder.join(file.as_str())));
                if path.is_file() {
                    references.push(Reference { path, substitutions: machine.substitutions });
                } else {
                    let message = format!("there is no file `{}`", path.display());
                    let diagnostic = Diagnostic::new(Code::MissingDefinition, file.span(), message)
                        .label("named here")
                        .help("the path starts at the folder of the template");
                    unit.findings.push(Found { machine: name, diagnostic });
                }
            }
            Definition::Unknown => {}
        }
    }
    unit.findings.sort_by_key(|found| found.diagnostic.primary.span);
    Outcome { unit: Some(unit), references, failure: None }
}

/// The options with a template's substitutions, as far as the user gave no others.
fn with_substitutions(options: &AnalyzeOptions, values: &BTreeMap<String, String>) -> AnalyzeOptions {
    let mut options = options.clone();
    for (name, value) in values {
        options.substitutions.entry(name.clone()).or_insert_with(|| value.clone());
    }
    options
}

/// Without `x/..`, so that a file has one name.
fn clean(path: &Path) -> PathBuf {
    let mut clean = PathBuf::new();
    for component in path.components() {
        match component {
            Component::ParentDir if matches!(clean.components().next_back(), Some(Component::Normal(_))) => {
                clean.pop();
            }
            Component::CurDir => {}
            other => clean.push(other),
        }
    }
    clean
}

impl Unit {
    /// Adds what was found in one definition, but not what only says that it cannot be compiled yet. A finding at a
    /// placeholder tells its value, which stands elsewhere.
    fn add(&mut self, machine: Option<&str>, diagnostics: &Diagnostics, values: &BTreeMap<String, String>) {
        let mut not_yet = false;
        for diagnostic in diagnostics {
            if is_not_yet(diagnostic.code) {
                not_yet = true;
            } else {
                let mut diagnostic = diagnostic.clone();
                let written = self.source.slice(diagnostic.primary.span);
                for (_, name) in placeholders(written) {
                    if let Some(value) = values.get(name) {
                        diagnostic.notes.push(format!("`${{{name}}}` is `{value}` here"));
                    }
                }
                self.findings.push(Found { machine: machine.map(str::to_owned), diagnostic });
            }
        }
        self.not_yet += usize::from(not_yet);
    }
}
