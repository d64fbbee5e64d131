use super::*;

/// The result of a path function as JSON, or its error.
#[track_caller]
fn check(result: Result<Value, FunctionError>, expected: &str) {
    assert_eq!(result.map_or_else(|error| format!("error: {error}"), |value| value.to_string()), expected);
}

const EMPTY: &str = "error: Aggregation function attempted to calculate value using empty array";

#[test]
fn aggregates() {
    let numbers = v(r#"[3,1.5,"7",null,[9],-2]"#);
    check(function::min(&numbers), "-2.0");
    check(function::max(&numbers), "3.0");
    check(function::sum(&numbers), "2.5");
    check(function::avg(&v("[1,2]")), "1.5");
    check(function::stddev(&v("[2,4,4,4,5,5,7,9]")), "2.0");
    for empty in ["[]", r#"["1"]"#, "{}", "null", "5"] {
        for function in [function::min, function::max, function::sum, function::avg, function::stddev] {
            check(function(&v(empty)), EMPTY);
        }
    }
}

#[test]
fn lengths_and_keys() {
    for (json, length, keys) in [
        ("[1,[2,3]]", "2", "null"),
        (r#"{"b":1,"a":2}"#, "2", r#"["b","a"]"#),
        ("{}", "0", "[]"),
        (r#""text""#, "null", "null"),
        ("5", "null", "null"),
        ("null", "null", "null"),
    ] {
        check(function::length(&v(json)), length);
        check(function::keys(&v(json)), keys);
    }
}

#[test]
fn elements() {
    let array = v("[1,2,3]");
    check(function::first(&array), "1");
    check(function::last(&array), "3");
    check(function::last(&v("[1]")), "1");
    check(function::index(&array, 1), "2");
    check(function::index(&array, -2), "2");
    check(function::index(&array, 3), "error: Index 3 out of bounds for length 3");
    check(function::index(&array, -4), "error: Target index:-4 larger than object count:3");
    check(function::first(&v("[]")), "error: Index 0 out of bounds for length 0");
    check(function::first(&v("{}")), EMPTY);
}

#[test]
fn appends_and_concatenates() {
    let array = v(r#"["a",1,"b"]"#);
    check(function::append(&array, &[v("2"), v("null")]), r#"["a",1,"b",2,null]"#);
    check(function::append(&v("{}"), &[v("2")]), "{}");
    check(function::concat(&array, &[v("2"), v("\"c\""), v("null"), v("[1]")]), r#""ab2c[1]""#);
    check(function::concat(&v("5"), &[]), r#""""#);
    let input = v(r#"{"x":1}"#);
    let path = PathText::definite("$.y", &[Step::Field("y")]);
    check(function::argument(at(&input).field("x"), &path), "1");
    check(function::argument(at(&input).field("y"), &path), "error: No results for path: $['y']");
}

#[test]
fn functions_of_nodes() {
    let input = v(r#"{"a":[{"p":1},{"p":[2,3]},{"q":4}]}"#);
    let all = || at(&input).field("a").get().map(nodes).unwrap().wildcard();
    check(all().call_each(function::length), "[1,1,1]");
    check(all().field("p").call_each(function::sum), EMPTY);
    check(nodes(&input).call(function::length), "1");
    check(function::length(&nodes(&input).descend().field("p").into_value()), "2");
}
