//! The largest definitions are checked in time that grows with their length only.

use std::time::{Duration, Instant};

use asl_compiler::Source;
use asl_compiler::analyze::{AnalyzeOptions, analyze};

use super::say;

const STATES: usize = 10_000;

/// A definition of nearly a megabyte; `state` gives the fields of each state from its number and its successor.
fn large(state: impl Fn(usize, &str) -> String) -> String {
    let states: Vec<String> = (0..STATES)
        .map(|number| format!("\"S{number}\": {{{}}},", state(number, &format!("S{}", number + 1))))
        .collect();
    format!(
        "{{\"StartAt\": \"S0\", \"States\": {{{} \"S{STATES}\": {{\"Type\": \"Succeed\"}}}}}}",
        states.join("\n")
    )
}

/// Generous: without optimization, on a busy machine.
const LIMIT: Duration = Duration::from_secs(20);

fn measure(name: &str, text: &str, findings: usize) {
    let size = text.len();
    assert!(size < 1 << 20, "{name}: {size} bytes");
    let source = Source::new(name, text);
    let start = Instant::now();
    let read = serde_json::from_str::<serde_json::Value>(text);
    let reading = start.elapsed();
    assert!(read.is_ok(), "{name}: not JSON");
    let start = Instant::now();
    let analysis = analyze(&source, &AnalyzeOptions::default());
    let checking = start.elapsed();
    let ratio = checking.as_secs_f64() / reading.as_secs_f64();
    say(&format!("speed: {name}: {size} bytes in {checking:?}, {ratio:.1} times the reading by serde_json"));
    assert_eq!(analysis.diagnostics.len(), findings, "{name}");
    assert!(checking < LIMIT, "{name}: {checking:?}");
}

#[test]
fn a_chain() {
    let text = large(|_, next| {
        format!("\"Type\": \"Pass\", \"Parameters\": {{\"a.$\": \"$.a.b\"}}, \"Next\": \"{next}\"")
    });
    measure("chain", &text, 0);
}

#[test]
fn every_target_is_misspelt() {
    let text = large(|number, _| format!("\"Type\": \"Pass\", \"Next\": \"Q{number}x\""));
    let found = analyze(&Source::new("x", text.as_str()), &AnalyzeOptions::default()).diagnostics.len();
    assert!(found >= STATES);
    measure("misspelt", &text, found);
}

#[test]
fn one_loop_without_an_end() {
    let text = large(|number, next| {
        let next = if number + 1 == STATES { "S1" } else { next };
        if number == 0 {
            return format!(
                "\"Type\": \"Choice\", \"Default\": \"S{STATES}\", \"Choices\": \
                 [{{\"Variable\": \"$.a\", \"IsNull\": true, \"Next\": \"{next}\"}}]"
            );
        }
        format!("\"Type\": \"Wait\", \"Seconds\": 1, \"Next\": \"{next}\"")
    });
    measure("loop", &text, 1);
}

#[test]
fn many_scopes() {
    let text = large(|number, next| {
        if number % 5 > 0 {
            return format!("\"Type\": \"Pass\", \"Assign\": {{\"v{number}\": 1}}, \"Next\": \"{next}\"");
        }
        format!(
            "\"Type\": \"Map\", \"Next\": \"{next}\", \"ItemProcessor\": {{\"StartAt\": \"I{number}\", \
             \"States\": {{\"I{number}\": {{\"Type\": \"Pass\", \"Assign\": {{\"i{number}\": 1}}, \"End\": true}}}}}}"
        )
    });
    measure("scopes", &text, 0);
}

#[test]
fn one_choice_with_all_rules() {
    let rules: Vec<String> = (0..STATES)
        .map(|number| format!("{{\"Variable\": \"$.a\", \"NumericEquals\": {number}, \"Next\": \"B\"}}"))
        .collect();
    let rules = rules.join(",");
    let text = format!(
        "{{\"StartAt\": \"A\", \"States\": {{\"A\": {{\"Type\": \"Choice\", \"Choices\": [{rules}], \"Default\": \"B\"}}, \
         \"B\": {{\"Type\": \"Succeed\"}}}}}}"
    );
    measure("rules", &text, 0);
}
