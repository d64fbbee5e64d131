use proptest::prelude::*;

use super::*;
use crate::error::Fault;
use crate::value::{Number, Text};

mod functions;
mod messages;
mod results;

fn v(json: &str) -> Value {
    Value::from_json(json).unwrap()
}

/// The nodes as JSON text.
#[track_caller]
fn check(nodes: Nodes<'_>, expected: &str) {
    assert_eq!(nodes.into_value().to_string(), expected);
}

#[test]
fn definite_steps() {
    let input = v(r#"{"a":{"b":[10,{"c":null},"x"]},"s":"text"}"#);
    let found = |at: At<'_>| at.get().map(ToString::to_string);
    let b = at(&input).field("a").field("b");
    assert_eq!(found(at(&input)), Some(input.to_string()));
    assert_eq!(found(b.index(0)).as_deref(), Some("10"));
    assert_eq!(found(b.index(1).field("c")).as_deref(), Some("null"));
    assert_eq!(found(b.index(-1)).as_deref(), Some("\"x\""));
    assert_eq!(found(b.index(-3)).as_deref(), Some("10"));
    assert!(b.index(1).field("c").is_present());
    for nowhere in [
        b.index(3),
        b.index(-4),
        b.index(i64::MIN),
        b.index(i64::MAX),
        b.field("x"),
        at(&input).field("s").field("length"),
        at(&input).field("s").index(0),
        at(&input).index(0),
        at(&input).field("nope").field("a"),
        b.index(1).field("c").field("d"),
    ] {
        assert_eq!(nowhere.get(), None);
        assert!(!nowhere.is_present());
    }
}

#[test]
fn fields_of_all_elements_in_one_pass() {
    for input in
        [r#"[{"a":{"b":1}},{"a":2},5,{},{"a":{"b":null}}]"#, r#"{"x":{"a":{"b":[]}},"y":3}"#, "[]", "7"]
    {
        let input = v(input);
        let expected = nodes(&input).wildcard().field("a").field("b").into_value();
        assert_eq!(nodes(&input).each(|node| node.field("a").field("b")), expected);
    }
}

#[test]
fn fields_of_many_nodes() {
    let input = v(r#"[{"a":1,"b":2},{"b":3},5,[{"a":9}],{"a":null}]"#);
    check(nodes(&input).wildcard().field("a"), "[1,null]");
    check(nodes(&input).wildcard().fields(&["b", "a"]), "[2,1,3,null]");
    check(nodes(&input).field("a"), "[]");
    assert_eq!(
        nodes(&input).wildcard().pick_each(&["b", "a"]).to_string(),
        r#"[{"b":2,"a":1},{"b":3},{"a":null}]"#
    );
    assert_eq!(nodes(&v(r#"{"a":1,"b":2,"c":3}"#)).pick(&["c", "x", "a"]).to_string(), r#"{"c":3,"a":1}"#);
}

#[test]
fn wildcards() {
    check(nodes(&v(r#"{"b":1,"a":[2]}"#)).wildcard(), "[1,[2]]");
    check(nodes(&v("[3,[4,5],{}]")).wildcard(), "[3,[4,5],{}]");
    check(nodes(&v("[3,[4,5],{\"k\":6}]")).wildcard().wildcard(), "[4,5,6]");
    for scalar in ["null", "1", r#""text""#, "[]", "{}"] {
        assert!(nodes(&v(scalar)).wildcard().is_empty());
    }
}

#[test]
fn indexes_of_many_nodes() {
    let input = v("[[1,2,3],[4],7,[]]");
    check(nodes(&input).indexes(&[2, 0, -1]), "[7,[1,2,3],[]]");
    check(nodes(&input).wildcard().index(0), "[1,4,null]");
    check(nodes(&input).wildcard().index(-1), "[3,4,null]");
    check(nodes(&input).indexes(&[0, 9]), "[[1,2,3],null]");
    check(nodes(&v("{}")).indexes(&[0, 1]), "[]");
}

#[test]
fn slices() {
    let input = v("[0,1,2,3,4]");
    for (start, end, expected) in [
        (None, None, "[0,1,2,3,4]"),
        (Some(1), None, "[1,2,3,4]"),
        (Some(9), None, "[]"),
        (Some(-2), None, "[3,4]"),
        (Some(-9), None, "[0,1,2,3,4]"),
        (None, Some(2), "[0,1]"),
        (None, Some(9), "[0,1,2,3,4]"),
        (None, Some(-2), "[0,1,2]"),
        (None, Some(-9), "[]"),
        (None, Some(0), "[]"),
        (Some(1), Some(3), "[1,2]"),
        (Some(1), Some(9), "[1,2,3,4]"),
        (Some(3), Some(3), "[]"),
        (Some(4), Some(2), "[]"),
        (Some(-3), Some(-1), "[2,3]"),
        // Jayway's peculiarities: see `Nodes::slice`.
        (Some(1), Some(-1), "[]"),
        (Some(-2), Some(1), "[3,4,0]"),
        (Some(-7), Some(-4), "[null,null,0]"),
    ] {
        check(nodes(&input).slice(start, end), expected);
    }
    check(nodes(&v("[]")).slice(Some(-2), Some(2)), "[]");
    check(nodes(&v("{}")).slice(Some(0), Some(2)), "[]");
    let most = nodes(&input).slice(Some(i64::MIN), Some(i64::MAX)).into_value();
    assert!(most.as_array().unwrap().len() < 100_000);
}

#[test]
fn descends_outer_before_inner() {
    let input = v(r#"{"x":1,"a":[{"x":2,"b":{"x":3}},[{"x":4}],{"y":5}],"b":{"x":{"x":6}}}"#);
    check(nodes(&input).descend().field("x"), r#"[1,2,3,4,{"x":6},6]"#);
    check(nodes(&input).descend().field("b").field("x"), r#"[{"x":6},3]"#);
    check(nodes(&input).descend().fields_then(&["y", "x"]).field("x"), "[6]");
    assert_eq!(
        nodes(&input).descend().pick_each(&["x", "b"]).to_string(),
        r#"[{"x":1,"b":{"x":{"x":6}}},{"x":2,"b":{"x":3}}]"#
    );
    check(nodes(&v("[[1,2],{\"k\":[3]}]")).descend().index(0), "[[1,2],1,3]");
    check(nodes(&v("[[1,2],{\"k\":[3]}]")).descend().index(1), r#"[{"k":[3]},2,null]"#);
    check(nodes(&v("[[1,2,3]]")).descend().slice(Some(1), None), "[2,3]");
    check(nodes(&v("[[1,2],{\"k\":[3]}]")).descend().wildcard(), r#"[[1,2],{"k":[3]},1,2,[3],3]"#);
    check(nodes(&v(r#"[{"k":1},{"k":2}]"#)).descend().elements_then().field("k"), "[1,2]");
    assert!(nodes(&v("5")).descend().wildcard().is_empty());
}

#[test]
fn descends_into_any_depth() {
    let mut deep = Value::from(1);
    for _ in 0..100_000 {
        deep = Value::from(vec![deep]);
    }
    assert_eq!(nodes(&deep).descend().wildcard().into_value().as_array().unwrap().len(), 100_000);
}

#[test]
fn filters_select() {
    let input = v(r#"[{"x":1},{"x":2},{"y":3},4,[{"x":2}]]"#);
    let two = v("2");
    let has_two = |node: &Value| filter::equal(at(node).field("x").get(), Some(&two));
    check(nodes(&input).filter(has_two), r#"[{"x":2}]"#);
    check(nodes(&v(r#"{"x":2}"#)).filter(has_two), r#"[{"x":2}]"#);
    check(nodes(&v(r#"{"x":1}"#)).filter(has_two), "[]");
    check(nodes(&v("2")).filter(|_| true), "[]");
    check(nodes(&input).descend().filter(has_two), r#"[{"x":2},{"x":2}]"#);
    check(nodes(&input).descend().filter_then(has_two).field("x"), "[2,2]");
}

fn operand(json: &str) -> Option<Value> {
    (json != "undefined").then(|| v(json))
}

#[test]
fn filter_operators() {
    type Operator = fn(Option<&Value>, Option<&Value>) -> bool;
    let operators: &[(&str, Operator)] = &[
        ("==", filter::equal),
        ("!=", filter::not_equal),
        ("<", filter::less),
        ("<=", filter::less_equal),
        (">", filter::greater),
        (">=", filter::greater_equal),
        ("in", filter::is_in),
        ("nin", filter::not_in),
        ("subsetof", filter::subset_of),
        ("anyof", filter::any_of),
        ("noneof", filter::none_of),
        ("size", filter::size),
        ("empty", filter::empty),
        ("contains", filter::contains),
    ];
    for (left, right, holding) in [
        ("1", "1.0", "== <= >="),
        ("1", "2", "!= < <="),
        ("1", r#""1""#, "=="),
        (r#""1""#, "1", "== size"),
        ("1", r#""1.0""#, "=="),
        (r#""1.0""#, "1", "!="),
        ("1", r#""one""#, "!="),
        ("1", r#""2""#, "!="),
        (r#""a""#, r#""b""#, "!= < <="),
        (r#""b""#, r#""b""#, "== <= >= contains"),
        (r#""abc""#, r#""b""#, "!= < <= contains"),
        ("null", "null", "=="),
        ("null", "undefined", "!="),
        ("undefined", "undefined", "!="),
        ("undefined", "1", "!="),
        ("true", "true", "=="),
        ("true", "false", "!="),
        ("1", "true", "!="),
        ("[1,2]", "[1,2]", "== nin subsetof anyof"),
        ("[1]", "[2,1]", "!= nin subsetof anyof"),
        ("[1,3]", "[2,1]", "!= nin anyof"),
        ("[3]", "[2,1]", "!= nin noneof"),
        ("[]", "[]", "== nin subsetof noneof"),
        (r#"["1"]"#, "[1]", "!= nin subsetof anyof"),
        (r#"{"a":1,"b":2}"#, r#"{"b":2,"a":1}"#, "== nin"),
        ("2", "[1,2]", "!= in"),
        (r#""2""#, "[1,2]", "!= in"),
        ("3", "[1,2]", "!= nin"),
        ("undefined", "[1,2]", "!= nin"),
        ("1", "{}", "!= nin"),
        ("[1,2]", "2", "!= size contains"),
        ("[1,3]", "2.9", "!= size"),
        ("[1]", "2", "!="),
        (r#""ab""#, "2", "!= size"),
        (r#""😀""#, "2", "!= size"),
        ("{}", "-1", "!= size"),
        ("[]", "true", "!= empty"),
        ("[1]", "true", "!="),
        ("[1]", "false", "!= empty"),
        (r#""""#, "true", "!= empty"),
        ("{}", "true", "!= empty"),
        ("null", "true", "!="),
        ("undefined", "true", "!="),
        ("[[1]]", "[1]", "!= nin noneof contains"),
    ] {
        let (l, r) = (operand(left), operand(right));
        let held: Vec<&str> = operators
            .iter()
            .filter(|(_, operator)| operator(l.as_ref(), r.as_ref()))
            .map(|(name, _)| *name)
            .collect();
        assert_eq!(held.join(" "), holding, "{left} {right}");
    }
}

#[test]
fn regular_expressions_match_whole_texts() {
    static ABC: filter::Pattern = filter::Pattern::new("a.*c");
    static FOLDED: filter::Pattern = filter::Pattern::new("(?i)abc|x");
    static EMPTY: filter::Pattern = filter::Pattern::new("");
    static BROKEN: filter::Pattern = filter::Pattern::new("(");
    static ONE: filter::Pattern = filter::Pattern::new("1|true");
    for (json, pattern, expected) in [
        (r#""abc""#, &ABC, true),
        (r#""abcd""#, &ABC, false),
        (r#""xabc""#, &ABC, false),
        (r#"["no","ac"]"#, &ABC, true),
        (r#"["no"]"#, &ABC, false),
        (r#""ABC""#, &FOLDED, true),
        (r#""X""#, &FOLDED, true),
        (r#""xx""#, &FOLDED, false),
        ("undefined", &EMPTY, true),
        ("{}", &EMPTY, true),
        ("1", &ONE, true),
        ("true", &ONE, true),
        ("11", &ONE, false),
        (r#""(""#, &BROKEN, false),
    ] {
        assert_eq!(filter::matches(operand(json).as_ref(), pattern), expected, "{json} {pattern:?}");
    }
}

proptest! {
    #[test]
    fn negative_indexes_count_from_the_end(items in prop::collection::vec(any::<i64>(), 0..9), index in -12..12_i64) {
        let array = Value::from(items.clone());
        let naive = if index < 0 {
            items.iter().rev().nth(usize::try_from(-index - 1).unwrap())
        } else {
            items.get(usize::try_from(index).unwrap())
        };
        prop_assert_eq!(at(&array).index(index).get().cloned(), naive.map(|item| Value::from(*item)));
    }

    /// Where Jayway and everyone else agree: the bounds have one sign, or one of them is missing.
    #[test]
    fn slices_are_those_of_python(
        items in prop::collection::vec(any::<i64>(), 0..9),
        start in prop::option::of(-12..12_i64),
        end in prop::option::of(-12..12_i64),
    ) {
        let len = i64::try_from(items.len()).unwrap();
        if let (Some(start), Some(end)) = (start, end) {
            prop_assume!((start < 0) == (end < 0) && start >= -len);
        }
        let resolve = |bound: i64| usize::try_from(if bound < 0 { (bound + len).max(0) } else { bound.min(len) }).unwrap();
        let (from, to) = (start.map_or(0, resolve), end.map_or(items.len(), resolve));
        let expected = items.get(from..to).unwrap_or_default().to_vec();
        let array = Value::from(items);
        prop_assert_eq!(nodes(&array).slice(start, end).into_value(), Value::from(expected));
    }
}
