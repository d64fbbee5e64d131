//! YAML into the same tree as JSON, with the place of every key and value.
//!
//! Scalars mean what the core schema of YAML 1.2 says. Aliases and merge keys (`<<`) are expanded, up to a bound; an
//! expanded value points at its alias, and what is inside it at the anchor. The short forms of `CloudFormation`'s
//! functions (`!Sub`) become placeholders or long forms, as [`Tags`] says.

mod build;
mod layout;
mod merge;
mod message;
mod place;
mod scalar;
#[cfg(test)]
mod tests;
mod text;

pub use layout::{Refusal, layout};

use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::json::{MAX_DEPTH, Node};
use crate::source::{Source, Span};
use build::Builder;
use place::Places;
use saphyr_parser::{Event, Parser};

/// What the short forms of functions, such as `!GetAtt Charge.Arn`, become.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tags {
    /// Placeholders: `"${Charge.Arn}"`. For definitions.
    Placeholders,
    /// Long forms: `{"Fn::GetAtt": "Charge.Arn"}`. For templates.
    Functions,
}

/// Parses a text. `None` when there is no value at all or the text has a mistake, which is then in `diagnostics`. A
/// byte order mark at the start is skipped.
pub fn parse(source: &Source, tags: Tags, diagnostics: &mut Diagnostics) -> Option<Node> {
    match read(source, tags) {
        Ok(node) => Some(node),
        Err(problem) => {
            diagnostics.push(*problem);
            None
        }
    }
}

/// A mistake; boxed, because it is large and rare.
type Problem = Box<Diagnostic>;

fn problem(span: Span, message: impl Into<String>) -> Diagnostic {
    Diagnostic::new(Code::YamlSyntax, span, message)
}

fn too_deep(span: Span) -> Diagnostic {
    Diagnostic::new(Code::TooDeep, span, "nested too deeply")
        .label(format!("level {}", MAX_DEPTH + 1))
        .help(format!("at most {MAX_DEPTH} objects and arrays may be inside each other"))
}

fn read(source: &Source, tags: Tags) -> Result<Node, Problem> {
    let places = Places::new(source.text());
    let mut parser = Parser::new_from_str(source.text());
    let mut builder = Builder::new(&places, tags);
    let mut root: Option<Node> = None;
    while let Some(event) = parser.next_event() {
        let (event, span) = event.map_err(|error| Box::new(message::explain(&places, &error)))?;
        let span = places.span(span);
        if let Event::DocumentStart(_) = event
            && let Some(first) = &root
        {
            let second = problem(span, "several documents in one file")
                .label("the second starts here")
                .also(first.span.first(), "the first is here")
                .help("put each definition in a file of its own");
            return Err(Box::new(second));
        }
        if let Some(node) = builder.event(event, span)? {
            root = Some(node);
        }
    }
    root.ok_or_else(|| {
        let at = Span::at(places.skip_space(0));
        Box::new(problem(at, "the text is empty").label("expected a mapping"))
    })
}
