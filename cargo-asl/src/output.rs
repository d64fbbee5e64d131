//! What goes to stdout and stderr, and in which colours.

use asl_compiler::report::Style;
use clap::ColorChoice;
use std::io::{ErrorKind, IsTerminal, Write};

/// Whether to colour what goes to `stream`.
pub(crate) fn style(choice: ColorChoice, stream: &impl IsTerminal) -> Style {
    let colours = match choice {
        ColorChoice::Always => true,
        ColorChoice::Never => false,
        ColorChoice::Auto => {
            stream.is_terminal() && std::env::var_os("NO_COLOR").is_none_or(|value| value.is_empty())
        }
    };
    if colours { Style::Styled } else { Style::Plain }
}

/// Writes a result. A reader that has seen enough, such as `head`, is no failure; anything else is reported.
pub(crate) fn print(text: &str) -> Result<(), ()> {
    let mut stdout = std::io::stdout().lock();
    match stdout.write_all(text.as_bytes()).and_then(|()| stdout.flush()) {
        Err(error) if error.kind() != ErrorKind::BrokenPipe => {
            report(&format!("error: cannot write to stdout: {error}"));
            Err(())
        }
        _ => Ok(()),
    }
}

/// A line for the user.
#[expect(clippy::print_stderr, reason = "a command reports to stderr")]
pub(crate) fn report(text: &str) {
    eprintln!("{text}");
}

/// `1 error`, `2 errors`.
pub(crate) fn number(count: usize, what: &str) -> String {
    format!("{count} {what}{}", if count == 1 { "" } else { "s" })
}
