//! The binary's stdout, stderr and exit codes, compared with the files in `golden/`; `ASL_BLESS=1` rewrites them.

#![expect(clippy::unwrap_used, reason = "a test may panic, and so may what it calls")]

use std::path::{Path, PathBuf};
use std::process::Command;

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

/// A folder of its own, removed at the end.
struct Folder(PathBuf);

impl Folder {
    fn new(test: &str) -> Self {
        let folder = std::env::temp_dir().join(format!("cargo-asl-{}-{test}", std::process::id()));
        std::fs::create_dir_all(&folder).unwrap();
        std::fs::write(folder.join("greet.asl.json"), GOOD).unwrap();
        std::fs::write(folder.join("wrong.asl.json"), WRONG).unwrap();
        Self(folder)
    }

    /// Runs the command here and compares what it prints.
    #[track_caller]
    fn check(&self, golden: &str, exit: i32, arguments: &[&str]) {
        let output = Command::new(env!("CARGO_BIN_EXE_cargo-asl"))
            .args(arguments)
            .current_dir(&self.0)
            .output()
            .unwrap();
        let text = |bytes: &[u8]| String::from_utf8(bytes.to_vec()).unwrap().replace(".exe", "");
        let (stdout, stderr) = (text(&output.stdout), text(&output.stderr));
        assert_eq!(output.status.code(), Some(exit), "{stdout}{stderr}");
        let actual = format!("--- stdout\n{stdout}--- stderr\n{stderr}");
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/golden").join(format!("{golden}.txt"));
        if std::env::var_os("ASL_BLESS").is_some() {
            std::fs::write(&path, &actual).unwrap();
        }
        let expected = std::fs::read_to_string(&path).unwrap_or_default();
        assert_eq!(actual, expected, "differs from {}", path.display());
    }

    /// What the command prints on stdout and stderr.
    #[track_caller]
    fn run(&self, exit: i32, arguments: &[&str]) -> [String; 2] {
        let binary = env!("CARGO_BIN_EXE_cargo-asl");
        let output = Command::new(binary).args(arguments).current_dir(&self.0).output().unwrap();
        let printed = [output.stdout, output.stderr].map(|bytes| String::from_utf8(bytes).unwrap());
        assert_eq!(output.status.code(), Some(exit), "{printed:?}");
        printed
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

#[test]
fn help() {
    let folder = Folder::new("help");
    folder.check("help", 0, &["--help"]);
    folder.check("help", 0, &["asl", "--help"]);
    folder.check("expand-help", 0, &["expand", "--help"]);
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
