//! Scalars, places, aliases, mistakes; the same data in both notations.

mod random;

use super::*;
use crate::diagnostic::Diagnostics;
use crate::json::{Text, Value};
use std::fmt::Write;

fn read(text: &str, tags: Tags) -> (Option<Node>, Diagnostics) {
    let mut diagnostics = Diagnostics::default();
    let node = parse(&Source::new("x.yaml", text), tags, &mut diagnostics);
    (node, diagnostics)
}

#[track_caller]
fn good(text: &str) -> Node {
    let (node, diagnostics) = read(text, Tags::Placeholders);
    assert!(diagnostics.is_empty(), "{text}\n{diagnostics:?}");
    node.unwrap()
}

/// The data as JSON, without places.
fn data(node: &Node) -> String {
    match &node.value {
        Value::Null => "null".to_owned(),
        Value::Bool(value) => value.to_string(),
        Value::Number(text) => text.clone(),
        Value::String(text) => format!("{:?}", text.as_str()),
        Value::Array(items) => format!("[{}]", items.iter().map(data).collect::<Vec<_>>().join(",")),
        Value::Object(members) => {
            let member =
                |member: &crate::json::Member| format!("{:?}:{}", member.key.as_str(), data(&member.value));
            format!("{{{}}}", members.iter().map(member).collect::<Vec<_>>().join(","))
        }
    }
}

#[test]
fn plain_scalars_follow_the_core_schema() {
    for (yaml, json) in [
        ("~", "null"),
        ("null", "null"),
        ("", "null"),
        ("nil", "\"nil\""),
        ("true", "true"),
        ("FALSE", "false"),
        ("yes", "\"yes\""),
        ("on", "\"on\""),
        ("y", "\"y\""),
        ("12", "12"),
        ("-12", "-12"),
        ("+12", "12"),
        ("007", "7"),
        ("0", "0"),
        ("-0", "-0"),
        ("00", "0"),
        ("0o17", "15"),
        ("0x1F", "31"),
        ("0x", "\"0x\""),
        ("0o8", "\"0o8\""),
        ("1_000", "\"1_000\""),
        ("1.5", "1.5"),
        ("1.", "1.0"),
        (".5", "0.5"),
        ("-.5e3", "-0.5e3"),
        (".", "\".\""),
        ("1e3", "1e3"),
        ("1e", "\"1e\""),
        ("1.2.3", "\"1.2.3\""),
        ("2024-01-31", "\"2024-01-31\""),
        ("2024-01-31T00:00:00Z", "\"2024-01-31T00:00:00Z\""),
        ("12:30", "\"12:30\""),
        ("$.a[0]", "\"$.a[0]\""),
        ("${X}", "\"${X}\""),
        ("'12'", "\"12\""),
        ("\"true\"", "\"true\""),
        ("!!str 12", "\"12\""),
        ("! 12", "\"12\""),
        ("!!int '12'", "12"),
        ("!!null ''", "null"),
        ("|\n  12\n", "\"12\\n\""),
    ] {
        let node = good(&format!("a: {yaml}\n"));
        assert_eq!(data(&node), format!("{{\"a\":{json}}}"), "{yaml}");
    }
}

/// The sources of all strings, keys included, with the parts that stand there as they are.
fn places(source: &str, node: &Node, found: &mut Vec<(String, String)>) {
    let mut add = |text: &Text| {
        let slice = source.get(text.span().range()).unwrap();
        found.push((text.as_str().to_owned(), slice.to_owned()));
    };
    match &node.value {
        Value::String(text) => add(text),
        Value::Array(items) => items.iter().for_each(|item| places(source, item, found)),
        Value::Object(members) => {
            for member in members {
                let slice = source.get(member.key.span().range()).unwrap();
                found.push((member.key.as_str().to_owned(), slice.to_owned()));
                places(source, &member.value, found);
            }
        }
        Value::Null | Value::Bool(_) | Value::Number(_) => {}
    }
}

#[test]
fn every_key_and_value_has_its_place() {
    let text = "# ä comment\nSt\u{e4}rt: plain text  # note\n\"quoted key\" : 'it''s'   # note\nlist:\n- &x \"a\\u00e4\\\n   b\"   # note\n- *x\n- 12\nflow: {a: [b , 'c' ], d: , \"e\":1, }\nblock: >-\n  folded\n  text\n\n  para\nlast: |\n    one\n      two\n";
    let node = good(text);
    let mut found = Vec::new();
    places(text, &node, &mut found);
    let found: Vec<(&str, &str)> =
        found.iter().map(|(value, source)| (value.as_str(), source.as_str())).collect();
    assert_eq!(
        found,
        [
            ("Stärt", "Stärt"),
            ("plain text", "plain text"),
            ("quoted key", "\"quoted key\""),
            ("it's", "'it''s'"),
            ("list", "list"),
            ("aäb", "\"a\\u00e4\\\n   b\""),
            ("aäb", "*x"),
            ("flow", "flow"),
            ("a", "a"),
            ("b", "b"),
            ("c", "'c'"),
            ("d", "d"),
            ("e", "\"e\""),
            ("block", "block"),
            ("folded text\npara", "folded\n  text\n\n  para"),
            ("last", "last"),
            ("one\n  two\n", "one\n      two"),
        ]
    );
    let slice = |node: &Node| text.get(node.span.range()).unwrap();
    assert_eq!(slice(node.get("list").unwrap()), "\"a\\u00e4\\\n   b\"   # note\n- *x\n- 12");
    assert_eq!(slice(node.get("flow").unwrap()), "{a: [b , 'c' ], d: , \"e\":1, }");
    assert_eq!(slice(node.get("flow").unwrap().get("a").unwrap()), "[b , 'c' ]");
    assert_eq!(slice(&node.get("list").unwrap().items().unwrap()[2]), "12");
    assert_eq!(text.get(node.span.range()).unwrap().trim_end(), text.split_once('\n').unwrap().1.trim_end());
}

/// Where a part of the value of `a` comes from.
#[track_caller]
fn locate(yaml: &str, part: &str) -> String {
    let node = good(yaml);
    let Value::String(text) = &node.get("a").unwrap().value else { panic!("not a string: {yaml}") };
    let at = text.as_str().find(part).unwrap();
    yaml.get(text.locate(at..at + part.len()).range()).unwrap().to_owned()
}

#[test]
fn places_inside_scalars() {
    for (yaml, part, source) in [
        ("a: one $.x two\n", "$.x", "$.x"),
        ("a: one\n  $.x\n  two\n", "$.x", "$.x"),
        ("a: one\n  two\n", "one two", "one\n  two"),
        ("a: 'it''s $.x'\n", "$.x", "$.x"),
        ("a: 'it''s'\n", "'", "''"),
        ("a: \"\\u00e4\\t$.x\\\"\"\n", "$.x", "$.x"),
        ("a: \"\\u00e4\\t$.x\"\n", "ä", "\\u00e4"),
        ("a: \"ä\\x41\\U0001F600$.x\"\n", "😀", "\\U0001F600"),
        ("a: \"one\\\n  $.x\n\n  y\"\n", "$.x", "$.x"),
        ("a: \"one \\\n  \\ $.x\\n\n\n  y\"\n", "y", "y"),
        ("a: |\n  one\n\n    $.x\n  two\n", "$.x", "$.x"),
        ("a: |2\n    one\n  $.x\n", "$.x", "$.x"),
        ("a: |2\n    one\n  $.x\n", "  one", "  one"),
        ("a: !Sub |2\n    one\n  $.x\n", "  one", "  one"),
        ("a: |\n\n\n  one\n  $.x\n", "$.x", "$.x"),
        ("a: >\n  one\n  $.x\n\n   more\n  two\n", "$.x", "$.x"),
        ("a: >\n  one\n  $.x\n\n   more\n  two\n", "more", "more"),
        ("a: &x >-\n  one\n  $.x\n", "$.x", "$.x"),
        ("a: &x !Sub |\n  one\n  $.x ${Y}\n", "${Y}", "${Y}"),
        ("a: &x   !!str   # note\n  one $.x\n", "$.x", "$.x"),
        ("a: |\r\n  one\r\n  $.x\r\n", "$.x", "$.x"),
        ("a: !Ref Name\n", "Name", "Name"),
        ("a: !Ref 'Name'\n", "${Name}", "'Name'"),
        ("a: !GetAtt Fn.Arn\n", "Fn", "Fn.Arn"),
        ("b: &x \"$.x\"\na: *x\n", "$.x", "*x"),
    ] {
        assert_eq!(locate(yaml, part), source, "{yaml}");
    }
}

#[test]
fn anchors_aliases_and_merge_keys() {
    for (yaml, json) in [
        ("a: &x {b: 1}\nc: *x", r#"{"a":{"b":1},"c":{"b":1}}"#),
        ("- &x one\n- *x\n- &x two\n- *x", r#"["one","one","two","two"]"#),
        ("&k a: 1\nb: *k", r#"{"a":1,"b":"a"}"#),
        ("x: &k a\n*k : 1", r#"{"x":"a","a":1}"#),
        ("x: &r {a: 1, b: 2}\ny:\n  <<: *r\n  b: 3", r#"{"x":{"a":1,"b":2},"y":{"a":1,"b":3}}"#),
        (
            "x: &r {a: 1, b: 2}\ny:\n  b: 3\n  <<: *r\n  c: 4",
            r#"{"x":{"a":1,"b":2},"y":{"b":3,"a":1,"c":4}}"#,
        ),
        (
            "x: &r {a: 1}\nz: &s {a: 2, b: 2}\ny:\n  <<: [*r, *s]",
            r#"{"x":{"a":1},"z":{"a":2,"b":2},"y":{"a":1,"b":2}}"#,
        ),
        ("\"<<\": 1", r#"{"<<":1}"#),
        ("a: 1\na: 2", r#"{"a":1,"a":2}"#),
        ("1: a\ntrue: b\n~: c", r#"{"1":"a","true":"b","~":"c"}"#),
        ("a: !Sub 'x ${Y}'\nb: !GetAtt [F, Arn]\nc: !If [C, 1, 2]", r#"{"a":"x ${Y}","b":"${F.Arn}","c":1}"#),
        ("a: {Ref: X}", r#"{"a":{"Ref":"X"}}"#),
        ("a: !Join [':', [arn, !Ref P, '*']]", r#"{"a":"arn:${P}:*"}"#),
        ("\u{feff}a: 1", r#"{"a":1}"#),
        ("--- \na: 1\n...\n", r#"{"a":1}"#),
        ("%YAML 1.2\n---\na: 1", r#"{"a":1}"#),
        ("{\"a\": [1, 2.50, {\"b\": null}], \"c\": \"\\u00e9\"}", r#"{"a":[1,2.50,{"b":null}],"c":"é"}"#),
    ] {
        assert_eq!(data(&good(yaml)), json, "{yaml}");
    }
    let functions = |yaml| data(&read(yaml, Tags::Functions).0.unwrap());
    assert_eq!(functions("a: !Sub x"), r#"{"a":{"Fn::Sub":"x"}}"#);
    assert_eq!(functions("a: !Ref x"), r#"{"a":{"Ref":"x"}}"#);
    assert_eq!(functions("a: !If [x, !Ref y]"), r#"{"a":{"Fn::If":["x",{"Ref":"y"}]}}"#);
}

#[test]
fn mistakes_and_their_places() {
    for (yaml, message, place) in [
        ("", "the text is empty", ""),
        ("# nothing\n", "the text is empty", ""),
        ("a: b: c\n", "no mapping can begin here", ":"),
        ("ä: 1\n b: 2\n", "no mapping can begin here", ":"),
        ("a: [1\n", "the brackets are not closed", ""),
        ("a: {b: 1\n", "the braces are not closed", ""),
        ("a: \"x\n", "unterminated string", "\""),
        ("a: 'x\nb: 1\n", "unterminated string", "'"),
        ("a: 1\n\tb: 2\n", "a tab in the indentation", "1"),
        ("a: @x\n", "plain text cannot begin with `@`", "@"),
        ("a: `x`\n", "plain text cannot begin with a backtick", "`"),
        ("a: %x\n", "plain text cannot begin with `%`", "%"),
        ("a: \"\\q\"\n", "malformed escape", "\""),
        ("a: *x\n", "the alias has no anchor", "*"),
        ("a: &x [*x]\n", "an alias inside the value that it stands for", "*x"),
        ("a: 1\n---\nb: 2\n", "several documents in one file", "---"),
        ("[a]: 1\n", "a key must be text", "["),
        ("a: &x [1]\n*x : 2\n", "a key must be text", "*x"),
        ("a: .inf\n", "JSON has no number `.inf`", ".inf"),
        ("a: -.INF\n", "JSON has no number `-.INF`", "-.INF"),
        ("a: .nan\n", "JSON has no number `.nan`", ".nan"),
        ("a: &x !Subb y\n", "unknown tag `!Subb`", "!Subb"),
        ("a: !<x> y\n", "unknown tag `!<x>`", "!<x>"),
        ("a: !foo!bar y\n", "the text is not YAML", "!"),
        ("<<: 1\n", "`<<` takes mappings", "1"),
        ("a: 1\nb\nc: 2\n", "a line without `:`", "c"),
        ("a:\n  b: 1\n c: 2\n", "no key of the mapping above", "c"),
        ("a:\n- 1\nb\n", "a line without `:`", ""),
        ("a: - 1\n", "no list can begin here", "-"),
        ("a: [- 1]\n", "a `-` inside brackets", "-"),
        ("a: \"b\" c\n", "text after a string in quotes", "c"),
        ("a:\n  b: {c: 1,\nd: 2}\n", "wrong indentation", "d"),
        ("a: 1\n]\n", "a bracket that closes nothing", "]"),
        ("a: \u{feff}b\n", "a byte order mark inside of the text", "\u{feff}"),
    ] {
        let (node, diagnostics) = read(yaml, Tags::Placeholders);
        assert!(node.is_none(), "{yaml}");
        let found = diagnostics.iter().next().unwrap();
        let slice = yaml.get(found.primary.span.range()).unwrap();
        assert_eq!((found.message.as_str(), slice), (message, place), "{yaml}");
    }
}

#[test]
fn depth_and_expansion_are_bounded() {
    let flow = |depth: usize| format!("{}{}", "[".repeat(depth), "]".repeat(depth));
    good(&flow(MAX_DEPTH));
    let code = |yaml: &str| read(yaml, Tags::Placeholders).1.iter().next().map(|found| found.code);
    assert_eq!(code(&flow(MAX_DEPTH + 1)), Some(Code::TooDeep));
    assert_eq!(code(&"[".repeat(50_000)), Some(Code::TooDeep));
    assert_eq!(code(&"- ".repeat(50_000)), Some(Code::TooDeep));
    let mut nested = "a0: &a0 [x]\n".to_owned();
    for level in 1..200 {
        writeln!(nested, "a{level}: &a{level} [*a{}]", level - 1).unwrap();
    }
    assert_eq!(code(&nested), Some(Code::TooDeep));
    let mut laughs = "a0: &a0 [lol, lol, lol, lol, lol, lol, lol, lol, lol, lol]\n".to_owned();
    for level in 1..20 {
        let ten = vec![format!("*a{}", level - 1); 10].join(", ");
        writeln!(laughs, "a{level}: &a{level} [{ten}]").unwrap();
    }
    assert_eq!(code(&laughs), Some(Code::TooLarge));
    let long = format!("a: &a {}\nb: [{}]\n", "x".repeat(100_000), vec!["*a"; 100_000].join(", "));
    assert_eq!(code(&long), Some(Code::TooLarge));
}

#[test]
fn a_definition_is_the_same_in_both_notations() {
    let yaml = "\
# An order.
Comment: charges an order
StartAt: Charge
States:
  Charge:
    Type: Task
    Resource: !GetAtt Charge.Arn
    TimeoutSeconds: 30
    Parameters:
      note.$: >-
        States.Format('order {}',
        $.id)
      fixed: {a: [1, yes, ~]}
    Retry: &retry
      - ErrorEquals: [States.ALL]
        MaxAttempts: 2
    Next: Again
  Again:
    Type: Task
    Resource: !GetAtt Charge.Arn
    Retry: *retry
    End: true
";
    let json = r#"{"Comment": "charges an order", "StartAt": "Charge", "States": {
      "Charge": {"Type": "Task", "Resource": "${Charge.Arn}", "TimeoutSeconds": 30,
        "Parameters": {"note.$": "States.Format('order {}', $.id)", "fixed": {"a": [1, "yes", null]}},
        "Retry": [{"ErrorEquals": ["States.ALL"], "MaxAttempts": 2}], "Next": "Again"},
      "Again": {"Type": "Task", "Resource": "${Charge.Arn}",
        "Retry": [{"ErrorEquals": ["States.ALL"], "MaxAttempts": 2}], "End": true}}}"#;
    let analyze = |name: &str, text: &str| {
        let analysis =
            crate::analyze::analyze(&Source::new(name, text), &crate::analyze::AnalyzeOptions::default());
        assert!(analysis.diagnostics.is_empty(), "{:?}", analysis.diagnostics);
        analysis.program.unwrap()
    };
    assert_eq!(analyze("order.asl.yml", yaml), analyze("order.asl.json", json));
}
