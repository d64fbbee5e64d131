use super::*;

fn markers(list: &[(&str, Option<&str>)]) -> Markers {
    let case = crate::tests::case_with(
        list.iter().filter(|(_, value)| value.is_none()).map(|(marker, _)| *marker),
        list.iter().filter_map(|(marker, value)| value.map(|value| (*marker, value))),
    );
    Markers::of(&case)
}

fn matches(list: &[(&str, Option<&str>)], expected: &str, actual: &str) -> bool {
    markers(list).matches(expected, actual, &mut Captures::new())
}

#[test]
fn bound_markers_stand_for_their_value() {
    let list = [("<region>", Some("us-east-1")), ("<partition>", Some("aws"))];
    assert!(matches(&list, "arn:<partition>:sns:<region>:x", "arn:aws:sns:us-east-1:x"));
    assert!(!matches(&list, "arn:<partition>:sns:<region>:x", "arn:aws:sns:eu-west-1:x"));
    assert!(matches(&list, "<region>", "<region>"), "a recorded result carries the marker");
}

#[test]
fn unbound_markers_match_anything_between_literal_text() {
    let list = [("<request_id>", None)];
    assert!(matches(&list, "(ID: <request_id>)", "(ID: 12-34)"));
    assert!(!matches(&list, "(ID: <request_id>)", "(ID: 12-34"));
}

#[test]
fn plain_words_are_markers_only_as_whole_words() {
    let list = [("date", None)];
    assert!(!matches(&list, "HelloWorldUpdated", "HelloWorldUpXXd"));
    assert!(!matches(&list, "date-time format", "xx-time format"));
    assert!(matches(&list, "at date", "at 2024-01-01"));
}

#[test]
fn one_numbered_marker_is_one_value() {
    let markers = markers(&[("<uuid:1>", None)]);
    let mut captures = Captures::new();
    assert!(markers.matches("<uuid:1>", "a", &mut captures));
    assert!(markers.matches("id <uuid:1>", "id a", &mut captures));
    assert!(markers.matches("<uuid:1>", "<uuid:1>", &mut captures));
    assert!(!markers.matches("id <uuid:1>", "id b", &mut captures));
}

#[test]
fn brackets_around_a_marker_belong_to_it() {
    let list = [("<task_token>", None)];
    assert!(matches(&list, "<<task_token>:1>", "AAAA"));
    assert!(markers(&list).is_any("<<task_token>:1>"));
}

#[test]
fn the_longest_marker_wins() {
    let list = [("<id>", None), ("Request ID: <id>", Some("Request ID: 7"))];
    assert!(matches(&list, "(Request ID: <id>)", "(Request ID: 7)"));
    assert!(!matches(&list, "(Request ID: <id>)", "(Request ID: 8)"));
}

#[test]
fn concrete_text_has_no_markers() {
    let markers = markers(&[("<region>", Some("us-east-1")), ("<n:1>", None)]);
    assert_eq!(markers.concrete("<region>/<n:1>", |_| "x".to_owned()), "us-east-1/x");
}
