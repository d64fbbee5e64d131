use super::*;

const fn steps(text: &'static str, steps: &'static [Step]) -> PathText {
    PathText::definite(text, steps)
}

#[test]
fn reasons_of_definite_paths() {
    use Step::{Field, Index};
    const NO_OBJECT: &str = "This is not a json object according to the JsonProvider: 'com.jayway.jsonpath.spi.json.JacksonJsonNodeJsonProvider'.";
    let no_object = |start: &str| format!("{start} {NO_OBJECT}");
    for (input, steps, expected) in [
        ("{}", &[Field("X")][..], "No results for path: $['X']".to_owned()),
        ("{}", &[Field("a"), Field("b")], "Missing property in path $['a']".to_owned()),
        (r#"{"a":{}}"#, &[Field("a"), Field("b")], "No results for path: $['a']['b']".to_owned()),
        (
            r#"{"a":[{}]}"#,
            &[Field("a"), Index(-1), Field("b")],
            "No results for path: $['a'][-1]['b']".to_owned(),
        ),
        (
            r#"{"a":"s"}"#,
            &[Field("a"), Field("b")],
            no_object(
                "Expected to find an object with property ['b'] in path $['a'] but found 'java.lang.String'.",
            ),
        ),
        (
            r#"{"a":null}"#,
            &[Field("a"), Field("b")],
            no_object("Expected to find an object with property ['b'] in path $['a'] but found 'null'."),
        ),
        (
            r#"["s"]"#,
            &[Index(0), Field("it's")],
            no_object(
                r"Expected to find an object with property ['it\'s'] in path $[0] but found 'com.fasterxml.jackson.databind.node.TextNode'.",
            ),
        ),
        (
            r#"{"a":[]}"#,
            &[Field("a"), Index(5), Field("b")],
            no_object("Expected to find an object with property ['b'] in path $['a'][5] but found 'null'."),
        ),
        (
            "[1]",
            &[Field("b")],
            no_object(
                "Expected to find an object with property ['b'] in path $ but found 'com.fasterxml.jackson.databind.node.ArrayNode'.",
            ),
        ),
        (
            r#"{"a":1}"#,
            &[Field("a"), Index(0)],
            "Filter: [0] can only be applied to arrays. Current context is: 1".to_owned(),
        ),
        (
            r#"{"a":"s"}"#,
            &[Field("a"), Index(0), Field("b")],
            "Filter: [0]['b'] can only be applied to arrays. Current context is: s".to_owned(),
        ),
        (
            r#"{"a":{"k":"v"}}"#,
            &[Field("a"), Index(0)],
            r#"Filter: [0] can only be applied to arrays. Current context is: {"k":"v"}"#.to_owned(),
        ),
        (r#"{"a":null}"#, &[Field("a"), Index(0)], "The path $['a'] is null".to_owned()),
        (
            r#"["s"]"#,
            &[Index(0), Index(1)],
            r#"Filter: [1] can only be applied to arrays. Current context is: "s""#.to_owned(),
        ),
    ] {
        let path = PathText { text: "$", steps: leak(steps), then: Then::End };
        assert_eq!(no_result(&v(input), &path), expected, "{input}");
    }
}

/// Tests build their paths; the definition's are constants.
fn leak(steps: &[Step]) -> &'static [Step] {
    Box::leak(steps.into())
}

#[test]
fn classes_of_java() {
    for (json, member, element) in [
        ("true", "java.lang.Boolean", "com.fasterxml.jackson.databind.node.BooleanNode"),
        ("1", "java.lang.Integer", "com.fasterxml.jackson.databind.node.IntNode"),
        ("2147483648", "java.lang.Long", "com.fasterxml.jackson.databind.node.LongNode"),
        (
            "9223372036854775808",
            "com.fasterxml.jackson.databind.node.BigIntegerNode",
            "com.fasterxml.jackson.databind.node.BigIntegerNode",
        ),
        ("1.0", "java.lang.Double", "com.fasterxml.jackson.databind.node.DoubleNode"),
        ("null", "null", "com.fasterxml.jackson.databind.node.NullNode"),
    ] {
        let object = v(&format!(r#"{{"a":{json}}}"#));
        let path = steps("$.a.b", &[Step::Field("a"), Step::Field("b")]);
        assert!(no_result(&object, &path).contains(&format!("but found '{member}'.")), "{json}");
        let array = v(&format!("[{json}]"));
        let path = steps("$[0].b", &[Step::Index(0), Step::Field("b")]);
        assert!(no_result(&array, &path).contains(&format!("but found '{element}'.")), "{json}");
    }
}

#[test]
fn reasons_of_indefinite_paths() {
    const A: &[Step] = &[Step::Field("a")];
    for (input, then, expected) in [
        ("{}", Then::Any("[*]"), Some("Missing property in path $['a']")),
        (r#"{"a":1}"#, Then::Any("[*]"), None),
        (r#"{"a":[]}"#, Then::Array("[1:]"), None),
        (
            r#"{"a":1}"#,
            Then::Array("[1:]['b']"),
            Some("Filter: [1:]['b'] can only be applied to arrays. Current context is: 1"),
        ),
        (r#"{"a":null}"#, Then::Array("[1:]"), Some("The path $['a'] is null")),
        (r#"{"a":{}}"#, Then::Filter("[?]"), None),
        (
            r#"{"a":"s"}"#,
            Then::Filter("[?]"),
            Some("Filter: [?] can not be applied to primitives. Current context is: s"),
        ),
        (r#"{"a":{}}"#, Then::WildcardAndMore("[*]['b']"), None),
        (
            r#"{"a":"s"}"#,
            Then::WildcardAndMore("[*]['b']"),
            Some("Expected to find an object or array in path $['a'] but found 'java.lang.String'. "),
        ),
        (r#"{"a":{}}"#, Then::Fields("['b','c']"), None),
        (
            r#"{"a":"s"}"#,
            Then::Fields("['b','c']"),
            Some(
                "Expected to find an object with property ['b','c'] in path $['a'] but found 'java.lang.String'. This is not a json object according to the JsonProvider: 'com.jayway.jsonpath.spi.json.JacksonJsonNodeJsonProvider'.",
            ),
        ),
    ] {
        let input = v(input);
        let path = PathText { text: "$.a…", steps: A, then };
        let selected = at(&input).field("a").many(&path, |nodes| Ok(nodes.wildcard().into_value()));
        match expected {
            None => assert!(select_of(selected, &path).is_ok(), "{input}"),
            Some(reason) => {
                let cause = format!("Invalid path '$.a…' : {reason}");
                assert_eq!(select_of(selected, &path), Err(Fault::runtime(cause)), "{input}");
                assert_eq!(no_result(&input, &path), reason);
            }
        }
    }
}

/// The cause of a failure with the error `States.Runtime`.
#[track_caller]
fn cause<T: std::fmt::Debug>(result: Result<T, Fault>) -> String {
    let fault = result.unwrap_err();
    assert_eq!(fault.error(), "States.Runtime");
    assert!(!fault.is_catchable());
    fault.cause().to_owned()
}

const X: PathText = steps("$.x", &[Step::Field("x")]);
const X_9: PathText = steps("$.x[9]", &[Step::Field("x"), Step::Index(9)]);

#[test]
fn template_members() {
    let input = v(r#"{"a": 1, "x": [1]}"#);
    assert_eq!(param(at(&input).field("x"), &X, "v.$", &input), Ok(v("[1]")));
    assert_eq!(param(at(&input).field("x").index(9), &X_9, "v.$", &input), Ok(Value::Null));
    assert_eq!(
        cause(param(at(&v("{}")).field("x"), &X, "v.$", &v(r#"{"a": 1}"#))),
        r#"The JSONPath '$.x' specified for the field 'v.$' could not be found in the input '{"a":1}'"#
    );
    assert_eq!(
        cause(param(at(&v("{}")).field("x").index(9), &X_9, "v.$", &v("{}"))),
        "The JSONPath '$.x[9]' specified for the field 'v.$' could not be found in the input '{}'"
    );
    assert_eq!(
        cause(param(at(&v(r#"{"x":1}"#)).field("x").index(9), &X_9, "v.$", &input)),
        "Filter: [9] can only be applied to arrays. Current context is: 1"
    );
    let all = PathText { text: "$.y[*]", steps: &[Step::Field("y")], then: Then::Any("[*]") };
    let of = |name| at(&input).field(name).many(&all, |nodes| Ok(nodes.wildcard().into_value()));
    assert_eq!(param_of(of("x"), &all, "v.$", &input), Ok(v("[1]")));
    assert_eq!(param_of(of("y"), &all, "v.$", &input), Ok(v("[]")));
    let slice = PathText { text: "$.a[1:]", steps: &[Step::Field("a")], then: Then::Array("[1:]") };
    let sliced = at(&input).field("a").many(&slice, |nodes| Ok(nodes.slice(Some(1), None).into_value()));
    assert_eq!(
        cause(param_of(sliced, &slice, "v.$", &input)),
        "Filter: [1:] can only be applied to arrays. Current context is: 1"
    );
    let names =
        PathText { text: "$.y['a','b']", steps: &[Step::Field("y")], then: Then::Fields("['a','b']") };
    let picked = at(&input).field("y").many(&names, |nodes| Ok(nodes.pick(&["a", "b"])));
    assert!(
        cause(param_of(picked, &names, "v.$", &input)).starts_with("The JSONPath '$.y['a','b']' specified")
    );
    let sum = PathText { text: "$.x.sum()", steps: X.steps, then: Then::Function("()") };
    let sums = |json: &str| {
        let input = v(json);
        param_of(at(&input).field("x").many(&sum, |nodes| nodes.call(function::sum)), &sum, "v.$", &input)
    };
    assert_eq!(sums(r#"{"x":[1]}"#), Ok(v("1.0")));
    assert_eq!(
        cause(sums(r#"{"x":[]}"#)),
        "Aggregation function attempted to calculate value using empty array"
    );
    assert!(cause(sums("{}")).starts_with("The JSONPath '$.x.sum()' specified for the field"));
}

#[test]
fn input_and_output_paths() {
    let input = v(r#"{"x":[1]}"#);
    assert_eq!(select(at(&input).field("x"), &X), Ok(v("[1]")));
    assert_eq!(select(at(&input).field("x").index(9), &X_9), Ok(Value::Null));
    assert_eq!(
        cause(select(at(&v("{}")).field("x"), &X)),
        "Invalid path '$.x' : No results for path: $['x']"
    );
    let nested = steps("$.a.b", &[Step::Field("a"), Step::Field("b")]);
    assert_eq!(
        cause(select(at(&input).field("a").field("b"), &nested)),
        "Invalid path '$.a.b' : Missing property in path $['a']"
    );
}

#[test]
fn arguments() {
    let input = v(r#"{"a":1}"#);
    let outer = "States.Format('{}', $.nope)";
    let nope = steps("$.nope", &[Step::Field("nope")]);
    assert_eq!(argument(at(&input).field("a"), &nope, outer, &input), Ok(&v("1")));
    let text = "The function 'States.Format('{}', $.nope)' had the following error: The JsonPath argument for the \
                field '$.nope' could not be found in the input '{\"a\":1}'";
    assert_eq!(cause(argument(at(&input).field("nope"), &nope, outer, &input)), text);
    let context = PathText { text: "$$.nope", ..nope };
    assert_eq!(cause(argument(at(&v("{}")).field("nope"), &context, outer, &input)), text);
    let array = v(r#"{"x":[1]}"#);
    let past_end = cause(argument(at(&array).field("x").index(9), &X_9, outer, &array));
    assert!(past_end.ends_with(
        "The JsonPath argument for the field '$.x[9]' could not be found in the input '{\"x\":[1]}'"
    ));
    let first = steps("$.a[0]", &[Step::Field("a"), Step::Index(0)]);
    assert_eq!(
        cause(argument(at(&input).field("a").index(0), &first, outer, &input)),
        "Filter: [0] can only be applied to arrays. Current context is: 1"
    );
    let all = PathText { text: "$.nope[*]", steps: nope.steps, then: Then::Any("[*]") };
    let missing = at(&input).field("nope").many(&all, |nodes| Ok(nodes.wildcard().into_value()));
    assert!(cause(argument_of(missing, &all, outer, &input)).contains("for the field '$.nope[*]' could not"));
    let empty = at(&input).field("a").many(&all, |nodes| Ok(nodes.wildcard().into_value()));
    assert_eq!(argument_of(empty, &all, outer, &input), Ok(v("[]")));
}

#[test]
fn choice_variables() {
    let input = v(r#"{"x":null}"#);
    assert_eq!(variable(at(&input).field("x"), &X), Ok(&Value::Null));
    assert_eq!(
        cause(variable(at(&v("{}")).field("x"), &X)),
        "Invalid path '$.x': The choice state's condition path references an invalid value."
    );
}

fn x(json: &str) -> Value {
    v(&format!(r#"{{"x":{json}}}"#))
}

#[test]
fn waits_in_seconds() {
    for (json, expected) in [("0", 0), ("99999999", 99_999_999), (r#""5""#, 5)] {
        assert_eq!(seconds(at(&x(json)).field("x"), &X), Ok(expected));
    }
    for (json, printed, problem) in [
        ("-1", "-1", "references a negative value"),
        ("1.5", "1.5", "cannot be parsed as a long value"),
        ("-1.5", "-1.5", "cannot be parsed as a long value"),
        ("1.0", "1.0", "cannot be parsed as a long value"),
        (r#"{"a": 1}"#, r#"{"a":1}"#, "cannot be parsed as a long value"),
        (r#""soon""#, "soon", "cannot be parsed as a long value"),
        ("null", "null", "cannot be parsed as a long value"),
        ("18446744073709551616", "18446744073709551616", "cannot be parsed as a long value"),
    ] {
        let text = format!("The SecondsPath parameter {problem}: $.x == {printed}");
        assert_eq!(cause(seconds(at(&x(json)).field("x"), &X)), text);
    }
    assert_eq!(
        cause(seconds(at(&v("{}")).field("x"), &X)),
        "The SecondsPath parameter does not reference an input value: $.x"
    );
}

#[test]
fn waits_until_timestamps() {
    let found = timestamp(at(&x(r#""2016-03-14T01:59:00Z""#)).field("x"), &X);
    assert_eq!(found, Ok(1_457_920_740_000_000_000));
    for (json, printed) in [
        (r#""2016-13-05T21:29:29Z""#, "2016-13-05T21:29:29Z"),
        (r#""05-12-2016T21:29:29Z""#, "05-12-2016T21:29:29Z"),
        (r#""2016-12-05T21:29:29""#, "2016-12-05T21:29:29"),
        ("5", "5"),
        ("null", "null"),
    ] {
        assert_eq!(
            cause(timestamp(at(&x(json)).field("x"), &X)),
            format!(
                "The TimestampPath parameter does not reference a valid ISO-8601 extended offset date-time format \
                 string: $.x == {printed}"
            )
        );
    }
    assert_eq!(
        cause(timestamp(at(&v("{}")).field("x"), &X)),
        "The TimestampPath parameter does not reference an input value: $.x"
    );
}

#[test]
fn timeouts() {
    assert_eq!(timeout(at(&x("30")).field("x"), &X, "TimeoutSecondsPath"), Ok(30));
    assert_eq!(
        cause(timeout(at(&v("{}")).field("x"), &X, "HeartbeatSecondsPath")),
        "Invalid path '$.x' : No results for path: $['x']"
    );
    assert_eq!(
        cause(timeout(at(&x("-1")).field("x"), &X, "TimeoutSecondsPath")),
        "The TimeoutSecondsPath parameter references a negative value: $.x == -1"
    );
}

#[test]
fn counts() {
    for (json, expected) in [("0", 0), ("7", 7), (r#""1""#, 1)] {
        assert_eq!(count(at(&x(json)).field("x"), &X, "MaxConcurrency"), Ok(expected));
    }
    for (json, printed) in [(r#""NoNumber""#, "NoNumber"), ("{}", "{}"), ("1.5", "1.5"), ("null", "null")] {
        assert_eq!(
            cause(count(at(&x(json)).field("x"), &X, "MaxConcurrency")),
            format!(
                "The MaxConcurrencyPath field refers to value \"{printed}\" which is not a valid integer: $.x"
            )
        );
    }
    assert_eq!(
        cause(count(at(&x("-1")).field("x"), &X, "ToleratedFailureCount")),
        "ToleratedFailureCount cannot be negative."
    );
}

#[test]
fn texts_of_fail_states() {
    let input = v(r#"{"x":"why","y":5}"#);
    assert_eq!(text(at(&input).field("x"), &X, "CausePath", &input), Ok(Text::new_static("why")));
    assert_eq!(
        cause(text(at(&input).field("z"), &X, "CausePath", &input)),
        r#"The JSONPath '$.x' specified for the field 'CausePath' could not be found in the input '{"x":"why","y":5}'"#
    );
    assert_eq!(
        cause(text(at(&input).field("y"), &X, "CausePath", &input)),
        "The expression '$.x' specified for the field 'CausePath' must give a string, but gives: 5"
    );
    assert_eq!(text_of(&v(r#""why""#), "States.Format('why')", "CausePath"), Ok(Text::new_static("why")));
}

#[test]
fn items_of_maps() {
    let input = v(r#"{"x":[1],"y":{}}"#);
    assert_eq!(items(at(&input).field("x"), &X).map(crate::value::Array::len), Ok(1));
    let context = PathText { text: "$$.Execution.Input", ..X };
    assert_eq!(
        cause(items(at(&input).field("y"), &context)),
        "Reference path \"$.Execution.Input\" must point to array."
    );
    assert_eq!(cause(items(at(&v("{}")).field("x"), &X)), "Invalid path '$.x' : No results for path: $['x']");
    assert!(items_of_input(&v("[1]")).is_ok());
    assert_eq!(cause(items_of_input(&input)), "Reference path \"$\" must point to array.");
}

#[test]
fn integer_parts() {
    for (json, expected) in [
        ("1", Some(1)),
        ("1.9", Some(1)),
        ("-1.9", Some(-1)),
        ("9223372036854775807", Some(i64::MAX)),
        ("9223372036854775808", None),
        ("9223372036854775808.0", None),
        ("-9223372036854775808.0", Some(i64::MIN)),
        ("1e300", None),
    ] {
        assert_eq!(truncated(&json.parse::<Number>().unwrap()), expected, "{json}");
    }
}
