use super::*;

#[test]
fn tidy_paths() {
    for (path, expected) in [
        ("/a/b/../c.json", "/a/c.json"),
        ("/a/./b.json", "/a/b.json"),
        ("/a/b/../../c.json", "/c.json"),
        ("../a", "../a"),
        ("a/../../b", "../b"),
    ] {
        assert_eq!(tidy(Path::new(path)), Path::new(expected), "{path}");
    }
}

#[test]
fn paths_from_the_manifest() {
    let manifest = manifest().unwrap();
    let beside = manifest.join("src/file");
    assert_eq!(from_manifest(&beside, "src/lib.rs").unwrap(), "../../src/lib.rs");
    assert_eq!(from_manifest(&manifest, "src/lib.rs").unwrap(), "src/lib.rs");
    assert_eq!(from_manifest(&beside, "src/none.rs"), None);
}
