//! The pages of the codes: each wrong definition gives the code, and only it; each right one gives nothing.

use crate::diagnostic::Code;

use super::findings;

#[test]
fn examples_of_the_pages() {
    let codes: Vec<Code> =
        Code::ALL.iter().copied().filter(|code| code.info().id.starts_with("ASL07")).collect();
    assert!(!codes.is_empty());
    for code in codes {
        let info = code.info();
        let file = format!("{}/pages/{}.md", env!("CARGO_MANIFEST_DIR"), info.id);
        let page = std::fs::read_to_string(&file).unwrap_or_else(|error| panic!("{file}: {error}"));
        assert!(page.starts_with(&format!("# {}: {}\n", info.id, info.summary)), "{file}");
        let blocks: Vec<&str> =
            page.split("```json\n").skip(1).filter_map(|rest| rest.split("```").next()).collect();
        let [wrong, right] = blocks[..] else { panic!("{file}: {} examples", blocks.len()) };
        let found = findings(wrong);
        assert!(!found.is_empty() && found.iter().all(|(it, ..)| it == info.id), "{file}: {found:?}");
        assert_eq!(found[0].1, info.severity, "{file}");
        assert_eq!(findings(right), [], "{file}");
    }
}
