//! Numbers: text, edges, order.

use std::cmp::Ordering;

use proptest::prelude::*;

use super::*;

fn number(text: &str) -> Number {
    text.parse().expect(text)
}

#[test]
fn doubles_print_as_in_java() {
    for (double, text) in [
        (0.0, "0.0"),
        (-0.0, "-0.0"),
        (1.0, "1.0"),
        (-1.5, "-1.5"),
        (0.1, "0.1"),
        (0.3, "0.3"),
        (0.1 + 0.2, "0.30000000000000004"),
        (100.0, "100.0"),
        (1249.5, "1249.5"),
        (123_456.789, "123456.789"),
        (9_999_999.0, "9999999.0"),
        (9_999_999.999_999_998, "9999999.999999998"),
        (1e7, "1.0E7"),
        (12_345_678.0, "1.2345678E7"),
        (-12_345_678.9, "-1.23456789E7"),
        (1e10, "1.0E10"),
        (1e21, "1.0E21"),
        (1e23, "1.0E23"),
        (1.2e100, "1.2E100"),
        (0.001, "0.001"),
        (0.001_234, "0.001234"),
        (0.01, "0.01"),
        (0.000_999_9, "9.999E-4"),
        (1e-4, "1.0E-4"),
        (1.5e-7, "1.5E-7"),
        (f64::MAX, "1.7976931348623157E308"),
        (f64::MIN_POSITIVE, "2.2250738585072014E-308"),
        (f64::from_bits(1), "4.9E-324"),
        (f64::from_bits(2), "9.9E-324"),
        (f64::from_bits(3), "1.5E-323"),
        (9_007_199_254_740_993.0, "9.007199254740992E15"),
        (std::f64::consts::PI, "3.141592653589793"),
    ] {
        assert_eq!(Number::from_f64(double).expect("finite").to_string(), text);
    }
}

#[test]
fn infinities_are_no_numbers() {
    assert!(Number::from_f64(f64::NAN).is_none());
    assert!(Number::from_f64(f64::INFINITY).is_none());
    assert!(Number::from_f64(f64::NEG_INFINITY).is_none());
}

#[test]
fn integers_at_the_edges() {
    for (text, as_i64, as_u64) in [
        ("0", Some(0), Some(0)),
        ("-1", Some(-1), None),
        ("9223372036854775807", Some(i64::MAX), Some(9_223_372_036_854_775_807)),
        ("9223372036854775808", None, Some(9_223_372_036_854_775_808)),
        ("-9223372036854775808", Some(i64::MIN), None),
        ("-9223372036854775809", None, None),
        ("18446744073709551615", None, Some(u64::MAX)),
        ("18446744073709551616", None, None),
    ] {
        let number = number(text);
        assert_eq!((number.as_i64(), number.as_u64()), (as_i64, as_u64), "{text}");
        assert_eq!((number.is_i64(), number.is_u64()), (as_i64.is_some(), as_u64.is_some()), "{text}");
        assert_eq!(number.as_i128(), text.parse().ok());
        assert_eq!(number.as_f64(), text.parse().ok());
        assert!(number.is_integer() && !number.is_f64());
        assert_eq!(number.to_string(), text);
    }
    assert_eq!(number(&u128::MAX.to_string()).as_u128(), Some(u128::MAX));
    assert_eq!(number(&"9".repeat(400)).as_f64(), None);
    assert!(number("1.0").is_f64() && number("1.0").as_i64().is_none());
    assert_eq!(number("-0"), Number::from(0));
}

#[test]
fn one_number_has_one_form() {
    assert_eq!(Number::from(7_u64), Number::from(7_i64));
    assert_eq!(Number::from_i128(7), Number::from(7));
    assert_eq!(Number::from_u128(u64::MAX.into()), Number::from(u64::MAX));
    assert_eq!(Number::from_i128(i128::from(i64::MAX) + 1), Number::from(9_223_372_036_854_775_808_u64));
    assert_ne!(number("1"), number("1.0"));
    assert_eq!(number("0.0"), number("-0.0"));
}

#[test]
fn order_is_exact() {
    // From the least to the greatest; each pair of neighbours that a double cannot tell apart is here.
    let ascending = [
        "-1000000000000000000000000000000",
        "-1e29",
        "-18446744073709551617",
        "-18446744073709551616.0",
        "-9223372036854775809",
        "-9223372036854775808",
        "-1.5",
        "-1",
        "-0.5",
        "0",
        "0.5",
        "1",
        "9007199254740992.0",
        "9007199254740993",
        "9223372036854775807",
        "9223372036854775808.0",
        "9223372036854775809",
        "18446744073709551615",
        "18446744073709551616",
        "18446744073709551617",
        "100000000000000000000000000000",
        "1e300",
    ];
    for (at, a) in ascending.iter().enumerate() {
        for (other, b) in ascending.iter().enumerate() {
            assert_eq!(number(a).numeric_cmp(&number(b)), at.cmp(&other), "{a} {b}");
        }
    }
    for (a, b) in
        [("1", "1.0"), ("0", "-0.0"), ("18446744073709551616", "18446744073709551616.0"), ("1e2", "100")]
    {
        assert!(number(a).numeric_eq(&number(b)), "{a} {b}");
    }
    assert_eq!(number("0.5").numeric_cmp(&number("0")), Ordering::Greater);
}

/// The rule of `Double.toString` for a double halfway between its two shortest texts.
#[test]
fn a_tie_ends_in_an_even_digit() {
    assert_eq!(number("894509968987217.25").to_string(), "8.945099689872172E14");
    assert_eq!(number("894509968987217.75").to_string(), "8.945099689872178E14");
}

proptest! {
    #[test]
    fn what_is_appended_is_what_is_displayed(digits in -20_000_000_000..20_000_000_000_i64, power in 0..6, any in any::<f64>()) {
        #[expect(clippy::cast_precision_loss, reason = "so few digits are exact")]
        let short = digits as f64 / 10_f64.powi(power);
        for double in [short, any, short + 1e-9] {
            let Some(number) = Number::from_f64(double) else { continue };
            let mut text = String::from("x");
            number.write(&mut text);
            prop_assert_eq!(text, format!("x{number}"));
        }
    }

    #[test]
    fn doubles_read_back(double in any::<f64>()) {
        if let Some(number) = Number::from_f64(double) {
            let text = number.to_string();
            prop_assert_eq!(text.parse::<f64>().expect("a double").to_bits(), double.to_bits(), "{}", text);
            let theirs = format!("{double:e}").replace('e', "E");
            let digits = |text: &str| text.split('E').next().unwrap_or_default().replace(['.', '-'], "").trim_matches('0').to_owned();
            let (ours, theirs) = (digits(&text), digits(&theirs));
            if ours != theirs {
                // Of two texts that lie equally near, Java takes the one that ends in an even digit.
                let exact = digits(&format!("{double:.1100}"));
                prop_assert_eq!(ours.len(), theirs.len(), "the shortest digits: {}, {}", ours, theirs);
                let (half, even) = exact.split_at(ours.len());
                prop_assert!(even == "5" && (ours == half) == (half.as_bytes().last().is_some_and(|digit| digit % 2 == 0)), "{} of {}", ours, exact);
            }
        }
    }

    #[test]
    fn integers_print_as_they_are(signed in any::<i64>(), unsigned in any::<u64>(), small in 0..2000_i32, wide in any::<i128>()) {
        prop_assert_eq!(Number::from(signed).to_string(), signed.to_string());
        prop_assert_eq!(Number::from(unsigned).to_string(), unsigned.to_string());
        prop_assert_eq!(Number::from(small).to_string(), small.to_string());
        prop_assert_eq!(Number::from(wide).to_string(), wide.to_string());
    }

    #[test]
    fn integers_are_ordered_as_they_are(a in any::<i128>(), b in any::<i128>()) {
        prop_assert_eq!(Number::from(a).numeric_cmp(&Number::from(b)), a.cmp(&b));
    }

    #[test]
    fn integers_and_doubles_are_ordered_consistently(int in any::<i64>(), double in -1e19..1e19_f64) {
        let order = Number::from(int).numeric_cmp(&Number::from_f64(double).expect("finite"));
        // A double of this size times 2^11 is a whole number within 128 bits.
        #[expect(clippy::cast_possible_truncation, reason = "within the range")]
        let (scaled, exact) = ((double * 2048.0) as i128, (double * 2048.0).fract() == 0.0);
        if exact {
            prop_assert_eq!(order, (i128::from(int) * 2048).cmp(&scaled));
        }
    }
}
