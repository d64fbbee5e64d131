//! One definition for each code.

use super::{Code, state};

/// A definition whose one finding has the code.
pub(super) fn of(code: Code) -> String {
    let short = text(code).or_else(|| machine(code)).or_else(|| in_state(code).map(state));
    short.or_else(|| page(code)).unwrap_or_else(|| panic!("no example of {code}"))
}

/// The wrong example of the code's page.
fn page(code: Code) -> Option<String> {
    let file = format!("{}/pages/{code}.md", env!("CARGO_MANIFEST_DIR"));
    let page = std::fs::read_to_string(file).ok()?;
    page.split("```json\n").nth(1)?.split("```").next().map(str::to_owned)
}

fn text(code: Code) -> Option<String> {
    Some(match code {
        Code::JsonSyntax => "{\n  \"StartAt\": \"A\",\n  \"States\": {},\n}\n".to_owned(),
        Code::TooDeep => format!("{{ \"States\": {}{} }}\n", "[".repeat(200), "]".repeat(200)),
        Code::NotAnObject => "[]\n".to_owned(),
        Code::TooLarge => format!("{{}}{}", " ".repeat(1 << 20)),
        _ => return None,
    })
}

fn machine(code: Code) -> Option<String> {
    let text = match code {
        Code::UnknownField => {
            "\"StartAt\": \"A\",\n  \"Comments\": \"?\",\n  \"States\": {\n    \"A\": { \"Type\": \"Succeed\" }\n  }"
        }
        Code::EmptyValue => "\"States\": {}, \"StartAt\": \"A\"",
        Code::LanguageDowngrade => {
            return Some(
                "{\n  \"QueryLanguage\": \"JSONata\",\n  \"StartAt\": \"A\",\n  \"States\": {\n    \"A\": { \"Type\": \"Pass\", \"QueryLanguage\": \"JSONPath\", \"End\": true }\n  }\n}\n".to_owned(),
            );
        }
        Code::NameTooLong => {
            let name = "x".repeat(81);
            return Some(format!(
                "{{\n  \"StartAt\": \"{name}\",\n  \"States\": {{\n    \"{name}\": {{ \"Type\": \"Succeed\" }}\n  }}\n}}\n"
            ));
        }
        Code::DuplicateState => {
            "\"StartAt\": \"A\",\n  \"States\": {\n    \"A\": { \"Type\": \"Succeed\" },\n    \"A\": { \"Type\": \"Fail\" }\n  }"
        }
        Code::MissingTarget => {
            "\"StartAt\": \"Strat\",\n  \"States\": {\n    \"Start\": { \"Type\": \"Succeed\" }\n  }"
        }
        Code::TargetOutside => {
            "\"StartAt\": \"Fan\",\n  \"States\": {\n    \"Fan\": {\n      \"Type\": \"Parallel\",\n      \"Branches\": [\n        { \"StartAt\": \"In\", \"States\": { \"In\": { \"Type\": \"Pass\", \"Next\": \"Out\" } } }\n      ],\n      \"Next\": \"Out\"\n    },\n    \"Out\": { \"Type\": \"Succeed\" }\n  }"
        }
        Code::Unreachable => {
            "\"StartAt\": \"A\",\n  \"States\": {\n    \"A\": { \"Type\": \"Succeed\" },\n    \"Lost\": { \"Type\": \"Succeed\" }\n  }"
        }
        Code::NoTerminal => {
            "\"StartAt\": \"A\",\n  \"States\": {\n    \"A\": { \"Type\": \"Pass\", \"Next\": \"B\" },\n    \"B\": { \"Type\": \"Pass\", \"Next\": \"A\" }\n  }"
        }
        Code::NestedNoTerminal => {
            "\"StartAt\": \"Each\",\n  \"States\": {\n    \"Each\": {\n      \"Type\": \"Map\",\n      \"ItemProcessor\": { \"StartAt\": \"Loop\", \"States\": { \"Loop\": { \"Type\": \"Pass\", \"Next\": \"Loop\" } } },\n      \"End\": true\n    }\n  }"
        }
        Code::ShadowedVariable => {
            "\"StartAt\": \"Each\",\n  \"States\": {\n    \"Each\": {\n      \"Type\": \"Map\",\n      \"ItemProcessor\": {\n        \"StartAt\": \"In\",\n        \"States\": { \"In\": { \"Type\": \"Pass\", \"Assign\": { \"total\": 1 }, \"End\": true } }\n      },\n      \"Assign\": { \"total\": 0 },\n      \"End\": true\n    }\n  }"
        }
        _ => return None,
    };
    Some(format!("{{\n  {text}\n}}\n"))
}

fn in_state(code: Code) -> Option<&'static str> {
    Some(match code {
        Code::DuplicateKey => r#""Type": "Pass", "End": true, "Type": "Pass""#,
        Code::DuplicateDataKey => r#""Type": "Pass", "Result": { "n": 1, "n": 2 }, "End": true"#,
        Code::MissingField => r#""Type": "Task", "End": true"#,
        Code::FieldNotAllowed => r#""Type": "Wait", "Seconds": 1, "Retry": [], "End": true"#,
        Code::WrongLanguage => r#""Type": "Pass", "Output": "{% 1 %}", "End": true"#,
        Code::WrongType => r#""Type": "Pass", "ResultPath": 5, "End": true"#,
        Code::UnknownType => r#""Type": "Sleep""#,
        Code::ExclusiveFields => r#""Type": "Wait", "Seconds": 1, "SecondsPath": "$.s", "End": true"#,
        Code::MissingAlternative => r#""Type": "Wait", "End": true"#,
        Code::UnknownValue => r#""Type": "Pass", "End": false"#,
        Code::OutOfRange => r#""Type": "Wait", "Seconds": -1, "End": true"#,
        Code::PlaceholderNumber => r#""Type": "Wait", "Seconds": "${Pause}", "End": true"#,
        Code::CatchAllPosition => {
            "\"Type\": \"Task\", \"Resource\": \"${F}\", \"End\": true,\n      \"Retry\": [ { \"ErrorEquals\": [\"States.ALL\"] }, { \"ErrorEquals\": [\"X\"] } ]"
        }
        Code::UnknownResource => {
            r#""Type": "Task", "Resource": "arn:aws:states:::dynamodb:query", "End": true"#
        }
        Code::OddResource => r#""Type": "Task", "Resource": "arn:aws:sqs:eu-west-1:1:queue", "End": true"#,
        Code::MissingTransition => r#""Type": "Pass""#,
        Code::NextAndEnd => r#""Type": "Pass", "Next": "A", "End": true"#,
        Code::DynamicNotString => r#""Type": "Pass", "Parameters": { "n.$": 5 }, "End": true"#,
        Code::DuplicateTemplateName => {
            r#""Type": "Pass", "Parameters": { "n.$": "$.n", "n": 5 }, "End": true"#
        }
        Code::InvalidTimestamp => r#""Type": "Wait", "Timestamp": "2024-12-31 23:59:59Z", "End": true"#,
        Code::VariableName => r#""Type": "Pass", "Assign": { "my-total": 1 }, "End": true"#,
        Code::ReservedVariable => r#""Type": "Pass", "Assign": { "states": 1 }, "End": true"#,
        Code::NoDollar => r#""Type": "Pass", "Parameters": { "id": "$.id" }, "End": true"#,
        Code::ResultIsStatic => r#""Type": "Pass", "Result": { "id.$": "$.id" }, "End": true"#,
        Code::Jsonata => r#""Type": "Pass", "QueryLanguage": "JSONata", "Output": "{% 1 %}", "End": true"#,
        Code::DistributedMap => {
            "\"Type\": \"Map\", \"End\": true,\n      \"ItemProcessor\": {\n        \"ProcessorConfig\": { \"Mode\": \"DISTRIBUTED\", \"ExecutionType\": \"STANDARD\" },\n        \"StartAt\": \"B\", \"States\": { \"B\": { \"Type\": \"Succeed\" } }\n      },\n      \"ItemReader\": { \"Resource\": \"arn:aws:states:::s3:getObject\" }"
        }
        _ => return expression(code).or_else(|| rule(code)),
    })
}

fn expression(code: Code) -> Option<&'static str> {
    Some(match code {
        Code::PathSyntax => r#""Type": "Pass", "InputPath": "$.a[", "End": true"#,
        Code::PathNotReference => r#""Type": "Wait", "SecondsPath": "$.waits[*]", "End": true"#,
        Code::UnknownPathFunction => r#""Type": "Pass", "InputPath": "$.a.lenght()", "End": true"#,
        Code::UnsupportedPath => r#""Type": "Pass", "OutputPath": "$.a.length().b", "End": true"#,
        Code::FilterSyntax => r#""Type": "Pass", "InputPath": "$.a[?(@.b = 1)]", "End": true"#,
        Code::UnknownContextField => {
            r#""Type": "Pass", "Parameters": { "id.$": "$$.Execution.Idd" }, "End": true"#
        }
        Code::UnknownIntrinsic => {
            r#""Type": "Pass", "Parameters": { "a.$": "States.Fromat('{}', 1)" }, "End": true"#
        }
        Code::IntrinsicSyntax => {
            r#""Type": "Pass", "Parameters": { "a.$": "States.Array(1, 2" }, "End": true"#
        }
        Code::IntrinsicArity => {
            r#""Type": "Pass", "Parameters": { "a.$": "States.MathAdd(1)" }, "End": true"#
        }
        Code::IntrinsicArgumentType => {
            r#""Type": "Pass", "Parameters": { "a.$": "States.MathAdd(1, '2')" }, "End": true"#
        }
        Code::IntrinsicValue => {
            r#""Type": "Pass", "Parameters": { "a.$": "States.Hash($.a, 'sha-1')" }, "End": true"#
        }
        Code::IntrinsicNesting => {
            r#""Type": "Pass", "Parameters": { "a.$": "States.Array(States.Array(States.Array(States.Array(States.Array(States.Array(States.Array(States.Array(States.Array(States.Array(States.Array($.a)))))))))))" }, "End": true"#
        }
        _ => return None,
    })
}

fn rule(code: Code) -> Option<&'static str> {
    Some(match code {
        Code::MissingOperator => {
            r#""Type": "Choice", "Choices": [ { "Variable": "$.a", "Next": "End" } ]
    },
    "End": {
      "Type": "Succeed""#
        }
        Code::SeveralOperators => {
            r#""Type": "Choice", "Default": "End",
      "Choices": [ { "Variable": "$.a", "IsPresent": true, "StringEquals": "x", "Next": "End" } ]
    },
    "End": {
      "Type": "Succeed""#
        }
        Code::OperandType => {
            r#""Type": "Choice", "Default": "End",
      "Choices": [ { "Variable": "$.a", "NumericEquals": "1", "Next": "End" } ]
    },
    "End": {
      "Type": "Succeed""#
        }
        _ => return None,
    })
}
