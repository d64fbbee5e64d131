//! `cargo asl check`.

use crate::folder::Folder;
use crate::{GOOD, WRONG};
use asl_compiler::json::{self, Node, Value};
use asl_compiler::{Diagnostics, Source};

const YAML: &str = "\
# Greets.
StartAt: Greet
States:
  Greet:
    Type: Task
    Resource: !GetAtt Greet.Arn
    TimeoutSeconds: ${Limit}
    Parameters:
      name.$: >-
        States.Format('{}',
        $.name[)
    Next: Done
  Done: { Type: Succeed }
";

const TEMPLATE: &str = r#"Transform: AWS::Serverless-2016-10-31
Resources:
  Inline:
    Type: AWS::Serverless::StateMachine
    Properties:
      DefinitionSubstitutions: { Limit: -1 }
      Definition:
        StartAt: Wait
        States:
          Wait: { Type: Wait, Seconds: "${Limit}", Next: Done }
          Done: { Type: Succed }
  Elsewhere:
    Type: AWS::Serverless::StateMachine
    Properties:
      DefinitionUri: ../machines/pause.asl.json
      DefinitionSubstitutions: { Pause: 0x, Arn: !GetAtt Charge.Arn }
  Gone:
    Type: AWS::StepFunctions::StateMachine
    Properties: { DefinitionS3Location: gone.asl.json }
"#;

const PAUSE: &str = r#"{ "StartAt": "Wait", "States": { "Wait": { "Type": "Wait", "Seconds": "${Pause}", "End": true } } }
"#;

const CDK: &str = r#"{
  "Resources": {
    "Order1A2B": {
      "Type": "AWS::StepFunctions::StateMachine",
      "Properties": {
        "DefinitionString": {
          "Fn::Join": ["", [
            "{\"StartAt\":\"Charge\",\"States\":{\"Charge\":{\"Type\":\"Task\",\"Resource\":\"",
            { "Fn::GetAtt": ["Charge3C4D", "Arn"] },
            "\",\"Nxt\":\"Done\"},\"Done\":{\"Type\":\"Succeed\"}}}"
          ]]
        }
      }
    }
  }
}
"#;

fn project(test: &str) -> Folder {
    let folder = Folder::empty(test);
    folder
        .write("machines/greet.asl.json", GOOD)
        .write("machines/wrong.asl.json", WRONG)
        .write("machines/greet.asl.yaml", YAML)
        .write("machines/pause.asl.json", PAUSE)
        .write("machines/plain.json", PAUSE.replace("End", "Ende"))
        .write("machines/unrelated.json", "{\"StartAt\": [\"States\"]}")
        .write("deploy/template.yaml", TEMPLATE)
        .write("deploy/values.yaml", "a: {{ .Values.StartAt }} {{ States }}\n")
        .write("cdk.out/Stack.template.json", CDK)
        .write("node_modules/x/wrong.asl.json", WRONG)
        .write("ignored/wrong.asl.json", WRONG)
        .write("empty/read.me", "nothing")
        .write(".gitignore", "ignored\ncdk.out\n");
    folder
}

#[test]
fn a_folder() {
    let folder = project("check-folder");
    folder.check("check-folder", 1, &["check"]);
    // What is named is looked at, even if it is ignored elsewhere.
    folder.check("check-cdk", 1, &["check", "cdk.out"]);
}

#[test]
fn files_and_patterns() {
    let folder = project("check-files");
    folder.check("check-good", 0, &["check", "machines/greet.asl.json"]);
    folder.check("check-pattern", 0, &["check", "machines/p*.asl.json", "**/greet.asl.json"]);
    folder.check("check-none", 0, &["check", "empty"]);
    folder.check("check-missing", 2, &["check", "machine", "no/*.json", "a[", "machines/greet.asl.json"]);
}

#[test]
fn allowed_denied_and_substituted() {
    let folder = Folder::empty("check-options");
    let warned = WRONG.replace("Next\": \"Gone\", \"Coment\": \"no", "End\": true, \"Comment\": \"no");
    let warned =
        warned.replace("id.$\": \"States.UUID(1)\" }", "id.$\": \"States.UUID(1)\", \"a\": \"$.b\" }");
    folder.write("a.asl.json", warned);
    folder.check("check-doomed", 1, &["check"]);
    folder.check("check-allowed", 0, &["check", "--allow", "DOOMED"]);
    folder.check("check-denied", 1, &["check", "--allow=asl0313", "--deny=warnings"]);
    folder.check("check-denied", 1, &["check", "--allow=intrinsic-arity", "--deny", "NO-DOLLAR"]);
    folder.check(
        "check-all-allowed",
        0,
        &["check", "--allow=doomed", "--allow=no-dollar", "--deny=warnings"],
    );
    folder.write("a.asl.json", PAUSE);
    folder.check("check-unknown-value", 0, &["check"]);
    folder.check("check-substituted", 1, &["check", "--substitution", "Pause=soon"]);
}

#[test]
fn wrong_usage() {
    let folder = Folder::new("check-usage");
    folder.check("check-usage-allow", 2, &["check", "--allow", "dooomed"]);
    folder.check("check-usage-deny", 2, &["check", "--deny", "everything"]);
    folder.check("check-not-allowed", 1, &["check", "--allow=unknown-field", "wrong.asl.json"]);
    folder.check("check-usage-both", 2, &["check", "--deny", "no-dollar", "--allow", "asl0421"]);
}

#[test]
fn what_cannot_be_read_is_said() {
    let folder = Folder::new("check-trouble");
    folder.write("latin.asl.json", b"{\"StartAt\": \"\xe4\"}").write("other.json", b"{\"\xe4\": 1}");
    folder.write("empty.asl.json", "").write("deep.asl.yaml", "- ".repeat(100_000));
    folder.check("check-trouble", 2, &["check"]);
}

/// The value at a path of names and indexes.
#[track_caller]
fn at<'n>(node: &'n Node, path: &str) -> &'n Node {
    path.split('.').fold(node, |node, step| match step.parse::<usize>() {
        Ok(index) => &node.items().unwrap_or_else(|| panic!("{step} of {path}"))[index],
        Err(_) => node.get(step).unwrap_or_else(|| panic!("{step} of {path}")),
    })
}

fn read(text: &str) -> Node {
    json::parse(&Source::new("x.json", text), &mut Diagnostics::default()).unwrap_or_else(|| panic!("{text}"))
}

#[test]
fn formats_for_programs() {
    let folder = project("check-formats");
    folder.check("check-json", 1, &["check", "machines/wrong.asl.json", "--message-format", "json"]);
    folder.check("check-github", 1, &["check", "machines", "--message-format=github"]);
    let [lines, _] = folder.run(1, &["check", "--message-format=json"]);
    let machines: Vec<Node> = lines.lines().map(read).collect();
    assert!(machines.len() > 5);
    assert!(machines.iter().any(|line| at(line, "machine").as_str() == Some("Inline")));
}

#[test]
fn sarif() {
    let folder = project("check-sarif");
    folder.write("machines/latin.asl.json", b"\xff");
    let [text, _] = folder.run(2, &["check", "--message-format=sarif"]);
    let log = read(&text);
    assert_eq!(at(&log, "version").as_str(), Some("2.1.0"));
    assert!(at(&log, "$schema").as_str().is_some_and(|schema| schema.contains("sarif-2.1.0")));
    let rules = at(&log, "runs.0.tool.driver.rules").items().unwrap();
    let results = at(&log, "runs.0.results").items().unwrap();
    assert!(results.len() > 5);
    for result in results {
        let Value::Number(index) = &at(result, "ruleIndex").value else { panic!("no index") };
        let rule = &rules[index.parse::<usize>().unwrap()];
        assert_eq!(at(rule, "id").as_str(), at(result, "ruleId").as_str());
        assert!(at(rule, "help.text").as_str().is_some_and(|help| help.len() > 60));
        assert!(["error", "warning"].contains(&at(result, "level").as_str().unwrap()));
        assert!(!at(result, "message.text").as_str().unwrap().is_empty());
        let place = at(result, "locations.0.physicalLocation");
        let file = at(place, "artifactLocation.uri").as_str().unwrap();
        let lines = folder.read(file).lines().count();
        let Value::Number(line) = &at(place, "region.startLine").value else { panic!("no line") };
        assert!((1..=lines).contains(&line.parse().unwrap()), "{file}:{line}");
    }
    let notes = at(&log, "runs.0.invocations.0.toolExecutionNotifications").items().unwrap();
    assert_eq!(notes.len(), 1);
}
