use super::*;
use crate::build::definition::Definition;

#[test]
fn counts_lines_and_states() {
    let text =
        r#"{"StartAt": "A", "States": {"A": {"Type": "Pass", "Next": "B"}, "B": {"Type": "Succeed"}}}"#;
    let figures = Figures::of("two", text, 3).unwrap();
    let code = compile(&Source::new("two", text), &Options::new("two")).code().unwrap();
    assert_eq!((figures.states, figures.lines), (2, code.lines().count()));
    assert!((figures.per_state(9.0) - 4.5).abs() < f64::EPSILON);
    assert!(figures.expansion > 0.0 && figures.formatting > 0.0);
}

#[test]
fn a_wrong_definition_has_no_figures() {
    let error = Figures::of("wrong", r#"{"StartAt": "Nowhere", "States": {}}"#, 1).unwrap_err();
    assert!(error.to_string().starts_with("wrong: "), "{error}");
}

/// Generated code grows with the number of states and with nothing else.
#[test]
fn lines_are_linear_in_states() {
    let lines = |states| Figures::of("workflow", &Definition::new(states).text, 1).unwrap().lines;
    let (small, middle, large) = (lines(32), lines(62), lines(122));
    let (first, second) = (middle - small, large - middle);
    assert!(second.abs_diff(2 * first) * 20 < second, "{small} {middle} {large}");
}
