//! `cargo asl new`: a package that builds and passes its tests.

use std::fs;
use std::io;
use std::path::Path;
use std::process::ExitCode;

use crate::cli::New;

/// The files of the package; `.in` are filled in.
const FILES: &[(&str, &str)] = &[
    ("Cargo.toml", include_str!("../../template/Cargo.toml.in")),
    ("README.md", include_str!("../../template/README.md.in")),
    (".gitignore", "/target\n"),
    ("src/main.rs", include_str!("../../template/src/main.rs")),
    ("src/order.asl.json", include_str!("../../template/src/order.asl.json")),
    ("cases/order.json", include_str!("../../template/cases/order.json")),
];

#[expect(clippy::print_stdout, clippy::print_stderr, reason = "a command says what it did")]
pub(crate) fn run(arguments: &New) -> ExitCode {
    match make(arguments) {
        Ok(()) => {
            let place = arguments.path.display();
            println!(
                "made `{place}`; next:\n\n    cd {place}\n    cargo run\n    cargo asl test cases --coverage"
            );
            ExitCode::SUCCESS
        }
        Err(message) => {
            eprintln!("error: {message}");
            ExitCode::FAILURE
        }
    }
}

fn make(arguments: &New) -> Result<(), String> {
    let path = &arguments.path;
    let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    check_name(&name)?;
    let runtime = match &arguments.runtime {
        None => format!("version = \"{}\"", env!("CARGO_PKG_VERSION")),
        Some(folder) => {
            let folder = folder.canonicalize().map_err(|error| format!("{}: {error}", folder.display()))?;
            if !folder.join("Cargo.toml").is_file() {
                return Err(format!("{} is not the folder of `asl-runtime`", folder.display()));
            }
            format!("path = {:?}", folder.to_string_lossy())
        }
    };
    match fs::create_dir_all(path).and_then(|()| is_empty(path)) {
        Ok(true) => {}
        Ok(false) => return Err(format!("{} is not empty", path.display())),
        Err(error) => return Err(format!("{}: {error}", path.display())),
    }
    for (file, text) in FILES {
        let file = path.join(file);
        let text = text.replace("{{name}}", &name).replace("{{runtime}}", &runtime);
        let written = file.parent().map_or(Ok(()), fs::create_dir_all).and_then(|()| fs::write(&file, text));
        written.map_err(|error| format!("{}: {error}", file.display()))?;
    }
    Ok(())
}

fn is_empty(path: &Path) -> io::Result<bool> {
    Ok(fs::read_dir(path)?.next().is_none())
}

/// Whether cargo takes it as the name of a package.
fn check_name(name: &str) -> Result<(), String> {
    let is_word = |c: char| c.is_ascii_alphanumeric() || c == '-' || c == '_';
    if name.starts_with(|c: char| c.is_ascii_alphabetic()) && name.chars().all(is_word) {
        return Ok(());
    }
    Err(format!("`{name}` cannot be the name of a package: letters, digits, `-` and `_`, a letter first"))
}
