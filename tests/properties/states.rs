//! A state is a checkpoint: it comes back from its JSON text as it was.

use asl_runtime::Value;
use asl_tests_machines::journey::{State, Vars};

#[test]
fn states_and_variables_survive_their_json() {
    let inputs = [
        "null",
        "0.0",
        "-0.5",
        "1e300",
        "9007199254740993",
        "18446744073709551615",
        r#""\u0000\ud83d\ude00 \"quoted\"""#,
        r#"{"b": 1, "a": {"": [], "b": {}}, "Again": null}"#,
        r#"[[], [0.10, 100, 1.50], {"deep": [[[[1]]]]}]"#,
    ];
    for input in inputs {
        let value = Value::from_json(input).expect("JSON");
        let states = [
            State::Begin(value.clone()),
            State::Flaky(value.clone()),
            State::Each(value.clone()),
            State::Again(value.clone()),
        ];
        for state in states {
            let text = serde_json::to_string(&state).expect("JSON");
            let back: State = serde_json::from_str(&text).expect("a state");
            assert_eq!(back, state, "{text}");
            assert_eq!(back.input().to_string(), value.to_string(), "the text of numbers stays");
            // And as a value, as engines hold it.
            let stored = Value::from_serialize(&state).expect("JSON");
            assert_eq!(asl_runtime::value::from_value::<State>(stored).expect("a state"), state);
        }
        let vars = Vars { count: Some(value.clone()), name: None, ..Vars::default() };
        let text = serde_json::to_string(&vars).expect("JSON");
        assert_eq!(serde_json::from_str::<Vars>(&text).expect("variables"), vars, "{text}");
    }
    assert!(serde_json::from_str::<State>(r#"{"nowhere": 1}"#).is_err());
    assert!(serde_json::from_str::<Vars>(r#"{"nowhere": 1}"#).is_err());
}
