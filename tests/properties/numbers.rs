//! Numbers against whole-number models: tenths and hundredths as `i128`.

use crate::run;
use asl_runtime::{Value, json};
use asl_tests_machines::generate::Dice;
use asl_tests_machines::{add::Add, compared::Compared, range::Range};

/// A number of so many hundredths, written with as many decimals as asked for.
fn decimal(hundredths: i64, digits: usize) -> Value {
    let (sign, size) = (if hundredths < 0 { "-" } else { "" }, hundredths.unsigned_abs());
    let text = match digits {
        0 => format!("{sign}{}", size / 100),
        1 => format!("{sign}{}.{}", size / 100, size % 100 / 10),
        2 => format!("{sign}{}.{:02}", size / 100, size % 100),
        _ => format!("{hundredths}e-2"),
    };
    Value::from_json(&text).expect("a number")
}

/// A number that the digits can hold, in hundredths, and its text.
fn number(dice: &mut Dice, bound: i64) -> (i64, Value) {
    let digits = usize::try_from(dice.roll(4)).expect("small");
    let unit = [100, 10, 1, 1][digits];
    let hundredths = dice.between(-bound, bound) / unit * unit;
    (hundredths, decimal(hundredths, digits))
}

#[test]
fn comparisons_agree_with_whole_numbers() {
    let mut dice = Dice::new(11);
    for bound in [300, 100_000, 900_000_000_000_000] {
        for _ in 0..400 {
            let (a, a_text) = number(&mut dice, bound);
            let (b, b_text) = if dice.roll(4) == 0 { (a, decimal(a, 3)) } else { number(&mut dice, bound) };
            let expected = match a.cmp(&b) {
                std::cmp::Ordering::Less => "less",
                std::cmp::Ordering::Equal => "equal",
                std::cmp::Ordering::Greater => "greater",
            };
            let input = json!({"a": a_text.clone(), "b": b_text.clone()});
            assert_eq!(run(&Compared::new(()), input), Ok(Value::from(expected)), "{a_text} and {b_text}");
        }
    }
}

#[test]
fn math_add_rounds_each_argument_half_up() {
    let mut dice = Dice::new(12);
    let rounded = |hundredths: i64| (i128::from(hundredths) + 50).div_euclid(100);
    for _ in 0..1000 {
        let (a, a_text) = number(&mut dice, 100_000_000);
        let (b, b_text) = number(&mut dice, 100_000_000);
        let expected = i64::try_from(rounded(a) + rounded(b)).expect("small");
        let input = json!({"a": a_text.clone(), "b": b_text.clone()});
        assert_eq!(run(&Add::new(()), input), Ok(Value::from(expected)), "{a_text} + {b_text}");
    }
}

#[test]
fn array_range_counts_from_the_first_to_the_last() {
    let mut dice = Dice::new(13);
    for _ in 0..1000 {
        let (from, to) = (dice.between(-60, 60), dice.between(-60, 60));
        let step = match dice.between(-9, 9) {
            0 => 1,
            step => step,
        };
        let mut expected = Vec::new();
        let mut next = from;
        while if step > 0 { next <= to } else { next >= to } {
            expected.push(next);
            next += step;
        }
        let input = json!({"a": from, "b": to, "step": step});
        let expected = Value::from_serialize(&expected).expect("JSON");
        assert_eq!(run(&Range::new(()), input), Ok(expected), "{from} to {to} by {step}");
    }
}
