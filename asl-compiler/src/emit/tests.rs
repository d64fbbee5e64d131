//! What the generated code says in its documentation; what it does is tested where it runs.

use crate::{Options, Source, Version, compile};
use std::collections::BTreeMap;

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

#[test]
fn the_definition_is_there_as_identity_and_text() {
    let text = r#"{"StartAt": "S",  "States": {"S": {"Type": "Succeed"}}}"#;
    let code = |name: &str, text: &str, change: fn(&mut Options)| {
        let mut options = Options::new("test");
        change(&mut options);
        compile(&Source::new(name, text), &options).code().expect("no mistakes")
    };
    let hash = "DEFINITION: rt::DefinitionHash = rt::DefinitionHash::from_u128(\n            0x";
    let plain = code("test.asl.json", text, |_| {});
    assert!(plain.contains(hash), "{plain}");
    assert!(plain.contains(r#"DEFINITION_JSON: &'static rt::str = "{\"StartAt\": \"S\",  \"Sta"#), "{plain}");
    let included = code("test.asl.json", text, |options| options.include = Some("/test.asl.json".to_owned()));
    assert!(included.contains(r#"DEFINITION_JSON: &'static rt::str = rt::include_str!("/test.asl.json");"#));
    assert!(!included.contains("const _: &rt::str"));
    let yaml = code("test.asl.yaml", "StartAt: S\nStates: { S: { Type: Succeed } }\n", |options| {
        options.include = Some("/test.asl.yaml".to_owned());
    });
    assert!(yaml.contains(r#"const _: &rt::str = rt::include_str!("/test.asl.yaml");"#), "{yaml}");
    assert!(yaml.contains(r#"= "{\"StartAt\":\"S\",\"States\":{\"S\":{\"Type\":\"Succeed\"}}}";"#), "{yaml}");
}

fn versions(newest: &str, older: &[(&str, &str)]) -> String {
    let mut options = Options::new("test");
    options.versions = older
        .iter()
        .map(|(name, text)| Version {
            name: (*name).to_owned(),
            source: Source::new(*name, *text),
            include: None,
            substitutions: BTreeMap::new(),
        })
        .collect();
    let compilation = compile(&Source::new("test.asl.json", newest), &options);
    compilation.code().unwrap_or_else(|| panic!("{:?} {:?}", compilation.versions, compilation.problems))
}

/// A Task with its `Parameters`.
fn with_task(function: &str, parameters: &str) -> String {
    format!(
        r#"{{"StartAt": "S", "States": {{"S": {{"Type": "Task", "Resource": "${{{function}}}", "Parameters": {parameters}, "End": true}}}}}}"#
    )
}

#[test]
fn an_older_version_adds_methods_and_changes_none() {
    let newest = with_task("Pay", r#"{"id.$": "$.id"}"#);
    let code = versions(
        &newest,
        &[("v1", &with_task("Bill", r#"{"id.$": "$.id"}"#)), ("v2", &newest.replace(r#""S""#, r#""T""#))],
    );
    for part in [
        "/// The task `Pay`, run by `S`.\n        fn pay(\n            &self,\n            input: PayInput,",
        "/// The task `Bill`, which only older versions have.\n        ///\n        /// It is run in `v1` by `S`.",
        "fn bill(\n            &self,\n            input: BillInput,",
        "super::super::Tasks::pay(",
        "rt::Arc::new(versions::v1::Test::new(rt::Arc::clone(self)))",
        "pub struct Test<T> {\n                current: rt::Arc<super::super::Test<T>>,",
    ] {
        assert!(code.contains(part), "{part}\n{code}");
    }
}

#[test]
fn different_inputs_become_a_value() {
    let [one, two] = [r#"{"id.$": "$.id"}"#, r#"{"id.$": "$.id", "n": 1}"#].map(|of| with_task("Pay", of));
    let code = versions(&two, &[("v1", &one)]);
    for part in [
        "/// The versions give it different inputs, so it is a `Value` unless a type is declared for it.",
        "input: rt::Value,",
        "#[deprecated(",
        "pub type PayInput = rt::Value;",
    ] {
        assert!(code.contains(part), "{part}\n{code}");
    }
    // Two old ones that differ undo no name that the user may know.
    let code = versions(&with_task("Other", r#"{"x": 1}"#), &[("v1", &one), ("v2", &two)]);
    assert!(code.contains("fn pay(") && !code.contains("PayInput"), "{code}");
}

/// A state may be named like the module of the versions.
#[test]
fn versions_is_a_name_like_others() {
    let map = r#"{"StartAt": "Versions", "States": {"Versions": {"Type": "Map", "ItemProcessor": {
        "StartAt": "I", "States": {"I": {"Type": "Succeed"}}}, "End": true}}}"#;
    assert!(versions(map, &[]).contains("pub mod versions {"));
    let older = with_task("Pay", r#"{"x": 1}"#);
    let code = versions(
        map,
        &[("self", &older), ("1.0", &map.replace("Succeed", "Pass\", \"End\": true, \"Comment\": \""))],
    );
    for part in ["pub mod versions_2 {", "pub mod self_ {", "pub mod version_1_0 {"] {
        assert!(code.contains(part), "{part}\n{code}");
    }
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
