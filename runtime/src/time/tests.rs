use std::time::{Duration, SystemTime, UNIX_EPOCH};

use proptest::prelude::*;

use super::{Timestamp, parse_rfc3339};

fn seconds(text: &str) -> Option<i128> {
    let nanos = parse_rfc3339(text)?;
    assert_eq!(nanos % 1_000_000_000, 0, "{text}");
    Some(nanos / 1_000_000_000)
}

#[test]
fn reads_the_formats_that_aws_accepts() {
    for (text, expected) in [
        ("1970-01-01T00:00:00Z", 0),
        ("2016-03-14T01:59:00Z", 1_457_920_740),
        ("2016-03-14T01:59:00.000Z", 1_457_920_740),
        ("2016-03-14T01:59:00.000000000Z", 1_457_920_740),
        ("2012-10-09T19:00:55Z", 1_349_809_255),
        ("2012-10-09T19:00:55+01:00", 1_349_805_655),
        ("2012-10-09T19:00:55-00:00", 1_349_809_255),
        ("2012-10-09T19:00:55-18:00", 1_349_874_055),
        ("2000-02-29T23:59:59Z", 951_868_799),
        ("1969-12-31T23:59:59Z", -1),
        ("0000-01-01T00:00:00Z", -62_167_219_200),
        ("9999-12-31T23:59:59Z", 253_402_300_799),
    ] {
        assert_eq!(seconds(text), Some(expected), "{text}");
    }
}

#[test]
fn keeps_nine_digits_of_a_fraction() {
    for (text, nanos) in [
        ("1970-01-01T00:00:00.5Z", 500_000_000),
        ("1970-01-01T00:00:00.000000001Z", 1),
        ("1970-01-01T00:00:01.123456789Z", 1_123_456_789),
        ("1969-12-31T23:59:59.25Z", -750_000_000),
    ] {
        assert_eq!(parse_rfc3339(text), Some(nanos), "{text}");
    }
}

#[test]
fn refuses_everything_else() {
    for text in [
        "",
        " ",
        "HelloWorld",
        "2023-02-24",
        "2012-10-09T19:00:55",
        "2012-10-09 19:00:55Z",
        "2012-10-09t19:00:55Z",
        "2012-10-09T19:00:55z",
        "2012-10-09T19:00Z",
        "2012-10-09T19:00:55.Z",
        "2012-10-09T19:00:55,5Z",
        "2012-10-09T19:00:55.1234567890Z",
        "2012-10-09T19:00:55+0100",
        "2012-10-09T19:00:55+01",
        "2012-10-09T19:00:55+18:01",
        "2012-10-09T19:00:55+01:60",
        "2012-10-09T19:00:55Z ",
        " 2012-10-09T19:00:55Z",
        "2012-10-09T19:00:55ZZ",
        "2016-13-05T21:29:29Z",
        "2016-00-05T21:29:29Z",
        "2016-12-00T21:29:29Z",
        "2016-12-05T25:29:29Z",
        "2016-12-05T24:00:00Z",
        "2016-12-05T21:60:29Z",
        "2016-12-31T23:59:60Z",
        "2015-02-29T00:00:00Z",
        "1900-02-29T00:00:00Z",
        "2016-04-31T00:00:00Z",
        "05-12-2016T21:29:29Z",
        "2016-1-05T21:29:29Z",
        "+2016-01-05T21:29:29Z",
        "20160105T212929Z",
        "２０16-01-05T21:29:29Z",
    ] {
        assert_eq!(parse_rfc3339(text), None, "{text}");
    }
}

#[test]
fn prints_as_aws_does() {
    for (millis, text) in [
        (0, "1970-01-01T00:00:00.000Z"),
        (-1, "1969-12-31T23:59:59.999Z"),
        (1_795_381_200_123, "2026-11-22T21:00:00.123Z"),
        (951_782_400_000, "2000-02-29T00:00:00.000Z"),
        (-62_167_219_200_000, "0000-01-01T00:00:00.000Z"),
    ] {
        assert_eq!(Timestamp::from_unix_millis(millis).to_string(), text);
    }
}

#[test]
fn counts() {
    let start = Timestamp::from_unix_millis(1_000);
    let later = start.checked_add(Duration::from_micros(2_500_900)).unwrap();
    assert_eq!(later.unix_millis(), 3_500);
    assert_eq!(later.duration_since(start), Duration::from_millis(2_500));
    assert_eq!(start.duration_since(later), Duration::ZERO);
    assert_eq!(start.checked_add(Duration::MAX), None);
    assert_eq!(Timestamp::from_unix_millis(i64::MAX).checked_add(Duration::from_millis(1)), None);
    let span = Timestamp::from_unix_millis(i64::MAX).duration_since(Timestamp::from_unix_millis(i64::MIN));
    assert_eq!(span, Duration::from_millis(u64::MAX));
    assert_eq!(Timestamp::from_unix_nanos(-1), Some(Timestamp::from_unix_millis(-1)));
    assert_eq!(Timestamp::from_unix_nanos(i128::MAX), None);
}

#[test]
fn converts_to_the_clock_of_the_system() {
    for millis in [0, 1, -1, 1_795_381_200_123, -1_795_381_200_123] {
        let time = Timestamp::from_unix_millis(millis);
        assert_eq!(Timestamp::from(SystemTime::from(time)), time);
    }
    let before = UNIX_EPOCH - Duration::from_nanos(1);
    assert_eq!(Timestamp::from(before).unix_millis(), -1);
}

#[test]
fn serializes_as_its_text() {
    let time = Timestamp::from_unix_millis(1_795_381_200_123);
    let json = serde_json::to_string(&time).unwrap();
    assert_eq!(json, "\"2026-11-22T21:00:00.123Z\"");
    assert_eq!(serde_json::from_str::<Timestamp>(&json).unwrap(), time);
    assert!(serde_json::from_str::<Timestamp>("\"2026-11-22\"").is_err());
    assert!(serde_json::from_str::<Timestamp>("5").is_err());
}

proptest! {
    #[test]
    fn text_and_number_agree(millis in -62_167_219_200_000_i64..253_402_300_800_000) {
        let time = Timestamp::from_unix_millis(millis);
        let reference = jiff::Timestamp::from_millisecond(millis).unwrap();
        prop_assert_eq!(format!("{reference:.3}"), time.to_string());
        prop_assert_eq!(time.to_string().parse(), Ok(time));
    }

    #[test]
    fn any_number_prints(millis: i64) {
        prop_assert!(Timestamp::from_unix_millis(millis).to_string().ends_with('Z'));
    }

    #[test]
    fn no_text_panics(text in "\\PC{0,40}", dates in "[0-9:.TZ+-]{0,32}") {
        let _ = parse_rfc3339(&text);
        let _ = parse_rfc3339(&dates);
    }
}
