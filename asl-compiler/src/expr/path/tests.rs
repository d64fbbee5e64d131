//! Each construct of the dialect, and what is said about its malformed neighbours.

use super::*;
use crate::expr::{ExprSeverity, parse_expression, parse_path};
use crate::ir::{Expr, Filter, FilterOperand, FilterOperator, Literal};

fn path(text: &str) -> Path {
    let parsed = parse_path(text);
    match parsed.value {
        Some(Expr::Path(path)) if parsed.problems.is_empty() => path,
        value => panic!("{text}: {value:?} {:?}", parsed.problems),
    }
}

fn field(name: &str) -> Segment {
    Segment::Field(name.into())
}

fn string(text: &str) -> FilterOperand {
    FilterOperand::Literal(Literal::String(text.into()))
}

fn number(text: &str) -> Literal {
    Literal::Number(text.into())
}

fn current(text: &str, names: &[&str]) -> Path {
    let segments = names.iter().map(|name| field(name)).collect();
    Path {
        text: text.into(),
        root: Root::Current,
        segments,
        function: None,
        place: crate::ir::Place::default(),
    }
}

fn compare(left: FilterOperand, operator: FilterOperator, right: FilterOperand) -> Filter {
    Filter::Compare { left, operator, right }
}

/// The condition of `$[?(…)]`.
fn filter(condition: &str) -> Filter {
    match path(&format!("$[?({condition})]")).segments.pop() {
        Some(Segment::Filter(filter)) => filter,
        other => panic!("{condition}: {other:?}"),
    }
}

#[test]
fn steps() {
    for (text, segments) in [
        ("$", vec![]),
        ("$.a", vec![field("a")]),
        ("$.delivery-partner", vec![field("delivery-partner")]),
        ("$.ünï_1.2", vec![field("ünï_1"), field("2")]),
        ("$.${Attribute}", vec![field("${Attribute}")]),
        ("$.a:b.@type", vec![field("a:b"), field("@type")]),
        ("$['a b']", vec![field("a b")]),
        ("$[\"a'b\"]", vec![field("a'b")]),
        ("$['a\"b.[*]']", vec![field("a\"b.[*]")]),
        ("$[ 'a' ]", vec![field("a")]),
        (r"$['it\'s']", vec![field("it's")]),
        (r#"$['Test\""Name"']"#, vec![field(r#"Test\""Name""#)]),
        (r"$['a\\']", vec![field(r"a\\")]),
        (r"$['a\n']", vec![field(r"a\n")]),
        ("$['a','b']", vec![Segment::Fields(vec!["a".into(), "b".into()])]),
        ("$[\"a\" , \"b\"]", vec![Segment::Fields(vec!["a".into(), "b".into()])]),
        ("$[0]", vec![Segment::Index(0)]),
        ("$[ -1 ]", vec![Segment::Index(-1)]),
        ("$.[0]", vec![Segment::Index(0)]),
        ("$.a.[0].b", vec![field("a"), Segment::Index(0), field("b")]),
        ("$[0]b", vec![Segment::Index(0), field("b")]),
        ("$[0, 2,-1]", vec![Segment::Indexes(vec![0, 2, -1])]),
        ("$[1:]", vec![Segment::Slice { start: Some(1), end: None }]),
        ("$[:-1]", vec![Segment::Slice { start: None, end: Some(-1) }]),
        ("$[-3:2]", vec![Segment::Slice { start: Some(-3), end: Some(2) }]),
        ("$[1:9:2]", vec![Segment::Slice { start: Some(1), end: Some(9) }]),
        ("$[(@.length-1)].b", vec![Segment::Index(-1), field("b")]),
        ("$[(@.size() - 2)]", vec![Segment::Index(-2)]),
        ("$.*", vec![Segment::Wildcard]),
        ("$[*][ * ]", vec![Segment::Wildcard, Segment::Wildcard]),
        ("$..a", vec![Segment::Descend, field("a")]),
        ("$..*", vec![Segment::Descend, Segment::Wildcard]),
        ("$..['a']", vec![Segment::Descend, field("a")]),
        ("$.a..[0]", vec![field("a"), Segment::Descend, Segment::Index(0)]),
    ] {
        assert_eq!(path(text).segments, segments, "{text}");
    }
}

#[test]
fn roots() {
    for (text, root) in [
        ("$", Root::Input),
        ("$.x", Root::Input),
        ("$$", Root::Context),
        ("$$.Task", Root::Context),
        ("$x", Root::Variable("x".into())),
        ("$größe_2[0]", Root::Variable("größe_2".into())),
    ] {
        assert_eq!(path(text).root, root, "{text}");
    }
}

#[test]
fn functions() {
    for (text, function) in [
        ("$.a.length()", PathFunction::Length),
        ("$.length()", PathFunction::Length),
        ("$.a.size()", PathFunction::Length),
        ("$..a.min( )", PathFunction::Min),
        ("$x.max()", PathFunction::Max),
        ("$$.Execution.Input.avg()", PathFunction::Avg),
        ("$.a.sum()", PathFunction::Sum),
        ("$.a.stddev()", PathFunction::StdDev),
        ("$.a.keys()", PathFunction::Keys),
        ("$.a.first()", PathFunction::First),
        ("$.a.last()", PathFunction::Last),
        ("$.a.index(-1)", PathFunction::Index(-1)),
    ] {
        assert_eq!(path(text).function, Some(function), "{text}");
    }
    let Some(PathFunction::Concat(arguments)) = path("$.a.concat($.b.c, \"x\", 1)").function else {
        panic!()
    };
    let [Expr::Path(inner), text, one] = arguments.as_slice() else { panic!("{arguments:?}") };
    assert_eq!((inner.text.as_str(), inner.segments.len()), ("$.b.c", 2));
    assert_eq!((text, one), (&Expr::Literal(Literal::String("x".into())), &Expr::Literal(number("1"))));
    assert_eq!(
        path("$.append([1])").function,
        Some(PathFunction::Append(vec![Expr::Literal(Literal::Array(vec![number("1")]))]))
    );
}

#[test]
fn comparisons() {
    use FilterOperator as Op;
    for (text, operator) in [
        ("@.a == 1", Op::Equal),
        ("@.a === 1", Op::Equal),
        ("@.a!=1", Op::NotEqual),
        ("@.a < 1", Op::Less),
        ("@.a<=1", Op::LessEqual),
        ("@.a > 1", Op::Greater),
        ("@.a >=1", Op::GreaterEqual),
        ("@.a size 1", Op::Size),
        ("@.a CONTAINS 1", Op::Contains),
        ("@.a in 1", Op::In),
        ("@.a nin 1", Op::NotIn),
        ("@.a subsetof 1", Op::SubsetOf),
        ("@.a anyof 1", Op::AnyOf),
        ("@.a noneof 1", Op::NoneOf),
        ("@.a empty 1", Op::Empty),
    ] {
        let expected = compare(
            FilterOperand::Path(current("@.a", &["a"])),
            operator,
            FilterOperand::Literal(number("1")),
        );
        assert_eq!(filter(text), expected, "{text}");
    }
}

#[test]
fn operands() {
    let right = |text: &str| match filter(&format!("@ == {text}")) {
        Filter::Compare { right, .. } => right,
        other => panic!("{text}: {other:?}"),
    };
    for (text, value) in [
        ("'a b'", Literal::String("a b".into())),
        ("\"it's\"", Literal::String("it's".into())),
        (r"'it\'s \\ \n \u00e9'", Literal::String("it's \\ \n é".into())),
        ("')]'", Literal::String(")]".into())),
        ("-1.5e3", number("-1.5e3")),
        ("true", Literal::Bool(true)),
        ("false", Literal::Bool(false)),
        ("null", Literal::Null),
        ("es", Literal::String("es".into())),
        ("in progress ", Literal::String("in progress".into())),
        ("2024-01-01", Literal::String("2024-01-01".into())),
        (
            "[1, 'a', \"b\"]",
            Literal::Array(vec![number("1"), Literal::String("a".into()), Literal::String("b".into())]),
        ),
        ("{\"k\": []}", Literal::Object(vec![("k".into(), Literal::Array(vec![]))])),
    ] {
        assert_eq!(right(text), FilterOperand::Literal(value), "{text}");
    }
    let FilterOperand::Path(root) = right("$.limit['x'].length()") else { panic!() };
    assert_eq!((root.root, root.segments.len(), root.function), (Root::Input, 2, Some(PathFunction::Length)));
    assert_eq!(
        filter("'a' == @.b"),
        compare(string("a"), FilterOperator::Equal, FilterOperand::Path(current("@.b", &["b"])))
    );
}

#[test]
fn patterns() {
    for (text, pattern) in [
        ("/a.*z/", "a.*z"),
        ("/a\\/b/i", "(?i)a/b"),
        ("/a b # c/xi", "(?ix)a b # c\n"),
        ("/\\d+/suU", "(?s)\\d+"),
        ("/[)\\]']/", "[)\\]']"),
    ] {
        let expected = compare(
            FilterOperand::Path(current("@.a", &["a"])),
            FilterOperator::Matches,
            FilterOperand::Regex { pattern: pattern.into() },
        );
        assert_eq!(filter(&format!("@.a =~ {text}")), expected, "{text}");
    }
}

#[test]
fn logic() {
    let exists = |name: &str| Filter::Exists(current(&format!("@.{name}"), &[name]));
    let not = |filter| Filter::Not(Box::new(filter));
    for (text, expected) in [
        ("@.a", exists("a")),
        ("!@.a", not(exists("a"))),
        ("!(@.a)", not(exists("a"))),
        ("@.a exists true", exists("a")),
        ("@.a exists false", not(exists("a"))),
        ("@.a&&@.b", Filter::And(vec![exists("a"), exists("b")])),
        ("@.a && @.b && @.c", Filter::And(vec![exists("a"), exists("b"), exists("c")])),
        ("@.a || @.b && @.c", Filter::Or(vec![exists("a"), Filter::And(vec![exists("b"), exists("c")])])),
        (
            "(@.a || @.b) && !@.c",
            Filter::And(vec![Filter::Or(vec![exists("a"), exists("b")]), not(exists("c"))]),
        ),
    ] {
        assert_eq!(filter(text), expected, "{text}");
    }
}

#[test]
fn filters_nest_and_ignore_spaces() {
    let outer = path("$.a[ ?( @.b[?(@.c == ')')] ) ].d");
    assert_eq!(outer.segments.len(), 3);
    let Segment::Filter(Filter::Exists(inner)) = &outer.segments[1] else { panic!("{outer:?}") };
    assert!(matches!(inner.segments[..], [Segment::Field(_), Segment::Filter(_)]));
    assert!(!outer.is_definite() && path("$.a[0]['b']").is_definite());
}

#[test]
fn malformed_paths() {
    for (text, blame) in [
        ("$a-b", "-"),
        ("$1", "$1"),
        ("$ .a", " "),
        ("$.", "."),
        ("$.a.", "."),
        ("$..", ".."),
        ("$...a", "."),
        ("$.a b", " "),
        ("$.()", "("),
        ("$$$", "$"),
        ("$[]", "[]"),
        ("$.a[", "["),
        ("$[0", "["),
        ("$[a]", "a"),
        ("$['a", "'a"),
        ("$['a'", "["),
        ("$['a'b]", "b"),
        ("$['a',]", "]"),
        ("$[1.5]", "."),
        ("$[99999999999]", "99999999999"),
        ("$[0,]", "0,"),
        ("$[:]", ":"),
        ("$[1-]", "1-"),
        ("$[*", "["),
        ("$[* x]", "x"),
        ("$[(@.x)]", "(@.x)"),
        ("$[@.x]", "@.x"),
        ("$.a.concat($.b", "concat($.b"),
        ("$.a.concat(b)", "b"),
        ("$.a.index()", "index()"),
    ] {
        let parsed = parse_path(text);
        let [problem] = parsed.problems.as_slice() else { panic!("{text}: {parsed:?}") };
        assert_eq!((problem.severity, problem.code), (ExprSeverity::Invalid, ExprCode::PathSyntax), "{text}");
        assert_eq!(text.get(problem.span.clone()).unwrap(), blame, "{text}: {}", problem.message);
        assert!(parsed.value.is_none());
    }
    for text in ["$.a.length().b", "$.a.sum(1)"] {
        assert_eq!(parse_path(text).problems[0].code, ExprCode::PathUnsupported, "{text}");
    }
}

#[test]
fn malformed_filters() {
    for (text, blame) in [
        ("$[?]", "?"),
        ("$[?@.a]", "?"),
        ("$[?(@.a]", "]"),
        ("$[?(@.a", "("),
        ("$[?()]", ")"),
        ("$[?(@.a ==)]", ")"),
        ("$[?(@.a = 1)]", "="),
        ("$[?(@.a contain 1)]", "contain"),
        ("$[?(@.a && )]", ")"),
        ("$[?('a')]", "'a'"),
        ("$[?(@.a == 'b)]", "'"),
        ("$[?(@.a in [x])]", "x"),
        ("$[?(@.a =~ 'b')]", " 'b'"),
        ("$[?(@.a == /b/)]", " /b/"),
        ("$[?(@.a =~ /b)]", "/"),
        ("$[?(@.a =~ /(?=b)/)]", "/(?=b)/"),
        ("$[?(@.a == $$.x)]", "$$"),
        ("$[?(@.a == $x)]", "$x"),
        ("$[?(@.a == 1, 2)]", ","),
    ] {
        let parsed = parse_path(text);
        let [problem] = parsed.problems.as_slice() else { panic!("{text}: {parsed:?}") };
        assert_eq!(
            (problem.severity, problem.code),
            (ExprSeverity::Invalid, ExprCode::FilterSyntax),
            "{text}"
        );
        assert_eq!(text.get(problem.span.clone()).unwrap(), blame, "{text}: {}", problem.message);
    }
    let help = parse_path("$[?(@.a = 1)]").problems.remove(0).help;
    assert_eq!(help.as_deref(), Some("equality is written `==`"));
}

#[test]
fn doom_reaches_out_of_filters() {
    let parsed = parse_expression("$.a[?(@.b.len() > 1)]");
    assert!(matches!(parsed.value, Some(Expr::Doomed(_))), "{parsed:?}");
    assert_eq!(parsed.problems[0].code, ExprCode::UnknownFunction);
}
