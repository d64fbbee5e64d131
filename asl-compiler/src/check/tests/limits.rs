//! Timeouts, heartbeats, waits, and what Express workflows cannot do.

use super::*;

const ACTIVITY: &str = "arn:aws:states:eu-west-1:1:activity:a";

fn task(resource: &str, fields: &str) -> Vec<(&'static str, String)> {
    found(&format!(
        r#"{{"StartAt": "A", "TimeoutSeconds": 100, "States": {{"A":
            {{"Type": "Task", "Resource": "{resource}", {fields}, "End": true}}}}}}"#
    ))
}

#[test]
fn timeouts_and_heartbeats() {
    let useless = |place: &str| vec![at("useless-timeout", place)];
    assert_eq!(task(ACTIVITY, r#""TimeoutSeconds": 60, "HeartbeatSeconds": 59"#), []);
    assert_eq!(task(ACTIVITY, r#""TimeoutSeconds": 60, "HeartbeatSeconds": 61"#), useless("61"));
    assert_eq!(task(ACTIVITY, r#""TimeoutSeconds": 0"#), useless("0"));
    assert_eq!(task(ACTIVITY, r#""TimeoutSeconds": 101"#), useless("101"));
    assert_eq!(task(ACTIVITY, r#""TimeoutSeconds": 100"#), []);
    let function = "arn:aws:lambda:eu-west-1:1:function:f";
    assert_eq!(task(function, r#""HeartbeatSeconds": 5"#), useless("5"));
    assert_eq!(task(function, r#""HeartbeatSecondsPath": "$.h""#), useless("\"$.h\""));
    assert_eq!(task("${Resource}", r#""HeartbeatSeconds": 5"#), []);
    assert_eq!(
        found(r#"{"StartAt": "A", "TimeoutSeconds": 0, "States": {"A": {"Type": "Succeed"}}}"#),
        useless("0")
    );
}

fn wait(workflow: Option<WorkflowType>, machine: &str, seconds: u64) -> usize {
    let text = format!(
        r#"{{"StartAt": "A", {machine} "States": {{"A": {{"Type": "Wait", "Seconds": {seconds}, "End": true}}}}}}"#
    );
    let found = found_for(workflow, &text);
    assert!(found.iter().all(|finding| *finding == at("wait-too-long", &seconds.to_string())));
    found.len()
}

#[test]
fn waits_that_outlast_the_execution() {
    assert_eq!(wait(None, "", 31_000_000), 0);
    assert_eq!(wait(None, "", 99_999_999), 1);
    assert_eq!(wait(None, "\"TimeoutSeconds\": 60,", 59), 0);
    assert_eq!(wait(None, "\"TimeoutSeconds\": 60,", 60), 1);
    assert_eq!(wait(Some(WorkflowType::Standard), "", 300), 0);
    assert_eq!(wait(Some(WorkflowType::Express), "", 299), 0);
    assert_eq!(wait(Some(WorkflowType::Express), "", 300), 1);
}

/// A Map of Express executions with a state inside.
fn express_map(inner: &str) -> String {
    format!(
        r#"{{"StartAt": "M", "TimeoutSeconds": 60, "States": {{"M": {{"Type": "Map", "End": true, "ItemProcessor": {{
            "ProcessorConfig": {{"Mode": "DISTRIBUTED", "ExecutionType": "EXPRESS"}},
            "StartAt": "A", "States": {{"A": {{{inner}, "End": true}}}}}}}}}}}}"#
    )
}

#[test]
fn items_have_executions_of_their_own() {
    assert_eq!(found(&express_map(r#""Type": "Wait", "Seconds": 100"#)), []);
    assert_eq!(found(&express_map(r#""Type": "Wait", "Seconds": 300"#)), [at("wait-too-long", "300")]);
    let resource = "arn:aws:states:::ecs:runTask.sync";
    assert_eq!(
        found(&express_map(&format!(r#""Type": "Task", "Resource": "{resource}""#))),
        [at("not-in-express", &format!("\"{resource}\""))]
    );
}

#[test]
fn express_workflows_wait_for_nothing() {
    let found = |workflow, resource: &str| {
        let text = format!(
            r#"{{"StartAt": "A", "States": {{"A": {{"Type": "Task", "Resource": "{resource}", "End": true,
                "Parameters": {{"MessageBody.$": "$$.Task.Token", "QueueUrl": "q", "TaskDefinition": "t", "StateMachineArn": "s"}}}}}}}}"#
        );
        found_for(workflow, &text).len()
    };
    for resource in [
        ACTIVITY,
        "arn:aws:states:::ecs:runTask.sync",
        "arn:aws:states:::states:startExecution.sync:2",
        "arn:aws:states:::sqs:sendMessage.waitForTaskToken",
    ] {
        assert_eq!(found(Some(WorkflowType::Express), resource), 1, "{resource}");
        assert_eq!(found(Some(WorkflowType::Standard), resource), 0, "{resource}");
        assert_eq!(found(None, resource), 0, "{resource}");
    }
    assert_eq!(found(Some(WorkflowType::Express), "arn:aws:states:::sqs:sendMessage"), 0);
    let text = express_map(r#""Type": "Pass""#);
    assert_eq!(found_for(Some(WorkflowType::Express), &text), [at("not-in-express", "\"DISTRIBUTED\"")]);
}

#[test]
fn labels_are_unique() {
    let map = |name: &str, label: &str, next: &str| {
        format!(
            r#""{name}": {{"Type": "Map", "Label": "{label}", {next}, "ItemProcessor": {{
                "ProcessorConfig": {{"Mode": "DISTRIBUTED", "ExecutionType": "STANDARD"}},
                "StartAt": "I{name}", "States": {{"I{name}": {{"Type": "Succeed"}}}}}}}}"#
        )
    };
    let both = |first: &str, second: &str| {
        states(&format!("{}, {}", map("A", first, "\"Next\": \"B\""), map("B", second, "\"End\": true")))
    };
    assert_eq!(both("x", "y"), []);
    assert_eq!(both("x", "x"), [at("duplicate-label", "\"x\"")]);
}

/// The items of a distributed Map see nothing of the variables around it.
#[test]
fn scopes_of_distributed_maps() {
    let text = |mode: &str| {
        found(&format!(
            r#"{{"StartAt": "P", "States": {{"P": {{"Type": "Pass", "Assign": {{"v": 1}}, "Next": "M"}},
                "M": {{"Type": "Map", "End": true, "ItemProcessor": {{"ProcessorConfig": {mode}, "StartAt": "A",
                "States": {{"A": {{"Type": "Pass", "Assign": {{"v": 2}}, "End": true}}}}}}}}}}}}"#
        ))
    };
    assert_eq!(text(r#"{"Mode": "DISTRIBUTED", "ExecutionType": "STANDARD"}"#), []);
    assert_eq!(text(r#"{"Mode": "INLINE"}"#), [at("shadowed-variable", "\"v\"")]);
}
