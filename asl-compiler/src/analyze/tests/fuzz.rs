//! No text makes the compiler panic.

use proptest::prelude::*;

use super::*;

const SAMPLE: &str = r#"{
  "Comment": "a bit of everything \"é\" ${Name}",
  "StartAt": "Pick",
  "TimeoutSeconds": 60,
  "States": {
    "Pick": {
      "Type": "Choice",
      "Choices": [
        { "Variable": "$.a['x']", "StringEquals": "y", "Next": "Work", "Assign": { "v.$": "$.a" } },
        { "And": [ { "Not": { "Variable": "$.n", "NumericLessThan": 1e3 } }, { "Variable": "$$.State.Name", "IsPresent": true } ], "Next": "Fan" }
      ],
      "Default": "Wait"
    },
    "Work": {
      "Type": "Task",
      "Resource": "arn:aws:states:::lambda:invoke.waitForTaskToken",
      "Parameters": { "FunctionName": "${F}", "Payload": { "t.$": "$$.Task.Token", "a.$": "States.Format('{}', $.a.z[0])", "b": [ { "c.$": "$v" } ] } },
      "ResultPath": "$.r",
      "HeartbeatSeconds": 5,
      "Retry": [ { "ErrorEquals": [ "States.ALL" ], "BackoffRate": 1.5 } ],
      "Catch": [ { "ErrorEquals": [ "States.ALL" ], "Next": "Fail", "ResultPath": null } ],
      "Next": "Each"
    },
    "Each": {
      "Type": "Map",
      "ItemsPath": "$.items",
      "ItemProcessor": { "ProcessorConfig": { "Mode": "INLINE" }, "StartAt": "In", "States": { "In": { "Type": "Pass", "Result": [ 1, true, null ], "End": true } } },
      "Next": "Wait"
    },
    "Fan": {
      "Type": "Parallel",
      "Branches": [ { "StartAt": "One", "States": { "One": { "Type": "Succeed" } } } ],
      "Next": "Wait"
    },
    "Wait": { "Type": "Wait", "Timestamp": "2024-01-01T00:00:00Z", "End": true },
    "Fail": { "Type": "Fail", "ErrorPath": "$.Error", "Cause": "c" }
  }
}
"#;

const JSONATA: &str = r#"{
  "QueryLanguage": "JSONata",
  "StartAt": "Pick",
  "States": {
    "Pick": {
      "Type": "Choice",
      "Choices": [ { "Condition": "{% $states.input.n > 1 %}", "Assign": { "v": "{% 1 %}" }, "Output": [ "{% 2 %}" ], "Next": "Work" } ],
      "Default": "Wait"
    },
    "Work": {
      "Type": "Task",
      "Resource": "arn:aws:states:::lambda:invoke",
      "Arguments": { "FunctionName": "${F}", "Payload": "{% $states.input %}" },
      "TimeoutSeconds": "{% 60 %}",
      "Credentials": { "RoleArn": "{% $v %}" },
      "Catch": [ { "ErrorEquals": [ "States.ALL" ], "Output": "{% $states.errorOutput %}", "Next": "Fail" } ],
      "Output": "{% $states.result %}",
      "Next": "Each"
    },
    "Each": {
      "Type": "Map",
      "Items": "{% $states.input.items %}",
      "ItemSelector": { "a": "{% $states.context.Map.Item.Value %}" },
      "MaxConcurrency": "{% 3 %}",
      "ToleratedFailurePercentage": 5,
      "Label": "each",
      "ItemReader": { "Resource": "arn:aws:states:::s3:getObject", "Arguments": { "Bucket": "b", "Key": "k" }, "ReaderConfig": { "InputType": "CSV", "CSVHeaderLocation": "GIVEN", "CSVHeaders": [ "a", "b" ], "MaxItems": 5 } },
      "ItemBatcher": { "MaxItemsPerBatch": 10, "BatchInput": { "x": 1 } },
      "ResultWriter": { "Resource": "arn:aws:states:::s3:putObject", "WriterConfig": { "Transformation": "NONE", "OutputType": "JSON" } },
      "ItemProcessor": { "ProcessorConfig": { "Mode": "DISTRIBUTED", "ExecutionType": "EXPRESS" }, "StartAt": "In", "States": { "In": { "Type": "Pass", "Output": 1, "End": true } } },
      "End": true
    },
    "Wait": { "Type": "Wait", "Seconds": "{% 5 %}", "Next": "Each" },
    "Fail": { "Type": "Fail", "Error": "{% 'e' %}", "Cause": "c" }
  }
}
"#;

const SAMPLES: [&str; 2] = [SAMPLE, JSONATA];

#[test]
fn the_samples_are_right() {
    assert_eq!(reports(SAMPLE), "");
    let analysis = analyze(&Source::new("x", JSONATA), &AnalyzeOptions::default());
    let found: Vec<Code> = analysis.diagnostics.iter().map(|finding| finding.code).collect();
    assert_eq!(found, [Code::Jsonata]);
}

/// Runs everything that users' texts reach, the reports too.
fn survive(text: &str) {
    let source = Source::new("x.json", text);
    let options = AnalyzeOptions {
        substitutions: BTreeMap::from([("F".to_owned(), "é".to_owned()), ("Name".to_owned(), String::new())]),
        allow_doomed: true,
        ..AnalyzeOptions::default()
    };
    let analysis = analyze(&source, &options);
    assert_eq!(analysis.program.is_some(), !analysis.diagnostics.has_errors());
    assert!(analysis.diagnostics.iter().all(|finding| finding.code != Code::Internal));
    for finding in &analysis.diagnostics {
        let _ = crate::report::render(&source, finding, Style::Plain);
    }
    let _ = crate::report::aws::message(&crate::report::aws::findings(&source, &analysis.diagnostics));
}

/// 400 cases of each, or as many as `PROPTEST_CASES` says.
fn config() -> ProptestConfig {
    let cases =
        if std::env::var_os("PROPTEST_CASES").is_some() { ProptestConfig::default().cases } else { 400 };
    ProptestConfig { cases, failure_persistence: None, ..ProptestConfig::default() }
}

proptest! {
    #![proptest_config(config())]

    #[test]
    fn mutated_bytes(sample in prop::sample::select(&SAMPLES[..]), edits in prop::collection::vec((0..SAMPLE.len(), any::<u8>(), 0..4_usize), 1..6)) {
        let mut bytes = sample.as_bytes().to_vec();
        for (at, byte, remove) in edits {
            let at = at.min(bytes.len());
            let end = (at + remove).min(bytes.len());
            bytes.splice(at..end, [byte]);
        }
        survive(&String::from_utf8_lossy(&bytes));
    }

    #[test]
    fn moved_pieces(sample in prop::sample::select(&SAMPLES[..]), from in 0..SAMPLE.len(), len in 0..200_usize, to in 0..SAMPLE.len()) {
        let mut bytes = sample.as_bytes().to_vec();
        let from = from.min(bytes.len());
        let end = (from + len).min(bytes.len());
        let piece: Vec<u8> = bytes.drain(from..end).collect();
        let to = to.min(bytes.len());
        bytes.splice(to..to, piece);
        survive(&String::from_utf8_lossy(&bytes));
    }

    /// Values replaced by values of other types: the text stays JSON, so the later stages are reached.
    #[test]
    fn replaced_values(sample in prop::sample::select(&SAMPLES[..]), edits in prop::collection::vec((0..1000_usize, 0..9_usize), 1..4)) {
        const VALUES: [&str; 9] =
            ["null", "true", "-1", "1.5", "\"\"", "\"$.x\"", "[]", "{}", "{\"a.$\":[{\"b.$\":1}]}"];
        let mut text = sample.to_owned();
        for (which, value) in edits {
            let source = Source::new("x", text.as_str());
            let Some(node) = json::parse(&source, &mut Diagnostics::default()) else { break };
            let mut spans = Vec::new();
            collect(&node, &mut spans);
            let span = spans[which % spans.len()];
            text.replace_range(span.range(), VALUES[value]);
        }
        survive(&text);
    }

    #[test]
    fn any_text(text in ".{0,200}") {
        survive(&text);
    }
}

fn collect(node: &json::Node, spans: &mut Vec<Span>) {
    spans.push(node.span);
    match &node.value {
        json::Value::Array(items) => items.iter().for_each(|item| collect(item, spans)),
        json::Value::Object(members) => members.iter().for_each(|member| collect(&member.value, spans)),
        _ => {}
    }
}

/// The deepest texts that the reader lets through fit on the stack of a test's thread in every stage.
#[test]
fn deep_nesting() {
    let nots = json::MAX_DEPTH - 6;
    let rule = format!(
        "{}{{\"Variable\": \"$.a\", \"IsNull\": true}}{}",
        "{\"Not\": ".repeat(nots),
        "}".repeat(nots)
    );
    let rule = rule.replacen('{', "{\"Next\": \"B\", ", 1);
    let text = state(&format!(
        "\"Type\": \"Choice\", \"Default\": \"B\", \"Choices\": [{rule}]\n    }},\n    \"B\": {{ \"Type\": \"Succeed\""
    ));
    assert_eq!(reports(&text), "");

    let levels = json::MAX_DEPTH - 4;
    let template = format!("{}{{\"x.$\": \"$.x\"}}{}", "{\"a\": ".repeat(levels), "}".repeat(levels));
    assert_eq!(
        reports(&state(&format!("\"Type\": \"Pass\", \"End\": true, \"Parameters\": {template}"))),
        ""
    );

    let mut machine = "{\"StartAt\": \"S0\", \"States\": {\"S0\": {\"Type\": \"Succeed\"}}}".to_owned();
    for level in 1..=(json::MAX_DEPTH - 3) / 4 {
        machine = format!(
            "{{\"StartAt\": \"S{level}\", \"States\": {{\"S{level}\": {{\"Type\": \"Parallel\", \"End\": true, \"Branches\": [{machine}]}}}}}}"
        );
    }
    assert_eq!(reports(&machine), "");
}
