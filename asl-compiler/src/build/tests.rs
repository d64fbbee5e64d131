use super::{BuildError, version, workflow};
use std::path::PathBuf;

const DEFINITION: &str = r#"{"StartAt": "Reserve stock", "States": {"Reserve stock": {
  "Type": "Task", "Resource": "${ReserveFunctionArn}", "Parameters": {"id.$": "$.id"}, "End": true}}}"#;

/// A folder of its own with files in it.
fn folder(test: &str, files: &[(&str, &str)]) -> PathBuf {
    let folder = std::env::temp_dir().join(format!("asl-build-{}-{test}", std::process::id()));
    std::fs::create_dir_all(&folder).unwrap();
    for (name, text) in files {
        std::fs::write(folder.join(name), text).unwrap();
    }
    folder
}

fn error(result: Result<PathBuf, BuildError>, folder: &std::path::Path) -> String {
    let text = result.unwrap_err().to_string().replace(&folder.display().to_string(), "DIR");
    std::fs::remove_dir_all(folder).unwrap();
    text
}

#[test]
fn writes_formatted_code() {
    let folder = folder("code", &[("order.asl.json", DEFINITION)]);
    let file = workflow(folder.join("order.asl.json"))
        .out_dir(&folder)
        .name("checkout")
        .visibility("pub(crate)")
        .runtime("::steps")
        .task("ReserveFunctionArn", "crate::Reserve", "_")
        .try_compile()
        .unwrap();
    assert_eq!(file, folder.join("checkout.asl.rs"));
    let code = std::fs::read_to_string(&file).unwrap();
    std::fs::remove_dir_all(&folder).unwrap();
    for expected in
        ["\npub(crate) mod checkout {\n    use ::steps::__private as rt;\n", " = crate::Reserve;\n"]
    {
        assert!(code.contains(expected), "{expected}\n{code}");
    }
}

#[test]
fn reads_yaml_by_the_extension() {
    let yaml = "StartAt: A\nStates:\n  A: { Type: Succeed }\n";
    let folder = folder("yaml", &[("order.asl.yml", yaml), ("wrong.asl.yaml", "StartAt: A: B\n")]);
    let file = workflow(folder.join("order.asl.yml")).out_dir(&folder).try_compile().unwrap();
    assert!(std::fs::read_to_string(file).unwrap().contains("pub mod order {"));
    let result = workflow(folder.join("wrong.asl.yaml")).out_dir(&folder).try_compile();
    insta::assert_snapshot!(error(result, &folder), @r#"
    error[ASL0007]: no mapping can begin here
     --> DIR/wrong.asl.yaml:1:11
      |
    1 | StartAt: A: B
      |           ^ this `:` is one too many
      |
      = help: put text that contains `: ` in quotes, and give the keys of one mapping the same indentation
    "#);
}

#[test]
fn shows_every_mistake() {
    let wrong = DEFINITION.replace("$.id", "$.").replace(r#""End""#, r#""Endd""#);
    let folder = folder("mistakes", &[("order.asl.json", &wrong)]);
    let result = workflow(folder.join("order.asl.json"))
        .out_dir(&folder)
        .input("crate::")
        .task("Reserve stock", "Vec<", "(")
        .task("Reserve stock", "_", "_")
        .allow("ASL9999")
        .try_compile();
    insta::assert_snapshot!(error(result, &folder));
}

#[test]
fn shows_options_that_do_not_fit() {
    let folder = folder("options", &[("order.asl.json", DEFINITION)]);
    let result = workflow(folder.join("order.asl.json"))
        .out_dir(&folder)
        .task("ReservFunction", "_", "_")
        .allow("unknown-fild")
        .substitution("ReserveFunctionArm", "arn:aws:lambda:eu-west-1:123456789012:function:reserve")
        .try_compile();
    insta::assert_snapshot!(error(result, &folder));
}

#[test]
fn older_versions() {
    let older = DEFINITION.replace("Reserve stock", "Book stock").replace("${Reserve", "${Book");
    let files = [("order.asl.json", DEFINITION), ("order.v1.asl.json", &older), ("v0.asl.json", "{}")];
    let folder = folder("versions", &files);
    let order = || workflow(folder.join("order.asl.json")).out_dir(&folder);
    let v0 = || version(folder.join("v0.asl.json")).name("first");
    let file = order().version(folder.join("order.v1.asl.json")).try_compile().unwrap();
    let code = std::fs::read_to_string(file).unwrap();
    assert!(code.contains("pub mod v1 {") && code.contains("fn book_function_arn("), "{code}");
    let renamed =
        version(folder.join("order.v1.asl.json")).name("book").substitution("BookFunctionArn", "${Other}");
    let file = order().version(renamed).try_compile().unwrap();
    let code = std::fs::read_to_string(file).unwrap();
    assert!(code.contains("pub mod book {") && code.contains("fn other("), "{code}");
    let result = order().version(v0()).compatible_with(folder.join("order.v1.asl.json")).try_compile();
    insta::assert_snapshot!(error(result, &folder));
}

#[test]
fn a_name_is_no_path() {
    let folder = folder("name", &[("order.asl.json", DEFINITION), (".asl.json", DEFINITION)]);
    for named in
        [workflow(folder.join("order.asl.json")).name("../order"), workflow(folder.join(".asl.json"))]
    {
        let error = named.out_dir(&folder).try_compile().unwrap_err().to_string();
        assert!(error.starts_with("error: name: "), "{error}");
    }
    std::fs::remove_dir_all(&folder).unwrap();
}

#[test]
fn missing_file() {
    let folder = folder("missing", &[("order.asl.json", DEFINITION)]);
    let result = workflow(folder.join("oder.asl.json")).out_dir(&folder).try_compile();
    insta::assert_snapshot!(error(result, &folder), @"
    error: there is no file `DIR/oder.asl.json`
      = help: did you mean `order.asl.json`?
    ");
}

#[test]
fn unwritable() {
    let folder = folder("unwritable", &[("order.asl.json", DEFINITION)]);
    let result = workflow(folder.join("order.asl.json")).out_dir(folder.join("none")).try_compile();
    insta::assert_snapshot!(
        error(result, &folder),
        @"error: cannot write `DIR/none/order.asl.rs`: No such file or directory (os error 2)"
    );
}
