//! Calls: grammar, checks, folding.

use super::*;
use crate::expr::{ExprSeverity, parse_expression};
use crate::ir::{Root, Segment};

fn sound(text: &str) -> Expr {
    let parsed = parse_expression(text);
    assert!(parsed.problems.is_empty(), "{text}: {:?}", parsed.problems);
    parsed.value.expect(text)
}

fn call(text: &str) -> Call {
    match sound(text) {
        Expr::Call(call) => call,
        other => panic!("{text}: {other:?}"),
    }
}

fn string(text: &str) -> Literal {
    Literal::String(text.into())
}

fn number(text: &str) -> Literal {
    Literal::Number(text.into())
}

fn array(items: impl IntoIterator<Item = Literal>) -> Literal {
    Literal::Array(items.into_iter().collect())
}

/// Severity, code and blamed text of the only problem, and the value.
fn problem(text: &str) -> (ExprSeverity, ExprCode, &str, Option<Expr>) {
    let parsed = parse_expression(text);
    let [problem] = parsed.problems.as_slice() else { panic!("{text}: {parsed:?}") };
    (problem.severity, problem.code, text.get(problem.span.clone()).unwrap(), parsed.value)
}

#[test]
fn all_functions_are_known() {
    for (text, function) in [
        ("States.Format('{}', $.a)", Intrinsic::Format),
        ("States.StringToJson($.a)", Intrinsic::StringToJson),
        ("States.JsonToString($.a)", Intrinsic::JsonToString),
        ("States.Array($.a)", Intrinsic::Array),
        ("States.ArrayPartition($.a,4)", Intrinsic::ArrayPartition),
        ("States.ArrayContains($.a, $.b)", Intrinsic::ArrayContains),
        ("States.ArrayRange($.a, 9, 2)", Intrinsic::ArrayRange),
        ("States.ArrayGetItem($.a, $.b)", Intrinsic::ArrayGetItem),
        ("States.ArrayLength($.a)", Intrinsic::ArrayLength),
        ("States.ArrayUnique($.a)", Intrinsic::ArrayUnique),
        ("States.Base64Encode($.a)", Intrinsic::Base64Encode),
        ("States.Base64Decode($.a)", Intrinsic::Base64Decode),
        ("States.Hash($.a, 'SHA-384')", Intrinsic::Hash),
        ("States.JsonMerge($.a, $.b, false)", Intrinsic::JsonMerge),
        ("States.MathRandom(1, 100)", Intrinsic::MathRandom),
        ("States.MathAdd($.a, -1)", Intrinsic::MathAdd),
        ("States.StringSplit($.a, $.b)", Intrinsic::StringSplit),
        ("States.UUID()", Intrinsic::Uuid),
    ] {
        assert_eq!(call(text).function, function, "{text}");
    }
}

#[test]
fn arguments() {
    let call = call(" States.Array( 'a b' ,-1.50, true,false , null,$,$$.Task.Token , $v[0] ) ");
    assert_eq!(call.text, "States.Array( 'a b' ,-1.50, true,false , null,$,$$.Task.Token , $v[0] )");
    let literals: Vec<_> = call.arguments.iter().take(5).cloned().collect();
    let expected = [string("a b"), number("-1.50"), Literal::Bool(true), Literal::Bool(false), Literal::Null];
    assert_eq!(literals, expected.map(Expr::Literal));
    let paths: Vec<_> = call
        .arguments
        .iter()
        .skip(5)
        .map(|argument| match argument {
            Expr::Path(path) => (path.text.as_str(), path.root.clone(), path.segments.len()),
            other => panic!("{other:?}"),
        })
        .collect();
    let expected = [
        ("$", Root::Input, 0),
        ("$$.Task.Token", Root::Context, 2),
        ("$v[0]", Root::Variable("v".into()), 1),
    ];
    assert_eq!(paths, expected);
}

#[test]
fn paths_with_commas_and_parentheses_are_single_arguments() {
    let call = call("States.Array($.a[?(@.b == 'x,)')],$['c,)'] , $..d[0,1], $.e.length())");
    let texts: Vec<_> = call
        .arguments
        .iter()
        .map(|argument| if let Expr::Path(path) = argument { path.text.as_str() } else { "?" })
        .collect();
    assert_eq!(texts, ["$.a[?(@.b == 'x,)')]", "$['c,)']", "$..d[0,1]", "$.e.length()"]);
}

#[test]
fn calls_nest_with_their_own_texts() {
    let outer = call("States.ArrayGetItem(States.StringSplit($.x, '/'), 1)");
    let [Expr::Call(inner), index] = outer.arguments.as_slice() else { panic!("{outer:?}") };
    assert_eq!(inner.text, "States.StringSplit($.x, '/')");
    assert_eq!(inner.arguments[1], Expr::Literal(string("/")));
    assert_eq!(*index, Expr::Literal(number("1")));
}

#[test]
fn escapes() {
    for (text, value) in [
        (r"'it\'s'", "it's"),
        (r"'\{\}'", "{}"),
        (r"'a\\'", r"a\"),
        ("'{\"a\": 1}'", "{\"a\": 1}"),
        ("'line\nbreak é'", "line\nbreak é"),
        ("''", ""),
    ] {
        assert_eq!(
            call(&format!("States.Array({text}, $)")).arguments[0],
            Expr::Literal(string(value)),
            "{text}"
        );
    }
    for (text, blame) in [
        (r"States.StringToJson('{\x}')", r"\x"),
        (r"States.Format('a\n{}', $)", r"\n"),
        (r#"States.Format('\"', $)"#, r#"\""#),
    ] {
        let parsed = parse_expression(text);
        let first = &parsed.problems[0];
        assert_eq!(
            (first.severity, first.code),
            (ExprSeverity::Invalid, ExprCode::IntrinsicSyntax),
            "{text}"
        );
        assert_eq!(text.get(first.span.clone()).unwrap(), blame);
        assert!(parsed.value.is_none());
    }
    let both = parse_expression(r#"States.Format('He said \"{}\"', $.x)"#);
    assert_eq!(both.problems.len(), 2, "each escape is reported");
}

#[test]
fn templates_keep_what_they_need() {
    let template = |text: &str| match &call(text).arguments[0] {
        Expr::Literal(Literal::String(template)) => template.clone(),
        other => panic!("{other:?}"),
    };
    for (text, stored, parts) in [
        (r"States.Format('\{{}\}', $)", r"\{{}\}", vec!["{", "}"]),
        (r"States.Format('\\{}', $)", r"\\{}", vec![r"\", ""]),
        (r"States.Format('it\'s {}', $)", "it's {}", vec!["it's ", ""]),
        (r"States.Format('{}{}é', $, $)", "{}{}é", vec!["", "", "é"]),
        (
            "States.Format('s3://${Bucket.Arn}/{}', $)",
            "s3://${Bucket.Arn}/{}",
            vec!["s3://${Bucket.Arn}/", ""],
        ),
        ("States.Format('$ {}', $)", "$ {}", vec!["$ ", ""]),
        ("States.Format('${}', $)", "${}", vec!["$", ""]),
    ] {
        assert_eq!(template(text), stored, "{text}");
        assert_eq!(split_format(stored).unwrap(), parts, "{text}");
    }
    for (template, at) in
        [("{", 0), ("a}", 1), ("{{}}", 0), ("{x}", 0), ("{}}", 2), ("${a b}", 1), (r"\\{", 2)]
    {
        assert_eq!(split_format(template).unwrap_err().at, at, "{template}");
    }
}

#[test]
fn malformed_calls() {
    for (text, code, blame) in [
        ("States.Nope()", ExprCode::UnknownIntrinsic, "States.Nope"),
        ("States.format('')", ExprCode::UnknownIntrinsic, "States.format"),
        ("Format('')", ExprCode::UnknownIntrinsic, "Format"),
        ("States.", ExprCode::UnknownIntrinsic, "States."),
        ("States.UUID", ExprCode::IntrinsicSyntax, ""),
        ("States.UUID ()", ExprCode::IntrinsicSyntax, " "),
        ("States.UUID() x", ExprCode::IntrinsicSyntax, " x"),
        ("States.UUID(", ExprCode::IntrinsicSyntax, ""),
        ("States.Array(1,)", ExprCode::IntrinsicSyntax, ")"),
        ("States.Array(,1)", ExprCode::IntrinsicSyntax, ","),
        ("States.Array(1 2)", ExprCode::IntrinsicSyntax, "2"),
        ("States.Array(01)", ExprCode::IntrinsicSyntax, "1"),
        ("States.Array(-)", ExprCode::IntrinsicSyntax, "-"),
        ("States.Array(\"a\")", ExprCode::IntrinsicSyntax, "\""),
        ("States.Array([1])", ExprCode::IntrinsicSyntax, "["),
        ("States.Array(abc)", ExprCode::IntrinsicSyntax, "abc"),
        ("States.Array('a)", ExprCode::IntrinsicSyntax, "'"),
        (r"States.Array('a\')", ExprCode::IntrinsicSyntax, "'"),
        (r"States.Array('a\", ExprCode::IntrinsicSyntax, "'"),
        ("States.Array($.)", ExprCode::PathSyntax, "."),
        ("States.Array($.a[?(@.b = 1)])", ExprCode::FilterSyntax, "="),
    ] {
        let (severity, found, blamed, value) = problem(text);
        assert_eq!((severity, found, blamed), (ExprSeverity::Invalid, code, blame), "{text}");
        assert_eq!(value, None, "{text}");
    }
    let help = |text: &str| parse_expression(text).problems.remove(0).help.unwrap_or_default();
    assert_eq!(help("States.StringToJSON($)"), "did you mean `States.StringToJson`?");
    assert_eq!(help("States.ArrayLenght($)"), "did you mean `States.ArrayLength`?");
    assert_eq!(help("JsonMerge($)"), "did you mean `States.JsonMerge`?");
    assert!(help(r"States.Array('a\')").contains(r"written `\\`"));
}

#[test]
fn at_most_ten_calls() {
    let nested = |depth: usize| format!("{}$.x{}", "States.JsonToString(".repeat(depth), ")".repeat(depth));
    sound(&nested(10));
    let text = nested(11);
    let (severity, code, _, value) = problem(&text);
    assert_eq!((severity, code, value), (ExprSeverity::Invalid, ExprCode::IntrinsicNesting, None));
    let flat = |count: usize| format!("States.Array({})", vec!["States.UUID()"; count].join(", "));
    sound(&flat(9));
    assert_eq!(problem(&flat(10)).1, ExprCode::IntrinsicNesting);
}

#[test]
fn wrong_arguments_doom_a_call() {
    use ExprCode::{IntrinsicArgumentType as Type, IntrinsicArity as Arity, IntrinsicValue as Value};
    for (text, function, code, blame) in [
        ("States.UUID(1)", "UUID", Arity, "States.UUID(1)"),
        ("States.Format()", "Format", Arity, "States.Format()"),
        ("States.MathAdd(1)", "MathAdd", Arity, "States.MathAdd(1)"),
        ("States.MathRandom(1,2,3,4)", "MathRandom", Arity, "States.MathRandom(1,2,3,4)"),
        ("States.Format('{} {}', 1)", "Format", Arity, "'{} {}'"),
        ("States.Format('x', 1)", "Format", Arity, "'x'"),
        ("States.Format(5)", "Format", Type, "5"),
        ("States.StringToJson(5)", "StringToJson", Type, "5"),
        ("States.MathAdd(1, '-1')", "MathAdd", Type, "'-1'"),
        ("States.MathAdd(null, 1)", "MathAdd", Type, "null"),
        ("States.ArrayLength('x')", "ArrayLength", Type, "'x'"),
        ("States.ArrayLength(States.UUID())", "ArrayLength", Type, "States.UUID()"),
        ("States.ArrayContains(1, 1)", "ArrayContains", Type, "1"),
        ("States.ArrayGetItem($.a, '1')", "ArrayGetItem", Type, "'1'"),
        ("States.ArrayPartition($.a, 0.6)", "ArrayPartition", Value, "0.6"),
        ("States.ArrayPartition($.a, -1)", "ArrayPartition", Value, "-1"),
        ("States.ArrayRange($.a, 9, 0.5)", "ArrayRange", Value, "0.5"),
        ("States.ArrayRange(0, 1000, 1)", "ArrayRange", Value, "1000"),
        ("States.Hash($.a, 'SHA256')", "Hash", Value, "'SHA256'"),
        ("States.Hash($.a, 'sha-1')", "Hash", Value, "'sha-1'"),
        ("States.JsonMerge($.a, $.b, true)", "JsonMerge", Value, "true"),
        ("States.JsonMerge('a', $.b, false)", "JsonMerge", Type, "'a'"),
        ("States.MathRandom(5, 5)", "MathRandom", Value, "5"),
        ("States.MathAdd(2147483647, 1)", "MathAdd", Value, "1"),
        ("States.MathAdd($.a, 2147483648)", "MathAdd", Value, "2147483648"),
        ("States.StringSplit('a', 1)", "StringSplit", Type, "1"),
    ] {
        let (severity, found, blamed, value) = problem(text);
        assert_eq!((severity, found, blamed), (ExprSeverity::Doomed, code, blame), "{text}");
        let cause = format!(
            "There was an error while evaluating the intrinsic function: {text}. Invalid arguments in States.{function}"
        );
        assert_eq!(value, Some(Expr::Doomed(Doom { cause })), "{text}");
    }
    let help = |text: &str| parse_expression(text).problems.remove(0).help.unwrap_or_default();
    assert_eq!(help("States.Hash($, 'sha256')"), "did you mean `SHA-256`?");
    assert_eq!(help("States.MathAdd(1, '-1')"), "numbers are written without quotes");
}

#[test]
fn long_texts_doom_a_call() {
    for function in ["Base64Encode", "Base64Decode", "Hash"] {
        let text = |length: usize| {
            let rest = if function == "Hash" { ", 'MD5'" } else { "" };
            format!("States.{function}('{}'{rest})", "a".repeat(length))
        };
        assert!(parse_expression(&text(10_000)).problems.is_empty(), "{function}");
        assert_eq!(problem(&text(10_001)).1, ExprCode::IntrinsicValue, "{function}");
    }
}

#[test]
fn an_inner_failure_quotes_the_outer_expression() {
    let text = "States.Array($.a, States.MathAdd(1))";
    let (_, _, blamed, value) = problem(text);
    assert_eq!(blamed, "States.MathAdd(1)");
    let Some(Expr::Call(outer)) = value else { panic!("{value:?}") };
    let [Expr::Path(_), Expr::Doomed(doom)] = outer.arguments.as_slice() else { panic!("{outer:?}") };
    assert_eq!(
        doom.cause,
        format!(
            "There was an error while evaluating the intrinsic function: {text}. Invalid arguments in States.MathAdd"
        )
    );
    let text = "States.Array($.a.foo())";
    let Some(Expr::Call(outer)) = problem(text).3 else { panic!() };
    let cause =
        format!("The function '{text}' had the following error: Function with name: foo does not exist.");
    assert_eq!(outer.arguments, [Expr::Doomed(Doom { cause })]);
}

#[test]
fn failures_with_their_own_words() {
    let (severity, code, blamed, value) = problem("States.Format('{{}}', 1)");
    assert_eq!((severity, code, blamed), (ExprSeverity::Doomed, ExprCode::IntrinsicValue, "'{{}}'"));
    let cause = "Invalid template in States.Format: matching '}' not found for '{'.".to_owned();
    assert_eq!(value, Some(Expr::Doomed(Doom { cause })));
    // Jackson's message is the runtime's business.
    let (severity, code, blamed, value) = problem("States.StringToJson('{1}')");
    assert_eq!((severity, code, blamed), (ExprSeverity::Doomed, ExprCode::IntrinsicValue, "'{1}'"));
    assert!(matches!(value, Some(Expr::Call(_))));
}

#[test]
fn doubtful_calls_are_left_to_the_run() {
    for text in [
        "States.ArrayGetItem($.a, -1)",
        "States.ArrayRange($.a, 5000, 1)",
        "States.ArrayRange(0, 999, 1)",
        "States.MathRandom($.a, 0)",
        "States.JsonMerge($.a, $.b, 'no')",
        "States.Format($.template, 1, 2)",
        "States.Format(States.Format('{}', 'x'))",
        "States.Hash(null, 'MD5')",
        "States.StringToJson('\"text\"')",
        "States.StringToJson('1.50')",
        r#"States.StringToJson('["\\ud800"]')"#,
        "States.JsonToString(1.50)",
        "States.ArrayUnique(States.Array(1, 1))",
        "States.ArrayGetItem(States.Array(1), 1)",
        "States.StringSplit('a', '')",
        "States.Base64Decode('aGk')",
        "States.Base64Decode('/w==')",
    ] {
        assert!(matches!(sound(text), Expr::Call(_)), "{text}");
    }
}

#[test]
fn pure_calls_on_literals_are_folded() {
    for (text, value) in [
        ("States.Array()", array([])),
        ("States.Array('a', 1, null)", array([string("a"), number("1"), Literal::Null])),
        ("States.Format('{}-{}', 1, true)", string("1-true")),
        (r"States.Format('a \{x\} {} \\ \'', null)", string(r"a {x} null \ '")),
        ("States.Format('no arguments')", string("no arguments")),
        ("States.Format('${Bucket}/{}', 'k')", string("${Bucket}/k")),
        ("States.MathAdd(20, -5)", number("15")),
        ("States.MathAdd(1.6, 2.7)", number("5")),
        ("States.MathAdd(-1.5, 0)", number("-1")),
        ("States.MathAdd(-0.5, 0.5)", number("1")),
        ("States.MathAdd(-0.4, 0)", number("0")),
        ("States.StringSplit('a--b.c', '-.')", array(["a", "b", "c"].map(string))),
        ("States.StringSplit('', ',')", array([])),
        ("States.JsonToString('x\"\n\u{1}é')", string("\"x\\\"\\n\\u0001é\"")),
        ("States.JsonToString(States.Array(1, null))", string("[1,null]")),
        ("States.StringToJson(' ')", Literal::Null),
        (
            "States.StringToJson('{\"a\":[1,\"\\\\u00e9\"],\"b\":1,\"a\":2}')",
            Literal::Object(vec![("a".into(), number("2")), ("b".into(), number("1"))]),
        ),
        ("States.ArrayLength(States.Array(1, 2, 3))", number("3")),
        ("States.ArrayContains(States.Array(1, '5'), 5)", Literal::Bool(false)),
        (
            "States.ArrayContains(States.StringToJson('[{\"a\":1,\"b\":2}]'), States.StringToJson('{\"b\":2,\"a\":1}'))",
            Literal::Bool(true),
        ),
        ("States.ArrayGetItem(States.StringSplit('a,b', ','), 1)", string("b")),
        (
            "States.ArrayPartition(States.Array(1,2,3), 2)",
            array([array([number("1"), number("2")]), array([number("3")])]),
        ),
        ("States.ArrayRange(2, 10, 3)", array(["2", "5", "8"].map(number))),
        ("States.ArrayRange(5, 1, -2)", array(["5", "3", "1"].map(number))),
        ("States.ArrayRange(1, 5, -1)", array([])),
        ("States.ArrayRange(3, 3, -1)", array([number("3")])),
        ("States.Base64Encode('asl ok')", string("YXNsIG9r")),
        ("States.Base64Encode('hé')", string("aMOp")),
        ("States.Base64Encode('a')", string("YQ==")),
        ("States.Base64Encode('ab')", string("YWI=")),
        ("States.Base64Decode('YXNsIG9r')", string("asl ok")),
        ("States.Base64Decode('YQ==')", string("a")),
        (
            "States.JsonMerge(States.StringToJson('{\"x\":{\"p\":1},\"y\":1}'), States.StringToJson('{\"x\":2,\"z\":3}'), false)",
            Literal::Object(vec![
                ("x".into(), number("2")),
                ("y".into(), number("1")),
                ("z".into(), number("3")),
            ]),
        ),
    ] {
        assert_eq!(sound(text), Expr::Literal(value), "{text}");
    }
}

#[test]
fn constant_arguments_are_folded_in_place() {
    let outer = call("States.ArrayContains(States.Array('a', 'b'), $.x)");
    assert_eq!(outer.arguments[0], Expr::Literal(array(["a", "b"].map(string))));
    let Expr::Path(path) = &outer.arguments[1] else { panic!() };
    assert_eq!(path.segments, [Segment::Field("x".into())]);
}
