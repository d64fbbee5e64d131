use super::*;
use crate::analyze::{AnalyzeOptions, analyze};
use crate::diagnostic::Diagnostics;
use crate::source::Source;
use proptest::prelude::*;
use std::path::Path;

const JSON: &str = r#"{
  "Comment": "orders",
  "StartAt": "Charge",
  "States": {
    "Charge": {
      "Type": "Task", "Comment": "money", "Resource": "${ChargeArn}",
      "Parameters": {"b": 1.0, "a.$": "$.id", "Comment": "data"},
      "Retry": [{"ErrorEquals": ["A", "B"], "Comment": "once", "MaxAttempts": 1}],
      "Catch": [{"ErrorEquals": ["States.ALL"], "Comment": "else", "Next": "Comment"}],
      "Next": "Large?"
    },
    "Large?": {
      "Type": "Choice",
      "Choices": [{"Comment": "big", "And": [{"Variable": "$.n", "NumericGreaterThan": 1, "Comment": "rule"}], "Next": "Comment"}],
      "Default": "Comment"
    },
    "Comment": {"Type": "Pass", "Result": {"Comment": "b", "A": "x"}, "End": true}
  }
}"#;

/// The same in YAML: other layout, other order of fields and states, other comments.
const YAML: &str = r#"
States:
  Comment: { End: true, Result: { Comment: b, "A": x }, Type: Pass }
  "Large?":
    Default: Comment
    Choices:
      - Next: Comment
        And: [{ NumericGreaterThan: 1, Variable: $.n }]
    Type: Choice
  Charge:
    Next: "Large?"
    Catch: [{ Next: Comment, ErrorEquals: [States.ALL] }]
    Retry: [{ MaxAttempts: 1, ErrorEquals: [A, B] }]
    Parameters: { b: 1.0, "a.$": $.id, Comment: data }
    Resource: ${ChargeArn}
    Type: Task
    Comment: other words
StartAt: Charge
"#;

fn node(name: &str, text: &str) -> Node {
    crate::json::read(&Source::new(name, text), &mut Diagnostics::default()).expect("a definition")
}

fn hash(text: &str) -> DefinitionHash {
    DefinitionHash::of(&node("x.asl.json", text))
}

#[test]
fn the_canonical_form() {
    assert_eq!(
        canonical(&node("x.asl.json", JSON)),
        r#"{"StartAt":"Charge","States":{"Charge":{"Catch":[{"ErrorEquals":["States.ALL"],"Next":"Comment"}],"Next":"Large?","Parameters":{"b":1.0,"a.$":"$.id","Comment":"data"},"Resource":"${ChargeArn}","Retry":[{"ErrorEquals":["A","B"],"MaxAttempts":1}],"Type":"Task"},"Comment":{"End":true,"Result":{"Comment":"b","A":"x"},"Type":"Pass"},"Large?":{"Choices":[{"And":[{"NumericGreaterThan":1,"Variable":"$.n"}],"Next":"Comment"}],"Default":"Comment","Type":"Choice"}}}"#
    );
}

/// A stored execution is found by it: this value is for all releases.
#[test]
fn the_hash_never_changes() {
    let minimal = r#"{"StartAt": "A", "States": {"A": {"Type": "Succeed"}}}"#;
    assert_eq!(hash(minimal).to_string(), "2bc2ab7f562d4b9c53d5a64b0712e96e");
    assert_eq!(hash(JSON).to_string(), "f846d53c143d3d0b10e5b925a94edcc6");
}

#[test]
fn notation_order_and_comments_do_not_matter() {
    assert_eq!(canonical(&node("x.asl.yaml", YAML)), canonical(&node("x.asl.json", JSON)));
}

#[test]
fn whatever_can_change_a_run_matters() {
    let original = hash(JSON);
    for (from, to) in [
        (r#""StartAt": "Charge""#, r#""StartAt": "Comment""#),
        ("${ChargeArn}", "${ChargeARN}"),
        ("1.0", "1"),
        (r#""b": 1.0, "a.$": "$.id""#, r#""a.$": "$.id", "b": 1.0"#),
        (r#""Comment": "data""#, r#""Comment": "date""#),
        (r#""Comment": "b""#, r#""Comment": "B""#),
        (r#"["A", "B"]"#, r#"["B", "A"]"#),
        (r#""MaxAttempts": 1"#, r#""MaxAttempts": 2"#),
        (r#""NumericGreaterThan": 1"#, r#""NumericGreaterThanEquals": 1"#),
        (r#""Default": "Comment""#, r#""Default": "Charge""#),
        (r#""StartAt""#, r#""TimeoutSeconds": 60, "StartAt""#),
    ] {
        let changed = JSON.replace(from, to);
        assert_ne!(changed, JSON, "{from}");
        assert_ne!(hash(&changed), original, "{from}");
    }
}

#[test]
fn substitutions_are_part_of_it() {
    let of = |substitutions: &[(&str, &str)]| {
        let substitutions =
            substitutions.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect();
        let options = AnalyzeOptions { substitutions, ..AnalyzeOptions::default() };
        analyze(&Source::new("x.asl.json", JSON), &options).hash.expect("a definition")
    };
    let arn = "arn:aws:lambda:eu-west-1:123456789012:function:charge";
    assert_eq!(of(&[]), hash(JSON));
    assert_eq!(of(&[("ChargeArn", arn)]), hash(&JSON.replace("${ChargeArn}", arn)));
}

#[test]
fn json_keeps_what_stands_there() {
    assert_eq!(
        json(&node("x.yaml", "States: { B: { Comment: \"a\\\"\\u0001\\n\" } }\nComment: \u{e4}\n")),
        "{\"States\":{\"B\":{\"Comment\":\"a\\\"\\u0001\\n\"}},\"Comment\":\"\u{e4}\"}"
    );
}

/// Every definition beside the checkout, if there are any.
pub(crate) fn shared_definitions() -> Vec<String> {
    let mut texts = Vec::new();
    collect(&Path::new(env!("CARGO_MANIFEST_DIR")).join("../../shared/corpus"), &mut texts);
    texts
}

fn collect(folder: &Path, texts: &mut Vec<String>) {
    let mut paths: Vec<_> =
        std::fs::read_dir(folder).into_iter().flatten().flatten().map(|entry| entry.path()).collect();
    paths.sort();
    for path in paths {
        if path.is_dir() {
            collect(&path, texts);
        } else if path.extension().is_some_and(|extension| extension == "json") {
            texts.extend(std::fs::read_to_string(path));
        }
    }
}

/// Layout has nothing to do with identity.
#[test]
fn laid_out_definitions_are_the_same() {
    for text in shared_definitions() {
        let source = Source::new("x.json", &*text);
        let Some(node) = crate::json::read(&source, &mut Diagnostics::default()) else { continue };
        assert_eq!(hash(&crate::json::layout(&source, &node)), DefinitionHash::of(&node), "{text}");
        assert_eq!(hash(&canonical(&node)), DefinitionHash::of(&node), "{text}");
    }
}

proptest! {
    /// What is written is JSON, and reads as the same text.
    #[test]
    fn any_text_survives(text in any::<String>()) {
        let written = json(&Node { span: crate::source::Span::at(0), value: crate::json::Value::String(plain(&text)) });
        let read = node("x.json", &written);
        prop_assert_eq!(read.as_str(), Some(text.as_str()));
    }
}

fn plain(text: &str) -> crate::json::Text {
    let mut plain = crate::json::Text::empty(crate::source::Span::at(0));
    plain.push(text, crate::source::Span::at(0));
    plain
}
