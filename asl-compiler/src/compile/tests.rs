use super::*;

fn check(text: &str, options: &Options, has: [bool; 2]) {
    let compiled = compile(&Source::new("order.asl.json", text), options);
    assert_eq!([compiled.program.is_some(), compiled.tokens.is_some()], has, "{:?}", compiled.diagnostics);
}

#[test]
fn program_and_code_exist_without_errors() {
    let text = r#"{"StartAt": "A", "States": {"A": {"Type": "Succeed"}}}"#;
    let mut options = Options::new("order");
    check(text, &options, [true, true]);
    options.allow.push("ASL".to_owned());
    check(text, &options, [true, false]);
    check(&text.replace("Succeed", "Success"), &options, [false, false]);
}

#[test]
fn what_is_doomed_compiles_when_it_is_allowed() {
    let text = r#"{"StartAt": "A", "States": {"A": {"Type": "Pass", "Parameters": {"x.$": "States.UUID(1)"}, "End": true}}}"#;
    let mut options = Options::new("order");
    check(text, &options, [false, false]);
    for name in ["doomed", "ASL0313", "intrinsic-arity"] {
        options.allow = vec![name.to_owned()];
        check(text, &options, [true, true]);
    }
}

#[test]
fn the_same_text_gives_the_same_code() {
    let text = r#"{"StartAt": "A", "States": {"A": {"Type": "Succeed"}}}"#;
    let code = || compile(&Source::new("x", text), &Options::new("order")).code().unwrap();
    assert_eq!(code(), code());
}
