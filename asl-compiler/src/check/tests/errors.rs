//! Names of errors.

use super::*;

fn in_task(fields: &str) -> Vec<(&'static str, String)> {
    states(&format!(
        r#""A": {{"Type": "Task", "Resource": "arn:aws:lambda:eu-west-1:1:function:f", {fields}, "End": true}}, "Z": {{"Type": "Succeed"}}"#
    ))
    .into_iter()
    .filter(|(slug, _)| *slug != "unreachable")
    .collect()
}

fn retry(entries: &[&str]) -> Vec<(&'static str, String)> {
    let entries: Vec<String> =
        entries.iter().map(|names| format!("{{\"ErrorEquals\": [{names}]}}")).collect();
    in_task(&format!("\"Retry\": [{}]", entries.join(", ")))
}

#[test]
fn names_that_do_not_exist() {
    for (name, slug) in [
        ("States.Timeout", None),
        ("States.DataLimitExceeded", None),
        ("States.Permissions", None),
        ("Lambda.TooManyRequestsException", None),
        ("Statement", None),
        ("MyError", None),
        ("${Error}", None),
        ("States.TimeOut", Some("unknown-error")),
        ("States.Mine", Some("unknown-error")),
        ("State.ALL", Some("unknown-error")),
        ("states.all", Some("unknown-error")),
        ("States.NoChoiceMatched", Some("unknown-error")),
        ("States.BranchFailed", Some("unknown-error")),
        ("States.HeartbeatTimeout", Some("unknown-error")),
        ("States.QueryEvaluationError", Some("unknown-error")),
        ("States.Http.StatusCode.404", Some("unknown-error")),
        ("States.Runtime", Some("unhandled-error")),
    ] {
        let quoted = format!("\"{name}\"");
        let expected: Vec<_> = slug.into_iter().map(|slug| at(slug, &quoted)).collect();
        assert_eq!(retry(&[&quoted]), expected, "{name}");
    }
    assert_eq!(
        in_task(r#""Catch": [{"ErrorEquals": ["States.Runtime"], "Next": "Z"}]"#),
        [at("unhandled-error", "\"States.Runtime\"")]
    );
}

#[test]
fn names_that_fit_their_task() {
    let task = |resource: &str, fields: &str, name: &str| {
        states(&format!(
            r#""A": {{"Type": "Task", "Resource": "{resource}", {fields} "Retry": [{{"ErrorEquals": ["{name}"]}}], "End": true}}"#
        ))
    };
    assert_eq!(task("arn:aws:states:::http:invoke", "", "States.Http.StatusCode.404"), []);
    assert_eq!(task("${Resource}", "", "States.Http.Socket"), []);
    let activity = "arn:aws:states:eu-west-1:1:activity:a";
    assert_eq!(task(activity, "\"HeartbeatSeconds\": 5,", "States.HeartbeatTimeout"), []);
    assert_eq!(task("${F}", "\"QueryLanguage\": \"JSONata\",", "States.QueryEvaluationError"), []);
}

/// What a Fail state inside raises is caught outside, whatever its name.
#[test]
fn names_that_a_fail_state_gives() {
    let parallel = |fail: &str, name: &str| {
        states(&format!(
            r#""A": {{"Type": "Parallel", "End": true, "Catch": [{{"ErrorEquals": ["{name}"], "Next": "Z"}}],
                 "Branches": [{{"StartAt": "F", "States": {{"F": {{"Type": "Fail", {fail}}}}}}}]}}, "Z": {{"Type": "Succeed"}}"#
        ))
    };
    assert_eq!(parallel(r#""Error": "States.Quorum""#, "States.Quorum"), []);
    assert_eq!(parallel(r#""ErrorPath": "$.e""#, "States.Quorum"), []);
    assert_eq!(parallel(r#""QueryLanguage": "JSONata", "Error": "{% 'x' %}""#, "States.Quorum"), []);
    assert_eq!(parallel(r#""Error": "${E}""#, "States.Quorum"), []);
    assert_eq!(parallel(r#""Error": "Other""#, "States.Quorum"), [at("unknown-error", "\"States.Quorum\"")]);
    assert_eq!(parallel(r#""Error": "Other""#, "States.BranchFailed"), []);
}

#[test]
fn names_that_an_earlier_entry_takes() {
    assert_eq!(retry(&["\"A\"", "\"B\", \"A\""]), [at("unreached-error", "\"A\"")]);
    assert_eq!(retry(&["\"A\", \"A\""]), [at("unreached-error", "\"A\"")]);
    assert_eq!(retry(&["\"A\"", "\"States.TaskFailed\"", "\"States.Timeout\"", "\"States.ALL\""]), []);
    assert_eq!(retry(&["\"States.TaskFailed\"", "\"A\""]), [at("unreached-error", "\"A\"")]);
    assert_eq!(retry(&["\"States.TaskFailed\", \"A\""]), [], "one entry");
    let both = r#""HeartbeatSeconds": 1, "Retry": [{"ErrorEquals": ["States.Timeout"]}, {"ErrorEquals": ["States.HeartbeatTimeout"]}]"#;
    assert!(in_task(both).contains(&at("unreached-error", "\"States.HeartbeatTimeout\"")));
    assert_eq!(
        in_task(
            r#""Retry": [{"ErrorEquals": ["A"]}], "Catch": [{"ErrorEquals": ["A"], "Next": "Z"}, {"ErrorEquals": ["A"], "Next": "Z"}]"#
        ),
        [at("unreached-error", "\"A\"")],
        "each list by itself"
    );
}
