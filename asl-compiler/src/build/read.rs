//! Reading a definition's file, with advice when it is not there.

use crate::diagnostic::near;
use crate::source::Source;
use std::fmt;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};

/// How the names of definitions end.
const DEFINITIONS: [&str; 3] = [".asl.json", ".asl.yaml", ".asl.yml"];

/// A file that could not be read.
#[derive(Debug)]
pub struct ReadError {
    path: PathBuf,
    error: std::io::Error,
    /// A file in the same folder that may be meant.
    near: Option<String>,
}

/// Reads a definition; reports will show it under `name`.
///
/// # Errors
/// When there is no such file, it cannot be read, or it is not UTF-8.
pub fn read(path: &Path, name: &str) -> Result<Source, ReadError> {
    match std::fs::read_to_string(path) {
        Ok(text) => Ok(Source::new(name, text)),
        Err(error) => Err(ReadError { near: neighbour(path), path: path.to_owned(), error }),
    }
}

impl ReadError {
    /// Whether there is no such file.
    pub fn is_missing(&self) -> bool {
        matches!(self.error.kind(), ErrorKind::NotFound | ErrorKind::NotADirectory)
    }

    /// Advice: a file in the same folder that may be meant.
    pub fn near(&self) -> Option<&str> {
        self.near.as_deref()
    }
}

impl fmt::Display for ReadError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let path = self.path.display();
        match self.error.kind() {
            _ if self.is_missing() => write!(f, "there is no file `{path}`"),
            _ if self.path.is_dir() => write!(f, "`{path}` is a folder"),
            ErrorKind::InvalidData => write!(f, "`{path}` is not UTF-8"),
            _ => write!(f, "cannot read `{path}`: {}", self.error),
        }
    }
}

impl std::error::Error for ReadError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        Some(&self.error)
    }
}

/// The name in the same folder that is most like the one of `path`, else the only definition there.
fn neighbour(path: &Path) -> Option<String> {
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let mut names: Vec<String> = std::fs::read_dir(folder)
        .ok()?
        .flatten()
        .map(|entry| entry.file_name().to_string_lossy().into_owned())
        .collect();
    names.sort();
    let name = path.file_name()?.to_string_lossy();
    if let Some(near) = near(&name, names.iter().map(String::as_str)) {
        return Some(near.to_owned());
    }
    let is_definition = |name: &String| DEFINITIONS.iter().any(|ending| name.ends_with(ending));
    let mut definitions = names.into_iter().filter(is_definition);
    definitions.next().filter(|_| definitions.next().is_none())
}
