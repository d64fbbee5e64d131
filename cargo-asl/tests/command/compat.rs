//! `cargo asl compat`.

use crate::WRONG;
use crate::folder::Folder;

const OLD: &str = r#"{
  "StartAt": "Charge",
  "States": {
    "Charge": {
      "Type": "Task",
      "Resource": "${ChargeArn}",
      "Retry": [{ "ErrorEquals": ["Busy"] }, { "ErrorEquals": ["Lost"] }],
      "Next": "Ship"
    },
    "Ship": { "Type": "Task", "Resource": "${ShipArn}", "End": true }
  }
}
"#;

fn folder(name: &str) -> Folder {
    let folder = Folder::empty(name);
    let renamed = OLD.replace(r#""Ship""#, r#""Send off""#);
    let other = OLD.replace(r#"["Busy"]"#, r#"["Slow"]"#);
    folder.write("old.asl.json", OLD).write("renamed.asl.json", &renamed).write("retries.asl.json", &other);
    folder
}

#[test]
fn tells_what_would_not_load() {
    let folder = folder("compat");
    folder.check("compat-help", 0, &["compat", "--help"]);
    folder.check("compat-gone", 1, &["compat", "old.asl.json", "renamed.asl.json"]);
    folder.check("compat-json", 1, &["compat", "old.asl.json", "renamed.asl.json", "--message-format=json"]);
    folder.check("compat-warning", 0, &["compat", "old.asl.json", "retries.asl.json"]);
    let denied = ["compat", "old.asl.json", "retries.asl.json", "--deny=warnings", "--message-format=github"];
    folder.check("compat-denied", 1, &denied);
}

#[test]
fn tells_that_all_is_well() {
    let folder = folder("compat-well");
    folder
        .write("same.asl.yaml", OLD)
        .write("more.asl.json", OLD.replace("\"StartAt\"", "\"TimeoutSeconds\": 60, \"StartAt\""));
    folder.check("compat-same", 0, &["compat", "old.asl.json", "same.asl.yaml"]);
    folder.check("compat-fine", 0, &["compat", "old.asl.json", "more.asl.json"]);
}

/// The value that a placeholder had decides what is run.
#[test]
fn with_values_of_placeholders() {
    let folder = folder("compat-values");
    let arn = |name: &str| format!("ChargeArn=arn:aws:lambda:eu-west-1:123456789012:function:{name}");
    let (old, new) =
        (format!("--old-substitution={}", arn("bill")), format!("--substitution={}", arn("charge")));
    folder.check("compat-values", 1, &["compat", "old.asl.json", "old.asl.json", &old, &new]);
    folder.check("compat-values-twice", 2, &["compat", "old.asl.json", "old.asl.json", &new, &new]);
}

#[test]
fn says_why_it_cannot() {
    let folder = folder("compat-cannot");
    folder.write("wrong.asl.json", WRONG);
    folder.check("compat-wrong", 2, &["compat", "old.asl.json", "wrong.asl.json"]);
    folder.check("compat-missing", 2, &["compat", "older.asl.json", "old.asl.json"]);
}
