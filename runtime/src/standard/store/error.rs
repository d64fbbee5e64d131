//! What can go wrong between the engine and its disk.

use std::error::Error;
use std::fmt;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use rusqlite::ErrorCode;

/// What kind of trouble the store is in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum StoreErrorKind {
    /// Another process, or another part of this one, has the store open.
    InUse,
    /// The file is something else.
    NotAStore,
    /// A newer version of this library wrote the file.
    Newer,
    /// There is no space left.
    Full,
    /// The file cannot be written.
    ReadOnly,
    /// What was read is not what was written.
    Corrupt,
    /// The disk or the operating system failed.
    Io,
    /// The file that should be made is there already.
    Exists,
    /// The store was closed.
    Closed,
    /// The row or execution that was named is not there.
    Missing,
    /// The row does not follow the newest one of its execution: somebody else has appended.
    Conflict,
}

impl StoreErrorKind {
    /// What to do about it.
    fn advice(self) -> &'static str {
        match self {
            Self::InUse => {
                "a store belongs to one process at a time; stop the other one, or use another file"
            }
            Self::NotAStore => {
                "check the path; a new store needs a file that does not exist, or an empty one"
            }
            Self::Newer => "open it with the version that wrote it, or a newer one",
            Self::Full => "free some space and open the store again; nothing that was acknowledged is lost",
            Self::ReadOnly => "make the file and its folder writable for this user",
            Self::Corrupt => {
                "restore a backup; `PRAGMA integrity_check` of the sqlite3 shell says what is damaged"
            }
            Self::Io => "check the disk, then open the store again; nothing that was acknowledged is lost",
            Self::Exists => "remove it, or choose another path",
            Self::Closed => "open the store again",
            Self::Missing => "it may have been forgotten after its time of retention",
            Self::Conflict => "only one engine may drive an execution; read its newest row again",
        }
    }
}

/// An error of the store: what was tried, with which file, what happened, and what to do. Cheap to clone, as everybody
/// who waits for a transaction gets it.
#[derive(Clone)]
pub(crate) struct StoreError(Arc<Inner>);

#[derive(Debug)]
struct Inner {
    kind: StoreErrorKind,
    action: &'static str,
    path: PathBuf,
    detail: String,
    source: Option<Cause>,
}

#[derive(Debug)]
enum Cause {
    Sqlite(rusqlite::Error),
    Io(io::Error),
}

impl StoreError {
    pub(super) fn new(
        kind: StoreErrorKind,
        action: &'static str,
        path: &Path,
        detail: impl Into<String>,
    ) -> Self {
        Self(Arc::new(Inner { kind, action, path: path.to_owned(), detail: detail.into(), source: None }))
    }

    /// An error of SQLite while doing something, `write to`, with the store.
    pub(super) fn sqlite(action: &'static str, path: &Path, error: rusqlite::Error) -> Self {
        let (kind, detail) = (kind_of(&error), detail_of(&error));
        Self(Arc::new(Inner {
            kind,
            action,
            path: path.to_owned(),
            detail,
            source: Some(Cause::Sqlite(error)),
        }))
    }

    /// An error of the operating system.
    pub(super) fn io(action: &'static str, path: &Path, error: io::Error) -> Self {
        let kind = match error.kind() {
            io::ErrorKind::AlreadyExists => StoreErrorKind::Exists,
            io::ErrorKind::PermissionDenied | io::ErrorKind::ReadOnlyFilesystem => StoreErrorKind::ReadOnly,
            io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded => StoreErrorKind::Full,
            _ => StoreErrorKind::Io,
        };
        let detail = error.to_string();
        Self(Arc::new(Inner { kind, action, path: path.to_owned(), detail, source: Some(Cause::Io(error)) }))
    }

    /// What kind of trouble it is.
    pub(crate) fn kind(&self) -> StoreErrorKind {
        self.0.kind
    }

    /// The file.
    #[cfg(test)]
    pub(crate) fn path(&self) -> &Path {
        &self.0.path
    }
}

fn kind_of(error: &rusqlite::Error) -> StoreErrorKind {
    use rusqlite::Error as E;
    match error {
        E::FromSqlConversionFailure(..) | E::IntegralValueOutOfRange(..) | E::InvalidColumnType(..) => {
            StoreErrorKind::Corrupt
        }
        _ => match error.sqlite_error_code() {
            Some(ErrorCode::DiskFull) => StoreErrorKind::Full,
            Some(ErrorCode::ReadOnly | ErrorCode::PermissionDenied) => StoreErrorKind::ReadOnly,
            Some(ErrorCode::NotADatabase) => StoreErrorKind::NotAStore,
            Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked) => StoreErrorKind::InUse,
            // A constraint can fail only if the tables do not agree with each other.
            Some(ErrorCode::DatabaseCorrupt | ErrorCode::ConstraintViolation) => StoreErrorKind::Corrupt,
            _ => StoreErrorKind::Io,
        },
    }
}

/// SQLite's words with its number: `database or disk is full (SQLite 13)`.
fn detail_of(error: &rusqlite::Error) -> String {
    match error.sqlite_error() {
        Some(code) => format!("{error} (SQLite {})", code.extended_code),
        None => error.to_string(),
    }
}

impl fmt::Display for StoreError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Inner { kind, action, path, detail, .. } = &*self.0;
        write!(f, "cannot {action} the store `{}`: {detail}; {}", path.display(), kind.advice())
    }
}

impl fmt::Debug for StoreError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "StoreError({:?}: {self})", self.0.kind)
    }
}

impl Error for StoreError {
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        match self.0.source.as_ref()? {
            Cause::Sqlite(error) => Some(error),
            Cause::Io(error) => Some(error),
        }
    }
}
