//! Why a build script cannot compile a definition.

use super::ReadError;
use std::fmt;
use std::path::PathBuf;

/// Why there is no code. Displayed, it is the text for the user: every report, one below the other.
#[derive(Debug)]
#[non_exhaustive]
pub enum BuildError {
    /// The definition could not be read.
    Read(ReadError),
    /// The definition or the options have mistakes; the reports.
    Mistakes(Vec<String>),
    /// `OUT_DIR` is not set: this is no build script.
    NotABuildScript,
    /// The code could not be written.
    Write(PathBuf, std::io::Error),
}

impl fmt::Display for BuildError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Read(error) => {
                write!(f, "error: {error}")?;
                match error.near() {
                    Some(near) => write!(f, "\n  = help: did you mean `{near}`?"),
                    None => write!(f, "\n  = note: the path starts at the folder of Cargo.toml"),
                }
            }
            Self::Mistakes(reports) => f.write_str(&reports.join("\n\n")),
            Self::NotABuildScript => f.write_str(
                "error: `OUT_DIR` is not set\n  = help: call this from a build script, or give a folder with `out_dir`",
            ),
            Self::Write(path, error) => write!(f, "error: cannot write `{}`: {error}", path.display()),
        }
    }
}

impl std::error::Error for BuildError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Self::Read(error) => Some(error),
            Self::Write(_, error) => Some(error),
            Self::Mistakes(_) | Self::NotABuildScript => None,
        }
    }
}
