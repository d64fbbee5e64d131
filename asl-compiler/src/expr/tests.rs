//! The four parsers as their callers see them, and texts nobody would write.

use proptest::prelude::*;

use super::*;
use crate::ir::{Expr, Path, Place, Root, Segment};

fn codes<T>(parsed: &Parsed<T>) -> Vec<(ExprSeverity, ExprCode)> {
    parsed.problems.iter().map(|problem| (problem.severity, problem.code)).collect()
}

/// The texts under the problems' spans.
fn blamed<'a, T>(text: &'a str, parsed: &Parsed<T>) -> Vec<&'a str> {
    parsed.problems.iter().map(|problem| text.get(problem.span.clone()).unwrap()).collect()
}

fn help<T>(parsed: &Parsed<T>) -> &str {
    parsed.problems.first().and_then(|problem| problem.help.as_deref()).unwrap_or_default()
}

#[test]
fn white_space_around_a_path_is_ignored_and_quoted() {
    let parsed = parse_expression(" $$.Execution.Name ");
    let Some(Expr::Path(path)) = parsed.value else { panic!("{:?}", parsed.problems) };
    assert_eq!(path.root, Root::Context);
    assert_eq!(path.segments, [Segment::Field("Execution".into()), Segment::Field("Name".into())]);
    assert_eq!(path.text, " $$.Execution.Name ");
    assert!(parsed.problems.is_empty());
}

#[test]
fn only_texts_that_start_with_a_dollar_are_paths() {
    for text in ["", "x", ".guid", "..guid", "()", "bug$.library", "@.x", "States.UUID()"] {
        let parsed = parse_path(text);
        assert_eq!(codes(&parsed), [(ExprSeverity::Invalid, ExprCode::PathSyntax)], "{text}");
        assert!(parsed.value.is_none(), "{text}");
        assert_eq!(blamed(text, &parsed), [text]);
    }
    assert!(
        help(&parse_reference_path("States.ArrayContains($.a, 'null')")).contains("only in `.$` members")
    );
    assert!(help(&parse_expression("ipsum")).contains("drop `.$`"));
}

#[test]
fn reference_paths_are_fields_and_single_indexes() {
    for text in
        ["$", "$.a", "$.a.b[0]['c d']", "$.[0]", "$.a.[-1].b", "$x", "$x.y[1]", "$$", "$$.Map.Item.Value.z"]
    {
        let parsed = parse_reference_path(text);
        assert!(parsed.value.is_some() && parsed.problems.is_empty(), "{text}: {:?}", parsed.problems);
    }
    for (text, spans) in [
        ("$.a[*]", vec!["[*]"]),
        ("$.*", vec![".*"]),
        ("$..a", vec![".."]),
        ("$.a[1:2].b", vec!["[1:2]"]),
        ("$.a[0,1]", vec!["[0,1]"]),
        ("$['a','b']", vec!["['a','b']"]),
        ("$.a[?(@.b)]", vec!["[?(@.b)]"]),
        ("$.a.length()", vec!["length()"]),
        ("$.a.foo()", vec!["foo()"]),
        ("$[*].b[1:]", vec!["[*]", "[1:]"]),
    ] {
        let parsed = parse_reference_path(text);
        assert_eq!(blamed(text, &parsed), spans, "{text}");
        assert!(parsed.problems.iter().all(|problem| problem.code == ExprCode::PathNotReference), "{text}");
        assert!(parsed.value.is_none(), "{text}");
    }
    assert!(help(&parse_reference_path("$.a.length()")).contains("States.ArrayLength"));
}

#[test]
fn result_paths_start_at_the_input() {
    let path = parse_result_path("$.a.b").value.expect("a path");
    assert_eq!(path.segments, [Segment::Field("a".into()), Segment::Field("b".into())]);
    assert!(parse_result_path("$").value.is_some());
    for (text, blame, advice) in [("$x.y", "$x", "Assign"), ("$$.Task", "$$", "read-only")] {
        let parsed = parse_result_path(text);
        assert!(parsed.value.is_none());
        assert_eq!(codes(&parsed), [(ExprSeverity::Invalid, ExprCode::PathNotReference)]);
        assert_eq!(blamed(text, &parsed), [blame]);
        assert!(help(&parsed).contains(advice), "{text}");
    }
    assert_eq!(codes(&parse_result_path("$...")), [(ExprSeverity::Invalid, ExprCode::PathSyntax)]);
}

#[test]
fn unknown_functions_doom_a_path() {
    let text = "$.items.lenght()";
    let parsed = parse_path(text);
    assert_eq!(codes(&parsed), [(ExprSeverity::Doomed, ExprCode::UnknownFunction)]);
    assert_eq!(blamed(text, &parsed), ["lenght"]);
    assert_eq!(help(&parsed), "did you mean `length()`?");
    let Some(Expr::Doomed(doom)) = parsed.value else { panic!("not doomed") };
    assert_eq!(doom.cause, "Invalid path '$.items.lenght()' : Function with name: lenght does not exist.");
}

#[test]
fn the_context_object_has_known_members() {
    for text in [
        "$$",
        "$$.Execution",
        "$$.Execution.Input.any.thing[0]",
        "$$['State']['RetryCount']",
        "$$.Task.Token",
        "$$.Map.Item.Value[0].x",
        "$$.Map.Item.Key",
        "$$.Execution.*.x",
        "$$..Nme",
        "$$.StateMachine.Name",
    ] {
        assert!(parse_expression(text).problems.is_empty(), "{text}");
    }
    for (text, blame, advice) in [
        ("$$.Execution.Nme", ".Nme", "did you mean `$$.Execution.Name`?"),
        ("$$.execution.Name", ".execution", "did you mean `$$.Execution`?"),
        ("$$.Map.Item.Indx", ".Indx", "did you mean `$$.Map.Item.Index`?"),
        ("$$.Zebra", ".Zebra", "has the members Execution, State, StateMachine, Task, Map"),
        ("$$.Execution.Id.x", ".x", ""),
    ] {
        let parsed = parse_expression(text);
        assert_eq!(codes(&parsed), [(ExprSeverity::Doomed, ExprCode::UnknownContextField)], "{text}");
        assert_eq!(blamed(text, &parsed), [blame]);
        assert!(help(&parsed).contains(advice), "{text}: {}", help(&parsed));
        // The run finds the very message, which depends on the input.
        assert!(matches!(parsed.value, Some(Expr::Path(_))), "{text}");
    }
}

/// Writes a path in brackets only, as error messages of Jayway do.
fn write(path: &Path) -> String {
    let root = match &path.root {
        Root::Input => "$".to_owned(),
        Root::Context => "$$".to_owned(),
        Root::Variable(name) => format!("${name}"),
        Root::Current => "@".to_owned(),
    };
    let quote = |name: &String| format!("'{}'", name.replace('\'', "\\'"));
    let list = |items: Vec<String>| format!("[{}]", items.join(", "));
    let bound = |bound: &Option<i64>| bound.map(|bound| bound.to_string()).unwrap_or_default();
    let steps = path.segments.iter().map(|segment| match segment {
        Segment::Field(name) => format!("[{}]", quote(name)),
        Segment::Fields(names) => list(names.iter().map(quote).collect()),
        Segment::Index(index) => format!("[{index}]"),
        Segment::Indexes(indexes) => list(indexes.iter().map(i64::to_string).collect()),
        Segment::Slice { start, end } => format!("[{}:{}]", bound(start), bound(end)),
        Segment::Wildcard => "[*]".to_owned(),
        Segment::Descend => "..".to_owned(),
        Segment::Filter(_) => unreachable!("not generated"),
    });
    std::iter::once(root).chain(steps).collect()
}

fn segments() -> impl Strategy<Value = Vec<Segment>> {
    // A backslash stays one, unless it stands before a quote or another one.
    let name = || "[^\\\\]{0,6}";
    let index = || -9_i64..99;
    let segment = prop_oneof![
        name().prop_map(Segment::Field),
        prop::collection::vec(name(), 2..4).prop_map(Segment::Fields),
        index().prop_map(Segment::Index),
        prop::collection::vec(index(), 2..4).prop_map(Segment::Indexes),
        (index(), prop::option::of(index()))
            .prop_map(|(start, end)| Segment::Slice { start: Some(start), end }),
        index().prop_map(|end| Segment::Slice { start: None, end: Some(end) }),
        Just(Segment::Wildcard),
    ];
    prop::collection::vec((any::<bool>(), segment), 0..6).prop_map(|steps| {
        let descend = |deep| if deep { vec![Segment::Descend] } else { vec![] };
        steps.into_iter().flat_map(|(deep, segment)| descend(deep).into_iter().chain([segment])).collect()
    })
}

fn all_parsers(text: &str) {
    for parsed in [parse_path(text), parse_reference_path(text), parse_expression(text)] {
        check(text, &parsed);
    }
    check(text, &parse_result_path(text));
    let _ = split_format(text);
}

fn check<T>(text: &str, parsed: &Parsed<T>) {
    let invalid = parsed.problems.iter().any(|problem| problem.severity == ExprSeverity::Invalid);
    assert_eq!(parsed.value.is_none(), invalid, "{text:?}: {:?}", parsed.problems);
    for problem in &parsed.problems {
        assert!(text.get(problem.span.clone()).is_some(), "{text:?}: {:?}", problem.span);
        assert!(!problem.message.is_empty() && !problem.label.is_empty());
        assert!(!problem.message.ends_with('.'), "{}", problem.message);
    }
}

const SEEDS: &[&str] = &[
    "$.a['b', 'c'][0,1][-1:].d..e[?(@.x =~ /a\\/b/i && !(@['y'] in [1,'z']) || $.k.length() > 2)].*",
    "$[?(@.lang==es)].text",
    "$[(@.length-1)].bar",
    "$$.Execution.Input[*].concat($.a, \"x\")",
    "$name.path[?(@.a empty false)]",
    "States.Format('\\{{}\\} \\'{}\\'', $.a[?(@.b == 'c,)')], States.ArrayGetItem(States.StringSplit('a,b', ','), 1))",
    "States.JsonMerge(States.StringToJson('{\"a\": [1, null]}'), $$.Map.Item.Value, false)",
    "States.Hash(States.Base64Encode('é'), 'SHA256')",
];

#[test]
fn deep_texts_end_with_a_problem() {
    for (open, close) in [
        ("(", ")"),
        ("!", ""),
        ("@[?(", ")]"),
        ("[", "]"),
        ("{'a':", "}"),
        ("$.concat(", ")"),
        ("$[?(", ")]"),
    ] {
        let filter = format!("$[?({}@.x{})]", open.repeat(20_000), close.repeat(20_000));
        assert!(parse_path(&filter).value.is_none(), "{open}");
        let plain = format!("{}1{}", open.repeat(20_000), close.repeat(20_000));
        all_parsers(&plain);
        all_parsers(&format!("States.StringToJson('{}')", plain.replace('\'', "")));
    }
    assert!(parse_path(&format!("${}", "[0]".repeat(50_000))).value.is_some());
    assert!(parse_expression(&"States.Array(".repeat(20_000)).value.is_none());
}

proptest! {
    #[test]
    fn any_text_is_read(text in "\\PC*") {
        all_parsers(&text);
        all_parsers(&format!("$.{text}"));
        all_parsers(&format!("States.Format('{text}')"));
    }

    #[test]
    fn any_text_of_syntax_is_read(text in "[$@.*?:,()\\[\\]{}'\"\\\\/!=<>~&|a0 -]{0,40}") {
        all_parsers(&format!("${text}"));
        all_parsers(&format!("$[?({text})]"));
        all_parsers(&format!("States.Format({text})"));
    }

    #[test]
    fn damaged_texts_are_read(
        seed in prop::sample::select(SEEDS),
        cuts in prop::collection::vec((any::<prop::sample::Index>(), any::<prop::sample::Index>(), "\\PC{0,3}"), 1..4),
    ) {
        let mut chars: Vec<char> = seed.chars().collect();
        for (a, b, new) in cuts {
            let (a, b) = (a.index(chars.len() + 1), b.index(chars.len() + 1));
            chars.splice(a.min(b)..a.max(b).min(a.min(b) + 3), new.chars());
        }
        all_parsers(&chars.into_iter().collect::<String>());
    }

    #[test]
    fn written_paths_read_back(segments in segments()) {
        let path = Path { text: String::new(), root: Root::Variable("x".into()), segments, function: None, place: Place::default() };
        let text = write(&path);
        let parsed = parse_path(&text);
        prop_assert_eq!(parsed.value, Some(Expr::Path(Path { text, ..path })));
    }
}

#[test]
fn the_seeds_of_the_damaged_texts_are_sound() {
    for seed in SEEDS {
        let parsed = parse_expression(seed);
        assert!(parsed.value.is_some(), "{seed}: {:?}", parsed.problems);
    }
}
