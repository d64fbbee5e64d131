//! The registry, its pages, near names and sorting.

pub(crate) mod pages;

use super::near::{near, quoted_list};
use super::*;

#[test]
fn codes_are_unique_and_ordered() {
    let infos: Vec<_> = Code::ALL.iter().map(|code| code.info()).collect();
    for pair in infos.windows(2) {
        assert!(pair[0].id < pair[1].id, "{} before {}", pair[0].id, pair[1].id);
    }
    for (index, info) in infos.iter().enumerate() {
        assert!(infos.iter().skip(index + 1).all(|other| other.slug != info.slug), "{}", info.slug);
        assert_eq!(Code::parse(info.id), Some(Code::ALL[index]));
        assert_eq!(Code::parse(info.slug), Some(Code::ALL[index]));
    }
    assert_eq!(Code::parse("asl0102"), Some(Code::UnknownField));
    assert_eq!(Code::parse("nonsense"), None);
}

#[test]
fn near_names() {
    let fields = ["InputPath", "OutputPath", "Parameters", "Next"];
    assert_eq!(near("Paramters", fields), Some("Parameters"));
    assert_eq!(near("inputpath", fields), Some("InputPath"));
    assert_eq!(near("Nxet", fields), Some("Next"));
    assert_eq!(near("Next", fields), None, "the name itself is no advice");
    assert_eq!(near("Colour", fields), None);
    assert_eq!(near("", fields), None);
    assert_eq!(near("x", ["y"]), None, "nothing in common");
    assert_eq!(near(&"x".repeat(100_000), fields), None);
}

#[test]
fn lists() {
    assert_eq!(quoted_list(["A"], "or"), "`A`");
    assert_eq!(quoted_list(["A", "B"], "or"), "`A` or `B`");
    assert_eq!(quoted_list(["A", "B", "C"], "and"), "`A`, `B` and `C`");
}

#[test]
fn findings_are_sorted_deduplicated_and_allowed() {
    let at = |start| Span::new(start, start + 1);
    let mut all = Diagnostics::default();
    all.push(Diagnostic::new(Code::NoDollar, at(9), "b"));
    all.push(Diagnostic::new(Code::IntrinsicArity, at(5), "a"));
    all.push(Diagnostic::new(Code::IntrinsicArity, at(5), "a"));
    all.push(Diagnostic::new(Code::Unreachable, at(1), "c"));
    all.finish();
    assert_eq!(
        all.iter().map(|d| d.code.info().slug).collect::<Vec<_>>(),
        ["unreachable", "intrinsic-arity", "no-dollar"]
    );
    all.allow(&[Code::Unreachable, Code::NoDollar], false);
    assert_eq!(all.len(), 2, "errors cannot be allowed");
    all.allow(&[], true);
    assert_eq!(all.len(), 1);
    assert!(all.has_errors());
}
