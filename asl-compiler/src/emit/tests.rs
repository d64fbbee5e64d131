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
