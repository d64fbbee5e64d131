//! The binary's stdout, stderr and exit codes, compared with the files in `golden/`; `ASL_BLESS=1` rewrites them.

#![expect(
    clippy::indexing_slicing,
    clippy::panic,
    clippy::unwrap_used,
    reason = "a test may panic, and so may what it calls"
)]

mod check;
mod compat;
mod explain;
mod fmt;
mod folder;

use folder::Folder;

const GOOD: &str = r#"{
  "Comment": "Greets",
  "StartAt": "Greet",
  "States": {
    "Greet": { "Type": "Task", "Resource": "${Greet}", "Parameters": { "name.$": "$.name" }, "End": true }
  }
}
"#;

const WRONG: &str = r#"{
  "StartAt": "Greet",
  "States": {
    "Greet": { "Type": "Pass", "Parameters": { "id.$": "States.UUID(1)" }, "Next": "Gone", "Coment": "no" }
  }
}
"#;

#[test]
fn help() {
    let folder = Folder::new("help");
    folder.check("help", 0, &["--help"]);
    folder.check("help", 0, &["asl", "--help"]);
    for command in ["check", "expand", "explain", "fmt"] {
        folder.check(&format!("{command}-help"), 0, &[command, "--help"]);
    }
}

#[test]
fn expands() {
    let folder = Folder::new("expands");
    let [code, nothing] = folder.run(0, &["expand", "greet.asl.json"]);
    assert_eq!(nothing, "");
    for part in
        ["pub mod greet {\n    use ::asl_runtime::__private as rt;\n", "fn greet(\n", "pub struct Greet<T>"]
    {
        assert!(code.contains(part), "{part}\n{code}");
    }
    assert_eq!(folder.run(0, &["asl", "expand", "greet.asl.json"])[0], code);
}

#[test]
fn expands_yaml() {
    let folder = Folder::new("yaml");
    folder.write(
        "greet.asl.yaml",
        "Comment: Greets\nStartAt: Greet\nStates:\n  Greet:\n    Type: Task\n    Resource: !Ref Greet\n    \
         Parameters: {name.$: $.name}\n    End: true\n",
    );
    // All but the text of the definition is the same, its identity too.
    let without_text = |code: &str| {
        let lines: Vec<_> = code.lines().filter(|line| !line.contains("DEFINITION_JSON")).collect();
        lines.join("\n")
    };
    let [json, _] = folder.run(0, &["expand", "greet.asl.json"]);
    let [yaml, reports] = folder.run(0, &["expand", "greet.asl.yaml"]);
    assert_eq!(reports, "");
    assert_eq!(without_text(&yaml), without_text(&json));
    assert!(json.contains("DEFINITION: rt::DefinitionHash"));
}

#[test]
fn expands_with_older_versions() {
    let folder = Folder::new("versions");
    folder.write("greet.v1.asl.json", GOOD.replace("$.name", "$.first")).write("wrong.v0.asl.json", WRONG);
    let [code, _] = folder.run(0, &["expand", "greet.asl.json", "--old-version", "greet.v1.asl.json"]);
    for part in ["pub mod versions {", "pub mod v1 {", "current: rt::Arc<super::super::Greet<T>>,"] {
        assert!(code.contains(part), "{part}\n{code}");
    }
    let wrong =
        ["expand", "greet.asl.json", "--old-version=wrong.v0.asl.json", "--old-version=gret.asl.json"];
    folder.check("versions-wrong", 1, wrong.get(..3).unwrap());
    folder.check("versions-missing", 1, &wrong);
    folder.write("greet.v1.asl.yaml", GOOD);
    let twice =
        ["expand", "greet.asl.json", "--old-version=greet.v1.asl.json", "--old-version=greet.v1.asl.yaml"];
    folder.check("versions-twice", 1, &twice);
}

#[test]
fn expands_with_options() {
    let folder = Folder::new("options");
    let arn = "arn:aws:lambda:eu-west-1:123456789012:function:hello";
    let substitution = format!("--substitution=Greet={arn}");
    let options = ["expand", "greet.asl.json", "--name", "my tale", "--runtime", "::steps", &substitution];
    let [code, _] = folder.run(0, &options);
    for part in
        ["pub mod my_tale {\n    use ::steps::__private as rt;\n", "fn hello(\n", "pub struct MyTale<T>", arn]
    {
        assert!(code.contains(part), "{part}\n{code}");
    }
}

#[test]
fn reports_mistakes() {
    let folder = Folder::new("mistakes");
    folder.check("mistakes", 1, &["expand", "wrong.asl.json"]);
    folder.check("mistakes-allowed", 1, &["expand", "wrong.asl.json", "--allow", "doomed"]);
    folder.check("options", 1, &["expand", "greet.asl.json", "--allow=dooomed", "--substitution=Gret=x"]);
    folder.check("missing", 1, &["expand", "great.asl.json"]);
}

#[test]
fn wrong_usage() {
    let folder = Folder::new("usage");
    folder.check("usage", 2, &["expand"]);
    folder.check("usage-substitution", 2, &["expand", "greet.asl.json", "--substitution", "Greet"]);
    folder.check("usage-twice", 2, &["expand", "greet.asl.json", "--substitution=A=1", "--substitution=A=2"]);
    folder.check("usage-runtime", 2, &["expand", "greet.asl.json", "--runtime", "a b"]);
}
