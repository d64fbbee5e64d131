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
