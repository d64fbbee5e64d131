//! What cargo knows of the place where the command was called.

use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use serde_json::Value;

use super::Failure;

/// Where programs are built, and with which crates.
pub(crate) struct Surroundings {
    /// Cargo's target folder.
    pub(crate) target: PathBuf,
    /// The lock file of the workspace.
    pub(crate) lock: Option<PathBuf>,
    /// Where `asl-testing` comes from, as a manifest has it.
    pub(crate) testing: String,
    cargo: OsString,
}

impl Surroundings {
    /// Looks around. `runtime` is the folder of `asl-runtime`, if that is not to come from where the workspace has it.
    ///
    /// # Errors
    /// The given folder holds no `asl-runtime`.
    pub(crate) fn find(runtime: Option<&Path>) -> Result<Self, Failure> {
        let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
        let metadata = metadata(&cargo);
        let folder = |field: &str| metadata.as_ref()?.get(field)?.as_str().map(PathBuf::from);
        let target = folder("target_directory");
        let target = target.or_else(|| std::env::var_os("CARGO_TARGET_DIR").map(PathBuf::from));
        let lock = folder("workspace_root").map(|root| root.join("Cargo.lock")).filter(|lock| lock.exists());
        let testing = match runtime {
            Some(folder) => beside(folder).ok_or_else(|| {
                let place = folder.display();
                format!("{place} is not the folder of `asl-runtime` in a copy of its repository")
            })?,
            None => metadata.as_ref().and_then(testing_of).unwrap_or_else(released),
        };
        let target = match target {
            Some(target) => target,
            None => std::env::temp_dir().join("cargo-asl"),
        };
        Ok(Self { target, lock, testing, cargo })
    }

    /// Cargo itself.
    pub(crate) fn cargo(&self) -> Command {
        Command::new(&self.cargo)
    }

    /// The program that a package in `folder` is built to.
    pub(crate) fn executable(&self, folder: &Path) -> PathBuf {
        let name = folder.file_name().unwrap_or_default().to_string_lossy();
        self.target.join("debug").join(format!("{name}{}", std::env::consts::EXE_SUFFIX))
    }
}

/// What `cargo metadata` says of the workspace here, if there is one.
fn metadata(cargo: &OsString) -> Option<Value> {
    let mut command = Command::new(cargo);
    command.args(["metadata", "--format-version", "1", "--offline"]).stderr(Stdio::null());
    let output = command.output().ok().filter(|output| output.status.success())?;
    serde_json::from_slice(&output.stdout).ok()
}

/// `asl-testing` from where the workspace has `asl-runtime`: the two fit only each other.
fn testing_of(metadata: &Value) -> Option<String> {
    let packages = metadata.get("packages")?.as_array()?;
    let runtime =
        packages.iter().find(|package| package.get("name").is_some_and(|name| name == "asl-runtime"))?;
    if runtime.get("source")?.is_null() {
        return beside(Path::new(runtime.get("manifest_path")?.as_str()?).parent()?);
    }
    let version = runtime.get("version")?.as_str()?;
    Some(format!("version = \"={version}\""))
}

/// `asl-testing` in the repository whose folder `runtime` is given.
fn beside(runtime: &Path) -> Option<String> {
    let testing = runtime.parent()?.join("testing").canonicalize().ok()?;
    testing.join("Cargo.toml").exists().then(|| format!("path = {:?}", testing.to_string_lossy()))
}

/// `asl-testing` of this release.
fn released() -> String {
    format!("version = \"={}\"", env!("CARGO_PKG_VERSION"))
}
