use super::*;
use crate::analyze::{AnalyzeOptions, check_node};
use crate::diagnostic::Diagnostics;
use crate::report::{Style, render_all};

/// The reports of all state machines of a template, and where their files are.
fn reports(name: &str, text: &str) -> (String, Vec<String>) {
    let source = Source::new(name, text);
    let mut diagnostics = Diagnostics::default();
    let template = read(&source, &mut diagnostics).unwrap();
    assert!(is_template(&template) && may_be_template(text));
    let mut files = Vec::new();
    for machine in machines(&template, &mut diagnostics) {
        match machine.definition {
            Definition::Inline(node) => {
                let options =
                    AnalyzeOptions { substitutions: machine.substitutions, ..AnalyzeOptions::default() };
                for found in &check_node(node, &options) {
                    diagnostics.push(found.clone());
                }
            }
            Definition::File(path) => files.push(format!("{} {:?}", path.as_str(), machine.substitutions)),
            Definition::Unknown => files.push("?".to_owned()),
        }
    }
    (render_all(&source, &diagnostics, Style::Plain), files)
}

#[track_caller]
fn clean(name: &str, text: &str) {
    let (reports, files) = reports(name, text);
    assert_eq!((reports.as_str(), files.len()), ("", 0));
}

const SAM: &str = r#"
Transform: AWS::Serverless-2016-10-31
Parameters:
  Pause: { Type: Number, Default: 30 }
  Name: { Type: String, Default: "" }
Resources:
  Other: { Type: AWS::SNS::Topic }
  Order:
    Type: AWS::Serverless::StateMachine
    Properties:
      DefinitionSubstitutions: { Limit: 12, Charge: !GetAtt Charge.Arn }
      Definition:
        StartAt: Pause
        States:
          Pause: { Type: Wait, Seconds: !Ref Pause, Next: Charge }
          Charge:
            Type: Task
            Resource: !Sub "arn:${AWS::Partition}:lambda:eu-west-1:1:function:${Name}"
            TimeoutSeconds: ${Limit}
            HeartbeatSeconds: !Ref Beat
            Parameters: { a: !If [C, !Ref AWS::NoValue, 1], b: { "Fn::Join": ["-", [x, !Ref Y]] } }
            Next: Done
          Done:
            Type: Succeed
"#;

#[test]
fn an_inline_definition_of_sam() {
    clean("template.yaml", SAM);
    insta::assert_snapshot!(reports("template.yaml", &SAM.replace("Next: Done", "Next: Dome").replace("12", "-1")).0, @r#"
    error[ASL0112]: `TimeoutSeconds` is out of range
      --> template.yaml:19:29
       |
    19 |             TimeoutSeconds: ${Limit}
       |                             ^^^^^^^^ must be from 0 to 99999999

    error[ASL0201]: `Next` leads to `Dome`, which does not exist
      --> template.yaml:22:19
       |
    22 |             Next: Dome
       |                   ^^^^ no such state
       |
       = help: did you mean `Done`?
    "#);
}

#[test]
fn a_string_with_functions() {
    let text = r#"{
  "Resources": {
    "Order": {
      "Type": "AWS::StepFunctions::StateMachine",
      "Properties": {
        "DefinitionString": {"Fn::Join": ["", [
          "{\"StartAt\":\"Charge\",\"States\":{\"Charge\":{\"Type\":\"Task\",\"Resource\":\"",
          {"Fn::GetAtt": ["Charge1A2B", "Arn"]},
          "\",\"TimeoutSeconds\":", {"Ref": "Timeout"},
          ",\"Next\":\"Dnoe\"},\"Done\":{\"Type\":\"Succeed\",\"Commment\":\"\u00e9\"}}}"
        ]]}
      }
    }
  }
}
"#;
    insta::assert_snapshot!(reports("Stack.template.json", text).0, @r#"
    error[ASL0201]: `Next` leads to `Dnoe`, which does not exist
      --> Stack.template.json:10:22
       |
    10 |           ",\"Next\":\"Dnoe\"},\"Done\":{\"Type\":\"Succeed\",\"Commment\":\"\u00e9\"}}}"
       |                      ^^^^^^^^ no such state
       |
       = help: did you mean `Done`?

    error[ASL0102]: unknown field `Commment` in the Succeed state `Done`
      --> Stack.template.json:10:63
       |
    10 |           ",\"Next\":\"Dnoe\"},\"Done\":{\"Type\":\"Succeed\",\"Commment\":\"\u00e9\"}}}"
       |                                                               ^^^^^^^^^^^^ no such field
       |
       = help: did you mean `Comment`?
    "#);
    let good = text.replace("Dnoe", "Done").replace("Commment", "Comment");
    clean("Stack.template.json", &good);
    insta::assert_snapshot!(reports("Stack.template.json", &good.replace("}}}\"", "}},}\"")).0, @r#"
    error[ASL0001]: trailing comma
      --> Stack.template.json:10:87
       |
    10 |           ",\"Next\":\"Done\"},\"Done\":{\"Type\":\"Succeed\",\"Comment\":\"\u00e9\"}},}"
       |                                                                                       ^ nothing follows it
       |
       = help: remove the comma
    "#);
}

#[test]
fn a_block_string() {
    let text = "
Resources:
  Order:
    Type: AWS::StepFunctions::StateMachine
    Properties:
      DefinitionString: !Sub
        - |
          {
            \"StartAt\": \"Charge\",
            \"States\": {
              \"Charge\": {
                \"Type\": \"Task\",
                \"Resource\": \"${Charge.Arn}\",
                \"TimeoutSeconds\": ${Limit},
                \"Parameters\": {\"a\": \"${!Literal}\", \"b.$\": \"$.b[\"},
                \"End\": true
              }
            }
          }
        - { Limit: -1 }
";
    insta::assert_snapshot!(reports("template.yml", text).0, @r#"
    error[ASL0112]: `TimeoutSeconds` is out of range
      --> template.yml:14:35
       |
    14 |                 "TimeoutSeconds": ${Limit},
       |                                   ^^^^^^^^ must be from 0 to 99999999

    error[ASL0301]: this bracket is not closed
      --> template.yml:15:63
       |
    15 |                 "Parameters": {"a": "${!Literal}", "b.$": "$.b["},
       |                                                               ^ opened here
    "#);
    clean("template.yml", &text.replace("Limit: -1", "Limit: 10").replace("$.b[", "$.b"));
    // As text, the value is no number, whoever put it there.
    let text = text.replace("$.b[", "$.b").replace("${Limit}", "\"${Limit}\"");
    assert!(reports("template.yml", &text).0.contains("`TimeoutSeconds` must be a"));
}

#[test]
fn definitions_elsewhere() {
    let text = r#"
Resources:
  A:
    Type: AWS::Serverless::StateMachine
    Properties:
      DefinitionUri: machines/a.asl.yaml
      DefinitionSubstitutions: { A: x, B: 2, C: true, D: !Ref Other, E: !Sub "a-${Other}" }
  B: { Type: AWS::Serverless::StateMachine, Properties: { DefinitionUri: "s3://bucket/b" } }
  C: { Type: AWS::Serverless::StateMachine, Properties: { DefinitionUri: { Bucket: b, Key: k } } }
  D: { Type: AWS::StepFunctions::StateMachine, Properties: { DefinitionS3Location: d.json } }
  E: { Type: AWS::StepFunctions::StateMachine, Properties: { DefinitionString: !Ref Text } }
  F: { Type: AWS::StepFunctions::StateMachine, Properties: { DefinitionString: "{{resolve:ssm:x}} ${Y}" } }
  G: { Type: AWS::StepFunctions::StateMachine }
"#;
    let (reports, files) = reports("template.yaml", text);
    assert_eq!(reports, "");
    assert_eq!(
        files,
        [r#"machines/a.asl.yaml {"A": "x", "B": "2", "C": "true"}"#, "?", "?", "d.json {}", "?", "?"]
    );
}

#[test]
fn functions_give_values_or_placeholders() {
    let template = r#"{"Parameters": {
      "N": {"Type": "Number", "Default": 5}, "S": {"Type": "String", "Default": "s"}, "M": {"Type": "Number"}}}"#;
    let read = |text: &str| parse(&Source::new("x.json", text), &mut Diagnostics::default()).unwrap();
    let scope = Scope::of_template(&read(template));
    for (function, value) in [
        (r#"{"Ref": "N"}"#, "5"),
        (r#"{"Ref": "S"}"#, "${S}"),
        (r#"{"Ref": "M"}"#, "${M}"),
        (r#"{"Ref": ["M"]}"#, "${Ref}"),
        (r#"{"Fn::GetAtt": "A.B"}"#, "${A.B}"),
        (r#"{"Fn::GetAtt": ["A", {"Ref": "B"}]}"#, "${A.B}"),
        (r#"{"Fn::GetAtt": {"a": 1}}"#, "${Fn::GetAtt}"),
        (r#"{"Fn::Sub": "${N}-${S}-${!X}-${A.B}"}"#, "5-${S}-${X}-${A.B}"),
        (r#"{"Fn::Sub": ["${a}${b}${c}", {"a": 1, "b": {"Ref": "B"}}]}"#, "1${B}${c}"),
        (r#"{"Fn::Sub": []}"#, "${Fn::Sub}"),
        (r#"{"Fn::Join": [",", ["a", 1, true, {"Ref": "B"}]]}"#, "a,1,true,${B}"),
        (r#"{"Fn::Join": [",", {"Ref": "List"}]}"#, "${Fn::Join}"),
        (r#"{"Fn::Select": ["1", ["a", {"Ref": "B"}]]}"#, "${B}"),
        (r#"{"Fn::Select": [7, ["a"]]}"#, "${Fn::Select}"),
        (r#"{"Fn::If": ["C", {"Ref": "AWS::NoValue"}, "b"]}"#, "b"),
        (r#"{"Fn::FindInMap": ["M", "a", "b"]}"#, "${M.a.b}"),
        (r#"{"Fn::ImportValue": {"Fn::Sub": "${S}-x"}}"#, "${S-x}"),
        (r#"{"Fn::Base64": "x"}"#, "${Fn::Base64}"),
        (r#""${X}""#, "${X}"),
    ] {
        assert_eq!(resolve(read(function), &scope).as_str(), Some(value), "{function}");
    }
    let gone = resolve(read(r#"{"a": {"Ref": "AWS::NoValue"}, "b": [{"Ref": "AWS::NoValue"}, 1]}"#), &scope);
    assert!(gone.get("a").is_none() && gone.get("b").unwrap().items().unwrap().len() == 1);
}
