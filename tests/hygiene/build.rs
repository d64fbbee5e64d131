//! The workflows once more, as files.

use asl_compiler::build::workflow;

fn main() {
    workflow("workflows/odd.asl.json").name("Odd").runtime("::steps").compile();
    workflow("workflows/nested.asl.json")
        .name("built-nested")
        .visibility("pub(crate)")
        .runtime("::steps")
        .compile();
    workflow("workflows/typed.asl.json")
        .name("typed")
        .runtime("::steps")
        .input("Name")
        .output("super::Counted<crate::Greeting>")
        .task("Greet", "Name", "crate::Greeting")
        .task("Count", "_", "u64")
        .compile();
    workflow("workflows/letter.asl.json")
        .version("workflows/letter.v1.asl.json")
        .runtime("::steps")
        .compile();
}
