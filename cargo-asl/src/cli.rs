//! The words of the command line.

use asl_compiler::Code;
use asl_compiler::diagnostic::near;
use clap::{Args, ColorChoice, Parser, Subcommand, ValueEnum};
use std::path::PathBuf;
use syn::parse::Parser as _;

/// Works with workflows in Amazon States Language
#[derive(Debug, Parser)]
#[command(name = "cargo-asl", bin_name = "cargo asl", version)]
pub(crate) struct Cli {
    #[command(subcommand)]
    pub(crate) command: Command,

    /// Colours: on a terminal, always or never
    #[arg(long, global = true, value_name = "WHEN", default_value = "auto", hide_possible_values = true)]
    pub(crate) color: ColorChoice,
}

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    Check(Check),
    Compat(Compat),
    Explain(Explain),
    Expand(Expand),
    Test(Test),
    New(New),
    Fmt(Fmt),
    Graph(Graph),
}

/// Report what is wrong with definitions
///
/// Looks at files named `*.asl.json`, `*.asl.yaml` and `*.asl.yml`, at other JSON and YAML files that are state machines, and at the state
/// machines in templates of CloudFormation, SAM and CDK, with the files and substitutions that these name. What cannot be
/// compiled to Rust yet is not counted.
///
/// Findings go to stdout, everything else to stderr. Exit codes: 0 when nothing but warnings was found, 1 when
/// something else was found, 2 when the command is wrong or a file could not be read.
#[derive(Args, Debug)]
pub(crate) struct Check {
    /// Files, folders or patterns such as `machines/**/*.json`; folders are searched, without what `.gitignore` names
    #[arg(value_name = "PATH", default_value = ".")]
    pub(crate) paths: Vec<String>,

    /// Allow a warning, or what fails no earlier than in the run, by its code or name; `doomed` allows all of the latter
    #[arg(long, value_name = "CODE", value_parser = allowed)]
    pub(crate) allow: Vec<Allowed>,

    /// Count a warning as an error, by its code or name; `warnings` for all of them
    #[arg(long, value_name = "CODE", value_parser = denied)]
    pub(crate) deny: Vec<Denied>,

    /// Value of a placeholder `${NAME}`; it takes precedence over those in templates
    #[arg(long, value_name = "NAME=VALUE", value_parser = substitution)]
    pub(crate) substitution: Vec<(String, String)>,

    /// How findings are written
    #[arg(long, value_name = "FORMAT", default_value = "human")]
    pub(crate) message_format: MessageFormat,
}

/// Tell whether executions of an older definition could be continued by a newer one
///
/// An execution is stored with the state in which it stands, its variables and how far the state's work has come. What the newer
/// definition would not find again, or could not go on with, is reported. Executions need not be continued: a program can carry
/// the older definition, too, with `versions` in `asl_workflow!`.
///
/// Findings go to stdout, everything else to stderr. Exit codes: 0 when nothing but warnings was found, 1 when
/// something else was found, 2 when the command is wrong, or a definition could not be read or has errors.
#[derive(Args, Debug)]
pub(crate) struct Compat {
    /// The definition that executions started with
    #[arg(value_name = "OLD")]
    pub(crate) old: PathBuf,

    /// The definition that would continue them
    #[arg(value_name = "NEW")]
    pub(crate) new: PathBuf,

    /// Count a warning as an error, by its code or name; `warnings` for all of them
    #[arg(long, value_name = "CODE", value_parser = denied)]
    pub(crate) deny: Vec<Denied>,

    /// Value of a placeholder `${NAME}`
    #[arg(long, value_name = "NAME=VALUE", value_parser = substitution)]
    pub(crate) substitution: Vec<(String, String)>,

    /// Value of a placeholder `${NAME}` in the older definition, where it was another
    #[arg(long, value_name = "NAME=VALUE", value_parser = substitution)]
    pub(crate) old_substitution: Vec<(String, String)>,

    /// How findings are written
    #[arg(long, value_name = "FORMAT", default_value = "human")]
    pub(crate) message_format: MessageFormat,
}

/// Explain a code
///
/// Prints what the rule is, why, a definition that breaks it, and the same one mended. Without a code, prints the list of all.
#[derive(Args, Debug)]
pub(crate) struct Explain {
    /// A code such as `ASL0102`, or its name, such as `unknown-field`
    #[arg(value_name = "CODE")]
    pub(crate) code: Option<String>,
}

/// Lay out definitions
///
/// In JSON, fields get the order of the specification, and objects and arrays that are short enough one line. States and
/// data stay in their order, texts and numbers as they are written. In YAML, fields get the same order, with their
/// comments, and each level two columns; all else stays as it is written.
///
/// Exit codes: 0; 1 when a definition cannot be laid out, or `--check` finds one that would change; 2 when a file could not
/// be read or written.
#[derive(Args, Debug)]
pub(crate) struct Fmt {
    /// Files or folders, where files named `*.asl.json`, `*.asl.yaml` and `*.asl.yml` are looked for; `-` for JSON from stdin
    #[arg(value_name = "PATH", default_value = ".")]
    pub(crate) paths: Vec<String>,

    /// Change nothing, and list the files that would change
    #[arg(long)]
    pub(crate) check: bool,
}

/// How findings are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum MessageFormat {
    /// For people
    Human,
    /// An object a line, as described at `asl_compiler::report::machine::json`
    Json,
    /// One log in SARIF 2.1.0
    Sarif,
    /// Workflow commands of GitHub
    Github,
}

/// What `--allow` names.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Allowed {
    Code(Code),
    Doomed,
}

/// What `--deny` names.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Denied {
    Code(Code),
    Warnings,
}

fn allowed(text: &str) -> Result<Allowed, String> {
    if text.eq_ignore_ascii_case("doomed") {
        Ok(Allowed::Doomed)
    } else {
        code(text, "doomed").map(Allowed::Code)
    }
}

fn denied(text: &str) -> Result<Denied, String> {
    if text.eq_ignore_ascii_case("warnings") {
        return Ok(Denied::Warnings);
    }
    code(text, "warnings").map(Denied::Code)
}

/// A code by its id or name, in any case; `other` is what else is possible.
fn code(text: &str, other: &str) -> Result<Code, String> {
    let names = Code::ALL.iter().map(|code| code.info().slug).chain([other]);
    Code::parse(&text.to_ascii_lowercase()).ok_or_else(|| match near(text, names) {
        Some(near) => format!("there is no such code; did you mean `{near}`?"),
        None => "there is no such code; `cargo asl explain` lists them".to_owned(),
    })
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

    /// An older version of the definition, which becomes a module inside of `versions`; may be given several times
    #[arg(long, value_name = "FILE")]
    pub(crate) old_version: Vec<PathBuf>,

    /// Path of the runtime crate in the code [default: `::asl_runtime`]
    #[arg(long, value_name = "PATH", value_parser = rust_path)]
    runtime: Option<String>,
}

/// Run table tests of definitions
///
/// A case is a `.json` file with a definition (or the path of one, in JSON or YAML), an input, what each task gives, and what is expected. The cases
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
