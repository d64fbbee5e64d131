use super::*;

#[test]
fn codes_are_found_by_id_name_and_number() {
    for name in ["ASL0102", "asl0102", " Unknown-Field ", "0102", "102"] {
        assert_eq!(find(name), Some(Code::UnknownField), "{name}");
    }
    for name in ["", "ASL9999", "unknown", "99999999999"] {
        assert_eq!(find(name), None, "{name}");
    }
}

#[test]
fn advice_is_near() {
    assert_eq!(advice("unknown-feild"), "did you mean `unknown-field`?");
    assert!(advice("terminal").starts_with("names with it are `no-terminal`"));
    assert!(advice("ASL0119").starts_with("the nearest is `ASL01"));
    assert_eq!(advice("xyzxyz"), "`cargo asl explain` lists all");
}

#[test]
fn every_code_is_in_the_list() {
    let list = list(Style::Plain);
    assert_eq!(list.lines().count(), Code::ALL.len());
    assert!(Code::ALL.iter().all(|code| list.contains(code.info().slug)));
}
