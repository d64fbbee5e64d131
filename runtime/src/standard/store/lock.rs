//! One process at a time: an exclusive lock of the operating system on a file beside the store.
//!
//! The lock goes with the process, however it ends; the file stays and says who had it last.

use std::fs::{File, OpenOptions, TryLockError};
use std::io::{Read, Seek, Write};
use std::path::{Path, PathBuf};

use super::error::{StoreError, StoreErrorKind};

/// A store that belongs to this process as long as this lives.
#[derive(Debug)]
pub(super) struct Lock {
    _file: File,
}

impl Lock {
    /// Takes the lock of the store at `path`.
    ///
    /// # Errors
    /// Somebody else has it, or the file beside the store cannot be made.
    pub(super) fn take(path: &Path) -> Result<Self, StoreError> {
        let wrong = |error| StoreError::io("lock", path, error);
        let mut file = OpenOptions::new()
            .read(true)
            .write(true)
            .create(true)
            .truncate(false)
            .open(beside(path, "-lock"))
            .map_err(wrong)?;
        match file.try_lock() {
            Ok(()) => {}
            Err(TryLockError::WouldBlock) => {
                let mut holder = String::new();
                // Where locks hide the content, the message does without the number.
                let _ = file.read_to_string(&mut holder);
                let holder = holder.trim();
                let detail = match holder.parse::<u32>() {
                    Ok(id) if id == std::process::id() => "this process has it open already".to_owned(),
                    Ok(id) => format!("process {id} has it open"),
                    Err(_) => "another process has it open".to_owned(),
                };
                return Err(StoreError::new(StoreErrorKind::InUse, "open", path, detail));
            }
            Err(TryLockError::Error(error)) => return Err(wrong(error)),
        }
        // For the message of whoever comes second only.
        let note = file
            .set_len(0)
            .and_then(|()| file.rewind())
            .and_then(|()| writeln!(file, "{}", std::process::id()));
        note.map_err(wrong)?;
        Ok(Self { _file: file })
    }
}

/// `orders.db-lock` for `orders.db`.
pub(super) fn beside(path: &Path, suffix: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(suffix);
    name.into()
}
