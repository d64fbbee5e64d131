//! `cargo asl fmt`.

use crate::check::detect::is_named_definition;
use crate::check::files::{self, File};
use crate::cli::Fmt;
use crate::output::{number, print, report};
use asl_compiler::report::{Style, render_all};
use asl_compiler::source::Format;
use asl_compiler::yaml::{self, Refusal};
use asl_compiler::{Diagnostics, Source, json};
use std::io::Read;
use std::process::ExitCode;

/// Exit code: a file could not be read or written.
const TROUBLE: u8 = 2;

/// How the work on one file ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Ended {
    Same,
    Different,
    /// It cannot be read or laid out; reported.
    Broken,
    /// Reported.
    Trouble,
}

pub(crate) fn run(arguments: &Fmt) -> ExitCode {
    if arguments.paths.iter().any(|path| path == "-") {
        return code(&[from_stdin(arguments.check)]);
    }
    let found = files::find(&arguments.paths);
    let mut ended: Vec<Ended> = found
        .files
        .iter()
        .filter(|file| file.named || is_named_definition(&file.path.to_string_lossy()))
        .map(|file| in_place(file, arguments.check))
        .collect();
    for failure in &found.failures {
        report(&format!("error: {}", failure.message));
        ended.push(Ended::Trouble);
    }
    let count = |wanted: Ended| ended.iter().filter(|ended| **ended == wanted).count();
    let changed = number(count(Ended::Different), "file");
    let what = if arguments.check { "would be laid out differently" } else { "laid out" };
    report(&format!("{changed} {what}, {} as before", count(Ended::Same)));
    if arguments.check || count(Ended::Different) == 0 {
        return code(&ended);
    }
    ended.retain(|ended| *ended != Ended::Different);
    code(&ended)
}

fn code(ended: &[Ended]) -> ExitCode {
    if ended.contains(&Ended::Trouble) {
        ExitCode::from(TROUBLE)
    } else if ended.iter().any(|ended| matches!(ended, Ended::Different | Ended::Broken)) {
        ExitCode::FAILURE
    } else {
        ExitCode::SUCCESS
    }
}

fn from_stdin(check: bool) -> Ended {
    let mut text = String::new();
    if let Err(error) = std::io::stdin().read_to_string(&mut text) {
        report(&format!("error: cannot read stdin: {error}"));
        return Ended::Trouble;
    }
    let source = Source::new("<stdin>", text);
    let Some(new) = laid_out(&source) else { return Ended::Broken };
    if check {
        return if new == source.text() { Ended::Same } else { Ended::Different };
    }
    if print(&new).is_ok() { Ended::Same } else { Ended::Trouble }
}

fn in_place(file: &File, check: bool) -> Ended {
    let shown = file.path.display().to_string();
    let trouble = |message: String| {
        report(&format!("error: {message}"));
        Ended::Trouble
    };
    let text = match std::fs::read_to_string(&file.path) {
        Ok(text) => text,
        Err(error) if error.kind() == std::io::ErrorKind::InvalidData => {
            return trouble(format!("`{shown}` is not UTF-8"));
        }
        Err(error) => return trouble(format!("cannot read `{shown}`: {error}")),
    };
    let source = Source::new(shown.as_str(), text);
    let Some(new) = laid_out(&source) else { return Ended::Broken };
    if new == source.text() {
        return Ended::Same;
    }
    if check {
        return if print(&format!("{shown}\n")).is_ok() { Ended::Different } else { Ended::Trouble };
    }
    match std::fs::write(&file.path, new) {
        Ok(()) => Ended::Different,
        Err(error) => trouble(format!("cannot write `{shown}`: {error}")),
    }
}

/// The new text, with the line breaks of the old one. Why there is none is reported.
fn laid_out(source: &Source) -> Option<String> {
    let broken = |diagnostics: &Diagnostics| {
        report(&format!("{}\n", render_all(source, diagnostics, Style::Plain)));
    };
    let refused = |why: &str| report(&format!("error: `{}` cannot be laid out: {why}", source.name()));
    match source.format() {
        Format::Json => {
            let mut diagnostics = Diagnostics::default();
            let Some(node) = json::parse(source, &mut diagnostics) else {
                broken(&diagnostics);
                return None;
            };
            let new = json::layout(source, &node);
            let first_break = source.text().find('\n').and_then(|at| source.text().get(..at));
            let has_returns = first_break.is_some_and(|line| line.ends_with('\r'));
            Some(if has_returns { new.replace('\n', "\r\n") } else { new })
        }
        Format::Yaml => match yaml::layout(source) {
            Ok(new) => Some(new),
            Err(Refusal::Broken(diagnostics)) => {
                broken(&diagnostics);
                None
            }
            Err(Refusal::Aliases) => {
                refused("it has aliases, and their anchors must stay above them");
                None
            }
            Err(Refusal::Fragile) => {
                refused("its lines would mean something else in another order");
                None
            }
        },
    }
}
