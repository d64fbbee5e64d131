//! Paths and intrinsics, compiled from a generated list, against the naive evaluator.

use crate::naive::evaluate;
use crate::run;
use asl_runtime::Value;
use asl_tests_machines::expressions::Expressions;
use asl_tests_machines::generate::{Dice, Expression, KEYS, Path, Step, expressions};
use serde_json::json;

/// A small document: objects of the keys that paths name, arrays, and scalars.
fn document(dice: &mut Dice, depth: u32) -> serde_json::Value {
    match dice.roll(if depth == 0 { 4 } else { 10 }) {
        0 => json!(dice.between(-3, 3)),
        1 => json!(["", "x", "a b"][dice.roll(3) as usize]),
        2 => json!(dice.roll(2) == 0),
        3 => serde_json::Value::Null,
        4..=6 => (0..dice.roll(5)).map(|_| document(dice, depth - 1)).collect(),
        _ => object(dice, depth),
    }
}

fn object(dice: &mut Dice, depth: u32) -> serde_json::Value {
    let mut members = serde_json::Map::new();
    for key in KEYS {
        if dice.roll(4) != 0 {
            members.insert((*key).to_owned(), document(dice, depth - 1));
        }
    }
    serde_json::Value::Object(members)
}

fn is_indefinite(expression: &Expression) -> bool {
    matches!(expression, Expression::Path(Path(steps))
        if steps.iter().any(|step| matches!(step, Step::Wildcard | Step::Slice(..))))
}

/// `States.ArrayUnique` promises no order.
fn in_order(expression: &Expression, value: &serde_json::Value) -> serde_json::Value {
    match (expression, value) {
        (Expression::Call("ArrayUnique", _), serde_json::Value::Array(array)) => {
            let mut array = array.clone();
            array.sort_by_key(ToString::to_string);
            array.into()
        }
        _ => value.clone(),
    }
}

#[test]
fn compiled_expressions_mean_what_the_naive_evaluator_says() {
    let mut dice = Dice::new(1);
    let workflow = Expressions::new(());
    let (mut values, mut failures) = (0, 0);
    for (number, expression) in expressions().iter().enumerate() {
        for _ in 0..40 {
            let document = object(&mut dice, 4);
            let input =
                Value::from_serialize(&json!({"number": number, "document": document})).expect("JSON");
            let expected = evaluate(expression, &document);
            let shown = || format!("{expression} of {document}");
            match (run(&workflow, input), expected) {
                (Ok(output), Some(expected)) => {
                    let output = serde_json::to_value(&output).expect("JSON");
                    assert_eq!(
                        in_order(expression, &output["v"]),
                        in_order(expression, &expected),
                        "{}",
                        shown()
                    );
                    values += 1;
                }
                (Err(error), None) => {
                    assert_eq!(error, "States.Runtime", "{}", shown());
                    failures += 1;
                }
                // The naive evaluator does not tell what is not found, which can be no elements, from what is wrong.
                (Ok(output), None) if is_indefinite(expression) => {
                    assert_eq!(output["v"], asl_runtime::json!([]), "{}", shown());
                }
                (outcome, expected) => panic!("{}: {outcome:?}, not {expected:?}", shown()),
            }
        }
    }
    assert!(values > 1000 && failures > 1000, "{values} values, {failures} failures");
}
