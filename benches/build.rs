//! Compiles the workloads.

use std::path::Path;
use std::process::ExitCode;

/// The JSONPath workloads.
const WORKLOADS: [&str; 6] = ["w1", "w2", "w2lite", "w3", "w3task", "w4"];

/// Those of the binary `durable`, in a folder of this name.
const DURABLE: [&str; 6] = ["ten_tasks", "ten_passes", "one_pass", "long", "alarm", "approval"];

fn main() -> ExitCode {
    let durable = DURABLE.iter().map(|name| (name, format!("workloads/durable/{name}.asl.json")));
    let workloads = WORKLOADS.iter().map(|name| (name, format!("workloads/{name}.asl.json")));
    let compiled = workloads.chain(durable).all(|(name, path)| {
        println!("cargo::rerun-if-changed={path}");
        compile(name, Path::new(&path)).inspect_err(|error| println!("cargo::error={path}: {error}")).is_ok()
    });
    if compiled { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

fn compile(name: &str, path: &Path) -> Result<(), Box<dyn std::error::Error>> {
    let source = asl_compiler::Source::new(path.to_string_lossy(), std::fs::read_to_string(path)?);
    let compilation = asl_compiler::compile(&source, &asl_compiler::Options::new(name));
    let code = compilation.code().ok_or_else(|| format!("{:?}", compilation.diagnostics))?;
    let folder = std::env::var("OUT_DIR")?;
    Ok(std::fs::write(Path::new(&folder).join(format!("{name}.rs")), code)?)
}
