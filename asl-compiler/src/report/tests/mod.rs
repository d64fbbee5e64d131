//! How findings are drawn, and their form of AWS.

use super::*;
use crate::diagnostic::Code;

mod aws;

fn example() -> (Source, Diagnostic) {
    let source = Source::new("order.asl.json", "{\n  \"StartAt\": \"Aä\",\n  \"Nxt\": 1\n}\n");
    let diagnostic = Diagnostic::new(Code::UnknownField, Span::new(26, 31), "unknown field `Nxt`")
        .label("not a field")
        .also(Span::new(4, 13), "beside this")
        .note("a fact")
        .help("did you mean `Next`?");
    (source, diagnostic)
}

#[test]
fn plain_report() {
    let (source, diagnostic) = example();
    insta::assert_snapshot!(render(&source, &diagnostic, Style::Plain), @r#"
    error[ASL0102]: unknown field `Nxt`
     --> order.asl.json:3:5
      |
    2 |   "StartAt": "Aä",
      |   --------- beside this
    3 |   "Nxt": 1
      |     ^^^^^ not a field
      |
      = note: a fact
      = help: did you mean `Next`?
    "#);
}

#[test]
fn styled_report_has_escape_codes() {
    let (source, diagnostic) = example();
    assert!(render(&source, &diagnostic, Style::Styled).contains("\u{1b}["));
}

#[test]
fn spans_outside_of_the_text_do_not_panic() {
    let source = Source::new("x.json", "ä");
    for (start, end) in [(0, 0), (1, 1), (1, 2), (2, 2), (5, 9), (9, 5)] {
        let diagnostic = Diagnostic::new(Code::JsonSyntax, Span::new(start, end), "odd");
        assert!(render(&source, &diagnostic, Style::Plain).contains("odd"));
    }
    let empty = Source::new("x.json", "");
    let diagnostic = Diagnostic::new(Code::JsonSyntax, Span::at(0), "empty");
    assert!(render(&empty, &diagnostic, Style::Plain).contains("x.json:1:1"));
}
