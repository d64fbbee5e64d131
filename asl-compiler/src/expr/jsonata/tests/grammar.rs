//! What each notation becomes.

use crate::expr::jsonata::parse;
use crate::expr::jsonata::syntax::{BinaryOperator, Constant, Regex};
use crate::expr::jsonata::tree::{Expr, ExprKind, Stage};

fn kind(text: &str) -> ExprKind {
    parse(text, 0).unwrap_or_else(|error| panic!("{text}: {error}")).root.kind
}

/// The steps of a path.
fn steps(text: &str) -> Vec<Expr> {
    match kind(text) {
        ExprKind::Path(path) => path.steps,
        other => panic!("{text}: {other:?}"),
    }
}

fn name(expr: &Expr) -> &str {
    match &expr.kind {
        ExprKind::Name(name) => name,
        other => panic!("{other:?}"),
    }
}

#[test]
fn literals() {
    assert_eq!(kind("12.5e1"), ExprKind::Number(125.0));
    assert_eq!(kind("-3"), ExprKind::Number(-3.0));
    assert_eq!(kind("null"), ExprKind::Constant(Constant::Null));
    assert_eq!(kind("'a\\n\\u00e4\\ud83d\\ude00'"), ExprKind::String("a\nä😀".into()));
    assert_eq!(kind("'\\ud83dx'"), ExprKind::String("\u{fffd}x".into()));
    let regex = Regex { pattern: "a[/]\\/".into(), ignore_case: true, multi_line: false };
    assert_eq!(kind("/a[/]\\//i"), ExprKind::Regex(regex));
}

#[test]
fn words_are_names_where_an_operand_stands() {
    assert_eq!(steps("and.or.in").iter().map(name).collect::<Vec<_>>(), ["and", "or", "in"]);
    assert_eq!(steps("`true`.'x y'").iter().map(name).collect::<Vec<_>>(), ["true", "x y"]);
}

#[test]
fn precedence() {
    for (text, as_if) in [
        ("1 + 2 * 3 - 4", "((1 + (2 * 3)) - 4)"),
        ("1 = 2 and 3 = 4 or 5", "(((1 = 2) and (3 = 4)) or 5)"),
        ("-1 & 2 in 3", "((-1 & 2) in 3)"),
        ("$a := $b := 1", "($a := ($b := 1))"),
    ] {
        let flat = |text: &str| {
            let tree = format!("{:?}", parse(text, 0).unwrap().root.kind);
            let places = regex_lite::Regex::new(r"span: \d+\.\.\d+").unwrap();
            places.replace_all(&tree, "").into_owned()
        };
        // Parentheses are part of the tree: take them out again.
        let blocks = regex_lite::Regex::new(r"Block\(Items \{ list: \[").unwrap();
        assert!(blocks.is_match(&flat(as_if)), "{as_if}");
        assert_eq!(
            operators(&parse(text, 0).unwrap().root),
            operators(&parse(as_if, 0).unwrap().root),
            "{text}"
        );
    }
}

/// The nesting of operators, parentheses left out.
fn operators(expr: &Expr) -> String {
    match &expr.kind {
        ExprKind::Binary(operator, lhs, rhs) => {
            format!("({} {} {})", operators(lhs), operator.text(), operators(rhs))
        }
        ExprKind::Bind(name, value) => format!("(${name} := {})", operators(value)),
        ExprKind::Block(items) if items.list.len() == 1 => operators(&items.list[0]),
        ExprKind::Number(number) => number.to_string(),
        other => panic!("{other:?}"),
    }
}

#[test]
fn paths_are_flat_and_carry_their_predicates() {
    let steps = steps("$a.b[0][c = 1]#$i.d@$v.e");
    assert_eq!(steps.len(), 4);
    assert_eq!(steps[0].kind, ExprKind::Variable("a".into()));
    assert!(
        matches!(steps[1].stages.as_slice(), [Stage::Filter(_), Stage::Filter(_), Stage::Index(i)] if i == "i")
    );
    assert_eq!(steps[2].focus.as_deref(), Some("v"));
    assert!(steps[1].tuple && steps[2].tuple && !steps[3].tuple);
}

#[test]
fn predicates_of_what_is_no_path_stay_there() {
    let ExprKind::Path(path) = kind("$a[0].b[]") else { panic!() };
    assert_eq!((path.steps[0].predicates.len(), path.steps[0].stages.len()), (1, 0));
    assert!(path.keep_singleton && path.steps[1].keep_array);
}

#[test]
fn the_parent_is_found_where_it_was_left() {
    let tree = parse("a.b.c[%.x = %.%.y]", 0).unwrap();
    let ExprKind::Path(path) = &tree.root.kind else { panic!() };
    let labels: Vec<Option<usize>> =
        path.steps.iter().map(|step| step.ancestor.map(|slot| tree.label(slot))).collect();
    assert_eq!(labels, [None, Some(2), Some(0)]);
    let tree = parse("a.b.{'x': %.x, 'y': %.y}", 0).unwrap();
    let ExprKind::Path(path) = &tree.root.kind else { panic!() };
    assert_eq!(path.steps[1].ancestor.map(|slot| tree.label(slot)), Some(0));
}

#[test]
fn calls_in_tail_position() {
    let ExprKind::Lambda(lambda) = kind("function($n){ $n = 0 ? $f() : ($g(); $f($n - 1)) }") else {
        panic!()
    };
    let ExprKind::Condition(_, then, Some(otherwise)) = &lambda.body.kind else { panic!() };
    let ExprKind::Call(call) = &then.kind else { panic!() };
    assert!(call.tail);
    let ExprKind::Block(items) = &otherwise.kind else { panic!() };
    let tails: Vec<bool> =
        items.list.iter().map(|item| matches!(&item.kind, ExprKind::Call(call) if call.tail)).collect();
    assert_eq!(tails, [false, true]);
}

#[test]
fn lambdas_partials_and_transforms() {
    let ExprKind::Lambda(lambda) = kind("λ($a, $b)<s-n?:s>{ $a }") else { panic!() };
    assert_eq!(lambda.parameters, ["a", "b"]);
    assert_eq!(lambda.signature.unwrap().arity(), (0, Some(2)));
    assert!(matches!(kind("$f(?, 1)"), ExprKind::Call(call) if call.partial && call.arguments.len() == 2));
    assert!(matches!(kind("|a|{'b': 1}, ['c']|"), ExprKind::Transform(_, _, Some(_))));
    assert!(matches!(kind("a ? b"), ExprKind::Condition(_, _, None)));
    assert!(matches!(kind("$x ~> $f"), ExprKind::Apply(..)));
}

#[test]
fn ranges_stand_in_arrays() {
    let ExprKind::Array(items) = kind("[1..3, 5]") else { panic!() };
    assert!(matches!(items.list[0].kind, ExprKind::Binary(BinaryOperator::Range, ..)));
    assert!(parse("1..3", 0).is_err());
}

#[test]
fn spans_cover_what_is_meant() {
    let text = "  $a.b[ 1 ].c ";
    let tree = parse(text, 0).unwrap();
    assert_eq!(text.get(tree.root.span.clone()), Some("$a.b[ 1 ].c"));
    let ExprKind::Path(path) = &tree.root.kind else { panic!() };
    let texts: Vec<&str> = path.steps.iter().map(|step| text.get(step.span.clone()).unwrap()).collect();
    assert_eq!(texts, ["$a", "b[ 1 ]", "c"]);
}
