//! `cargo asl graph`.

use crate::cli::{Graph, GraphFormat};
use asl_compiler::report::{Style, render};
use asl_compiler::{Diagnostics, Severity, ast, build, graph, json};
use std::io::Write;
use std::process::ExitCode;

pub(crate) fn run(arguments: &Graph) -> ExitCode {
    let name = arguments.file.display().to_string();
    let source = match build::read(&arguments.file, &name) {
        Ok(source) => source,
        Err(error) => {
            let help = error.near().map(|near| format!("\n  = help: did you mean `{near}`?"));
            report(&format!("error: {error}{}", help.unwrap_or_default()));
            return ExitCode::FAILURE;
        }
    };
    let mut diagnostics = Diagnostics::default();
    let machine = json::parse(&source, &mut diagnostics).and_then(|node| ast::parse(node, &mut diagnostics));
    diagnostics.finish();
    let Some(machine) = machine else {
        // Nothing was read, so the reasons are few.
        for diagnostic in diagnostics.iter().filter(|diagnostic| diagnostic.severity == Severity::Error) {
            report(&format!("{}\n", render(&source, diagnostic, Style::Plain)));
        }
        return ExitCode::FAILURE;
    };
    let graph = graph::Graph::new(&machine);
    let text = match arguments.format {
        GraphFormat::Svg => graph::svg(&graph) + "\n",
        GraphFormat::Mermaid => graph::mermaid(&graph),
        GraphFormat::Dot => graph::dot(&graph),
    };
    match std::io::stdout().write_all(text.as_bytes()) {
        Ok(()) => ExitCode::SUCCESS,
        // A reader that has seen enough, such as `head`, is no failure.
        Err(error) if error.kind() == std::io::ErrorKind::BrokenPipe => ExitCode::SUCCESS,
        Err(error) => {
            report(&format!("error: cannot write to stdout: {error}"));
            ExitCode::FAILURE
        }
    }
}

#[expect(clippy::print_stderr, reason = "a command reports to stderr")]
fn report(text: &str) {
    eprintln!("{text}");
}
