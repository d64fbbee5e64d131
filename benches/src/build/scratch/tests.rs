use super::*;

#[test]
fn writes_a_package_beside_the_workspace() {
    let folder = env::temp_dir().join(format!("asl-scratch-test-{}", std::process::id()));
    let workspace = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let scratch = Scratch::write(folder.clone(), &workspace).unwrap();
    scratch.put("main.rs", WITHOUT).unwrap();
    let manifest = fs::read_to_string(folder.join("Cargo.toml")).unwrap();
    assert!(manifest.contains(&format!("path = '{}'", workspace.join("runtime").display())), "{manifest}");
    assert!(workspace.join("runtime/Cargo.toml").exists());
    assert_eq!(fs::read(folder.join("Cargo.lock")).unwrap(), fs::read(workspace.join("Cargo.lock")).unwrap());
    assert_eq!(fs::read_to_string(folder.join("src/main.rs")).unwrap(), WITHOUT);
    fs::remove_dir_all(folder).unwrap();
}
