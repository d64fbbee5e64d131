//! A finding as an object in one line.

use super::write::{array, object, optional, string};
use super::{Finding, severity};
use crate::source::{Source, Span};

/// A finding as one line of JSON, without a line break:
///
/// ```text
/// {"reason":"finding","file":"order.asl.json","machine":null,"code":"ASL0102","name":"unknown-field",
///  "severity":"error","message":"unknown field `Nxt`","label":"no such field",
///  "start":{"byte":26,"line":3,"column":3},"end":{"byte":31,"line":3,"column":8},
///  "related":[{"file":"order.asl.json","message":"first here","start":{…},"end":{…}}],"notes":["…"],"help":"did you mean `Next`?"}
/// ```
///
/// `severity` is `error`, `doomed` (AWS accepts it, and the run must fail there) or `warning`. Lines and columns count from 1, columns
/// in characters; `byte` counts from 0; `end` is behind the last character. `machine` is the resource's name in a template;
/// `machine` and `help` may be `null`. Members may be added in later versions.
pub fn json(finding: &Finding<'_>) -> String {
    let Finding { source, machine, diagnostic } = *finding;
    let info = diagnostic.code.info();
    let [start, end] = ends(source, diagnostic.primary.span);
    let secondary = diagnostic.secondary.iter().map(|label| (source, label));
    let elsewhere = diagnostic.elsewhere.iter().map(|place| (&*place.source, &place.label));
    let related = secondary.chain(elsewhere).map(|(source, label)| {
        let [start, end] = ends(source, label.span);
        let file = string(source.name());
        object([("file", file), ("message", string(&label.text)), ("start", start), ("end", end)])
    });
    object([
        ("reason", string("finding")),
        ("file", string(source.name())),
        ("machine", optional(machine)),
        ("code", string(info.id)),
        ("name", string(info.slug)),
        ("severity", string(severity(diagnostic))),
        ("message", string(&diagnostic.message)),
        ("label", string(&diagnostic.primary.text)),
        ("start", start),
        ("end", end),
        ("related", array(related)),
        ("notes", array(diagnostic.notes.iter().map(|note| string(note)))),
        ("help", optional(diagnostic.help.as_deref())),
    ])
}

fn ends(source: &Source, span: Span) -> [String; 2] {
    [span.start, span.end.max(span.start)].map(|byte| {
        let place = source.position(byte);
        object([
            ("byte", source.floor(byte).to_string()),
            ("line", place.line.to_string()),
            ("column", place.column.to_string()),
        ])
    })
}
