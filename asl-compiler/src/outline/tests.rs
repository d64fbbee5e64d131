use super::*;
use crate::render::render;
use quote::quote;

const ORDER: &str = r#"{"StartAt": "Reserve", "States": {
  "Reserve": {"Type": "Task", "Resource": "${Reserve}", "Parameters": {"id.$": "$.id", "note": "x"},
    "Retry": [{"ErrorEquals": ["States.ALL"]}], "Next": "Each"},
  "Each": {"Type": "Map", "ItemProcessor": {"StartAt": "Ship", "States": {
    "Ship": {"Type": "Task", "Resource": "${Ship}", "End": true}}}, "Next": "Both"},
  "Both": {"Type": "Parallel", "Branches": [{"StartAt": "Tell", "States": {
    "Tell": {"Type": "Task", "Resource": "${Tell}", "End": true}}}], "Next": "Done"},
  "Done": {"Type": "Succeed"}}}"#;

fn of(text: &str) -> String {
    let tokens = outline(&Source::new("x", text), &Options::new("order"), &quote!(compile_error!("bad");));
    let code = render(&tokens);
    assert!(code.contains(r#"compile_error!("bad")"#), "{code}");
    code
}

/// What the user's code may name.
#[track_caller]
fn check_whole(code: &str) {
    for item in [
        "fn reserve(",
        "fn ship(",
        "fn tell(",
        "pub struct ReserveInput",
        "pub struct Order<T>",
        "pub fn run<",
        "Reserve(rt::Value)",
        "Each(rt::Value)",
        "Both(rt::Value)",
        "Done(rt::Value)",
    ] {
        assert!(code.contains(item), "{item} is missing in\n{code}");
    }
}

#[test]
fn mistakes_inside_states() {
    let wrong = [
        ("\"Reserve\", \"States\"", "\"Nowhere\", \"States\""),
        ("\"Next\": \"Both\"", "\"Next\": \"Neither\""),
        ("\"Next\": \"Each\"", "\"Nxt\": 1"),
        ("\"$.id\"", "\"$.\""),
        ("\"$.id\"", "\"States.Nothing()\""),
        ("States.ALL\"", "States.ALL\", \"A\""),
        ("\"Type\": \"Succeed\"", "\"Type\": \"Succeed\", \"OutputPath\": \"x\""),
    ];
    check_whole(&of(ORDER));
    for (right, wrong) in wrong {
        let text = ORDER.replace(right, wrong);
        assert_ne!(text, ORDER, "{right}");
        check_whole(&of(&text));
    }
}

#[test]
fn unknown_tasks_leave_nothing_but_the_errors() {
    for (right, wrong) in [
        ("\"${Ship}\"", "1"),
        ("\"Type\": \"Succeed\"", "\"Type\": 1"),
        ("\"Tell\": {", "\"Tell\": [{"),
        ("\"ItemProcessor\"", "\"Items\""),
    ] {
        let text = ORDER.replace(right, wrong);
        assert_ne!(text, ORDER, "{right}");
        assert!(!of(&text).contains("trait Tasks"), "{wrong}");
    }
    assert!(!of("[]").contains("trait"));
    assert!(!of(r#"{"States": {}}"#).contains("trait"));
}

/// Whatever is missing, what comes out is a module of Rust.
#[test]
fn any_mistake_gives_a_module() {
    for (at, _) in ORDER.char_indices().step_by(2) {
        let mut text = ORDER.to_owned();
        text.remove(at);
        let tokens = outline(&Source::new("x", text), &Options::new("order"), &TokenStream::new());
        let file: syn::File = syn::parse2(tokens).unwrap();
        assert!(matches!(file.items.as_slice(), [syn::Item::Mod(_)]));
    }
}
