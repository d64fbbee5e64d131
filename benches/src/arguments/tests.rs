use super::*;

fn parse(line: &str) -> Outcome<Arguments> {
    Arguments::parse(line.split_whitespace().map(str::to_owned))
}

#[test]
fn reads_all_forms() {
    let all = Arguments::Compare { quick: false, instructions: true, workload: None };
    assert_eq!(parse("").unwrap(), all);
    let one = Arguments::Compare { quick: true, instructions: false, workload: Some("W2".to_owned()) };
    assert_eq!(parse("--quick --workload W2 --no-instructions").unwrap(), one);
    let count = |mode| Arguments::Count { workload: "W1".into(), variant: "typed".into(), times: 9, mode };
    assert_eq!(parse("count W1 typed 9").unwrap(), count(Mode::Json));
    assert_eq!(parse("count W1 typed 9 values").unwrap(), count(Mode::Values));
    assert_eq!(parse("build").unwrap(), Arguments::Build { quick: false });
    assert_eq!(parse("build --quick").unwrap(), Arguments::Build { quick: true });
}

#[test]
fn refuses_what_it_does_not_know() {
    for line in ["--fast", "--workload", "count", "count W1 typed many", "count W1 typed 9 xml", "build W1"] {
        assert!(parse(line).is_err(), "{line}");
    }
}
