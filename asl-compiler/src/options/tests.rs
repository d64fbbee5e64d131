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

#[test]
fn names_of_files() {
    let name = |path: &str| Options::name_of_file(std::path::Path::new(path));
    assert_eq!(name("workflows/order.asl.json"), "order");
    assert_eq!(name("order"), "order");
    assert_eq!(name("../my-order.v2.asl.json"), "my-order");
    assert_eq!(name(".asl.json"), "");
    assert_eq!(name(".."), "");
}
