//! The words of the command line.

use clap::{Args, Parser, Subcommand};
use std::path::PathBuf;
use syn::parse::Parser as _;

/// Works with workflows in Amazon States Language
#[derive(Debug, Parser)]
#[command(name = "cargo-asl", bin_name = "cargo asl", version)]
pub(crate) struct Cli {
    #[command(subcommand)]
    pub(crate) command: Command,
}

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    Expand(Expand),
    Test(Test),
    New(New),
}

/// Print the Rust code of a definition
///
/// It is the code that `asl_workflow!` and `asl_compiler::build` give. Reports go to stderr; with errors there is no code, and the exit code is 1.
#[derive(Args, Debug)]
pub(crate) struct Expand {
    /// The definition
    #[arg(value_name = "FILE")]
    pub(crate) file: PathBuf,

    /// Name of the module [default: the file's name up to its first dot]
    #[arg(long)]
    pub(crate) name: Option<String>,

    /// Allow a warning, or what fails no earlier than in the run, by its code or name; `doomed` allows all of the latter
    #[arg(long, value_name = "CODE")]
    pub(crate) allow: Vec<String>,

    /// Value of a placeholder `${NAME}`
    #[arg(long, value_name = "NAME=VALUE", value_parser = substitution)]
    pub(crate) substitution: Vec<(String, String)>,

    /// Path of the runtime crate in the code [default: `::asl_runtime`]
    #[arg(long, value_name = "PATH", value_parser = rust_path)]
    runtime: Option<String>,
}

/// Run table tests of definitions
///
/// A case is a `.json` file with a definition (or its path), an input, what each task gives, and what is expected. The cases
/// at PATH are compiled to one program, which runs them in virtual time. Exit codes: 0 when all passed, 1 when one failed, 2 when there
/// is nothing to run.
#[derive(Args, Debug)]
pub(crate) struct Test {
    /// A case file, or a folder of them
    #[arg(value_name = "PATH")]
    pub(crate) path: PathBuf,

    /// Run only cases whose name has one of these parts
    #[arg(value_name = "FILTER")]
    pub(crate) filters: Vec<String>,

    /// Print which states, transitions, retriers and catchers no case went through
    #[arg(long)]
    pub(crate) coverage: bool,

    /// Folder of `asl-runtime` in a copy of its repository [default: what the workspace here uses, or this release]
    #[arg(long, value_name = "FOLDER")]
    pub(crate) runtime: Option<PathBuf>,
}

/// Make a package with a workflow, its tasks and tests of both
#[derive(Args, Debug)]
pub(crate) struct New {
    /// The folder to make; its last part is the package's name
    #[arg(value_name = "NAME")]
    pub(crate) path: PathBuf,

    /// Folder of `asl-runtime` in a copy of its repository [default: this release]
    #[arg(long, value_name = "FOLDER")]
    pub(crate) runtime: Option<PathBuf>,
}

fn substitution(text: &str) -> Result<(String, String), String> {
    match text.split_once('=') {
        Some((name, value)) if !name.is_empty() => Ok((name.to_owned(), value.to_owned())),
        _ => Err("expected `NAME=VALUE`".to_owned()),
    }
}

/// Checks the path and keeps its text: the tree cannot be sent between threads, which values of arguments must be.
fn rust_path(text: &str) -> Result<String, String> {
    match parse_path(text) {
        Some(_) => Ok(text.to_owned()),
        None => Err("expected a path such as `::asl_runtime`".to_owned()),
    }
}

fn parse_path(text: &str) -> Option<syn::Path> {
    syn::Path::parse_mod_style.parse_str(text).ok()
}

impl Expand {
    /// The path of the runtime, if it is given.
    pub(crate) fn runtime(&self) -> Option<syn::Path> {
        self.runtime.as_deref().and_then(parse_path)
    }
}
