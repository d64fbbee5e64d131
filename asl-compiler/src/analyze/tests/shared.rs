//! Definitions that AWS accepts must compile. The folder with them lies beside the checkout, if at all.

use std::path::PathBuf;

use super::*;

/// The JSON files of a folder of shared definitions, in order; empty when it is absent.
fn files(folder: &str) -> Vec<PathBuf> {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../shared").join(folder);
    let Ok(entries) = std::fs::read_dir(&folder) else {
        println!("skipped: {} is absent", folder.display());
        return Vec::new();
    };
    let mut files = Vec::new();
    for entry in entries.flatten() {
        let path = entry.path();
        if path.is_dir() {
            let inner = path.file_name().unwrap().to_string_lossy().into_owned();
            if let Some(parent) = folder.file_name() {
                files.extend(self::files(&format!("{}/{inner}", parent.to_string_lossy())));
            }
        } else if path.extension().is_some_and(|extension| extension == "json") {
            files.push(path);
        }
    }
    files.sort();
    files
}

/// The error codes of a text, or nothing when it uses what is not supported yet.
fn errors(text: &str, allow_doomed: bool) -> Option<Vec<Code>> {
    let options = AnalyzeOptions { allow_doomed, ..AnalyzeOptions::default() };
    let analysis = analyze(&Source::new("x", text), &options);
    let errors: Vec<Code> = analysis
        .diagnostics
        .iter()
        .filter(|finding| finding.severity != Severity::Warning)
        .map(|finding| finding.code)
        .collect();
    assert_eq!(analysis.program.is_some(), errors.is_empty());
    (!errors.iter().any(|code| [Code::Jsonata, Code::DistributedMap].contains(code))).then_some(errors)
}

#[test]
fn sample_definitions() {
    // What the samples really get wrong: a field inside `States` (and all that follows from it), and
    // a placeholder where a number must be.
    let mistakes = [Code::PlaceholderNumber, Code::FieldNotAllowed, Code::WrongLanguage];
    let mut wrong = 0;
    for file in files("corpus/samples") {
        let text = std::fs::read_to_string(&file).unwrap();
        let Some(errors) = errors(&text, false) else { continue };
        wrong += usize::from(!errors.is_empty());
        assert!(errors.iter().all(|code| mistakes.contains(code)), "{}: {errors:?}", file.display());
    }
    assert!(wrong <= 2, "{wrong} samples are refused");
}

#[test]
fn definitions_of_another_validator() {
    for file in files("corpus/validator") {
        let name = file.file_name().unwrap().to_string_lossy().into_owned();
        let text = std::fs::read_to_string(&file).unwrap();
        let Some(errors) = errors(&text, false) else { continue };
        if name.starts_with("invalid-") {
            assert!(!errors.is_empty(), "{name} is accepted");
        } else if errors == [Code::MissingField] && text.contains("\"Credentials\"") {
            // AWS, whose word counts more, asks for a `RoleArn` there.
            println!("{name}: {errors:?}");
        } else {
            assert!(errors.is_empty(), "{name}: {errors:?}");
        }
    }
}

/// The text of the `definition` of a recorded case, found by this crate's own reader: the compiler has no
/// other use for a JSON library.
fn definition(case: &str) -> Option<String> {
    let source = Source::new("case", case);
    let node = json::parse(&source, &mut Diagnostics::default())?;
    let json::Value::Object(members) = node.value else { return None };
    let member = members.into_iter().find(|member| member.key.as_str() == "definition")?;
    Some(match member.value.value {
        json::Value::String(text) => text.as_str().to_owned(),
        _ => source.slice(member.value.span).to_owned(),
    })
}

#[test]
fn recorded_definitions() {
    let mut compiled = 0;
    let folders = files_of_suites();
    for file in &folders {
        let case = std::fs::read_to_string(file).unwrap();
        let Some(text) = definition(&case) else { continue };
        let Some(errors) = errors(&text, true) else { continue };
        assert!(errors.is_empty(), "{}: {errors:?}", file.display());
        compiled += 1;
    }
    println!("{compiled} recorded definitions compile");
    assert!(folders.is_empty() || compiled > 100);
}

#[test]
fn recorded_validations() {
    for file in files("conformance/validation") {
        let case = std::fs::read_to_string(&file).unwrap();
        let Some(text) = definition(&case) else { continue };
        let Some(errors) = errors(&text, true) else { continue };
        let valid = case.contains("\"valid\": true") || case.contains("\"valid\":true");
        assert_eq!(errors.is_empty(), valid, "{}: {errors:?}", file.display());
    }
}

/// Cases that ran; the suites of the validation APIs have definitions that AWS refuses.
fn files_of_suites() -> Vec<PathBuf> {
    files("conformance")
        .into_iter()
        .filter(|file| {
            let suite = file.parent().and_then(|folder| folder.file_name()).unwrap_or_default();
            suite != "validation" && suite != "test_state"
        })
        .collect()
}
