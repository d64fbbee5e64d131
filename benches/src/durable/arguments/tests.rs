use super::*;

fn parse(line: &str) -> Outcome<Arguments> {
    Arguments::parse(line.split_whitespace().map(str::to_owned))
}

#[test]
fn everything_is_measured_unless_sections_are_named() {
    let Arguments::Measure { quick, place, sections } = parse("").unwrap() else { panic!("not measured") };
    assert_eq!((quick, place, sections), (false, None, Section::ALL.to_vec()));
    let wanted = Arguments::Measure {
        quick: true,
        place: Some("/disk".into()),
        sections: vec![Section::History, Section::Steps],
    };
    assert_eq!(parse("--quick history --folder /disk steps").unwrap(), wanted);
}

#[test]
fn what_is_unknown_is_told_with_the_usage() {
    assert!(parse("stpes").unwrap_err().to_string().contains("usage:"));
    assert!(parse("--folder").is_err());
}

#[test]
fn a_child_gets_what_it_was_given() {
    let child = Child { starts: true, kind: Kind::Token, count: 17, firing: 3, path: "/x".into() };
    let read = Arguments::parse(child.arguments().into_iter()).unwrap();
    assert_eq!(read, Arguments::Waiting(child));
    assert!(parse("child open time").is_err());
}
