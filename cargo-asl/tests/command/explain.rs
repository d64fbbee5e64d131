//! `cargo asl explain`.

use crate::folder::Folder;
use asl_compiler::Code;

#[test]
fn prints_a_page() {
    let folder = Folder::empty("explain");
    for name in ["ASL0102", "asl0102", "unknown-field", "Unknown-Field", "102"] {
        let [page, nothing] = folder.run(0, &["explain", name]);
        assert_eq!((page.as_str(), nothing.as_str()), (Code::UnknownField.page(), ""), "{name}");
    }
    let [page, _] = folder.run(0, &["explain", "ASL0102", "--color=always"]);
    assert!(page.starts_with("\u{1b}[1mASL0102: "), "{page}");
    assert!(!page.contains("```") && page.contains("\u{1b}[1;36mWrong\u{1b}[0m"), "{page}");
}

#[test]
fn lists_all_codes() {
    let [list, _] = Folder::empty("codes").run(0, &["explain"]);
    assert_eq!(list.lines().count(), Code::ALL.len());
    for code in Code::ALL {
        let info = code.info();
        assert!(list.lines().any(|line| line.starts_with(info.id) && line.contains(info.slug)), "{code}");
    }
}

#[test]
fn advises_near_names() {
    let folder = Folder::empty("no-code");
    folder.check("explain-near", 2, &["explain", "unkown-field"]);
    folder.check("explain-part", 2, &["explain", "terminal"]);
    folder.check("explain-none", 2, &["explain", "nonsense-of-some-kind"]);
}
