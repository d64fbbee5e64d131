use proptest::prelude::*;

use super::*;

fn v(json: &str) -> Value {
    Value::from_json(json).unwrap()
}

const INVALID: Result<Value, IntrinsicError> = Err(IntrinsicError::InvalidArguments);

/// The result of `function` on JSON arguments equals the JSON `expected`, in which `!` stands for invalid arguments.
#[track_caller]
fn check(result: IntrinsicResult, expected: &str) {
    if expected == "!" {
        assert_eq!(result, INVALID);
    } else {
        assert_eq!(result.map(|value| value.to_string()), Ok(expected.to_owned()));
    }
}

#[test]
fn formats_with_split_templates() {
    for (parts, arguments, expected) in [
        (&["Hello ", ""][..], &[r#""Ada""#][..], "Hello Ada"),
        (&["", "-", ""], &["1", "true"], "1-true"),
        (&["a {x} ", ""], &["null"], "a {x} null"),
        (&["Formatting argument ", "."], &[r#"" ""#], "Formatting argument  ."),
        (&["", ""], &["1.1"], "1.1"),
        (&["", ""], &["1.0"], "1.0"),
        (&["", ""], &["10000000.0"], "1.0E7"),
        (
            &["", " and ", "."],
            &[r#"{"Arg1": 1, "Arg2": []}"#, "[1,\"a\",null,{\"b\":\"c\"}]"],
            "{Arg1=1, Arg2=[]} and [1, a, null, {b=c}].",
        ),
        (&["", ""], &[r#""{\"Arg1\": 1}""#], r#"{"Arg1": 1}"#),
        (&["alone"], &[], "alone"),
        (&[""], &[], ""),
    ] {
        let arguments: Vec<Value> = arguments.iter().map(|json| v(json)).collect();
        let arguments: Vec<&Value> = arguments.iter().collect();
        assert_eq!(format_parts(parts, &arguments), expected);
    }
}

#[test]
fn formats_with_templates_of_the_input() {
    let one = v("1");
    for (template, arguments, expected) in [
        ("{}", 1, Ok("1")),
        ("a{}b{}c", 2, Ok("a1b1c")),
        (r"\{{}\} \\ \' \x", 1, Ok(r"{1} \ ' \x")),
        ("plain", 0, Ok("plain")),
        ("{}", 0, Err(IntrinsicError::InvalidArguments)),
        ("{}", 2, Err(IntrinsicError::InvalidArguments)),
        ("{", 0, Err(IntrinsicError::InvalidTemplate("matching '}' not found for '{'."))),
        ("{{}}", 1, Err(IntrinsicError::InvalidTemplate("matching '}' not found for '{'."))),
        ("{ }", 1, Err(IntrinsicError::InvalidTemplate("matching '}' not found for '{'."))),
        ("}", 0, Err(IntrinsicError::InvalidTemplate("matching '{' not found for '}'."))),
    ] {
        let arguments = vec![&one; arguments];
        assert_eq!(format(&template.into(), &arguments), expected.map(Value::from), "{template}");
    }
    assert_eq!(format(&one, &[]), INVALID);
}

#[test]
fn formats_long_texts() {
    let long = "ü".repeat(1_000);
    assert_eq!(format_parts(&["<", ">"], &[&Value::from(long.as_str())]), format!("<{long}>"));
}

#[test]
fn quotes_strings_that_were_parsed() {
    assert_eq!(parsed_argument("a\"b".into()), r#""a\"b""#);
    assert_eq!(parsed_argument(v("1")), v("1"));
}

#[test]
fn parses_json() {
    for (text, expected) in [
        ("", "null"),
        (" \n ", "null"),
        ("null", "null"),
        ("-0", "0"),
        ("0.0", "0.0"),
        ("true", "true"),
        (r#""HelloWorld""#, r#""HelloWorld""#),
        (r#"{"Arg1": 1, "Arg2": []}"#, r#"{"Arg1":1,"Arg2":[]}"#),
        ("[1,2]", "[1,2]"),
    ] {
        check(string_to_json(&text.into()), expected);
    }
    check(string_to_json(&v("1")), "!");
    check(string_to_json(&Value::Null), "!");
    for text in ["{", "foo", "1 2", "[1,]"] {
        let Err(IntrinsicError::StringToJson(message)) = string_to_json(&text.into()) else {
            panic!("{text}")
        };
        assert!(message.contains("\n at [Source: REDACTED ("), "{message}");
    }
}

#[test]
fn prints_json() {
    for json in ["null", "0", "0.0", "true", r#""x""#, r#"{"Arg1":1,"Arg2":[]}"#, r#"{"b":1,"a":[2]}"#] {
        assert_eq!(json_to_string(&v(json)).unwrap(), json);
    }
}

#[test]
fn merges_objects() {
    for (left, right, deep, expected) in [
        (r#"{"x":{"p":1},"y":1}"#, r#"{"x":{"q":2}}"#, "false", r#"{"x":{"q":2},"y":1}"#),
        ("{}", r#"{"k":null}"#, "false", r#"{"k":null}"#),
        (r#"{"k":1}"#, "{}", "false", r#"{"k":1}"#),
        (r#"{"a":1}"#, r#"{"b":2}"#, "0", r#"{"a":1,"b":2}"#),
        (r#"{"a":1}"#, r#"{"b":2}"#, "null", r#"{"a":1,"b":2}"#),
        ("{}", "{}", "true", "!"),
        ("[]", "{}", "false", "!"),
        ("{}", "null", "false", "!"),
    ] {
        check(json_merge(&v(left), &v(right), &v(deep)), expected);
    }
    let left = v(r#"{"a":1}"#);
    json_merge(&left, &v(r#"{"a":2}"#), &false.into()).unwrap();
    assert_eq!(left, v(r#"{"a":1}"#));
}

#[test]
fn builds_and_measures_arrays() {
    check(array(&[]), "[]");
    check(array(&[&v("null"), &v("1"), &v(r#"{"k":1}"#)]), r#"[null,1,{"k":1}]"#);
    for (json, expected) in [("[]", "0"), ("[1,[2],{}]", "3"), ("{}", "!"), (r#""x""#, "!"), ("null", "!")] {
        check(array_length(&v(json)), expected);
    }
}

#[test]
fn partitions() {
    for (json, size, expected) in [
        ("[]", "1", "[]"),
        ("[0]", "4", "[[0]]"),
        ("[0,1]", "1", "[[0],[1]]"),
        ("[0,1,2]", "2", "[[0,1],[2]]"),
        ("[1,2,3]", "2.6", "[[1,2],[3]]"),
        ("[1]", "9223372036854775807", "[[1]]"),
        ("[1]", "0", "!"),
        ("[1]", "0.6", "!"),
        ("[1]", "-1", "!"),
        ("[]", "0", "!"),
        ("[1]", r#""1""#, "!"),
        ("{}", "1", "!"),
    ] {
        check(array_partition(&v(json), &v(size)), expected);
    }
}

#[test]
fn finds_elements() {
    for (json, value, expected) in [
        ("[]", "[]", "false"),
        ("[]", "1", "false"),
        ("[[1,2,3],2]", "null", "false"),
        ("[[1,2,3],2]", "[1,2,3]", "true"),
        (r#"[{"1":2,"2":[]}]"#, "[]", "false"),
        ("[true,false]", "true", "true"),
        ("[1,5]", "5", "true"),
        ("[1,5]", r#""5""#, "false"),
        ("[1]", "1.0", "true"),
        (r#"[{"k":1,"l":2}]"#, r#"{"l":2,"k":1}"#, "true"),
        (r#"[{"k":1}]"#, r#"{"k":1,"l":2}"#, "false"),
        ("{}", "1", "!"),
    ] {
        check(array_contains(&v(json), &v(value)), expected);
    }
}

#[test]
fn counts_ranges() {
    for (first, last, step, expected) in [
        ("0", "9", "3", "[0,3,6,9]"),
        ("0", "10", "3", "[0,3,6,9]"),
        ("1", "9", "9", "[1]"),
        ("2", "10", "3", "[2,5,8]"),
        ("5", "1", "-2", "[5,3,1]"),
        ("3", "3", "-1", "[3]"),
        ("3", "3", "1", "[3]"),
        ("1.6", "1.4", "1", "[1]"),
        ("1", "5", "-1", "[]"),
        ("5", "1", "1", "[]"),
        ("1", "5", "0", "!"),
        ("1", "5", "0.9", "!"),
        ("1", "5", "-0.9", "!"),
        ("1", "1001", "1", "!"),
        ("-9223372036854775808", "9223372036854775807", "1", "!"),
        (
            "-9223372036854775808",
            "9223372036854775807",
            "9223372036854775807",
            "[-9223372036854775808,-1,9223372036854775806]",
        ),
        ("9223372036854775807", "-9223372036854775808", "-9223372036854775808", "[9223372036854775807,-1]"),
        (r#""1""#, "5", "1", "!"),
    ] {
        check(array_range(&v(first), &v(last), &v(step)), expected);
    }
    assert_eq!(array_range(&v("1"), &v("1000"), &v("1")).unwrap().as_array().unwrap().len(), 1000);
}

#[test]
fn gets_items() {
    for (json, index, expected) in [
        ("[1,2,3]", "2", "3"),
        ("[1,2,3]", "1.2", "2"),
        ("[null]", "0", "null"),
        ("[]", "0", "null"),
        ("[]", "7", "null"),
        ("[1]", "1", "!"),
        ("[1]", "-1", "!"),
        ("[1]", "-0.5", "1"),
        ("[1]", r#""0""#, "!"),
        ("{}", "0", "!"),
        ("[1]", "1e300", "!"),
    ] {
        check(array_get_item(&v(json), &v(index)), expected);
    }
}

#[test]
fn removes_duplicates_in_the_order_of_a_hash_set() {
    for (json, expected) in [
        ("[]", "[]"),
        ("[4,7,7,4,9]", "[4,7,9]"),
        ("[9,7,4]", "[4,7,9]"),
        ("[true,false,true,false]", "[false,true]"),
        ("[[1,2],[1,2],[2,1]]", "[[2,1],[1,2]]"),
        (r#"["a","b","a","c"]"#, r#"["a","b","c"]"#),
        ("[1,1.0]", "[1]"),
        ("[1.0,1]", "[1.0]"),
        (r#"[1,"1"]"#, r#"[1,"1"]"#),
        (r#"[{"a":1,"b":2},{"b":2,"a":1}]"#, r#"[{"a":1,"b":2}]"#),
        ("[[1],[1.0]]", "[[1]]"),
        ("[17,1]", "[17,1]"),
        ("[16,1]", "[16,1]"),
        // Thirteen elements make the set grow to 32 buckets, so that 17 lies behind 12.
        ("[17,1,2,3,4,5,6,7,8,9,10,11]", "[17,1,2,3,4,5,6,7,8,9,10,11]"),
        ("[17,1,2,3,4,5,6,7,8,9,10,11,12]", "[1,2,3,4,5,6,7,8,9,10,11,12,17]"),
    ] {
        check(array_unique(&v(json)), expected);
    }
    check(array_unique(&v("{}")), "!");
}

#[test]
fn hash_codes_are_those_of_java() {
    for (json, expected) in [
        (r#""""#, 0),
        (r#""hello""#, 99_162_322),
        (r#""\ud83d\ude00""#, 1_772_899),
        ("[]", 1),
        ("[1,2]", 994),
        ("[2,1]", 1024),
        ("4294967296", 1),
        ("0.5", 1_071_644_672),
        (r#"{"a":1}"#, 96),
    ] {
        assert_eq!(java::hash_code(&v(json)), expected, "{json}");
    }
}

#[test]
fn base64() {
    for (plain, encoded) in [
        ("", ""),
        ("asl ok", "YXNsIG9r"),
        ("Data to encode", "RGF0YSB0byBlbmNvZGU="),
        ("h", "aA=="),
        ("ü😀", "w7zwn5iA"),
    ] {
        assert_eq!(base64_encode(&plain.into()).unwrap(), encoded);
        assert_eq!(base64_decode(&encoded.into()).unwrap(), plain);
    }
    for (encoded, plain) in [
        ("aGk", "hi"),
        (" aGk= ", "hi"),
        ("a!G*k", "hi"),
        ("a", ""),
        ("aGk=aGk=", "hi"),
        ("/w==", "\u{FFFD}"),
        ("_-8", "\u{FFFD}\u{FFFD}"),
        ("äöü", ""),
    ] {
        assert_eq!(base64_decode(&encoded.into()).unwrap(), plain, "{encoded}");
    }
    for function in [base64_encode, base64_decode] {
        check(function(&v("1")), "!");
        check(function(&Value::Null), "!");
        assert!(function(&"a".repeat(10_000).into()).is_ok());
        check(function(&"a".repeat(10_001).into()), "!");
    }
    assert!(base64_encode(&"ü".repeat(10_000).into()).is_ok());
    check(base64_encode(&"😀".repeat(5_001).into()), "!");
}

#[test]
fn hashes() {
    for (data, algorithm, expected) in [
        (r#""hello""#, "MD5", "5d41402abc4b2a76b9719d911017c592"),
        (r#""hello""#, "SHA-1", "aaf4c61ddcc5e8a2dabede0f3b482cd9aea9434d"),
        (r#""hello""#, "SHA-256", "2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824"),
        (r#""input data""#, "SHA-256", "b4a697a057313163aee33cd8d40c66e9f0f177e00cac2de32475ffff6169c3e3"),
        (
            r#""input data""#,
            "SHA-384",
            "d28a7d5cf25a74f11a50a18452b75e04bb3d70c9dd0510d6123aa008c756511b87525bdc835ebb27e1fb9e9374a15562",
        ),
        (r#""""#, "MD5", "d41d8cd98f00b204e9800998ecf8427e"),
    ] {
        assert_eq!(hash(&v(data), &algorithm.into()).unwrap(), expected);
    }
    assert_eq!(hash(&v(r#"{"a": 1}"#), &"MD5".into()), hash(&r#"{"a":1}"#.into(), &"MD5".into()));
    assert_eq!(hash(&"x".into(), &"SHA-512".into()).unwrap().as_str().unwrap().len(), 128);
    for algorithm in ["sha-1", "SHA1", "", "SHA-224"] {
        check(hash(&"x".into(), &algorithm.into()), "!");
    }
    check(hash(&"x".into(), &Value::Null), "!");
    check(hash(&"x".repeat(10_001).into(), &"MD5".into()), "!");
}

#[test]
fn adds() {
    for (left, right, expected) in [
        ("-9", "3", "-6"),
        ("20", "-5", "15"),
        ("1.49", "1.5", "3"),
        ("1.5", "1.51", "4"),
        ("-1.49", "-1.5", "-2"),
        ("-1.5", "-1.51", "-3"),
        ("1.49", "0", "1"),
        ("-1.51", "0", "-2"),
        ("0.5", "0", "1"),
        ("-0.5", "0", "0"),
        ("-2.5", "0", "-2"),
        ("-3.5", "0", "-3"),
        ("-0.5", "0.5", "1"),
        ("1.6", "2.7", "5"),
        ("0.49999999999999994", "0", "0"),
        ("2147483647", "0", "2147483647"),
        ("2147483647.4", "0", "2147483647"),
        ("2147483647", "1", "!"),
        ("2147483648", "-1", "!"),
        ("-2147483648", "-1", "!"),
        ("1e300", "0", "!"),
        ("18446744073709551615", "0", "!"),
        (r#""1""#, "0", "!"),
        ("true", "0", "!"),
        ("0", "null", "!"),
    ] {
        check(math_add(&v(left), &v(right)), expected);
    }
}

#[test]
fn seeded_random_numbers_are_those_of_java() {
    let mut unused = || unreachable!("a seed needs no other randomness");
    for (start, end, seed, expected) in [
        ("1", "100", "42", "63"),
        ("1", "1000", "1", "106"),
        ("1", "1000", "2", "806"),
        ("1", "100", "42.9", "63"),
        // nextInt(10) and nextInt(16) of new Random(42).
        ("0", "10", "42", "0"),
        ("0", "16", "42", "11"),
        ("5", "5", "1", "!"),
        ("6", "5", "1", "!"),
        ("-2147483648", "2147483647", "1", "!"),
        ("0", "2147483648", "1", "!"),
        ("0", "10", r#""42""#, "!"),
    ] {
        check(math_random(&v(start), &v(end), Some(&v(seed)), &mut unused), expected);
    }
}

#[test]
fn random_numbers_stay_in_range() {
    for (bits, expected) in [(0, "12"), (u64::MAX, "43"), (1 << 63, "28")] {
        check(math_random(&v("12.5"), &v("44.51"), None, &mut || bits), expected);
    }
}

#[test]
fn splits() {
    for (text, splitter, expected) in [
        ("1,2,3,4,5", ",", r#"["1","2","3","4","5"]"#),
        (" ", ",", r#"[" "]"#),
        (", , ,", ",", r#"[" "," "]"#),
        (",,,,", ",", "[]"),
        (",a,", ",", r#"["a"]"#),
        ("", ",", "[]"),
        ("This.is+a,test=string", ".+,=", r#"["This","is","a","test","string"]"#),
        ("split on T and \nnew line", "T\n", r#"["split on "," and ","new line"]"#),
        ("a--b.c", "-.", r#"["a","b","c"]"#),
        ("a😀b", "😀", r#"["a","b"]"#),
        ("a,b", "", r#"["a,b"]"#),
        ("", "", "[]"),
    ] {
        check(string_split(&text.into(), &splitter.into()), expected);
    }
    check(string_split(&v("1"), &",".into()), "!");
    check(string_split(&"1".into(), &v("1")), "!");
}

#[test]
fn uuids_are_of_version_4() {
    let mut bits = [0_u64, u64::MAX].into_iter().cycle();
    let mut random = || bits.next().unwrap();
    assert_eq!(uuid(&mut random).unwrap(), "00000000-0000-4000-bfff-ffffffffffff");
    let mut ones = || u64::MAX;
    assert_eq!(uuid(&mut ones).unwrap(), "ffffffff-ffff-4fff-bfff-ffffffffffff");
    let mut zeros = || 0;
    assert_eq!(uuid(&mut zeros).unwrap(), "00000000-0000-4000-8000-000000000000");
}

#[test]
fn failures_read_as_on_aws() {
    let fault = call_error("States.MathAdd('a', 1)", "States.MathAdd", IntrinsicError::InvalidArguments);
    assert_eq!(fault.error(), "States.Runtime");
    assert_eq!(
        fault.cause(),
        "There was an error while evaluating the intrinsic function: States.MathAdd('a', 1). Invalid arguments in \
         States.MathAdd"
    );
    let template = format(&"{".into(), &[]).unwrap_err();
    assert_eq!(
        call_error("States.Format($.t)", "States.Format", template).cause(),
        "Invalid template in States.Format: matching '}' not found for '{'."
    );
    let json = string_to_json(&"foo".into()).unwrap_err();
    let fault = call_error("States.StringToJson($.t)", "States.StringToJson", json);
    let cause = fault.cause();
    assert!(
        cause.starts_with("Cannot convert String to Json in States.StringToJson, caused by: Unrecognized token 'foo': was expecting"),
        "{cause}"
    );
    assert!(cause.ends_with("; line: 1, column: 4]"), "{cause}");
}

/// `inner` in a hundred thousand arrays.
fn deep(inner: i64) -> Value {
    (0..100_000).fold(Value::from(inner), |value, _| Value::from(vec![value]))
}

#[test]
fn depth_does_not_matter() {
    let array = Value::from(vec![deep(1), deep(2), deep(1)]);
    assert_eq!(array_unique(&array).unwrap().as_array().unwrap().len(), 2);
    assert_eq!(array_contains(&array, &deep(2)), Ok(true.into()));
    assert_eq!(array_contains(&array, &deep(3)), Ok(false.into()));
}

proptest! {
    #[test]
    fn partitions_hold_every_element(items in prop::collection::vec(0..100_i64, 0..40), size in 1..12_i64) {
        let array = Value::from(items.clone());
        let parts = array_partition(&array, &Value::from(size)).unwrap();
        let parts = parts.as_array().unwrap();
        let flat: Vec<&Value> = parts.iter().flat_map(|part| part.as_array().unwrap().iter()).collect();
        let whole: Vec<Value> = items.iter().map(|item| Value::from(*item)).collect();
        prop_assert_eq!(flat, whole.iter().collect::<Vec<_>>());
        for (index, part) in parts.iter().enumerate() {
            let len = i64::try_from(part.as_array().unwrap().len()).unwrap();
            prop_assert!(len == size || index + 1 == parts.len() && (1..size).contains(&len));
        }
    }

    #[test]
    fn ranges_count_like_a_loop(first in -50..50_i64, last in -50..50_i64, step in -9..9_i64) {
        prop_assume!(step != 0);
        let mut expected = Vec::new();
        let mut number = first;
        while if step > 0 { number <= last } else { number >= last } {
            expected.push(number);
            number += step;
        }
        let range = array_range(&first.into(), &last.into(), &step.into());
        prop_assert_eq!(range, Ok(Value::from(expected)));
    }

    #[test]
    fn unique_keeps_one_of_each(items in prop::collection::vec(-20..20_i64, 0..60)) {
        let unique = array_unique(&Value::from(items.clone())).unwrap();
        let mut found: Vec<i64> = unique.as_array().unwrap().iter().map(|item| item.as_i64().unwrap()).collect();
        found.sort_unstable();
        let mut expected = items;
        expected.sort_unstable();
        expected.dedup();
        prop_assert_eq!(found, expected);
    }

    #[test]
    fn base64_round_trips(text in "\\PC{0,60}") {
        let encoded = base64_encode(&Value::from(text.as_str())).unwrap();
        prop_assert_eq!(base64_decode(&encoded).unwrap(), text);
    }

    #[test]
    fn splits_like_filtered_pieces(text in "[ab,;]{0,20}", splitter in "[,;b]{0,3}") {
        let expected: Vec<&str> = text.split(|c| splitter.contains(c)).filter(|piece| !piece.is_empty()).collect();
        let split = string_split(&Value::from(text.as_str()), &Value::from(splitter));
        prop_assert_eq!(split, Ok(Value::from(expected)));
    }

    #[test]
    fn random_numbers_are_in_range(start in -1000..1000_i64, width in 1..5000_i64, seed: i64, bits: u64) {
        for seed in [None, Some(Value::from(seed))] {
            let number = math_random(&start.into(), &(start + width).into(), seed.as_ref(), &mut || bits).unwrap();
            prop_assert!((start..start + width).contains(&number.as_i64().unwrap()));
        }
    }

    #[test]
    fn templates_never_panic(template in "[a{}\\\\']{0,12}") {
        let one = Value::from(1);
        for n in 0..4 {
            let _ = format(&Value::from(template.as_str()), &vec![&one; n]);
        }
    }
}
