//! What AWS answered to `CreateStateMachine` and `ValidateStateMachineDefinition`.

use asl_compiler::Source;
use asl_compiler::analyze::AnalyzeOptions;
use asl_compiler::check::WorkflowType;
use asl_compiler::report::{Style, aws, render_all};
use serde_json::value::RawValue;

use super::{check, errors, files, name_of, text_of};

#[derive(serde::Deserialize)]
struct Case {
    definition: Box<RawValue>,
    #[serde(rename = "type")]
    workflow: Option<String>,
    expect: Expect,
}

#[derive(serde::Deserialize)]
struct Expect {
    valid: bool,
    message: Option<String>,
    diagnostics: Option<Vec<Finding>>,
}

#[derive(Debug, PartialEq, serde::Deserialize)]
struct Finding {
    code: String,
    location: Option<String>,
    message: String,
}

fn ours(finding: aws::Finding) -> Finding {
    Finding { code: finding.code, location: finding.location, message: finding.message }
}

#[test]
fn verdicts_and_messages_are_those_of_aws() {
    let files = files("ASL_CONFORMANCE_DIR", "../shared/conformance", "validation");
    let (mut verdicts, mut messages, mut refused) = (0, 0, 0);
    let mut failures = Vec::new();
    for file in &files {
        let name = name_of(file);
        let case: Case = serde_json::from_str(&std::fs::read_to_string(file).unwrap()).unwrap();
        let source = Source::new(name.as_str(), text_of(&case.definition));
        let workflow = match case.workflow.as_deref() {
            Some("EXPRESS") => Some(WorkflowType::Express),
            Some("STANDARD") => Some(WorkflowType::Standard),
            _ => None,
        };
        let found = check(&source, &AnalyzeOptions { workflow, ..AnalyzeOptions::default() });
        if errors(&found).is_empty() == case.expect.valid {
            verdicts += 1;
        } else {
            failures.push(format!("{name}: verdict\n{}", render_all(&source, &found, Style::Plain)));
        }
        if case.expect.valid {
            continue;
        }
        refused += 1;
        let findings = aws::findings(&source, &found);
        let same = match (&case.expect.diagnostics, &case.expect.message) {
            (Some(expected), _) => *expected == findings.into_iter().map(ours).collect::<Vec<_>>(),
            (None, Some(expected)) => aws::message(&findings).as_ref() == Some(expected),
            (None, None) => true,
        };
        if same {
            messages += 1;
        } else {
            let all = aws::findings(&source, &found);
            failures.push(format!("{name}: message\n{:?}\n{all:#?}", case.expect.message));
        }
    }
    println!("validation: verdict {verdicts} of {}, message {messages} of {refused}", files.len());
    assert!(failures.is_empty(), "{}", failures.join("\n"));
}

#[derive(serde::Deserialize)]
struct StateCase {
    request: Request,
    expect: StateExpect,
}

#[derive(serde::Deserialize)]
struct Request {
    definition: Option<Box<RawValue>>,
}

#[derive(serde::Deserialize)]
struct StateExpect {
    error: Option<Refusal>,
}

#[derive(serde::Deserialize)]
struct Refusal {
    message: String,
}

/// `TestState` takes a state alone, which AWS calls `StateName`, or a whole definition.
#[test]
fn refusals_of_single_states_are_those_of_aws() {
    let (mut same, mut refused) = (0, 0);
    let mut failures = Vec::new();
    for file in files("ASL_CONFORMANCE_DIR", "../shared/conformance", "test_state") {
        let name = name_of(&file);
        let Ok(case) = serde_json::from_str::<StateCase>(&std::fs::read_to_string(&file).unwrap()) else {
            continue;
        };
        let (Some(definition), Some(Refusal { message })) = (case.request.definition, case.expect.error)
        else {
            continue;
        };
        if !message.starts_with("Invalid State Machine Definition") {
            continue;
        }
        refused += 1;
        let text = text_of(&definition);
        let text = if text.contains("\"StartAt\"") {
            text
        } else {
            format!("{{\"StartAt\": \"StateName\", \"States\": {{\"StateName\": {text}}}}}")
        };
        let source = Source::new(name.as_str(), text);
        let ours = aws::message(&aws::findings(&source, &check(&source, &AnalyzeOptions::default())));
        if ours.as_ref() == Some(&message) {
            same += 1;
        } else {
            failures.push(format!("{name}:\n{message}\n{ours:?}"));
        }
    }
    println!("validation of states: message {same} of {refused}");
    assert!(failures.is_empty(), "{}", failures.join("\n"));
}
