//! Parameters that services need.

use super::*;

fn task(resource: &str, fields: &str) -> Vec<&'static str> {
    in_state(&format!(r#""Type": "Task", "Resource": "arn:aws:states:::{resource}", {fields} "End": true"#))
}

#[test]
fn parameters_that_the_service_needs() {
    const MISSING: &[&str] = &["missing-parameter"];
    for (resource, parameters, expected) in [
        ("lambda:invoke", r#"{"FunctionName": "f"}"#, &[] as &[&str]),
        ("lambda:invoke", r#"{"FunctionName.$": "$.f"}"#, &[]),
        ("lambda:invoke", r#"{"functionName": "f"}"#, &["unknown-parameter"]),
        ("lambda:invoke", r#"{"FunctionName": "f", "Paylod.$": "$"}"#, &["unknown-parameter"]),
        ("lambda:invoke", r#"{"FunctionName": "f", "Payload": 1, "Paylod.$": "$"}"#, &[]),
        ("lambda:invoke", r#"{"FunctionName": "f", "SomethingNew": 1}"#, &[]),
        ("lambda:invoke", "{}", MISSING),
        ("sqs:sendMessage", r#"{"QueueUrl": "q"}"#, MISSING),
        ("dynamodb:putItem", "{}", &["missing-parameter"; 2]),
        ("states:startExecution.sync:2", r#"{"Input": {}}"#, MISSING),
        ("aws-sdk:sqs:sendMessage", "{}", &[]),
        ("ecs:runTask.sync", r#"{"TaskDefinition": "t"}"#, &[]),
    ] {
        assert_eq!(task(resource, &format!("\"Parameters\": {parameters},")), expected, "{parameters}");
    }
    assert_eq!(task("lambda:invoke", ""), [""; 0], "the input may have them");
    let jsonata = |arguments: &str| {
        task("lambda:invoke", &format!(r#""QueryLanguage": "JSONata", "Arguments": {arguments},"#))
    };
    assert_eq!(jsonata(r#""{% $call %}""#), ["jsonata"]);
    assert_eq!(jsonata(r#"{"FunctionName": "f"}"#), ["jsonata"]);
    assert_eq!(jsonata(r#"{"FunctionName.$": "f"}"#), ["jsonata", "unknown-parameter"]);
}
