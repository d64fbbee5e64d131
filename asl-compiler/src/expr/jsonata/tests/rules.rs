//! What AWS refuses although it parses, and what must fail.

use std::collections::BTreeSet;

use crate::diagnostic::{Code, Severity};
use crate::expr::jsonata::{AwsMessage, Problem, Sees, Surroundings, check};

const NONE: Sees = Sees { result: false, error_output: false };

fn problems(text: &str, sees: Sees, types: &str) -> Vec<Problem> {
    let variables = BTreeSet::from(["order", "total"]);
    check(text, 0, &Surroundings { sees, types, variables: &variables, elsewhere: &BTreeSet::new() })
}

/// Code, severity and place of each finding.
fn found<'a>(text: &'a str, types: &str) -> Vec<(Code, Severity, &'a str)> {
    problems(text, NONE, types).into_iter().map(|p| (p.code, p.severity, text.get(p.span).unwrap())).collect()
}

#[test]
fn right_expressions_have_no_findings() {
    for text in [
        "$states.input.a[b = c].d^(>e){f: $sum(g)}",
        "$states.context.Execution.Id & $order.id",
        "$order.lines.(price * quantity)",
        "$map($order.lines, function($l, $i) { $l.price * $i })",
        "($f := function($n) { $n < 2 ? 1 : $n * $f($n - 1) }; $f(5))",
        "$order ~> |lines|{'total': price * count}, ['price']|",
        "$order.lines#$i[$i < 3].{'n': $i, 'name': name, 'of': %.id}",
        "$order.lines@$l.tags@$t.{'a': $l.a, 'b': $t}",
        "$uuid() & $random() & $hash('a', 'MD5') & $parse('1') & $now() & $now('[Y]') & $millis()",
        "$range(0, 9, 3) ~> $partition(2)",
        "$order.name ~> $uppercase ~> $trim()",
        "$filter($order.lines, $exists)",
        "$sum([1..3]) + $sum(5) + $max([$total, 1]) & $join('a') & $merge([{'a': 1}, $order])",
        "$join(['a', 'b'], '-') & $substring('abc', 1)",
        "$zip([1], [2], [3])",
        "$states.input ? $states.input : null",
        "$lookup($states.input, 'a')",
        "($count := function($x, $y) { 'a' }; $count(1, 2) & 'b')",
        "($string := function($x) { $x }; $string(1) + 1)",
        "$ ~> $exists()",
        "{'a': $states.input.a, 'b': [$total, {'c': $order}]}",
        "'${Stage}' & $states.input.x",
        "$states.input.count > ${Limit}",
    ] {
        assert_eq!(problems(text, NONE, ""), [], "{text}");
    }
}

#[test]
fn names_without_context() {
    use Code::JsonataTopLevelName as Name;
    for (text, names) in [
        ("phone", vec!["phone"]),
        ("phone.number[kind = 1]", vec!["phone"]),
        ("[a, {'x': b}] ", vec!["a", "b"]),
        ("$sum(a.b) + (c; d)", vec!["a", "c", "d"]),
        ("$map($order, function($v) { v })", vec!["v"]),
        ("$order.items[a].b{c: d}^(e)", vec![]),
        ("a = 1 ? b : c", vec!["a", "b", "c"]),
        ("count($order)", vec!["count"]),
        ("'a'.b", vec!["'a'"]),
    ] {
        let expected: Vec<_> = names.into_iter().map(|name| (Name, Severity::Error, name)).collect();
        let mut found = found(text, "");
        found.sort_by_key(|(_, _, place)| place.as_ptr());
        assert_eq!(found, expected, "{text}");
    }
    let problem = &problems("count($order)", NONE, "")[0];
    assert_eq!(problem.help.as_deref(), Some("functions start with `$`: `$count(…)`"));
    let words = "Reference to 'count' at the top level is not supported.".to_owned();
    assert_eq!(problem.aws, Some(AwsMessage::Unsupported(words)));
}

#[test]
fn the_root_and_members_of_states() {
    let root = (Code::JsonataRoot, Severity::Error, "$$");
    assert_eq!(found("$$.a", ""), [root]);
    assert_eq!(found("$order.lines[id = $$.id]", ""), [root]);
    let result = Sees { result: true, ..NONE };
    let error = Sees { error_output: true, ..NONE };
    for (text, sees, member) in [
        ("$states.result.a", NONE, Some("result")),
        ("$states.result.a", error, Some("result")),
        ("$states.result.a", result, None),
        ("$states.errorOutput", error, None),
        ("$states.errorOutput", result, Some("errorOutput")),
        ("$order.lines[id = $states.inptu.id]", NONE, Some("inptu")),
        ("function($states) { $states.x }(1)", NONE, None),
        ("$states", NONE, None),
    ] {
        let found = problems(text, sees, "");
        let places: Vec<&str> = found.iter().map(|problem| text.get(problem.span.clone()).unwrap()).collect();
        assert_eq!(places, Vec::from_iter(member), "{text}");
        if let Some(member) = member {
            let words = format!("Field '$states.{member}' does not exist.");
            assert_eq!(found[0].aws, Some(AwsMessage::Unsupported(words)));
        }
    }
}

#[test]
fn what_is_called_must_be_a_function() {
    use Code::UnknownJsonataFunction as Unknown;
    for (text, severity, place) in [
        ("$uper('a')", Severity::Doomed, "$uper"),
        ("$eval('1')", Severity::Doomed, "$eval"),
        ("$order(1)", Severity::Doomed, "$order"),
        ("[1, {'a': $nope()}]", Severity::Doomed, "$nope"),
        ("$total > 1 ? $nope() : 1", Severity::Warning, "$nope"),
        ("$total and $nope()", Severity::Warning, "$nope"),
        ("$map([1], function($v) { $nope($v) })", Severity::Warning, "$nope"),
        ("$order.lines.$nope()", Severity::Warning, "$nope"),
    ] {
        assert_eq!(found(text, ""), [(Unknown, severity, place)], "{text}");
    }
}

#[test]
fn arguments_fit_signatures() {
    use Code::{JsonataArgumentType as Type, JsonataArity as Arity};
    for (text, code, place) in [
        ("$sum()", Arity, "$sum()"),
        ("$sum([1], 2)", Arity, "$sum([1], 2)"),
        ("$uuid(1)", Arity, "$uuid(1)"),
        ("$order ~> $count(1)", Arity, "$count(1)"),
        ("$uppercase(5)", Type, "5"),
        ("$substring('a', 'b')", Type, "'b'"),
        ("$map([1], 'f')", Type, "'f'"),
        ("$length([1])", Type, "[1]"),
        ("$pad(5, 10)", Type, "5"),
        ("$merge(1)", Type, "1"),
        ("$sum(['1', 2])", Type, "'1'"),
        ("$join(['a', $total, 3])", Type, "3"),
        ("$lookup({})", Arity, "$lookup({})"),
    ] {
        assert_eq!(found(text, ""), [(code, Severity::Doomed, place)], "{text}");
    }
}

#[test]
fn results_fit_fields() {
    use Code::JsonataResultType as Result;
    for (text, types, bad) in [
        ("'yes'", "b", true),
        ("$states.input.a & 'x'", "b", true),
        ("$states.input.a = 1", "b", false),
        ("$states.input.a", "b", false),
        ("$count($order)", "s", true),
        ("5", "n", false),
        ("function($x) { 1 }", "", true),
        ("$total > 1 ? 'a' : 'b'", "n", true),
        ("$total > 1 ? 'a' : 1", "n", false),
        ("(1; 'a')", "n", true),
        ("'a'[0]", "n", false),
    ] {
        let expected = if bad { vec![(Result, Severity::Doomed)] } else { vec![] };
        let found: Vec<_> =
            found(text, types).into_iter().map(|(code, severity, _)| (code, severity)).collect();
        assert_eq!(found, expected, "{text}");
    }
}

#[test]
fn variables_that_nobody_assigns() {
    use Code::UndefinedVariable as Undefined;
    assert_eq!(found("$oder.id", ""), [(Undefined, Severity::Doomed, "$oder")]);
    assert_eq!(found("$exists($oder)", ""), [(Undefined, Severity::Warning, "$oder")]);
    assert_eq!(problems("$oder", NONE, "")[0].help.as_deref(), Some("did you mean `$order`?"));
    assert_eq!(problems("$state.input", NONE, "")[0].help.as_deref(), Some("did you mean `$states`?"));
}

#[test]
fn members_of_the_context_object() {
    use Code::UnknownContextField as Unknown;
    assert_eq!(found("$states.context.Execution.Nmae", ""), [(Unknown, Severity::Doomed, "Nmae")]);
    assert_eq!(found("$exists($states.context.Task.Tokne)", ""), [(Unknown, Severity::Warning, "Tokne")]);
    assert_eq!(found("$states.context.Map.Item.Value.a.b", ""), []);
    assert_eq!(found("$states.context[0].State", ""), []);
    let problem = &problems("$states.context.State.Nam", NONE, "")[0];
    assert_eq!(problem.help.as_deref(), Some("did you mean `$states.context.State.Name`?"));
}

#[test]
fn operands_fit_operators() {
    use Code::JsonataOperandType as Operand;
    for (text, severity, place) in [
        ("'a' + $total", Severity::Doomed, "'a'"),
        ("$total - ('x' & 1)", Severity::Doomed, "('x' & 1)"),
        ("$string($total) * 2", Severity::Warning, "$string($total)"),
        ("$total ? 'a' + 1 : 2", Severity::Warning, "'a'"),
        ("-'a'", Severity::Doomed, "'a'"),
        ("['a'..3]", Severity::Doomed, "'a'"),
        ("$total > true", Severity::Doomed, "true"),
        ("1 < 'a'", Severity::Doomed, "1 < 'a'"),
        ("$count($order) > 'a'", Severity::Warning, "$count($order) > 'a'"),
    ] {
        assert_eq!(found(text, ""), [(Operand, severity, place)], "{text}");
    }
    for text in ["1 + $total", "'a' = 1", "'a' < $order", "'a' & 1", "1 in 'a'", "-$total", "[1..$total]"] {
        assert_eq!(found(text, ""), [], "{text}");
    }
    assert_eq!(problems("'a' + 'b'", NONE, "")[0].help.as_deref(), Some("texts are joined with `&`"));
}

#[test]
fn what_other_languages_call_it() {
    for (text, help) in
        [("$toUpper('a')", "did you mean `$uppercase`?"), ("$summ([1])", "did you mean `$sum`?")]
    {
        assert_eq!(problems(text, NONE, "")[0].help.as_deref(), Some(help), "{text}");
    }
    let problem = &problems("States.UUID()", NONE, "")[0];
    assert!(problem.help.as_deref().unwrap().contains("JSONPath"));
}
