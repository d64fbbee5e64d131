//! The words of the command line.

use clap::{Args, Parser, Subcommand, ValueEnum};
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
    Graph(Graph),
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

/// Print a picture of a definition
///
/// A definition with mistakes is drawn, too: what is missing is marked. The exit code is 1 only when there is nothing to draw.
#[derive(Args, Debug)]
pub(crate) struct Graph {
    /// The definition
    #[arg(value_name = "FILE")]
    pub(crate) file: PathBuf,

    /// What to print: a picture, or text for a program that draws
    #[arg(long, value_enum, default_value_t = GraphFormat::Svg)]
    pub(crate) format: GraphFormat,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum GraphFormat {
    /// A picture, light or dark as its reader prefers
    Svg,
    /// A flowchart that GitHub and many editors draw in Markdown
    Mermaid,
    /// A digraph for Graphviz
    Dot,
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
