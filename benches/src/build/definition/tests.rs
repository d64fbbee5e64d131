use super::*;
use crate::build::figures::count_states;

fn compile(states: usize) -> asl_compiler::Compilation {
    let definition = Definition::new(states);
    let source = asl_compiler::Source::new("workflow.asl.json", definition.text);
    asl_compiler::compile(&source, &asl_compiler::Options::new("workflow"))
}

#[test]
fn has_as_many_states_as_asked_for() {
    for states in [3, 4, 9, 12, 13, 99, 100, 101] {
        let compilation = compile(states);
        let program =
            compilation.program.unwrap_or_else(|| panic!("{states}: {:?}", compilation.diagnostics));
        assert_eq!(count_states(&program.root), states);
    }
}

#[test]
fn state_names_are_unique_and_all_types_occur() {
    let definition: Value = serde_json::from_str(&Definition::new(12).text).unwrap();
    let states = definition["States"].as_object().unwrap();
    for kind in ["Pass", "Task", "Choice", "Parallel", "Map", "Wait", "Succeed", "Fail"] {
        assert!(states.values().any(|state| state["Type"] == kind), "{kind}");
    }
    assert_eq!(states.len(), 8);
}

#[test]
fn names_a_method_for_every_task() {
    let definition = Definition::new(100);
    let program = compile(100).program.unwrap();
    let mut names: Vec<_> = program.tasks.iter().map(|task| task.name.clone()).collect();
    let mut tasks = definition.tasks.clone();
    names.sort();
    tasks.sort();
    assert_eq!(tasks, names);
    let code = compile(100).code().unwrap();
    for task in &tasks {
        assert!(code.contains(&format!("fn {}(", task.to_lowercase())), "{task}");
        assert!(code.contains(&format!("pub struct {task}Input")), "{task}");
    }
}
