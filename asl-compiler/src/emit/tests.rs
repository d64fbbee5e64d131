//! What the generated code says in its documentation; what it does is tested where it runs.

use crate::{Options, Source, compile};

fn code(comment: &str, state: &str) -> String {
    let definition = format!(
        r#"{{"Comment": {comment:?}, "StartAt": {state:?}, "States": {{{state:?}: {{"Type": "Succeed", "Comment": {comment:?}}}}}}}"#
    );
    let compilation = compile(&Source::new("test.asl.json", definition), &Options::new("test"));
    compilation.code().unwrap_or_else(|| panic!("{:?}", compilation.diagnostics))
}

#[test]
fn comments_are_one_line_of_text() {
    let code = code("    let x = 1;\n    ~~~\n\t# [a](b) *c* `d`", "S");
    let doc = r"let x = 1; \~\~\~ \# \[a\](b) \*c\* \`d\`";
    assert!(code.contains(&format!("\n/// {doc}\n")), "{code}");
    assert!(code.contains(&format!("/// Succeed `S`: {doc}\n")), "{code}");
}

#[test]
fn names_keep_their_characters() {
    let code = code("", "a_b [c]  `d`");
    assert!(code.contains("/// Succeed `a_b [c] 'd'`"), "{code}");
}

#[test]
fn the_same_definition_gives_the_same_code() {
    assert_eq!(code("c", "S"), code("c", "S"));
}

/// The code of one Pass state with these parameters.
fn pass(parameters: &str) -> String {
    let definition = format!(
        r#"{{"StartAt": "S", "States": {{"S": {{"Type": "Pass", "Parameters": {parameters}, "End": true}}}}}}"#
    );
    let compilation = compile(&Source::new("test.asl.json", definition), &Options::new("test"));
    compilation.code().unwrap_or_else(|| panic!("{:?}", compilation.diagnostics))
}

#[test]
fn paths_that_part_select_different_parts_of_the_input() {
    let growth = |parameters: &str| {
        let code = pass(parameters);
        let (_, behind) = code.split_once("growth: ").expect("a growth");
        let (growth, _) = behind.split_once("constant").unwrap_or((behind, ""));
        growth.split_whitespace().collect::<String>()
    };
    let cases = [
        (r#"{"a.$": "$.x.a", "b.$": "$.x.b", "c.$": "$.y[0]", "d.$": "$.y[1]"}"#, "input:1u32,result:0u32,"),
        (r#"{"a.$": "$.x", "b.$": "$.x.b", "c.$": "$.y"}"#, "input:2u32,result:0u32,"),
        (r#"{"a.$": "$", "b.$": "$.x.b", "c.$": "$.x.b"}"#, "input:3u32,result:0u32,"),
        (r#"{"a.$": "$.x", "b.$": "States.Format('{} {}', $.x, $.y)"}"#, "input:3u32,result:0u32,"),
        (r#"{"a.$": "States.ArrayLength($.x)", "b.$": "$.y[*].z"}"#, "input:1u32,result:0u32,"),
        (r#"{"a.$": "$.x[0]", "b.$": "$.x[-1]"}"#, "input:2u32,result:0u32,"),
    ];
    for (parameters, expected) in cases {
        let growth = growth(parameters);
        assert!(growth.ends_with(expected), "{parameters}: {growth}");
    }
    for parameters in [r#"{"a.$": "$.x[-2:1]"}"#, r#"{"a.$": "$.x[*][7]"}"#, r#"{"a.$": "$..x"}"#] {
        assert!(growth(parameters).starts_with("rt::Growth::UNKNOWN"), "{parameters}");
    }
}

#[test]
fn places_that_paths_share_are_looked_up_once() {
    let code =
        pass(r#"{"a.$": "$.x.y.a", "b.$": "$.x.y.b", "c.$": "States.Format('{}', $.x.y.a)", "d.$": "$.z"}"#);
    let places: Vec<_> = code.lines().map(str::trim).filter(|line| line.starts_with("let place_")).collect();
    let expected =
        [r#"let place_1 = rt::at(input).field("x").field("y");"#, r#"let place_2 = place_1.field("a");"#];
    assert_eq!(places, expected, "{code}");
    assert!(!pass(r#"{"a.$": "$.x.a", "b.$": "$.z[?(@.x == 1)]"}"#).contains("place_"));
}
