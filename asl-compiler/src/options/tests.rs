use super::*;
use crate::{Severity, Source, compile};

const TWO: &str = r#"{"StartAt": "Reserve stock", "States": {
  "Reserve stock": {"Type": "Task", "Resource": "${ReserveArn}", "Next": "Charge"},
  "Charge": {"Type": "Task", "Resource": "arn:aws:lambda:eu-west-1:123456789012:function:charge", "End": true}}}"#;

fn check_text(text: &str, change: impl FnOnce(&mut Options), expected: &[&str]) {
    let mut options = Options::new("order");
    change(&mut options);
    let compiled = compile(&Source::new("order.asl.json", text), &options);
    let problems: Vec<_> = compiled.problems.iter().map(ToString::to_string).collect();
    assert_eq!(problems, expected);
    let errors = compiled.problems.iter().any(|problem| problem.severity == Severity::Error);
    assert_eq!(compiled.tokens.is_some(), compiled.program.is_some() && !errors);
}

fn task(name: &str) -> impl Fn(&mut Options) {
    let name = name.to_owned();
    move |options| {
        options.tasks.insert(name.clone(), TaskTypes::default());
    }
}

#[test]
fn tasks_by_their_name_or_that_of_a_state() {
    check_text(TWO, task("ReserveArn"), &[]);
    check_text(TWO, task("Reserve stock"), &[]);
    check_text(TWO, task("Charge"), &[]);
    check_text(TWO, task("charge"), &[]);
}

#[test]
fn unknown_tasks() {
    let text = "the definition has no task `ReserveArm`\n= help: did you mean `ReserveArn`?";
    check_text(TWO, task("ReserveArm"), &[text]);
    let text = "the definition has no task `Ship`\n= help: its tasks are `ReserveArn` and `charge`";
    check_text(TWO, task("Ship"), &[text]);
    let none = r#"{"StartAt": "A", "States": {"A": {"Type": "Succeed"}}}"#;
    check_text(none, task("Ship"), &["the definition has no task `Ship`\n= help: it has no tasks at all"]);
}

#[test]
fn one_task_under_two_names() {
    let both = |options: &mut Options| {
        task("ReserveArn")(options);
        task("Reserve stock")(options);
    };
    check_text(
        TWO,
        both,
        &["`Reserve stock` and `ReserveArn` are the same task\n= help: declare its types once"],
    );
}

#[test]
fn substitutions_without_a_placeholder() {
    let substitution = |name: &str| {
        let name = name.to_owned();
        move |options: &mut Options| {
            let arn = "arn:aws:lambda:eu-west-1:123456789012:function:reserve";
            options.substitutions.insert(name, arn.to_owned());
        }
    };
    check_text(TWO, substitution("ReserveArn"), &[]);
    let text = "the definition has no placeholder `${ReserveArm}`\n= help: did you mean `ReserveArn`?";
    check_text(TWO, substitution("ReserveArm"), &[text]);
    let text = "the definition has no placeholder `${Ship}`\n= help: its placeholders are `ReserveArn`";
    check_text(TWO, substitution("Ship"), &[text]);
}

#[test]
fn allowed_codes() {
    let allow = |name: &str| {
        let name = name.to_owned();
        move |options: &mut Options| options.allow.push(name)
    };
    check_text(TWO, allow("doomed"), &[]);
    check_text(TWO, allow("ASL0313"), &[]);
    check_text(TWO, allow("unknown-field"), &[]);
    let text = "there is no diagnostic `unknown-fild`\n= help: did you mean `unknown-field`?";
    check_text(TWO, allow("unknown-fild"), &[text]);
    let text = "there is no diagnostic `ASL9999`\n= help: name a code like `ASL0313`, or `doomed` for all that fails only in the run";
    check_text(TWO, allow("ASL9999"), &[text]);
    let wrong = TWO.replace(r#""End""#, r#""Ende""#);
    let text = "`unknown-field` cannot be allowed\n= help: only warnings and what fails no earlier than in the run can be allowed";
    check_text(&wrong, allow("unknown-field"), &[text]);
}

fn version(name: &str, text: &str) -> Version {
    let source = Source::new(format!("order.{name}.asl.json"), text);
    Version { name: name.to_owned(), source, include: None, substitutions: BTreeMap::new() }
}

#[test]
fn versions() {
    let older = TWO.replace("${ReserveArn}", "${OldArn}").replace("function:charge", "function:bill");
    let with = |versions: &[(&str, &str)]| {
        let versions: Vec<Version> = versions.iter().map(|(name, text)| version(name, text)).collect();
        move |options: &mut Options| options.versions = versions
    };
    check_text(TWO, with(&[("v1", &older)]), &[]);
    check_text(
        TWO,
        with(&[("v1", &older), ("V1", TWO)]),
        &["the version `v1` is there already, as `order.v1.asl.json`\n= help: give one of them another name"],
    );
    let same = "\n= help: leave it out: executions of the one are executions of the other";
    check_text(
        TWO,
        with(&[("v1", &older), ("v2", &older.replace(": {", ":{")), ("v3", TWO)]),
        &[
            &format!("the version `v2` says the same as `order.v1.asl.json`{same}"),
            &format!("the version `v3` says the same as `order.asl.json`{same}"),
        ],
    );
    // What only a version has can be named as well.
    let declare = |options: &mut Options| {
        with(&[("v1", &older)])(options);
        task("bill")(options);
        options
            .substitutions
            .insert("OldArn".to_owned(), "arn:aws:lambda:eu-west-1:123456789012:function:old".to_owned());
    };
    check_text(TWO, declare, &[]);
}

#[test]
fn values_of_placeholders_in_versions() {
    let value = |name: &str| format!("arn:aws:lambda:eu-west-1:123456789012:function:{name}");
    let of = |own: Option<&str>| {
        let mut options = Options::new("order");
        options.substitutions.insert("ReserveArn".to_owned(), value("new"));
        let mut version = version("v1", &TWO.replace("charge", "bill"));
        version.substitutions.extend(own.map(|own| ("ReserveArn".to_owned(), value(own))));
        options.versions.push(version);
        compile(&Source::new("order.asl.json", TWO), &options).code().expect("no mistakes")
    };
    let (shared, own) = (of(None), of(Some("old")));
    assert!(!shared.contains("fn old("), "{shared}");
    assert!(own.contains("fn old(") && own.contains("fn new("), "{own}");
}

#[test]
fn wrong_versions_are_reported_and_stop_the_compilation() {
    let mut options = Options::new("order");
    let doomed = r#"{"StartAt": "A", "States": {"A": {"Type": "Pass", "Parameters": {"x.$": "States.UUID(1)"}, "End": true}}}"#;
    options.versions = vec![version("v1", "{}"), version("v2", doomed)];
    options.compatible_with = vec![version("v1", "{}"), version("v0", "[]")];
    let compiled = compile(&Source::new("order.asl.json", TWO), &options);
    assert!(compiled.tokens.is_none() && compiled.diagnostics.is_empty());
    let found: Vec<_> = compiled
        .versions
        .iter()
        .flat_map(|(place, found)| found.iter().map(move |found| (place.clone(), found.code.info().id)))
        .collect();
    // `StartAt` and `States`. That `v2` fails in the run is no reason not to run it; and no file is reported twice.
    let expected = [
        (OptionPlace::Version(0), "ASL0101"),
        (OptionPlace::Version(0), "ASL0101"),
        (OptionPlace::CompatibleWith(1), "ASL0003"),
    ];
    assert_eq!(found, expected);
}

#[test]
fn compatible_versions() {
    let of = |text: &str, allow: &[&str]| {
        let mut options = Options::new("order");
        options.compatible_with = vec![version("v1", text)];
        options.allow = allow.iter().map(|code| (*code).to_owned()).collect();
        let compiled = compile(&Source::new("order.asl.json", TWO), &options);
        let codes: Vec<_> = compiled.diagnostics.iter().map(|found| found.code.info().id).collect();
        let problems = compiled.problems.len();
        (codes, problems, compiled.tokens.is_some())
    };
    assert_eq!(of(TWO, &[]), (vec![], 0, true));
    let renamed = TWO.replace(r#""Charge""#, r#""Bill""#);
    assert_eq!(of(&renamed, &[]), (vec!["ASL0801"], 0, false));
    // It cannot be allowed, which is said.
    assert_eq!(of(&renamed, &["state-gone"]), (vec!["ASL0801"], 1, false));
    let retried = r#""Resource": "${ReserveArn}", "Retry": [{"ErrorEquals": ["A"]}],"#;
    let other = TWO.replace(r#""Resource": "${ReserveArn}","#, retried);
    assert_eq!(of(&other, &[]), (vec![], 0, true));
}

#[test]
fn names_of_versions() {
    let name = |path: &str| Version::name_of_file(std::path::Path::new(path));
    assert_eq!(name("workflows/order.v1.asl.json"), "v1");
    assert_eq!(name("order.2024-01.asl.yaml"), "2024-01");
    assert_eq!(name("order.v1.2.asl.yml"), "v1.2");
    assert_eq!(name("order.v1.json"), "v1");
    assert_eq!(name("old/order.asl.json"), "order");
    assert_eq!(name("order-v1"), "order-v1");
    assert_eq!(name(""), "");
}

#[test]
fn names_of_files() {
    let name = |path: &str| Options::name_of_file(std::path::Path::new(path));
    assert_eq!(name("workflows/order.asl.json"), "order");
    assert_eq!(name("order"), "order");
    assert_eq!(name("../my-order.v2.asl.json"), "my-order");
    assert_eq!(name(".asl.json"), "");
    assert_eq!(name(".."), "");
}
