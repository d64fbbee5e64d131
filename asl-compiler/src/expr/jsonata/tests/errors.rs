//! Each syntax error: its place, AWS's words and ours.

use crate::expr::jsonata::{SyntaxCode, parse};

/// The part of the text that is blamed, the code, and AWS's words.
fn error(text: &str) -> (&str, SyntaxCode, String) {
    let error = parse(text, 0).expect_err(text);
    (text.get(error.span.clone()).unwrap(), error.code, error.aws())
}

#[test]
fn place_code_and_words_of_aws() {
    use SyntaxCode as Code;
    for (text, place, code, aws) in [
        ("1 & 'abc", "'abc", Code::UnclosedString, "String literal must be terminated by a matching quote"),
        ("'a\\", "\\", Code::UnknownEscape, "Unsupported escape sequence: \\"),
        ("2 + 1e309", "1e309", Code::NumberRange, "Number out of range: \"1e309\""),
        ("'it\\'s'", "\\'", Code::UnknownEscape, "Unsupported escape sequence: \\'"),
        ("'\\u12g4'", "\\u12", Code::BadCodeUnit, "The escape sequence \\u must be followed by 4 hex digits"),
        ("a.`b", "`b", Code::UnclosedName, "Quoted property name must be terminated with a backquote (`)"),
        ("a /* b", "/* b", Code::UnclosedComment, "Comment has no closing tag"),
        ("a b", "b", Code::Trailing, "Syntax error: \"b\""),
        ("a == b", "=", Code::NotUnary, "The symbol \"=\" cannot be used as a unary operator"),
        ("$a[1, 2]", ",", Code::Expected, "Expected \"]\", got \",\""),
        ("[1, 2", "", Code::ExpectedBeforeEnd, "Expected \"]\" before end of expression"),
        ("{'a' 1}", "1", Code::Expected, "Expected \":\", got \"1\""),
        ("!a", "!", Code::UnknownOperator, "Unknown operator: \"!\""),
        ("1 +", "", Code::UnexpectedEnd, "Unexpected end of expression"),
        ("", "", Code::UnexpectedEnd, "Unexpected end of expression"),
        (" \n", "", Code::UnexpectedEnd, "Unexpected end of expression"),
        (
            "function($a, b){1}",
            "b",
            Code::ParameterName,
            "Parameter \"2\" of function definition must be a variable name (start with $)",
        ),
        (
            "$x{'a': 1}[0]",
            "[0]",
            Code::PredicateAfterGroup,
            "A predicate cannot follow a grouping expression in a step",
        ),
        ("a{}{}", "{}", Code::SecondGroup, "Each step can only have one grouping expression"),
        ("a + }", "}", Code::NotUnary, "The symbol \"}\" cannot be used as a unary operator"),
        ("10 + * 2", "2", Code::Trailing, "Syntax error: \"2\""),
        ("a := 1", "a", Code::BindTarget, "The left side of := must be a variable name (start with $)"),
        (
            "$a.true",
            "true",
            Code::LiteralStep,
            "The literal value \"true\" cannot be used as a step within a path expression",
        ),
        ("a@b", "b", Code::BindVariable, "The right side of \"@\" must be a variable name (start with $)"),
        (
            "a[1]@$v",
            "@$v",
            Code::FocusAfterPredicate,
            "A context variable binding must precede any predicates on a step",
        ),
        (
            "a^(b)@$v",
            "@$v",
            Code::FocusAfterSort,
            "A context variable binding must precede the 'order-by' clause on a step",
        ),
        (
            "$.%",
            "$",
            Code::NoParent,
            "The object representing the 'parent' cannot be derived from this expression",
        ),
        ("$match(a, //)", "//", Code::EmptyRegex, "Empty regular expressions are not allowed"),
        ("/a(b/", "/a(b/", Code::UnclosedRegex, "No terminating / in regular expression"),
        (
            "λ($a)<s<n>>{1}",
            "<",
            Code::SignatureParameter,
            "Type parameters can only be applied to functions and arrays",
        ),
        (
            "λ($a)<(s<n>)>{1}",
            "(",
            Code::SignatureChoice,
            "Choice groups containing parameterized types are not supported",
        ),
    ] {
        assert_eq!(error(text), (place, code, aws.to_owned()), "{text}");
    }
}

#[test]
fn operators_of_later_versions_are_explained() {
    for text in ["a ?? b", "a ?: b"] {
        let error = parse(text, 0).unwrap_err();
        assert_eq!(error.code, SyntaxCode::NotUnary, "{text}");
        assert!(error.help().unwrap().contains("JSONata 2.0"), "{text}");
    }
}

#[test]
fn spans_count_from_the_start_of_the_field() {
    let error = parse(" 1 + ) ", 2).unwrap_err();
    assert_eq!(error.span, 7..8);
}

#[test]
fn values_are_shown_as_written() {
    for (text, message) in [
        ("$a $b", "unexpected `$b` behind a complete expression"),
        ("$a 'b'", "unexpected `'b'` behind a complete expression"),
        ("($a 1)", "expected `)`, found `1`"),
    ] {
        assert_eq!(parse(text, 0).unwrap_err().message(), message);
    }
}

#[test]
fn open_brackets_are_pointed_at() {
    for (text, opened) in [("1 + [2, (3", "("), ("$f(1; 2)", "("), ("$a[1, 2]", "["), ("a{'k': 1 2}", "{")] {
        let error = parse(text, 0).unwrap_err();
        assert_eq!(error.opened.and_then(|place| text.get(place)), Some(opened), "{text}");
    }
}
