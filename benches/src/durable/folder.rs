//! A folder for stores, which is gone afterwards.

use std::fs;
use std::path::{Path, PathBuf};

use crate::Outcome;

/// Removes itself with all that is in it.
#[derive(Debug)]
pub(crate) struct Folder(PathBuf);

impl Folder {
    /// A new folder in `place`, or where temporary files lie.
    ///
    /// # Errors
    /// It cannot be made.
    pub(crate) fn new(place: Option<&Path>) -> Outcome<Self> {
        let place = place.map_or_else(std::env::temp_dir, Path::to_owned);
        let folder = place.join(format!("asl-durable-bench-{}", std::process::id()));
        fs::create_dir_all(&folder)?;
        Ok(Self(folder))
    }

    /// The path of a file that is not there yet.
    ///
    /// # Errors
    /// One that is there cannot be removed.
    pub(crate) fn file(&self, name: &str) -> Outcome<PathBuf> {
        let path = self.0.join(name);
        for suffix in ["", "-wal", "-shm", "-lock"] {
            let mut file = path.clone().into_os_string();
            file.push(suffix);
            match fs::remove_file(&file) {
                Err(error) if error.kind() != std::io::ErrorKind::NotFound => return Err(error.into()),
                _ => {}
            }
        }
        Ok(path)
    }

    /// The path of a folder that is not there yet.
    ///
    /// # Errors
    /// One that is there cannot be removed.
    pub(crate) fn folder(&self, name: &str) -> Outcome<PathBuf> {
        let path = self.0.join(name);
        if path.exists() {
            fs::remove_dir_all(&path)?;
        }
        fs::create_dir_all(&path)?;
        Ok(path)
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        // What is left lies where temporary files do.
        let _ = fs::remove_dir_all(&self.0);
    }
}

/// The bytes of a store's files.
pub(crate) fn size(path: &Path) -> u64 {
    let mut journal = path.to_owned().into_os_string();
    journal.push("-wal");
    [path.to_owned(), journal.into()]
        .iter()
        .filter_map(|path| fs::metadata(path).ok())
        .map(|it| it.len())
        .sum()
}
