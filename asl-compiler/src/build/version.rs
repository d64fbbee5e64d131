//! An older version of a definition, as a build script names it.

use super::{ReadError, read};
use crate::options::Version;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

/// An older version of a definition; made by [`version`], or from its path alone.
#[derive(Clone, Debug)]
#[must_use = "a version is for `Workflow::version` or `Workflow::compatible_with`"]
pub struct OlderVersion {
    pub(super) path: PathBuf,
    name: Option<String>,
    substitutions: BTreeMap<String, String>,
}

/// The older version in a file; a relative path starts at the folder of the package's `Cargo.toml`.
pub fn version(path: impl Into<PathBuf>) -> OlderVersion {
    OlderVersion { path: path.into(), name: None, substitutions: BTreeMap::new() }
}

impl OlderVersion {
    /// Names the version's module. Without this, it is named after what stands between the workflow's name and the extensions of
    /// its file: `v1` for `order.v1.asl.json`.
    pub fn name(mut self, name: &str) -> Self {
        self.name = Some(name.to_owned());
        self
    }

    /// The value that a placeholder had in this version, where it is another than now.
    pub fn substitution(mut self, name: &str, value: &str) -> Self {
        self.substitutions.insert(name.to_owned(), value.to_owned());
        self
    }

    pub(super) fn read(self) -> Result<Version, ReadError> {
        let source = read(&self.path, &self.path.display().to_string())?;
        let name = self.name.unwrap_or_else(|| Version::name_of_file(&self.path));
        Ok(Version { name, source, include: None, substitutions: self.substitutions })
    }
}

impl From<&str> for OlderVersion {
    fn from(path: &str) -> Self {
        version(path)
    }
}

impl From<String> for OlderVersion {
    fn from(path: String) -> Self {
        version(path)
    }
}

impl From<&Path> for OlderVersion {
    fn from(path: &Path) -> Self {
        version(path)
    }
}

impl From<PathBuf> for OlderVersion {
    fn from(path: PathBuf) -> Self {
        version(path)
    }
}
