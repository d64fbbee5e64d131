//! What the front ends can say about one definition: the macro, the build script and the command share this type.

mod check;
#[cfg(test)]
mod tests;

pub(crate) use check::{ALL_DOOMED, Checked, check};
pub use check::{OptionPlace, OptionProblem};

use crate::source::Source;
use std::collections::BTreeMap;
use syn::parse_quote;

/// Options of one compilation.
#[derive(Clone, Debug)]
pub struct Options {
    /// Name of the generated module, in any spelling; the machine's type is named after it.
    pub name: String,
    /// Visibility of the module.
    pub visibility: syn::Visibility,
    /// Attributes of the module: doc comments, `cfg`, lints.
    pub attributes: Vec<syn::Attribute>,
    /// Path of the runtime crate: `::asl_runtime` unless the user renamed it.
    pub runtime: syn::Path,
    /// The type of the execution's input; without one, anything that serializes.
    pub input: Option<syn::Type>,
    /// The type of the execution's output; without one, anything that deserializes.
    pub output: Option<syn::Type>,
    /// Types of tasks, by task name or state name.
    pub tasks: BTreeMap<String, TaskTypes>,
    /// Values of `${Name}` placeholders.
    pub substitutions: BTreeMap<String, String>,
    /// Diagnostics that are allowed: codes (`ASL0301`), or `doomed` for all that only fail in the run.
    pub allow: Vec<String>,
    /// The file that the generated module includes, so that an edit rebuilds it; absolute, or relative to the module.
    pub include: Option<String>,
    /// Older versions of the definition, whose executions are still to be finished. They get modules inside of `versions`, and
    /// call the tasks of the newest.
    pub versions: Vec<Version>,
    /// Older versions whose executions this one must be able to continue; see [`compat`](crate::compat).
    pub compatible_with: Vec<Version>,
    /// Whether the module's documentation has a picture of the workflow.
    pub picture: bool,
    /// Whether the code tells which rule of a Choice matched: for tests that report what they cover.
    pub coverage: bool,
}

/// An older version of the definition.
///
/// Nobody can change it any more, so only what makes it impossible to compile is reported: what fails no earlier than in the run
/// is allowed, and there are no warnings.
#[derive(Clone, Debug)]
pub struct Version {
    /// The name of its module, in any spelling: see [`Version::name_of_file`].
    pub name: String,
    /// Its text.
    pub source: Source,
    /// The file that the generated module includes, as [`Options::include`].
    pub include: Option<String>,
    /// Values of its placeholders, where they are others than [`Options::substitutions`].
    pub substitutions: BTreeMap<String, String>,
}

impl Version {
    /// The version's name for a file: what stands between the name of the workflow and the extensions, `v1` for
    /// `order.v1.asl.json`; where nothing does, the file's name up to its first dot.
    pub fn name_of_file(path: &std::path::Path) -> String {
        let file = path.file_name().unwrap_or_default().to_string_lossy();
        let stem = [".asl.json", ".asl.yaml", ".asl.yml"].iter().find_map(|ending| file.strip_suffix(ending));
        let stem = stem.unwrap_or_else(|| file.rsplit_once('.').map_or(&file, |(stem, _)| stem));
        let (workflow, version) = stem.split_once('.').unwrap_or((stem, ""));
        if version.is_empty() { workflow } else { version }.to_owned()
    }

    /// The values of all of its placeholders.
    pub(crate) fn all_substitutions(&self, options: &Options) -> BTreeMap<String, String> {
        let mut all = options.substitutions.clone();
        all.extend(self.substitutions.clone());
        all
    }
}

/// The types of one task.
#[derive(Clone, Debug, Default)]
pub struct TaskTypes {
    /// Input; without one, a struct made from `Parameters`, or `Value`.
    pub input: Option<syn::Type>,
    /// Output; without one, `Value`.
    pub output: Option<syn::Type>,
}

impl Options {
    /// Options for a module of this name.
    pub fn new(name: impl Into<String>) -> Self {
        Self {
            name: name.into(),
            visibility: parse_quote!(pub),
            attributes: Vec::new(),
            runtime: parse_quote!(::asl_runtime),
            input: None,
            output: None,
            tasks: BTreeMap::new(),
            substitutions: BTreeMap::new(),
            allow: Vec::new(),
            include: None,
            versions: Vec::new(),
            compatible_with: Vec::new(),
            picture: false,
            coverage: false,
        }
    }

    /// The module's name for a file: what stands before the first dot of its name.
    pub fn name_of_file(path: &std::path::Path) -> String {
        let file = path.file_name().unwrap_or_default().to_string_lossy();
        let stem = file.split('.').next().unwrap_or_default();
        stem.to_owned()
    }

    /// The version at a place.
    pub fn version(&self, place: &OptionPlace) -> Option<&Version> {
        match place {
            OptionPlace::Version(index) => self.versions.get(*index),
            OptionPlace::CompatibleWith(index) => self.compatible_with.get(*index),
            OptionPlace::Task(_) | OptionPlace::Substitution(_) | OptionPlace::Allow(_) => None,
        }
    }

    /// All older versions that matter.
    pub(crate) fn older(&self) -> impl Iterator<Item = &Version> {
        self.versions.iter().chain(&self.compatible_with)
    }

    /// The types declared for a task: under its own name, or under that of a state that runs it.
    pub(crate) fn types_of(&self, task: &crate::ir::Task) -> Option<&TaskTypes> {
        let names = std::iter::once(&task.name).chain(&task.states);
        names.into_iter().find_map(|name| self.tasks.get(name))
    }
}
