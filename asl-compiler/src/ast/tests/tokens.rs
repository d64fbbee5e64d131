//! Tasks that wait for their token.

use super::*;

#[test]
fn the_token_must_be_sent() {
    let sent = |fields: &str| {
        in_state(&format!(
            r#""Type": "Task", "Resource": "arn:aws:states:::aws-sdk:sqs:sendMessage.waitForTaskToken", "End": true{fields}"#
        ))
        .is_empty()
    };
    for (parameters, expected) in [
        (r#"{"MessageBody": {"a": [{"t.$": "$$.Task.Token"}]}}"#, true),
        (r#"{"MessageBody.$": "States.Format('{}', $$.Task.Token)"}"#, true),
        (r#"{"MessageBody.$": "$$.Task['Token']"}"#, true),
        (r#"{"MessageBody.$": "$$"}"#, true),
        (r#"{"MessageBody.$": "$$.Task"}"#, true),
        (r#"{"MessageBody.$": "$$.Execution.Id"}"#, false),
        (r#"{"MessageBody.$": "$"}"#, false),
    ] {
        assert_eq!(sent(&format!(r#", "Parameters": {parameters}"#)), expected, "{parameters}");
    }
    assert!(!sent(""));
    assert!(sent(r#", "InputPath": "$$""#));
}

#[test]
fn the_token_must_be_sent_in_jsonata() {
    let sent = |arguments: &str| {
        let found = in_state(&format!(
            r#""Type": "Task", "QueryLanguage": "JSONata", "End": true, "Arguments": {arguments},
               "Resource": "arn:aws:states:::aws-sdk:sqs:sendMessage.waitForTaskToken""#
        ));
        assert!(found.iter().all(|slug| ["jsonata", "token-not-sent"].contains(slug)), "{found:?}");
        found.len() == 1
    };
    assert!(sent(r#"{"MessageBody": "{% $states.context.Task.Token %}"}"#));
    assert!(sent(r#"{"MessageBody": "{% $string($states) %}"}"#));
    assert!(sent(r#""{% $states.context %}""#));
    assert!(!sent(r#"{"MessageBody": "{% $states.input.text %}"}"#));
}
