//! The same from a build script.

use crate::{Greeting, nested, odd};
use files::built_nested;
use steps::{TaskContext, TaskError, Value};

/// The modules, and the types that the build script names from here.
mod files {
    use serde::{Deserialize, Serialize};

    steps::include_workflow!("Odd");
    steps::include_workflow!("built-nested");
    steps::include_workflow!("typed");

    #[derive(Deserialize, Serialize)]
    pub(super) struct Name {
        pub(super) name: String,
    }
}

/// A type with a parameter.
#[derive(serde::Deserialize, serde::Serialize)]
pub(crate) struct Counted<T> {
    #[serde(flatten)]
    of: T,
    count: u64,
}

impl files::odd::Tasks for odd::Names {
    async fn into(&self, _: files::odd::IntoInput, _: &TaskContext) -> Result<Value, TaskError> {
        Ok("into".into())
    }

    async fn clone(&self, _: Value, _: &TaskContext) -> Result<Value, TaskError> {
        Ok("clone".into())
    }

    async fn tasks(&self, _: Value, _: &TaskContext) -> Result<Value, TaskError> {
        Ok("tasks".into())
    }

    async fn state(&self, input: files::odd::StateInput, _: &TaskContext) -> Result<Value, TaskError> {
        Ok(input.into())
    }

    async fn odd(&self, input: files::odd::OddInput, _: &TaskContext) -> Result<Value, TaskError> {
        Ok(input.into())
    }

    async fn self_(&self, input: Value, _: &TaskContext) -> Result<Value, TaskError> {
        Ok(input)
    }

    async fn super_(&self, input: Value, _: &TaskContext) -> Result<Value, TaskError> {
        Ok(input)
    }
}

impl built_nested::Tasks for nested::Calls {
    async fn call(&self, input: built_nested::CallInput, _: &TaskContext) -> Result<Value, TaskError> {
        if input.one == input.three { Err(TaskError::new("Same", "")) } else { Ok(input.into()) }
    }
}

struct Letters;

impl files::typed::Tasks for Letters {
    async fn greet(&self, input: files::Name, _: &TaskContext) -> Result<Greeting, TaskError> {
        Ok(Greeting { text: format!("Hello, {}", input.name) })
    }

    async fn count(&self, input: Value, _: &TaskContext) -> Result<u64, TaskError> {
        Ok(input["text"].as_str().map_or(0, |text| text.chars().count() as u64))
    }
}

#[tokio::test]
async fn odd() {
    let input = Value::from_json(r#"{"type": "x"}"#).unwrap();
    let output: Value = files::odd::Odd::new(odd::Names).run(&input).await.unwrap();
    assert_eq!(output.to_string(), odd::OUTPUT);
}

#[tokio::test]
async fn nested() {
    let output: Value = built_nested::BuiltNested::new(nested::Calls).run(&()).await.unwrap();
    assert_eq!(output.to_string(), nested::OUTPUT);
}

#[tokio::test]
async fn typed() {
    let name = files::Name { name: "Ada".to_owned() };
    let counted = files::typed::Typed::new(Letters).run(&name).await.unwrap();
    assert_eq!((counted.of.text.as_str(), counted.count), ("Hello, Ada", 10));
}
