//! Compiles the definitions of the tests, each to a module named after its file, and a mock of its tasks.

#[path = "src/generate.rs"]
#[expect(unreachable_pub, reason = "the tests use it as a module of the library")]
mod generate;

use asl_compiler::{Options, Source, TaskTypes};
use std::error::Error;
use std::fmt::Write as _;
use std::path::Path;
use std::{env, fs};

fn main() -> Result<(), Box<dyn Error>> {
    println!("cargo::rerun-if-changed=definitions");
    println!("cargo::rerun-if-changed=src/generate.rs");
    let mut paths = Vec::new();
    for entry in fs::read_dir("definitions")? {
        paths.push(entry?.path());
    }
    paths.sort();
    let mut code = String::new();
    for path in paths {
        let file = path.file_name().and_then(|name| name.to_str()).unwrap_or_default();
        code.push_str(&module(file, fs::read_to_string(&path)?)?);
    }
    code.push_str(&module("expressions.asl.json", expressions())?);
    fs::write(Path::new(&env::var("OUT_DIR")?).join("machines.rs"), code)?;
    Ok(())
}

/// One workflow for all generated expressions: `{"number": n, "document": …}` gives the value of the n-th.
fn expressions() -> String {
    let (mut choices, mut states) = (Vec::new(), Vec::new());
    for (number, expression) in generate::expressions().iter().enumerate() {
        choices
            .push(format!(r#"{{"Variable": "$.number", "NumericEquals": {number}, "Next": "e{number}"}}"#));
        states.push(format!(
            r#""e{number}": {{"Type": "Pass", "InputPath": "$.document", "Parameters": {{"v.$": "{expression}"}}, "End": true}}"#
        ));
    }
    format!(
        r#"{{"StartAt": "choose", "States": {{"choose": {{"Type": "Choice", "Choices": [{}]}}, {}}}}}"#,
        choices.join(", "),
        states.join(",\n")
    )
}

fn module(file: &str, definition: String) -> Result<String, Box<dyn Error>> {
    let name = file.split('.').next().unwrap_or_default();
    let source = Source::new(file, definition);
    let mut options = Options::new(name);
    options.allow = vec!["doomed".to_owned()];
    let program = asl_compiler::compile(&source, &options).program;
    let tasks = program.map(|program| program.tasks).unwrap_or_default();
    for task in &tasks {
        let input = Some(syn::parse_quote!(::asl_runtime::Value));
        options.tasks.insert(task.name.clone(), TaskTypes { input, output: None });
    }
    let compilation = asl_compiler::compile(&source, &options);
    let Some(mut code) = compilation.code() else {
        return Err(format!("{file}: {:#?}", compilation.diagnostics).into());
    };
    writeln!(code, "impl {name}::Tasks for Mock {{")?;
    for task in &tasks {
        writeln!(
            code,
            "async fn {}(&self, input: Value, cx: &TaskContext) -> Result<Value, TaskError> {{
                 self.call(input, cx).await
             }}",
            task.name
        )?;
    }
    code.push_str("}\n");
    Ok(code)
}
