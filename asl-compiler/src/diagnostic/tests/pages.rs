//! Ties codes, their pages and their reports together.

use super::*;
use crate::analyze::{AnalyzeOptions, analyze};
use crate::compat::{Side, compare};
use crate::report::{Style, render_all};
use crate::source::Source;

/// Codes without a wrong example, with the reason.
const WITHOUT_EXAMPLE: &[(Code, &str)] = &[
    (Code::Internal, "no definition gives it, or the compiler would be mended"),
    (Code::MissingDefinition, "it is about a template and a file that is not there"),
];

/// Codes whose wrong example is too long to print, with the example.
fn generated(code: Code) -> Option<String> {
    (code == Code::TooLarge).then(|| format!("{{}}{}", " ".repeat(1 << 20)))
}

/// What cannot be compiled yet is right all the same.
const NOT_YET: &[Code] = &[Code::Jsonata, Code::DistributedMap];

/// The text of a section's block: its fence's word, and what is between the fences.
fn block(page: &str, section: &str) -> Option<(String, String)> {
    let rest = page.split_once(&format!("\n## {section}\n"))?.1;
    let rest = rest.split("\n## ").next()?;
    let rest = rest.split_once("```")?.1;
    let (word, rest) = rest.split_once('\n')?;
    let (text, after) = rest.split_once("```")?;
    assert!(!after.contains("```"), "one block a section");
    Some((word.to_owned(), text.to_owned()))
}

/// The wrong example of a code's page.
pub(crate) fn wrong(code: Code) -> String {
    generated(code).or_else(|| block(code.page(), "Wrong").map(|(_, text)| text)).unwrap_or_else(|| {
        panic!("{code} has no wrong example");
    })
}

/// The name of a file for a code's examples, which tells their notation.
fn file(code: Code) -> &'static str {
    if code == Code::YamlSyntax { "workflow.asl.yaml" } else { "workflow.asl.json" }
}

fn has_example(code: Code) -> bool {
    WITHOUT_EXAMPLE.iter().all(|(without, _)| *without != code)
}

/// The older version that a code's examples are compared with, where the code is about one.
fn before(code: Code) -> Option<Source> {
    block(code.page(), "Before").map(|(_, text)| Source::new("workflow.v1.asl.json", text))
}

fn findings(source: &Source, code: Code) -> Vec<Diagnostic> {
    let analysis = analyze(source, &AnalyzeOptions::default());
    let mut found = analysis.diagnostics.clone();
    if let Some(before) = before(code) {
        let old = analyze(&before, &AnalyzeOptions::default());
        assert!(old.diagnostics.is_empty(), "{code}: {:?}", old.diagnostics);
        let new = Side { source, analysis: &analysis };
        compare(&Side { source: &before, analysis: &old }, &new, &mut found);
    }
    found.iter().filter(|finding| finding.code == code || !NOT_YET.contains(&finding.code)).cloned().collect()
}

#[test]
fn every_page_has_its_title_and_sections() {
    for code in Code::ALL.iter().copied() {
        let page = code.page();
        let info = code.info();
        let title = format!("# {}: {}\n\n", info.id, info.summary);
        assert!(page.starts_with(&title), "{code}: the page must start with {title:?}");
        let text = page.split("\n## ").next().unwrap().strip_prefix(&title).unwrap();
        assert!(text.trim().len() > 60, "{code}: the page explains nothing");
        let sections: Vec<&str> = page
            .lines()
            .filter_map(|line| line.strip_prefix("## "))
            .filter(|section| *section != "AWS")
            .collect();
        let expected: &[&str] = match before(code) {
            Some(_) => &["Before", "Wrong", "Right"],
            None if has_example(code) => &["Wrong", "Right"],
            None => &[],
        };
        assert_eq!(sections, expected, "{code}");
        assert!(page.ends_with('\n') && !page.ends_with("\n\n"), "{code}: one line break at the end");
    }
}

#[test]
fn every_wrong_example_gives_its_code_and_no_other() {
    for code in Code::ALL.iter().copied().filter(|code| has_example(*code)) {
        let found: Vec<Code> = findings(&Source::new(file(code), wrong(code)), code)
            .iter()
            .map(|finding| finding.code)
            .collect();
        assert!(!found.is_empty() && found.iter().all(|other| *other == code), "{code}: {found:?}");
    }
}

#[test]
fn every_right_example_gives_nothing() {
    for code in Code::ALL.iter().copied().filter(|code| has_example(*code)) {
        let (word, text) = block(code.page(), "Right").unwrap();
        assert_eq!(word, file(code).rsplit('.').next().unwrap(), "{code}");
        let source = Source::new(file(code), text);
        let found = findings(&source, code);
        assert!(found.is_empty(), "{code}:\n{}", render_all(&source, &found, Style::Plain));
    }
}

#[test]
fn json_examples_are_json() {
    for code in Code::ALL.iter().copied().filter(|code| has_example(*code) && generated(*code).is_none()) {
        let (word, text) = block(code.page(), "Wrong").unwrap();
        if word == "yaml" {
            continue;
        }
        let mut diagnostics = Diagnostics::default();
        let node = crate::json::parse(&Source::new("x", text), &mut diagnostics);
        assert_eq!(node.is_some() && diagnostics.is_empty(), word == "json", "{code}");
    }
}

/// A file for each code: what its page's wrong example is answered with.
#[test]
fn reports() {
    insta::with_settings!({ prepend_module_to_snapshot => false, omit_expression => true }, {
        for code in Code::ALL.iter().copied().filter(|code| has_example(*code)) {
            let source = Source::new(file(code), wrong(code));
            let report = render_all(&source, &findings(&source, code), Style::Plain);
            insta::assert_snapshot!(code.info().id, report);
        }
    });
}

#[test]
fn every_report_has_its_snapshot_and_every_file_its_code() {
    let folder = |path: &str| {
        let mut names: Vec<String> =
            std::fs::read_dir(concat!(env!("CARGO_MANIFEST_DIR"), "/").to_owned() + path)
                .unwrap()
                .filter_map(|entry| entry.ok()?.path().file_stem()?.to_str().map(str::to_owned))
                .collect();
        names.sort();
        names
    };
    let ids = |filter: fn(Code) -> bool| -> Vec<&str> {
        Code::ALL.iter().copied().filter(|code| filter(*code)).map(|code| code.info().id).collect()
    };
    assert_eq!(folder("pages"), ids(|_| true));
    assert_eq!(folder("src/diagnostic/tests/snapshots"), ids(has_example));
}
