use super::*;
use crate::diagnostic::Diagnostics;
use crate::json::parse;
use proptest::prelude::*;
use std::collections::BTreeMap;

fn read(text: &str) -> (Source, Node) {
    let source = Source::new("x.json", text);
    let node = parse(&source, &mut Diagnostics::default()).unwrap_or_else(|| panic!("{text}"));
    (source, node)
}

fn laid_out(text: &str) -> String {
    let (source, node) = read(text);
    layout(&source, &node)
}

#[test]
fn fields_stand_in_the_order_of_the_specification() {
    let text = r#"{"States":{"B":{"End":true,"Odd":1,"Retry":[{"MaxAttempts":2,"ErrorEquals":["States.ALL"],"Comment":"again, as long as it takes, or nearly so"}],
      "Parameters":{"z":1.50,"a.$":"$.\u0061","End":"\/"},"Resource":"arn:aws:lambda:eu-west-1:123456789012:function:charge","Type":"Task",
      "Catch":[{"Next":"A","ErrorEquals":["A","B"],"ResultPath":null}]},
      "A":{"Default":"B","Choices":[{"Next":"B","Not":{"NumericEquals":1e3,"Variable":"$.n"}},{"Next":"B","And":[{"StringEquals":"a rather long text","Variable":"$.text"},{"IsNull":true,"Variable":"$.m"}]}],"Type":"Choice"},
      "M":{"Type":"Map","ItemProcessor":{"States":{"X":{"Type":"Succeed"}},"StartAt":"X","ProcessorConfig":{"ExecutionType":"EXPRESS","Mode":"DISTRIBUTED"}},"End":true,"ItemsPath":"$.items"},
      "P":{"End":true,"Branches":[{"States":{"Y":{"Type":"Pass","Result":{},"End":true}},"StartAt":"Y"}],"Type":"Parallel"}},
      "StartAt":"A","Comment":"ä"}"#;
    insta::assert_snapshot!(laid_out(text), @r#"
    {
      "Comment": "ä",
      "StartAt": "A",
      "States": {
        "B": {
          "Type": "Task",
          "Resource": "arn:aws:lambda:eu-west-1:123456789012:function:charge",
          "Parameters": { "z": 1.50, "a.$": "$.\u0061", "End": "\/" },
          "Odd": 1,
          "Retry": [
            {
              "Comment": "again, as long as it takes, or nearly so",
              "ErrorEquals": ["States.ALL"],
              "MaxAttempts": 2
            }
          ],
          "Catch": [{ "ErrorEquals": ["A", "B"], "ResultPath": null, "Next": "A" }],
          "End": true
        },
        "A": {
          "Type": "Choice",
          "Choices": [
            { "Not": { "Variable": "$.n", "NumericEquals": 1e3 }, "Next": "B" },
            {
              "And": [
                { "Variable": "$.text", "StringEquals": "a rather long text" },
                { "Variable": "$.m", "IsNull": true }
              ],
              "Next": "B"
            }
          ],
          "Default": "B"
        },
        "M": {
          "Type": "Map",
          "ItemsPath": "$.items",
          "ItemProcessor": {
            "ProcessorConfig": { "Mode": "DISTRIBUTED", "ExecutionType": "EXPRESS" },
            "StartAt": "X",
            "States": {
              "X": { "Type": "Succeed" }
            }
          },
          "End": true
        },
        "P": {
          "Type": "Parallel",
          "Branches": [
            {
              "StartAt": "Y",
              "States": {
                "Y": { "Type": "Pass", "Result": {}, "End": true }
              }
            }
          ],
          "End": true
        }
      }
    }
    "#);
}

#[test]
fn other_data_keeps_its_order() {
    assert_eq!(
        laid_out(r#"{"b":[],"a":{},"End":1,"Type":[1,[2],{"x":null}]}"#),
        "{ \"b\": [], \"a\": {}, \"End\": 1, \"Type\": [1, [2], { \"x\": null }] }\n"
    );
    assert_eq!(laid_out("\"x\""), "\"x\"\n");
}

#[test]
fn lines_end_at_the_width() {
    let fits = format!("[\"{}\"]", "ä".repeat(WIDTH - 4));
    assert_eq!(laid_out(&fits), format!("{fits}\n"));
    let long = "ä".repeat(WIDTH - 3);
    assert_eq!(laid_out(&format!("[\"{long}\"]")), format!("[\n  \"{long}\"\n]\n"));
    // A comma behind the value needs its column too.
    let value = |length: usize| format!("\"{}\"", "x".repeat(length));
    let text = format!("{{\"a\": [1, {}], \"b\": 1}}", value(WIDTH - 15));
    assert_eq!(laid_out(&text).lines().map(str::len).max(), Some(WIDTH));
    let text = format!("{{\"a\": [1, {}], \"b\": 1}}", value(WIDTH - 14));
    assert!(laid_out(&text).contains("\"a\": [\n"));
}

/// The data without the order of members that have different names.
#[derive(Debug, PartialEq)]
enum Data {
    Scalar(String),
    Array(Vec<Data>),
    Object(BTreeMap<String, Vec<Data>>),
}

fn data(source: &Source, node: &Node) -> Data {
    match &node.value {
        Value::Array(items) => Data::Array(items.iter().map(|item| data(source, item)).collect()),
        Value::Object(members) => {
            let mut object: BTreeMap<String, Vec<Data>> = BTreeMap::new();
            for member in members {
                let key = source.slice(member.key.span()).to_owned();
                object.entry(key).or_default().push(data(source, &member.value));
            }
            Data::Object(object)
        }
        _ => Data::Scalar(source.slice(node.span).to_owned()),
    }
}

/// The states' names, and all that stands in data, in order.
fn order(node: &Node, part: Part, out: &mut Vec<String>) {
    match &node.value {
        Value::Array(items) => items.iter().for_each(|item| order(item, part.item(), out)),
        Value::Object(members) => {
            let sorted = part.sort(members);
            for member in sorted {
                if matches!(part, Part::States | Part::Data) {
                    out.push(member.key.as_str().to_owned());
                }
                order(&member.value, part.member(member.key.as_str()), out);
            }
        }
        _ => {}
    }
}

#[track_caller]
fn check(text: &str) {
    let (source, node) = read(text);
    let once = layout(&source, &node);
    let (again, laid_out) = read(&once);
    assert_eq!(data(&source, &node), data(&again, &laid_out), "{text}");
    assert_eq!(layout(&again, &laid_out), once, "{text}");
    let part = if node.get("States").is_some() { Part::Machine } else { Part::Data };
    let (mut before, mut after) = (Vec::new(), Vec::new());
    order(&node, part, &mut before);
    order(&laid_out, part, &mut after);
    assert_eq!(before, after, "{text}");
}

fn json() -> impl Strategy<Value = String> {
    let name = || {
        prop::sample::select(vec![
            "States",
            "Type",
            "Next",
            "End",
            "Choices",
            "And",
            "Retry",
            "Catch",
            "Branches",
            "Iterator",
            "Comment",
            "Parameters",
            "ErrorEquals",
            "x",
            "",
            "ItemReader",
            "\\u00e4",
            "a rather long name of a field, longer than most",
        ])
    };
    let leaf = prop::sample::select(vec![
        "null",
        "true",
        "1.50",
        "1e3",
        "\"\"",
        "\"a\\n\\u0041\"",
        "\"some longer text, to fill a line\"",
    ])
    .prop_map(str::to_owned);
    leaf.prop_recursive(5, 60, 6, move |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..5).prop_map(|items| format!("[{}]", items.join(" ,\n"))),
            prop::collection::vec((name(), inner), 0..6).prop_map(|members| {
                let members: Vec<String> =
                    members.into_iter().map(|(name, value)| format!("\"{name}\":{value}")).collect();
                format!("{{{}}}", members.join(","))
            }),
        ]
    })
}

proptest! {
    #[test]
    fn the_meaning_stays_and_a_second_time_changes_nothing(text in json()) {
        check(&text);
    }
}

#[test]
fn samples_keep_their_meaning() {
    let folder = std::path::PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../shared/corpus/samples");
    let Ok(entries) = std::fs::read_dir(&folder) else {
        println!("skipped: {} is absent", folder.display());
        return;
    };
    for entry in entries.flatten() {
        let text = std::fs::read_to_string(entry.path()).unwrap();
        if parse(&Source::new("x.json", text.as_str()), &mut Diagnostics::default()).is_some() {
            check(&text);
        }
    }
}
