//! One definition, with the options that a build script gives.

use super::{BuildError, OlderVersion, read};
use crate::compile::{Compilation, compile};
use crate::diagnostic::Severity;
use crate::options::{Options, TaskTypes, Version};
use crate::report::{Style, render};
use crate::source::Source;
use std::path::PathBuf;
use syn::parse::Parse;

/// A definition to compile; made by [`workflow`].
#[derive(Clone, Debug)]
#[must_use = "nothing is compiled before `compile` is called"]
pub struct Workflow {
    path: PathBuf,
    options: Options,
    versions: Vec<OlderVersion>,
    compatible_with: Vec<OlderVersion>,
    out_dir: Option<PathBuf>,
    /// What is wrong with the texts that were given for types and names.
    mistakes: Vec<String>,
}

/// The definition in a file; a relative path starts at the folder of the package's `Cargo.toml`.
pub fn workflow(path: impl Into<PathBuf>) -> Workflow {
    let path = path.into();
    let mut options = Options::new(Options::name_of_file(&path));
    // One may ask for documentation at any time after the build.
    options.picture = true;
    Workflow {
        path,
        options,
        versions: Vec::new(),
        compatible_with: Vec::new(),
        out_dir: None,
        mistakes: Vec::new(),
    }
}

impl Workflow {
    /// Names the module, the machine's type and the file; without this, they are named after the definition's
    /// file, up to its first dot.
    pub fn name(mut self, name: &str) -> Self {
        name.clone_into(&mut self.options.name);
        self
    }

    /// The module's visibility, such as `pub(crate)`; without this, `pub`.
    pub fn visibility(mut self, visibility: &str) -> Self {
        if let Some(visibility) = self.parse("visibility", "a visibility such as `pub(crate)`", visibility) {
            self.options.visibility = visibility;
        }
        self
    }

    /// The type of the execution's input; without this, anything that serializes.
    pub fn input(mut self, ty: &str) -> Self {
        self.options.input = self.parse("input", A_TYPE, ty);
        self
    }

    /// The type of the execution's output; without this, anything that deserializes.
    pub fn output(mut self, ty: &str) -> Self {
        self.options.output = self.parse("output", A_TYPE, ty);
        self
    }

    /// The types of a task, by its name or that of a state that runs it. `_` leaves a type as it is without a
    /// declaration: a struct made from `Parameters` or `Value` for the input, `Value` for the output.
    pub fn task(mut self, name: &str, input: &str, output: &str) -> Self {
        let types = TaskTypes {
            input: self.task_type(name, "input", input),
            output: self.task_type(name, "output", output),
        };
        if self.options.tasks.insert(name.to_owned(), types).is_some() {
            self.mistake(&format!("task `{name}`"), "its types are given twice");
        }
        self
    }

    /// The value of a placeholder `${name}`.
    pub fn substitution(mut self, name: &str, value: &str) -> Self {
        if self.options.substitutions.insert(name.to_owned(), value.to_owned()).is_some() {
            self.mistake(&format!("substitution `{name}`"), "its value is given twice");
        }
        self
    }

    /// Carries an older version of the definition, so that executions that started with it can end: its path, or more with
    /// [`version`](super::version). It becomes a module inside of `versions`.
    ///
    /// All versions call the tasks of one trait, which has those that only older versions have, too. A task that versions give
    /// different inputs takes a `Value`, or the type that is declared for it.
    pub fn version(mut self, version: impl Into<OlderVersion>) -> Self {
        self.versions.push(version.into());
        self
    }

    /// Demands that executions of an older version can be continued by this one: what would not load is an error.
    pub fn compatible_with(mut self, version: impl Into<OlderVersion>) -> Self {
        self.compatible_with.push(version.into());
        self
    }

    /// Allows a warning, or what fails no earlier than in the run, by its code or name; `doomed` allows all of the
    /// latter.
    pub fn allow(mut self, code: &str) -> Self {
        self.options.allow.push(code.to_owned());
        self
    }

    /// The path of `asl-runtime` in the code, where it is renamed: `::steps`.
    pub fn runtime(mut self, path: &str) -> Self {
        if let Some(path) = self.parse("runtime", "a path such as `::asl_runtime`", path) {
            self.options.runtime = path;
        }
        self
    }

    /// The folder for the code; without this, `OUT_DIR`.
    pub fn out_dir(mut self, folder: impl Into<PathBuf>) -> Self {
        self.out_dir = Some(folder.into());
        self
    }

    /// Compiles the definition and writes the code. When that is not possible, prints why and ends the build script
    /// with exit code 1.
    pub fn compile(self) {
        if let Err(error) = self.try_compile() {
            #[expect(clippy::print_stderr, reason = "cargo shows what a failing build script prints there")]
            {
                eprintln!("{error}");
            }
            // A panic would bury the reports under words about itself.
            std::process::exit(1);
        }
    }

    /// Compiles the definition, writes the code, and gives the path of the file.
    ///
    /// # Errors
    /// When the definition cannot be read, it or the options have mistakes, or the code cannot be written.
    pub fn try_compile(mut self) -> Result<PathBuf, BuildError> {
        let name = self.path.display().to_string();
        tell(&format!("rerun-if-changed={name}"));
        let source = read(&self.path, &name).map_err(BuildError::Read)?;
        self.options.versions = read_all(std::mem::take(&mut self.versions))?;
        self.options.compatible_with = read_all(std::mem::take(&mut self.compatible_with))?;
        self.check_name();
        let compiled = compile(&source, &self.options);
        let reports = self.reports(&source, &compiled);
        for warning in &reports.warnings {
            warning.lines().for_each(|line| tell(&format!("warning={line}")));
        }
        let Some(code) = compiled.code().filter(|_| reports.errors.is_empty()) else {
            return Err(BuildError::Mistakes(reports.errors));
        };
        let out_dir = match self.out_dir {
            Some(folder) => folder,
            None => std::env::var_os("OUT_DIR").map(PathBuf::from).ok_or(BuildError::NotABuildScript)?,
        };
        let file = out_dir.join(format!("{}.asl.rs", self.options.name));
        let code = format!("// Compiled from {name}; an edit here is lost with the next build.\n\n{code}");
        match std::fs::write(&file, code) {
            Ok(()) => Ok(file),
            Err(error) => Err(BuildError::Write(file, error)),
        }
    }

    fn reports(&mut self, source: &Source, compiled: &Compilation) -> Reports {
        let mut reports = Reports { errors: std::mem::take(&mut self.mistakes), warnings: Vec::new() };
        for problem in &compiled.problems {
            let place = problem.place.option();
            let level = if problem.is_error() { "error" } else { "warning" };
            let mut text = format!("{level}: {}\n --> {}, `{place}(…)`", problem.message, self.place());
            if let Some(help) = &problem.help {
                text.push_str("\n  = help: ");
                text.push_str(help);
            }
            if problem.is_error() { &mut reports.errors } else { &mut reports.warnings }.push(text);
        }
        for (place, found) in &compiled.versions {
            if let Some(version) = self.options.version(place) {
                reports.errors.extend(found.iter().map(|found| render(&version.source, found, Style::Plain)));
            }
        }
        for diagnostic in &compiled.diagnostics {
            let text = render(source, diagnostic, Style::Plain);
            if diagnostic.severity == Severity::Warning {
                &mut reports.warnings
            } else {
                &mut reports.errors
            }
            .push(text);
        }
        reports
    }

    /// The name is that of a file, too.
    fn check_name(&mut self) {
        let name = &self.options.name;
        if name.is_empty() || name.contains(['/', '\\']) {
            self.mistake(
                "name",
                &format!("`{name}` cannot name a module and a file; give one with `name(…)`"),
            );
        }
    }

    /// Where the options stand, as far as this can be known.
    fn place(&self) -> String {
        format!("build script, `workflow({:?})`", self.path.display().to_string())
    }

    fn mistake(&mut self, what: &str, why: &str) {
        self.mistakes.push(format!("error: {what}: {why}\n --> {}", self.place()));
    }

    fn task_type(&mut self, name: &str, which: &str, ty: &str) -> Option<syn::Type> {
        let ty = self.parse(&format!("task `{name}`, {which}"), A_TYPE, ty)?;
        (!matches!(ty, syn::Type::Infer(_))).then_some(ty)
    }

    fn parse<T: Parse>(&mut self, what: &str, expected: &str, text: &str) -> Option<T> {
        match syn::parse_str(text) {
            Ok(parsed) => Some(parsed),
            Err(error) => {
                let error = error.to_string();
                // The list of all tokens that could stand there helps nobody.
                let error = error.split(", expected one of").next().unwrap_or_default();
                self.mistake(what, &format!("`{text}` is not {expected} ({error})"));
                None
            }
        }
    }
}

/// Reads older versions, each of which is a reason to build again.
fn read_all(versions: Vec<OlderVersion>) -> Result<Vec<Version>, BuildError> {
    versions
        .into_iter()
        .map(|version| {
            tell(&format!("rerun-if-changed={}", version.path.display()));
            version.read().map_err(BuildError::Read)
        })
        .collect()
}

const A_TYPE: &str = "a Rust type such as `crate::Order`";

struct Reports {
    errors: Vec<String>,
    warnings: Vec<String>,
}

/// A line for cargo.
#[expect(clippy::print_stdout, reason = "the way in which a build script talks to cargo")]
fn tell(instruction: &str) {
    println!("cargo::{instruction}");
}
