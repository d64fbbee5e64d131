//! Whether the options fit the definition.

use crate::analyze::Analysis;
use crate::definition::DefinitionHash;
use crate::diagnostic::{Code, Diagnostics, Severity, near, quoted_list};
use crate::emit::version_module;
use crate::ir::Task;
use crate::json::{self, Node, Value, placeholders};
use crate::options::Options;
use crate::source::Source;
use crate::versions::Lineage;
use proc_macro2::Ident;
use std::collections::{BTreeMap, BTreeSet};

/// The name that allows everything that AWS accepts and that fails in the run.
pub(crate) const ALL_DOOMED: &str = "doomed";

/// What is wrong with an option. The front end shows it where the user wrote the option.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OptionProblem {
    /// The option.
    pub place: OptionPlace,
    /// [`Severity::Error`] or [`Severity::Warning`].
    pub severity: Severity,
    /// One fact.
    pub message: String,
    /// What to do.
    pub help: Option<String>,
}

/// An option, by the name that the user gave.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum OptionPlace {
    /// A key of [`Options::tasks`].
    Task(String),
    /// A key of [`Options::substitutions`].
    Substitution(String),
    /// An element of [`Options::allow`].
    Allow(String),
    /// An element of [`Options::versions`], by its index.
    Version(usize),
    /// An element of [`Options::compatible_with`], by its index.
    CompatibleWith(usize),
}

impl OptionPlace {
    /// The option's name in build scripts and on the command line.
    pub fn option(&self) -> &'static str {
        match self {
            Self::Task(_) => "task",
            Self::Substitution(_) => "substitution",
            Self::Allow(_) => "allow",
            Self::Version(_) => "version",
            Self::CompatibleWith(_) => "compatible_with",
        }
    }
}

impl OptionProblem {
    /// Whether it stops the compilation.
    pub fn is_error(&self) -> bool {
        self.severity != Severity::Warning
    }

    fn new(place: OptionPlace, severity: Severity, message: String, help: Option<String>) -> Self {
        Self { place, severity, message, help }
    }
}

impl std::fmt::Display for OptionProblem {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.message)?;
        match &self.help {
            Some(help) => write!(f, "\n= help: {help}"),
            None => Ok(()),
        }
    }
}

/// Compares the options with the definition; its tasks are known only when it has no errors.
pub(crate) fn check(checked: &Checked<'_>, options: &Options) -> Vec<OptionProblem> {
    let mut problems = Vec::new();
    if let Some(lineage) = checked.lineage {
        let tasks: Vec<&Task> = lineage.tasks().iter().map(|shared| &shared.task).collect();
        check_tasks(&tasks, options, &mut problems);
    }
    check_substitutions(checked.source, options, &mut problems);
    check_allow(checked.diagnostics, options, &mut problems);
    check_versions(checked, options, &mut problems);
    problems
}

/// What the options are compared with.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Checked<'a> {
    pub(crate) source: &'a Source,
    /// What was found in it, and in comparisons with it.
    pub(crate) diagnostics: &'a Diagnostics,
    pub(crate) hash: Option<DefinitionHash>,
    /// The older versions, in the order of [`Options::versions`].
    pub(crate) older: &'a [Analysis],
    /// None when one of them has errors.
    pub(crate) lineage: Option<&'a Lineage<'a>>,
}

/// Each version has a name of its own, and is one.
fn check_versions(checked: &Checked<'_>, options: &Options, problems: &mut Vec<OptionProblem>) {
    let mut names: BTreeMap<Ident, &str> = BTreeMap::new();
    let mut hashes: BTreeMap<DefinitionHash, &str> = BTreeMap::new();
    hashes.extend(checked.hash.map(|hash| (hash, checked.source.name())));
    for (index, (version, analysis)) in options.versions.iter().zip(checked.older).enumerate() {
        let place = OptionPlace::Version(index);
        let module = version_module(&version.name);
        if let Some(other) = names.insert(module.clone(), version.source.name()) {
            let message = format!("the version `{module}` is there already, as `{other}`");
            let help = Some("give one of them another name".to_owned());
            problems.push(OptionProblem::new(place, Severity::Error, message, help));
            continue;
        }
        let Some(hash) = analysis.hash else { continue };
        if let Some(other) = hashes.insert(hash, version.source.name()) {
            let message = format!("the version `{module}` says the same as `{other}`");
            let help = Some("leave it out: executions of the one are executions of the other".to_owned());
            problems.push(OptionProblem::new(place, Severity::Warning, message, help));
        }
    }
}

/// Each name is that of a task, or of a state that runs one, and no task is named twice.
fn check_tasks(tasks: &[&Task], options: &Options, problems: &mut Vec<OptionProblem>) {
    let mut seen: BTreeMap<usize, &str> = BTreeMap::new();
    for name in options.tasks.keys() {
        let place = OptionPlace::Task(name.clone());
        let by_name = tasks.iter().position(|task| task.name == *name);
        let by_state = || tasks.iter().position(|task| task.states.contains(name));
        let Some(index) = by_name.or_else(by_state) else {
            let message = format!("the definition has no task `{name}`");
            let help = Some(task_help(tasks, name));
            problems.push(OptionProblem::new(place, Severity::Error, message, help));
            continue;
        };
        if let Some(other) = seen.insert(index, name) {
            let message = format!("`{other}` and `{name}` are the same task");
            let help = Some("declare its types once".to_owned());
            problems.push(OptionProblem::new(place, Severity::Error, message, help));
        }
    }
}

fn task_help(tasks: &[&Task], name: &str) -> String {
    let names = || tasks.iter().map(|task| task.name.as_str());
    let states = tasks.iter().flat_map(|task| task.states.iter().map(String::as_str));
    if let Some(near) = near(name, names().chain(states)) {
        return format!("did you mean `{near}`?");
    }
    match tasks.len() {
        0 => "it has no tasks at all".to_owned(),
        1 => format!("its only task is {}", quoted_list(names(), "and")),
        _ => format!("its tasks are {}", quoted_list(names(), "and")),
    }
}

/// Each name is that of a placeholder.
fn check_substitutions(source: &Source, options: &Options, problems: &mut Vec<OptionProblem>) {
    if options.substitutions.is_empty() {
        return;
    }
    let mut names = BTreeSet::new();
    for source in std::iter::once(source).chain(options.older().map(|version| &version.source)) {
        // Without a tree nothing can be said; why there is none is said elsewhere.
        let Some(node) = json::read(source, &mut Diagnostics::default()) else { return };
        collect(&node, &mut names);
    }
    for name in options.substitutions.keys().filter(|name| !names.contains(*name)) {
        let message = format!("the definition has no placeholder `${{{name}}}`");
        let help = match near(name, names.iter().map(String::as_str)) {
            Some(near) => Some(format!("did you mean `{near}`?")),
            None if names.is_empty() => Some("it has no placeholders at all".to_owned()),
            None => {
                Some(format!("its placeholders are {}", quoted_list(names.iter().map(String::as_str), "and")))
            }
        };
        let place = OptionPlace::Substitution(name.clone());
        problems.push(OptionProblem::new(place, Severity::Warning, message, help));
    }
}

fn collect(node: &Node, names: &mut BTreeSet<String>) {
    match &node.value {
        Value::String(text) => names.extend(placeholder_names(text)),
        Value::Array(items) => {
            for item in items {
                collect(item, names);
            }
        }
        Value::Object(members) => {
            for member in members {
                names.extend(placeholder_names(&member.key));
                collect(&member.value, names);
            }
        }
        Value::Null | Value::Bool(_) | Value::Number(_) => {}
    }
}

fn placeholder_names(text: &json::Text) -> Vec<String> {
    placeholders(text.as_str()).into_iter().map(|(_, name)| name.to_owned()).collect()
}

/// Each name is that of a code, and what it names can be allowed.
fn check_allow(diagnostics: &Diagnostics, options: &Options, problems: &mut Vec<OptionProblem>) {
    for name in options.allow.iter().filter(|name| *name != ALL_DOOMED) {
        let place = OptionPlace::Allow(name.clone());
        let Some(code) = Code::parse(name) else {
            let slugs = Code::ALL.iter().map(|code| code.info().slug);
            let help = match near(name, slugs.chain([ALL_DOOMED])) {
                Some(near) => format!("did you mean `{near}`?"),
                None => format!(
                    "name a code like `{}`, or `{ALL_DOOMED}` for all that fails only in the run",
                    Code::IntrinsicArity
                ),
            };
            let message = format!("there is no diagnostic `{name}`");
            problems.push(OptionProblem::new(place, Severity::Error, message, Some(help)));
            continue;
        };
        // A code may be of an error here and of something that can be allowed there.
        if diagnostics.iter().any(|found| found.code == code && found.severity == Severity::Error) {
            let message = format!("`{name}` cannot be allowed");
            let help = "only warnings and what fails no earlier than in the run can be allowed".to_owned();
            problems.push(OptionProblem::new(place, Severity::Error, message, Some(help)));
        }
    }
}
