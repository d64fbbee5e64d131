use super::*;

fn is(name: &str, text: &str) -> &'static str {
    match detect(&Source::new(name, text), false) {
        Content::Definition => "definition",
        Content::Template(_) => "template",
        Content::Broken(_) => "broken",
        Content::Other => "other",
    }
}

#[test]
fn names_and_contents_tell() {
    let machine = r#"{"StartAt": "A", "States": {}}"#;
    let template = r#"{"Resources": {"A": {"Type": "AWS::StepFunctions::StateMachine"}}}"#;
    for (name, text, expected) in [
        ("a.asl.json", "", "definition"),
        ("a.ASL.YML", "", "definition"),
        ("a.json", machine, "definition"),
        ("a.yaml", "StartAt: A\nStates: {}", "definition"),
        ("a.yaml", "x: !Foo\nStartAt: A\nStates: {}", "definition"),
        ("a.json", template, "template"),
        ("a.yml", "Resources:\n  A: {Type: AWS::Serverless::StateMachine}", "template"),
        ("a.json", r#"{"a": {"StartAt": "A", "States": {}}}"#, "other"),
        ("a.json", r#"{"StartAt": "A", "States": 1}"#, "other"),
        ("a.json", "{}", "other"),
        ("a.json", "{", "other"),
        ("a.json", "[\"StartAt\", \"States\",]", "other"),
        ("a.json", "{\n  \"StartAt\": \"A\",\n  \"States\": {},\n}", "broken"),
        ("a.json", "{\"StartAt\": \"A\", \"States\": {},}", "broken"),
        ("a.json", "{\n  \"a\": {\n    \"StartAt\": \"States\",}}", "other"),
        ("a.yaml", "a: [\nStartAt: A\nStates: {}", "broken"),
        ("a.yaml", "{{ if }}\na:\n  StartAt: A\n  States: {}", "other"),
        ("a.yaml", "Resources: [\n  Type: AWS::Serverless::StateMachine", "broken"),
    ] {
        assert_eq!(is(name, text), expected, "{name}: {text}");
    }
}
