//! Which files to look at: those that are named, those of folders, and those that patterns match.

use asl_compiler::diagnostic::near;
use asl_compiler::report::machine::Failure;
use globset::{GlobBuilder, GlobMatcher};
use ignore::WalkBuilder;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

/// What the arguments name.
#[derive(Debug, Default)]
pub(crate) struct Found {
    pub(crate) files: Vec<File>,
    pub(crate) failures: Vec<Failure>,
}

/// A file to look at.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct File {
    pub(crate) path: PathBuf,
    /// It was named by itself: it is a definition or a template, whatever its name and content.
    pub(crate) named: bool,
}

/// The extensions of files that may be definitions or templates.
const EXTENSIONS: [&str; 3] = ["json", "yaml", "yml"];

/// Finds the files, each once, in order of path.
pub(crate) fn find(arguments: &[String]) -> Found {
    let mut files: BTreeMap<PathBuf, bool> = BTreeMap::new();
    let mut failures = Vec::new();
    for argument in arguments {
        let path = Path::new(argument);
        if path.is_dir() {
            walk(path, None, &mut files, &mut failures);
        } else if path.exists() {
            files.insert(tidy(path), true);
        } else if argument.contains(['*', '?', '[', '{']) {
            pattern(argument, &mut files, &mut failures);
        } else {
            failures.push(missing(path));
        }
    }
    let files = files.into_iter().map(|(path, named)| File { path, named }).collect();
    Found { files, failures }
}

fn walk(
    folder: &Path,
    pattern: Option<&GlobMatcher>,
    files: &mut BTreeMap<PathBuf, bool>,
    failures: &mut Vec<Failure>,
) {
    // A folder with a `.gitignore` need not be a repository, and nobody's modules are one's own.
    let walk = WalkBuilder::new(folder)
        .require_git(false)
        .filter_entry(|entry| entry.depth() == 0 || entry.file_name() != "node_modules")
        .build();
    for entry in walk {
        match entry {
            Ok(entry) => {
                let path = tidy(entry.path());
                let wanted = pattern.map_or_else(|| has_extension(&path), |pattern| pattern.is_match(&path));
                if wanted && entry.file_type().is_some_and(|kind| kind.is_file() || is_linked_file(&entry)) {
                    files.entry(path).or_insert(false);
                }
            }
            Err(error) => failures.push(Failure {
                file: folder.display().to_string(),
                message: format!("cannot search: {error}"),
            }),
        }
    }
}

/// A link to a file is looked at; links to folders are not followed, for they may lead back.
fn is_linked_file(entry: &ignore::DirEntry) -> bool {
    entry.path_is_symlink() && entry.path().is_file()
}

fn has_extension(path: &Path) -> bool {
    let extension = path.extension().and_then(|extension| extension.to_str()).unwrap_or_default();
    EXTENSIONS.iter().any(|known| extension.eq_ignore_ascii_case(known))
}

fn pattern(argument: &str, files: &mut BTreeMap<PathBuf, bool>, failures: &mut Vec<Failure>) {
    let mut failed = |message: String| failures.push(Failure { file: argument.to_owned(), message });
    let written = argument.strip_prefix("./").unwrap_or(argument);
    let glob = match GlobBuilder::new(written).literal_separator(true).build() {
        Ok(glob) => glob.compile_matcher(),
        Err(error) => return failed(format!("`{argument}` is not a pattern: {}", error.kind())),
    };
    // The folders before the first one that has a pattern in its name.
    let fixed: PathBuf = Path::new(written)
        .components()
        .take_while(|part| !part.as_os_str().to_string_lossy().contains(['*', '?', '[', '{']))
        .collect();
    let base = if fixed.as_os_str().is_empty() { Path::new(".") } else { &fixed };
    let mut matched = BTreeMap::new();
    let mut problems = Vec::new();
    if base.is_dir() {
        walk(base, Some(&glob), &mut matched, &mut problems);
    }
    if matched.is_empty() && problems.is_empty() {
        return failed(format!("no file matches `{argument}`"));
    }
    for (path, named) in matched {
        files.entry(path).or_insert(named);
    }
    failures.extend(problems);
}

fn missing(path: &Path) -> Failure {
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let names: Vec<String> = std::fs::read_dir(folder)
        .map(|entries| {
            entries.flatten().map(|entry| entry.file_name().to_string_lossy().into_owned()).collect()
        })
        .unwrap_or_default();
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    let mut names: Vec<&str> = names.iter().map(String::as_str).collect();
    names.sort_unstable();
    let help = near(&name, names).map(|near| format!("\n  = help: did you mean `{near}`?"));
    let shown = path.display();
    let message = format!("there is no file or folder `{shown}`{}", help.unwrap_or_default());
    Failure { file: shown.to_string(), message }
}

/// Without a leading `./`, which walking from `.` gives.
pub(crate) fn tidy(path: &Path) -> PathBuf {
    path.strip_prefix(".").unwrap_or(path).to_owned()
}
