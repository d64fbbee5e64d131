//! Where a path literal leads to.

#[cfg(test)]
mod tests;

use asl_compiler::Source;
use asl_compiler::build::{ReadError, read};
use proc_macro2::Span;
use std::path::{Component, Path, PathBuf};
use syn::LitStr;

/// A definition that was found.
pub(crate) struct Found {
    pub(crate) source: Source,
    /// Absolute; none when it is not UTF-8, which `include_str!` cannot name.
    pub(crate) path: Option<String>,
}

/// Reads the file that a literal names: beside the file that it stands in, as `include_str!` does.
///
/// Where the compiler does not say which file that is (some editors, documentation tests), the path starts at
/// the manifest's folder.
pub(crate) fn find(literal: &LitStr) -> Result<Found, String> {
    let written = literal.value();
    if written.is_empty() {
        return Err("the path of the definition is empty".to_owned());
    }
    let beside = beside(literal.span());
    let folder = beside.clone().or_else(manifest).unwrap_or_default();
    let path = tidy(&std::path::absolute(folder.join(&written)).unwrap_or_else(|_| folder.join(&written)));
    let shown =
        std::env::current_dir().ok().and_then(|here| path.strip_prefix(here).ok().map(Path::to_owned));
    let shown = shown.as_deref().unwrap_or(&path).display().to_string();
    match read(&path, &shown) {
        Ok(source) => Ok(Found { source, path: path.to_str().map(str::to_owned) }),
        Err(error) => Err(advise(&error, &written, beside.as_deref())),
    }
}

/// The folder of the file that a span is in.
fn beside(span: Span) -> Option<PathBuf> {
    span.unwrap().local_file()?.parent().map(Path::to_owned)
}

fn manifest() -> Option<PathBuf> {
    std::env::var_os("CARGO_MANIFEST_DIR").map(PathBuf::from)
}

fn advise(error: &ReadError, written: &str, beside: Option<&Path>) -> String {
    let mut message = error.to_string();
    if !error.is_missing() {
        return message;
    }
    message.push_str(match beside {
        Some(_) => "\n= note: the path starts at the folder of this file, as that of `include_str!` does",
        None => "\n= note: the path starts at the folder of Cargo.toml; the compiler does not tell that of this file",
    });
    let help = match (error.near(), beside) {
        (Some(near), _) => {
            let near = Path::new(written).with_file_name(near);
            Some(format!("did you mean `{}`?", near.display()))
        }
        (None, Some(beside)) => from_manifest(beside, written).map(|way| format!("from here it is `{way}`")),
        (None, None) => None,
    };
    if let Some(help) = help {
        message.push_str("\n= help: ");
        message.push_str(&help);
    }
    message
}

/// The way to a file that a path names from the manifest's folder, for those who take that for the start.
fn from_manifest(beside: &Path, written: &str) -> Option<String> {
    let manifest = manifest()?;
    let target = tidy(&manifest.join(written));
    if !target.is_file() {
        return None;
    }
    let beside = tidy(&std::path::absolute(beside).ok()?);
    let up = beside.strip_prefix(&manifest).ok()?.components().count();
    Some(format!("{}{written}", "../".repeat(up)))
}

/// Without `.` and `x/..`, as far as that can be told from the text.
fn tidy(path: &Path) -> PathBuf {
    let mut tidy = PathBuf::new();
    for component in path.components() {
        match component {
            Component::CurDir => {}
            Component::ParentDir if matches!(tidy.components().next_back(), Some(Component::Normal(_))) => {
                tidy.pop();
            }
            _ => tidy.push(component),
        }
    }
    tidy
}
