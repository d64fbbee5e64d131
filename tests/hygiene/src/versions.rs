//! Older versions beside the newest: each is a machine of its own, and all call the same tasks.

use std::sync::Arc;
use steps::machine::{DefinitionHash, VersionVisitor, Versions, Workflow};
use steps::{Express, TaskContext, TaskError, Value, asl_workflow, json};

asl_workflow! {
    path: "../workflows/letter.asl.json",
    versions: [
        "../workflows/letter.v1.asl.json",
        { path: "../workflows/letter.2024-01.asl.yaml", name: r#type, substitutions: { "Send": "arn:aws:lambda:eu-west-1:123456789012:function:Send" } },
    ],
    crate: ::steps,
}

/// The same from a build script.
mod built {
    steps::include_workflow!("letter");
}

struct Office;

impl letter::Tasks for Office {
    // The versions give it different inputs.
    async fn greet(&self, input: Value, _: &TaskContext) -> Result<Value, TaskError> {
        let title = input["title"].as_str().map(|title| format!("{title} ")).unwrap_or_default();
        Ok(json!(format!("Dear {title}{}", input["name"].as_str().unwrap_or_default())))
    }

    async fn send(&self, input: letter::SendInput, _: &TaskContext) -> Result<Value, TaskError> {
        Ok(json!({ "to": (input.to), "letters": (input.letters) }))
    }

    // Only `v1` has it.
    async fn fold(&self, input: letter::FoldInput, _: &TaskContext) -> Result<Value, TaskError> {
        Ok(json!(format!("{} folded {}", input.letter.as_str().unwrap_or_default(), input.times)))
    }
}

impl built::letter::Tasks for Office {
    async fn greet(&self, _: Value, _: &TaskContext) -> Result<Value, TaskError> {
        Ok(Value::Null)
    }

    async fn send(&self, _: built::letter::SendInput, _: &TaskContext) -> Result<Value, TaskError> {
        Ok(Value::Null)
    }

    async fn fold(&self, _: built::letter::FoldInput, _: &TaskContext) -> Result<Value, TaskError> {
        Ok(Value::Null)
    }
}

#[tokio::test]
async fn all_run_with_one_value_of_tasks() {
    let newest = Arc::new(letter::Letter::new(Office));
    let input = json!(["Ada"]);
    let run = |output: Result<Value, _>| output.unwrap()["letters"].clone();
    assert_eq!(run(newest.run(&input).await), json!(["Dear Ada"]));
    let v1 = letter::versions::v1::Letter::new(Arc::clone(&newest));
    assert_eq!(run(Express::new().run(&v1, &input).await), json!(["Dear Dr Ada folded 2"]));
    let first = letter::versions::type_::Letter::new(newest);
    assert_eq!(run(Express::new().run(&first, &input).await), input);
}

/// Identity and text of each version, as an engine sees them.
#[derive(Default)]
struct Seen(Vec<(DefinitionHash, &'static str, &'static str)>);

impl VersionVisitor for Seen {
    fn version<W: Workflow + 'static>(&mut self, _: Arc<W>) {
        self.0.push((W::DEFINITION, W::DEFINITION_JSON, W::NAME));
    }
}

#[test]
fn an_engine_sees_every_version() {
    let (mut seen, mut built) = (Seen::default(), Seen::default());
    Arc::new(letter::Letter::new(Office)).visit_versions(&mut seen);
    Arc::new(built::letter::Letter::new(Office)).visit_versions(&mut built);
    let [newest, v1, first] = seen.0.as_slice() else { panic!("three versions") };
    assert!(newest.0 != v1.0 && v1.0 != first.0 && first.0 != newest.0);
    assert_eq!(newest.1, include_str!("../workflows/letter.asl.json"));
    assert_eq!(v1.1, include_str!("../workflows/letter.v1.asl.json"));
    assert!(first.1.starts_with(r#"{"StartAt":"Send","States":{"Send":{"#), "{}", first.1);
    assert!(first.1.contains(":function:Send"), "{}", first.1);
    assert!(seen.0.iter().all(|(_, _, name)| *name == "letter"));
    assert_eq!(built.0, [*newest, *v1]);
}
