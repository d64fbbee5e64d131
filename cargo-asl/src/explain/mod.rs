//! `cargo asl explain`.

mod page;
#[cfg(test)]
mod tests;

use crate::cli::Explain;
use crate::output::{print, report, style};
use asl_compiler::diagnostic::near;
use asl_compiler::report::Style;
use asl_compiler::{Code, Severity};
use clap::ColorChoice;
use std::process::ExitCode;

pub(crate) fn run(arguments: &Explain, color: ColorChoice) -> ExitCode {
    let style = style(color, &std::io::stdout());
    let text = match arguments.code.as_deref().map(|name| (name, find(name))) {
        None => list(style),
        Some((_, Some(code))) => match style {
            Style::Plain => code.page().to_owned(),
            Style::Styled => page::styled(code.page()),
        },
        Some((name, None)) => {
            report(&format!("error: there is no code `{name}`\n  = help: {}", advice(name)));
            return ExitCode::from(2);
        }
    };
    if print(&text).is_ok() { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

/// A code by its id or name in any case, or by its number alone.
fn find(name: &str) -> Option<Code> {
    let name = name.trim().to_ascii_lowercase();
    Code::parse(&name).or_else(|| {
        let number: u32 = name.parse().ok()?;
        Code::parse(&format!("asl{number:04}"))
    })
}

fn advice(name: &str) -> String {
    let name = name.trim().to_ascii_lowercase();
    let slugs = || Code::ALL.iter().map(|code| code.info().slug);
    let ids = Code::ALL.iter().map(|code| code.info().id);
    // Codes differ in so little that only names can be meant by what is near.
    let looks_like_id = name.starts_with("asl") || name.chars().all(|c| c.is_ascii_digit());
    if let Some(near) = near(&name, slugs()).filter(|_| !looks_like_id) {
        return format!("did you mean `{near}`?");
    }
    let part = slugs().filter(|slug| name.len() > 3 && slug.contains(&name)).collect::<Vec<_>>();
    if !part.is_empty() {
        return format!("names with it are {}", asl_compiler::diagnostic::quoted_list(part, "and"));
    }
    match near(&name, ids).filter(|_| looks_like_id) {
        Some(near) => format!("the nearest is `{near}`; `cargo asl explain` lists all"),
        None => "`cargo asl explain` lists all".to_owned(),
    }
}

/// A line for each code.
fn list(style: Style) -> String {
    let width = Code::ALL.iter().map(|code| code.info().slug.len()).max().unwrap_or_default();
    let line = |code: &Code| {
        let info = code.info();
        let (severity, colour) = match info.severity {
            Severity::Error => ("error", "31"),
            Severity::Doomed => ("doomed", "35"),
            Severity::Warning => ("warning", "33"),
        };
        match style {
            Style::Plain => format!("{}  {:width$}  {severity:7}  {}\n", info.id, info.slug, info.summary),
            Style::Styled => format!(
                "\u{1b}[1m{}\u{1b}[0m  {:width$}  \u{1b}[{colour}m{severity:7}\u{1b}[0m  {}\n",
                info.id, info.slug, info.summary
            ),
        }
    };
    Code::ALL.iter().map(line).collect()
}
