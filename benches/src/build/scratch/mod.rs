//! A crate of its own, in the target folder, that cargo builds with and without a workflow.
//!
//! Only its final crate is built again: what it depends on is built before the clock runs. The difference of two builds
//! that follow each other is what the workflow adds, linking included.

use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::{Duration, Instant};
use std::{env, fs};

use crate::Outcome;

#[cfg(test)]
mod tests;

/// Name of the package and its program.
const PACKAGE: &str = "asl-scratch";

/// What a crate without a workflow does: it links the same libraries.
pub(super) const WITHOUT: &str = "use asl_runtime as _;
use tokio as _;

fn main() {}
";

/// How it is built: cargo's own settings of the two profiles.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Profile {
    Debug,
    Release,
}

impl Profile {
    pub(super) const ALL: [Self; 2] = [Self::Debug, Self::Release];

    /// The word of the report; also the folder of what was built.
    pub(super) fn name(self) -> &'static str {
        match self {
            Self::Debug => "debug",
            Self::Release => "release",
        }
    }
}

/// The crate.
#[derive(Debug)]
pub(super) struct Scratch {
    folder: PathBuf,
}

impl Scratch {
    /// Writes the package into the target folder of this program.
    ///
    /// # Errors
    /// The folder cannot be written.
    pub(super) fn new() -> Outcome<Self> {
        let program = env::current_exe()?;
        let target = program.ancestors().nth(2).ok_or("the program is in no target folder")?;
        let workspace = Path::new(env!("CARGO_MANIFEST_DIR")).join("..").canonicalize()?;
        Self::write(target.join(PACKAGE), &workspace)
    }

    fn write(folder: PathBuf, workspace: &Path) -> Outcome<Self> {
        fs::create_dir_all(folder.join("src"))?;
        fs::write(folder.join("Cargo.toml"), manifest(workspace))?;
        // The versions that the workspace uses: they are there without a network.
        fs::copy(workspace.join("Cargo.lock"), folder.join("Cargo.lock"))?;
        Ok(Self { folder })
    }

    /// Puts a file beside `main.rs`.
    ///
    /// # Errors
    /// It cannot be written.
    pub(super) fn put(&self, name: &str, text: &str) -> Outcome<()> {
        Ok(fs::write(self.folder.join("src").join(name), text)?)
    }

    /// Builds it with this `main.rs`; all else must have been built before.
    ///
    /// # Errors
    /// The code is not accepted, or cargo cannot be run.
    pub(super) fn build(&self, main: &str, profile: Profile) -> Outcome<Duration> {
        self.put("main.rs", main)?;
        let mut command = Command::new(env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
        command.args(["build", "--quiet", "--offline", "--target-dir"]).arg(self.folder.join("target"));
        command.current_dir(&self.folder).env("CARGO_INCREMENTAL", "0");
        if profile == Profile::Release {
            command.arg("--release");
        }
        let start = Instant::now();
        let output = command.output()?;
        let elapsed = start.elapsed();
        if output.status.success() {
            return Ok(elapsed);
        }
        Err(format!("the scratch crate does not build:\n{}", String::from_utf8_lossy(&output.stderr)).into())
    }

    /// Runs what was built last.
    ///
    /// # Errors
    /// The program failed.
    pub(super) fn run(&self, profile: Profile) -> Outcome<String> {
        let program = self.folder.join("target").join(profile.name()).join(PACKAGE);
        let output = Command::new(program.with_extension(env::consts::EXE_EXTENSION)).output()?;
        if output.status.success() {
            return Ok(String::from_utf8(output.stdout)?);
        }
        Err(format!("the scratch crate fails:\n{}", String::from_utf8_lossy(&output.stderr)).into())
    }
}

/// A workspace of its own, so that the one around does not claim it.
fn manifest(workspace: &Path) -> String {
    // A TOML string between apostrophes takes a path as it is.
    let runtime = workspace.join("runtime");
    format!(
        "[package]
name = \"{PACKAGE}\"
version = \"0.0.0\"
edition = \"2024\"
publish = false

[dependencies]
asl-runtime = {{ path = '{}' }}
tokio = {{ version = \"1\", default-features = false, features = [\"rt\", \"time\"] }}

[workspace]
",
        runtime.display()
    )
}
