use super::*;

fn put(input: &str, steps: &'static [Step]) -> Result<String, Fault> {
    let mut target = v(input);
    let shared = target.clone();
    let result = set(&mut target, &PathText::definite("$.p", steps), v("7"));
    assert_eq!(shared, v(input), "other copies stay as they are");
    if result.is_err() {
        assert_eq!(target, shared, "a failure changes nothing");
    }
    result.map(|()| target.to_string())
}

#[test]
fn puts_results_into_the_input() {
    use Step::{Field, Index};
    const A: &[Step] = &[Field("a")];
    const AB: &[Step] = &[Field("a"), Field("b")];
    const A0: &[Step] = &[Field("a"), Index(0)];
    const A_1_B: &[Step] = &[Field("a"), Index(-1), Field("b")];
    for (input, steps, expected) in [
        ("{}", A, r#"{"a":7}"#),
        (r#"{"a":{"deep":1},"z":2}"#, A, r#"{"a":7,"z":2}"#),
        (r#"{"z":1}"#, AB, r#"{"z":1,"a":{"b":7}}"#),
        (r#"{"a":{"c":1}}"#, AB, r#"{"a":{"c":1,"b":7}}"#),
        (r#"{"a":[1,2]}"#, A0, r#"{"a":[7,2]}"#),
        (r#"{"a":[1,{"c":2}]}"#, A_1_B, r#"{"a":[1,{"c":2,"b":7}]}"#),
        (r#"{"x":1}"#, &[], "7"),
        ("5", &[], "7"),
    ] {
        assert_eq!(put(input, steps).as_deref(), Ok(expected), "{input}");
    }
    for (input, steps) in [
        ("5", A),
        ("[1]", A),
        ("null", A),
        (r#""text""#, AB),
        (r#"{"a":1}"#, AB),
        (r#"{"a":null}"#, AB),
        (r#"{"a":[]}"#, AB),
        (r#"{"a":[]}"#, A0),
        ("{}", A0),
        (r#"{"a":{}}"#, A0),
        (r#"{"a":[{}]}"#, &[Field("a"), Index(0), Field("b"), Index(0)]),
    ] {
        let fault = put(input, steps).unwrap_err();
        assert_eq!(fault.error(), "States.ResultPathMatchFailure");
        assert!(fault.is_catchable());
        assert_eq!(fault.cause(), format!("Unable to apply ReferencePath $.p to input {}", v(input)));
    }
}

#[test]
fn puts_one_field() {
    let path = PathText::definite("$.a", &[Step::Field("a")]);
    let mut target = v(r#"{"a":1,"b":2}"#);
    let shared = target.clone();
    set_field(&mut target, &path, Text::new_static("a"), v("7")).unwrap();
    assert_eq!(target.to_string(), r#"{"a":7,"b":2}"#);
    assert_eq!(shared.to_string(), r#"{"a":1,"b":2}"#);
    let fault = set_field(&mut v("\"s\""), &path, Text::new_static("a"), v("7")).unwrap_err();
    assert_eq!(
        fault.to_string(),
        r#"States.ResultPathMatchFailure: Unable to apply ReferencePath $.a to input "s""#
    );
}
