//! Case files as people write them: a definition beside them, several cases in a file, and only what counts.
//!
//! ```json
//! {
//!   "definition": "order.asl.json",
//!   "cases": [
//!     {
//!       "name": "a card that is refused",
//!       "input": { "total": 12 },
//!       "tasks": { "Charge": [{ "error": "CardRefused", "cause": "no funds" }] },
//!       "expect": { "status": "FAILED", "error": "CardRefused" }
//!     }
//!   ]
//! }
//! ```
//!
//! A file without `cases` is one case. What stands beside `cases` holds for all of them. The members are those of a
//! recording; `definition` may also be the path of a file (in YAML too, for [`load_with`]), `input` is `{}` unless it is given, and `substitutions` has
//! the values of `${…}` placeholders.

use std::collections::BTreeMap;
use std::fmt;
use std::path::{Path, PathBuf};

use serde_json::value::RawValue;

use crate::Case;

/// A case of a file, with its definition as it was written.
#[derive(Clone, Debug)]
pub struct FileCase {
    /// The case. Its name is the file's, below the folder that was read, and its own.
    pub case: Case,
    /// Where the definition stands: its own file, or the case's.
    pub definition_path: PathBuf,
    /// The definition's text with its layout.
    pub definition_text: String,
    /// Whether that is not the JSON of the case: the definition is in another notation.
    pub translated: bool,
    /// Values of placeholders.
    pub substitutions: BTreeMap<String, String>,
}

/// Why a file has no cases.
#[derive(Debug)]
pub struct FileError {
    /// The file.
    pub path: PathBuf,
    /// What is wrong, and what to do about it.
    pub message: String,
}

impl fmt::Display for FileError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.path.display(), self.message)
    }
}

impl std::error::Error for FileError {}

type Members = BTreeMap<String, Box<RawValue>>;

/// What a case may have.
const MEMBERS: &[&str] = &[
    "name",
    "definition",
    "substitutions",
    "input",
    "tasks",
    "expect",
    "now",
    "type",
    "bindings",
    "notes",
    "s3",
    "source",
    "aws_validated",
    "query_language",
    "features",
    "tasks_unrecorded",
    "problems",
    "cases",
];

/// The JSON that a definition's file stands for, from its path and its text; or why it stands for none.
type Translate<'a> = &'a dyn Fn(&Path, &str) -> Result<String, String>;

/// Reads the case files at a path: a file, or all `.json` files below a folder that are cases. A definition or any other
/// JSON lies there as well as it likes: a case file has `expect` or `cases`.
///
/// # Errors
/// All files that cannot be read as cases, and a path that leads to none.
pub fn load(path: &Path) -> Result<Vec<FileCase>, Vec<FileError>> {
    load_with(path, &|_, text| Ok(text.to_owned()))
}

/// Reads the case files at a path, as [`load`] does, with definitions in any notation: `translate` gives the JSON that a
/// definition's file stands for, from its path and its text. With the feature `compile`, `compile::json_of` is such a function.
///
/// # Errors
/// As for [`load`].
pub fn load_with(path: &Path, translate: Translate<'_>) -> Result<Vec<FileCase>, Vec<FileError>> {
    let mut files = Vec::new();
    let mut errors = Vec::new();
    collect(path, &mut files, &mut errors);
    let base = if path.is_dir() { path } else { path.parent().unwrap_or(Path::new("")) };
    let mut cases = Vec::new();
    for file in files {
        match read(&file, base, path == file, translate) {
            Ok(found) => cases.extend(found),
            Err(message) => errors.push(FileError { path: file, message }),
        }
    }
    if cases.is_empty() && errors.is_empty() {
        let message =
            "no case is here: a case is a `.json` file with `definition`, `input`, `tasks` and `expect`";
        errors.push(FileError { path: path.to_owned(), message: message.to_owned() });
    }
    if errors.is_empty() { Ok(cases) } else { Err(errors) }
}

fn collect(path: &Path, files: &mut Vec<PathBuf>, errors: &mut Vec<FileError>) {
    if !path.is_dir() {
        files.push(path.to_owned());
        return;
    }
    let entries = std::fs::read_dir(path).and_then(Iterator::collect::<Result<Vec<_>, _>>);
    let mut entries: Vec<PathBuf> = match entries {
        Ok(entries) => entries.into_iter().map(|entry| entry.path()).collect(),
        Err(error) => {
            errors.push(FileError { path: path.to_owned(), message: error.to_string() });
            return;
        }
    };
    entries.sort();
    for entry in entries {
        if entry.is_dir() || entry.extension().is_some_and(|extension| extension == "json") {
            collect(&entry, files, errors);
        }
    }
}

/// The cases of a file; none if it is something else and was not `named`.
fn read(file: &Path, base: &Path, named: bool, translate: Translate<'_>) -> Result<Vec<FileCase>, String> {
    let text = std::fs::read_to_string(file).map_err(|error| error.to_string())?;
    let mut shared: Members = match serde_json::from_str(&text) {
        Ok(members) => members,
        Err(error) if named => return Err(format!("this is not a JSON object: {error}")),
        // Any other JSON, such as an array of input.
        Err(_) => return Ok(Vec::new()),
    };
    if !named && !shared.contains_key("expect") && !shared.contains_key("cases") {
        return Ok(Vec::new());
    }
    check_members(&shared)?;
    let stem = file.strip_prefix(base).unwrap_or(file).with_extension("");
    let stem = stem.to_string_lossy().replace('\\', "/");
    let Some(list) = shared.remove("cases") else { return Ok(vec![one(shared, file, &stem, translate)?]) };
    let list: Vec<Members> = serde_json::from_str(list.get())
        .map_err(|error| format!("`cases` is not an array of objects: {error}"))?;
    let mut cases = Vec::new();
    for (place, own) in list.into_iter().enumerate() {
        let own_name: Option<String> = own.get("name").and_then(|name| serde_json::from_str(name.get()).ok());
        let name = format!("{stem}/{}", own_name.unwrap_or_else(|| (place + 1).to_string()));
        check_members(&own).map_err(|error| format!("case {name:?}: {error}"))?;
        let mut members: Members = shared.clone();
        members.extend(own);
        cases.push(one(members, file, &name, translate).map_err(|error| format!("case {name:?}: {error}"))?);
    }
    Ok(cases)
}

fn check_members(members: &Members) -> Result<(), String> {
    match members.keys().find(|name| !MEMBERS.contains(&name.as_str())) {
        None => Ok(()),
        Some(unknown) => {
            let usual = "`name`, `definition`, `substitutions`, `input`, `tasks`, `expect`, `now`, `type` and `cases`";
            Err(format!("no member of a case is called `{unknown}`; there are {usual}"))
        }
    }
}

fn one(mut members: Members, file: &Path, name: &str, translate: Translate<'_>) -> Result<FileCase, String> {
    let substitutions = match members.remove("substitutions") {
        None => BTreeMap::new(),
        Some(raw) => serde_json::from_str(raw.get())
            .map_err(|error| format!("`substitutions` is not an object of strings: {error}"))?,
    };
    let definition =
        members.get("definition").ok_or("it has no `definition`: a state machine, or the path of one")?;
    let (definition_path, definition_text, json) = match serde_json::from_str::<String>(definition.get()) {
        Err(_) => (file.to_owned(), definition.get().to_owned(), None),
        Ok(relative) => {
            let path = file.parent().unwrap_or(Path::new("")).join(relative);
            // Without `..` one definition has one path, whichever file names it.
            let path = path.canonicalize().unwrap_or(path);
            let text = std::fs::read_to_string(&path)
                .map_err(|error| format!("its definition {}: {error}", path.display()))?;
            let json = translate(&path, &text).map_err(|error| format!("its definition: {error}"))?;
            let json = (json != text).then_some(json);
            (path, text, json)
        }
    };
    let raw = |text: &str| RawValue::from_string(text.to_owned());
    let definition = raw(json.as_ref().unwrap_or(&definition_text))
        .map_err(|error| format!("its definition {} is not JSON: {error}", definition_path.display()))?;
    members.insert("definition".to_owned(), definition);
    let no_input = || raw("{}").map_err(|error| error.to_string());
    if !members.contains_key("input") {
        members.insert("input".to_owned(), no_input()?);
    }
    let quoted = serde_json::to_string(name).and_then(|name| raw(&name));
    members.insert("name".to_owned(), quoted.map_err(|error| error.to_string())?);
    let text = serde_json::to_string(&members).map_err(|error| error.to_string())?;
    let case = Case::from_json(&text).map_err(|error| error.to_string())?;
    let mut case =
        case.map_err(|_| "it has no `expect.status`: `SUCCEEDED`, `FAILED` or `TIMED_OUT`".to_owned())?;
    case.lenient = true;
    let translated = json.is_some();
    Ok(FileCase { case, definition_path, definition_text, translated, substitutions })
}
