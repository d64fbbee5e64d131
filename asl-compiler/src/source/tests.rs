use super::*;

#[test]
fn positions_count_characters_from_one() {
    let source = Source::new("x", "a\näb\r\n\nc");
    let place = |byte| {
        let position = source.position(byte);
        (position.line, position.column)
    };
    assert_eq!(place(0), (1, 1));
    assert_eq!(place(1), (1, 2));
    assert_eq!(place(2), (2, 1));
    assert_eq!(place(3), (2, 1), "inside `ä`");
    assert_eq!(place(4), (2, 2));
    assert_eq!(place(7), (3, 1));
    assert_eq!(place(8), (4, 1));
    assert_eq!(place(900), (4, 2));
}

#[test]
fn an_empty_text_has_one_line() {
    assert_eq!(Source::new("x", "").position(0), Position { line: 1, column: 1 });
}

#[test]
fn slices_never_panic() {
    let source = Source::new("x", "äb");
    assert_eq!(source.slice(Span::new(0, 2)), "ä");
    assert_eq!(source.slice(Span::new(1, 2)), "");
    assert_eq!(source.slice(Span::new(2, 99)), "");
}

#[test]
fn the_name_tells_the_notation() {
    for (name, format) in [
        ("a.asl.json", Format::Json),
        ("a", Format::Json),
        ("", Format::Json),
        ("yaml", Format::Json),
        ("a.asl.yaml", Format::Yaml),
        ("folder.json/A.YML", Format::Yaml),
        ("a.yaml.json", Format::Json),
    ] {
        assert_eq!(Source::new(name, "").format(), format, "{name}");
    }
}
