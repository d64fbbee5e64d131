//! Files for a test, and the command run among them.

use crate::{GOOD, WRONG};
use std::path::{Path, PathBuf};
use std::process::Command;

/// A folder of its own, removed at the end.
pub(crate) struct Folder(PathBuf);

impl Folder {
    pub(crate) fn new(test: &str) -> Self {
        let folder = std::env::temp_dir().join(format!("cargo-asl-{}-{test}", std::process::id()));
        std::fs::create_dir_all(&folder).unwrap();
        let folder = Self(folder);
        folder.write("greet.asl.json", GOOD).write("wrong.asl.json", WRONG);
        folder
    }

    /// A folder without files.
    pub(crate) fn empty(test: &str) -> Self {
        let folder = Self::new(test);
        for name in ["greet.asl.json", "wrong.asl.json"] {
            std::fs::remove_file(folder.0.join(name)).unwrap();
        }
        folder
    }

    /// Writes a file, and the folders that it is in.
    pub(crate) fn write(&self, name: &str, text: impl AsRef<[u8]>) -> &Self {
        let path = self.0.join(name);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, text).unwrap();
        self
    }

    /// The text of a file.
    pub(crate) fn read(&self, name: &str) -> String {
        std::fs::read_to_string(self.0.join(name)).unwrap()
    }

    /// Runs the command here and compares what it prints.
    #[track_caller]
    pub(crate) fn check(&self, golden: &str, exit: i32, arguments: &[&str]) {
        let output = Command::new(env!("CARGO_BIN_EXE_cargo-asl"))
            .args(arguments)
            .current_dir(&self.0)
            .output()
            .unwrap();
        let text = |bytes: &[u8]| String::from_utf8(bytes.to_vec()).unwrap().replace(".exe", "");
        let (stdout, stderr) = (text(&output.stdout), text(&output.stderr));
        assert_eq!(output.status.code(), Some(exit), "{stdout}{stderr}");
        let actual = format!("--- stdout\n{stdout}--- stderr\n{stderr}");
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/golden").join(format!("{golden}.txt"));
        if std::env::var_os("ASL_BLESS").is_some() {
            std::fs::write(&path, &actual).unwrap();
        }
        let expected = std::fs::read_to_string(&path).unwrap_or_default();
        assert_eq!(actual, expected, "differs from {}", path.display());
    }

    /// What the command prints on stdout and stderr.
    #[track_caller]
    pub(crate) fn run(&self, exit: i32, arguments: &[&str]) -> [String; 2] {
        let binary = env!("CARGO_BIN_EXE_cargo-asl");
        let output = Command::new(binary).args(arguments).current_dir(&self.0).output().unwrap();
        let printed = [output.stdout, output.stderr].map(|bytes| String::from_utf8(bytes).unwrap());
        assert_eq!(output.status.code(), Some(exit), "{printed:?}");
        printed
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}
